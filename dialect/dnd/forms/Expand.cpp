//===- Expand.cpp - special forms as primitives ---------------------------===//
#include "dialect/dnd/forms/Expand.h"

using namespace mlir;
using namespace dnd;

LogicalResult dnd::expandForms(Operation *root,
                               llvm::function_ref<bool(FormOpInterface)> wanted,
                               ExpandedFn expanded) {
  SmallVector<FormOpInterface> forms;
  root->walk([&](FormOpInterface form) {
    if (wanted(form))
      forms.push_back(form);
  });
  for (FormOpInterface form : forms) {
    OpBuilder builder(form);
    SmallVector<Value> values = form.expand(builder);
    if (values.size() != form->getNumResults())
      return form->emitOpError("has no expansion into primitives");
    if (expanded)
      expanded(form, values);
    form->replaceAllUsesWith(values);
    form->erase();
  }
  return success();
}
