//===- DndForms.td - special forms with kernels of their own --*- tablegen -*-===//
#ifndef DND_FORMS_TD
#define DND_FORMS_TD

include "dialect/dnd/DndPrimitives.td"

class Dnd_Form<string mnemonic, list<Trait> traits = []>
    : Dnd_Op<mnemonic, !listconcat([Pure, DeclareOpInterfaceMethods<DifferentiableOpInterface>,
                                    DeclareOpInterfaceMethods<FormOpInterface>], traits)> {
  let hasVerifier = 1;
}

def QuadraticOp : Dnd_Form<"quadratic", [AttrSizedOperandSegments]> {
  let summary = "quadratic forms of one vector: y_j = x'A_j x + w_j.x + b_j";
  let description = [{
    x `[..., n, ...]` with the feature dimension at `axis`, A `[J, n, n]`, linear `[J, n]`, bias `[J]`; result: x's shape with
    J at `axis`. Every other dimension of x (batch, pixels) is parallel. A need not be symmetric; only its symmetric part
    matters (DIQNN eq. 1; Dit-CNN forms N3, N4). x, A and linear may be bf16 where bias and result are f32.
  }];
  let arguments = (ins AnyRankedTensor:$x, AnyRankedTensor:$A, Optional<AnyRankedTensor>:$linear,
      Optional<AnyRankedTensor>:$bias, I64Attr:$axis);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = [{
    $x `,` $A (`linear` $linear^)? (`bias` $bias^)? `axis` $axis attr-dict `:` functional-type(operands, results)
  }];
}

// Adjoints of forms: they have kernels and expansions like forms, and are not differentiated again.
class Dnd_FormAdjoint<string mnemonic>
    : Dnd_GradPrimitive<mnemonic, [DeclareOpInterfaceMethods<FormOpInterface>]>;

def QuadraticWeightGradOp : Dnd_FormAdjoint<"quadratic_weight_grad"> {
  let summary = "adjoint of A of a quadratic form: dA[j,i,k] = sum g_j x_i x_k";
  let description = [{ x `[..., n, ...]`, adjoint `[..., J, ...]` (feature dimension at `axis`), result `[J, n, n]`, symmetric in its last two dimensions; of f32 also for bf16. }];
  let arguments = (ins AnyRankedTensor:$x, AnyRankedTensor:$adjoint, I64Attr:$axis);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = "$x `,` $adjoint `axis` $axis attr-dict `:` functional-type(operands, results)";
}

// The gradient reads the projections: expanding before differentiation computes them once.
def LowRankQuadraticOp : Dnd_Op<"low_rank_quadratic", [Pure, AttrSizedOperandSegments,
    DeclareOpInterfaceMethods<DifferentiableOpInterface>,
    DeclareOpInterfaceMethods<FormOpInterface, ["prefersExpansionForGradient"]>]> {
  let hasVerifier = 1;
  let summary = "sums of products of projections: y_j = sum_r s_jr (u_jr.x)(v_jr.x) + w_j.x + b_j";
  let description = [{
    x `[..., n, ...]` with the features at `axis`, u and v `[J, R, n]` (without v: v = u, squares), scale `[J, R]`,
    linear `[J, n]`, bias `[J]` (Low-Rank DIQNN eq. 3; QuadraLib's neuron types 3, 4 and its own).
  }];
  let arguments = (ins AnyRankedTensor:$x, AnyRankedTensor:$u, Optional<AnyRankedTensor>:$v, Optional<AnyRankedTensor>:$scale,
      Optional<AnyRankedTensor>:$linear, Optional<AnyRankedTensor>:$bias, I64Attr:$axis);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = [{
    $x `,` $u (`times` $v^)? (`scale` $scale^)? (`linear` $linear^)? (`bias` $bias^)? `axis` $axis attr-dict
    `:` functional-type(operands, results)
  }];
}

def GatherContractOp : Dnd_Form<"gather_contract"> {
  let summary = "sparse dendrites: y[b,k] = sum_t w[k,t] x[b, index[k,t]] + bias[k]";
  let description = [{ x `[B, n]`, index `[K, T]` (i32 in [0, n)), w `[K, T]`, bias `[K]`; result `[B, K]` (dANN). }];
  let arguments = (ins AnyRankedTensor:$x, AnyRankedTensor:$index, AnyRankedTensor:$w, Optional<AnyRankedTensor>:$bias);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = "$x `,` $index `,` $w (`bias` $bias^)? attr-dict `:` functional-type(operands, results)";
}

def GatherContractGradOp : Dnd_FormAdjoint<"gather_contract_grad"> {
  let summary = "adjoint of w of gather_contract: dw[k,t] = sum_b g[b,k] x[b, index[k,t]]";
  let arguments = (ins AnyRankedTensor:$x, AnyRankedTensor:$index, AnyRankedTensor:$adjoint);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = "$x `,` $index `,` $adjoint attr-dict `:` functional-type(operands, results)";
}

def DendriticFusionOp : Dnd_Form<"dendritic_fusion", [AttrSizedOperandSegments]> {
  let summary = "dendrites over feature rows: y[b,m] = sum_j l_j sum_f (W[m,j,f] T[b,j,f] + b[m,j,f])";
  let description = [{ T `[B, J, F]`, W `[M, J, F]`, bias `[M, J, F]`, scale `[J]`; result `[B, M]` (DFF eq. 2, reading R2). }];
  let arguments = (ins AnyRankedTensor:$rows, AnyRankedTensor:$W, Optional<AnyRankedTensor>:$bias, Optional<AnyRankedTensor>:$scale);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = "$rows `,` $W (`bias` $bias^)? (`scale` $scale^)? attr-dict `:` functional-type(operands, results)";
}

#endif // DND_FORMS_TD
