//===- ExpandForms.cpp - writes special forms as primitives ---------------===//
#include "dialect/dnd/forms/Expand.h"
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
    auto isWanted = [&](FormOpInterface form) {
      return only.empty() ||
             llvm::is_contained(only, form->getName().getStringRef().str());
    };
    if (failed(expandForms(getOperation(), isWanted)))
      signalPassFailure();
  }
};

} // namespace
