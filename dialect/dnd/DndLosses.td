//===- DndLosses.td - losses for each sample ------------------*- tablegen -*-===//
#ifndef DND_LOSSES_TD
#define DND_LOSSES_TD

include "dialect/dnd/DndPrimitives.td"

def CrossEntropyOp : Dnd_Primitive<"cross_entropy"> {
  let summary = "softmax cross-entropy of each sample";
  let description = [{
    logits `[B, C]`, labels `[B]` (i32) or soft targets `[B, C]`; result `[B]`: -sum_c t_c log softmax(logits)_c with
    t = (1 - label_smoothing) onehot + label_smoothing / C. Computed as log-sum-exp, never by the probability.
  }];
  let arguments = (ins AnyRankedTensor:$logits, AnyRankedTensor:$target, DefaultValuedAttr<F64Attr, "0.0">:$label_smoothing);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = "$logits `,` $target attr-dict `:` functional-type(operands, results)";
  let hasVerifier = 1;
}

def CrossEntropyGradOp : Dnd_GradPrimitive<"cross_entropy_grad"> {
  let summary = "adjoint of the logits of cross_entropy: g * (softmax - t)";
  let arguments = (ins AnyRankedTensor:$logits, AnyRankedTensor:$target, AnyRankedTensor:$adjoint,
      DefaultValuedAttr<F64Attr, "0.0">:$label_smoothing);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = "$logits `,` $target `,` $adjoint attr-dict `:` functional-type(operands, results)";
}

def MarginOp : Dnd_Primitive<"margin"> {
  let summary = "margin of each sample: f_y - max over j != y of f_j";
  let description = [{ logits `[B, C]`, C >= 2, labels `[B]` (i32); result `[B]` (science: DIQNN, section 3.3). Ties take the first index. }];
  let arguments = (ins AnyRankedTensor:$logits, AnyRankedTensor:$labels);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = "$logits `,` $labels attr-dict `:` functional-type(operands, results)";
  let hasVerifier = 1;
}

def MarginGradOp : Dnd_GradPrimitive<"margin_grad"> {
  let summary = "adjoint of the logits of margin: +g at y, -g at the first largest other";
  let arguments = (ins AnyRankedTensor:$logits, AnyRankedTensor:$labels, AnyRankedTensor:$adjoint);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = "$logits `,` $labels `,` $adjoint attr-dict `:` functional-type(operands, results)";
}

def OneHotOp : Dnd_GradPrimitive<"one_hot"> {
  let summary = "class labels as rows with a single 1";
  let arguments = (ins AnyRankedTensor:$labels);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = "$labels attr-dict `:` functional-type(operands, results)";
}

#endif // DND_LOSSES_TD
