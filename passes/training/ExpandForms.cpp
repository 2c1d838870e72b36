//===- ExpandForms.cpp - writes special forms as primitives ---------------===//
#include "passes/Passes.h"

namespace dnd::passes {
#define GEN_PASS_DEF_EXPANDFORMS
#include "passes/Passes.h.inc"
} // namespace dnd::passes

using namespace mlir;
using namespace dnd;

namespace {

struct ExpandFormsPass : dnd::passes::impl::ExpandFormsBase<ExpandFormsPass> {
  using ExpandFormsBase::ExpandFormsBase;

  void runOnOperation() override {
    SmallVector<FormOpInterface> forms;
    getOperation()->walk([&](FormOpInterface form) {
      if (only.empty() ||
          llvm::is_contained(only, form->getName().getStringRef().str()))
        forms.push_back(form);
    });
    for (FormOpInterface form : forms) {
      OpBuilder builder(form);
      form->getResult(0).replaceAllUsesWith(form.expand(builder));
      form->erase();
    }
  }
};

} // namespace
