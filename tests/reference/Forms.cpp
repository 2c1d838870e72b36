//===- Forms.cpp - Reference values of the special forms ------------------===//
//
// Each form by the formula of its paper, not by its expansion to primitives.
//
//===----------------------------------------------------------------------===//

#include "tests/reference/Evaluator.h"

namespace dnd::reference {

namespace {

/// A tensor seen as [outer, features, inner] around the feature axis.
struct Columns {
  Columns(const Tensor &x, int64_t axis) : features(x.shape[axis]) {
    for (int64_t d = 0; d < axis; ++d)
      outer *= x.shape[d];
    for (int64_t d = axis + 1; d < x.rank(); ++d)
      inner *= x.shape[d];
  }

  /// The feature vector at one place.
  std::vector<double> gather(const Tensor &x, int64_t o, int64_t p) const {
    std::vector<double> v(features);
    for (int64_t i = 0; i < features; ++i)
      v[i] = x.data[(o * features + i) * inner + p];
    return v;
  }

  int64_t outer = 1, features, inner = 1;
};

double dot(const double *a, const std::vector<double> &x) {
  double sum = 0;
  for (size_t i = 0; i < x.size(); ++i)
    sum += a[i] * x[i];
  return sum;
}

/// y[..., j, ...] = neuron(j, x[..., :, ...]) at every place.
template <typename Neuron>
Tensor everywhere(const Tensor &x, int64_t axis, int64_t J, Neuron neuron) {
  Columns columns(x, axis);
  Tensor::Shape shape = x.shape;
  shape[axis] = J;
  Tensor y(shape);
  for (int64_t o = 0; o < columns.outer; ++o)
    for (int64_t p = 0; p < columns.inner; ++p) {
      std::vector<double> v = columns.gather(x, o, p);
      for (int64_t j = 0; j < J; ++j)
        y.data[(o * J + j) * columns.inner + p] = neuron(j, v);
    }
  return y;
}

double affinePart(const Tensor *linear, const Tensor *bias, int64_t j,
                  const std::vector<double> &x) {
  double sum = bias ? bias->data[j] : 0;
  if (linear)
    sum += dot(&linear->data[j * x.size()], x);
  return sum;
}

} // namespace

Tensor evalQuadratic(const Tensor &x, const Tensor &A, const Tensor *linear,
                     const Tensor *bias, int64_t axis) {
  auto neuron = [&](int64_t j, const std::vector<double> &v) {
    int64_t n = static_cast<int64_t>(v.size());
    double sum = affinePart(linear, bias, j, v);
    for (int64_t i = 0; i < n; ++i)
      sum += v[i] * dot(&A.data[(j * n + i) * n], v);
    return sum;
  };
  return everywhere(x, axis, A.shape[0], neuron);
}

Tensor evalQuadraticWeightGrad(const Tensor &x, const Tensor &adjoint,
                               int64_t axis) {
  Columns columns(x, axis), outputs(adjoint, axis);
  int64_t n = columns.features, J = outputs.features;
  Tensor grad({J, n, n});
  for (int64_t o = 0; o < columns.outer; ++o)
    for (int64_t p = 0; p < columns.inner; ++p) {
      std::vector<double> v = columns.gather(x, o, p);
      std::vector<double> g = outputs.gather(adjoint, o, p);
      for (int64_t j = 0; j < J; ++j)
        for (int64_t i = 0; i < n; ++i)
          for (int64_t k = 0; k < n; ++k)
            grad.data[(j * n + i) * n + k] += g[j] * v[i] * v[k];
    }
  return grad;
}

Tensor evalLowRankQuadratic(const Tensor &x, const Tensor &u, const Tensor *v,
                            const Tensor *scale, const Tensor *linear,
                            const Tensor *bias, int64_t axis) {
  int64_t R = u.shape[1], n = u.shape[2];
  auto neuron = [&](int64_t j, const std::vector<double> &in) {
    double sum = affinePart(linear, bias, j, in);
    for (int64_t r = 0; r < R; ++r) {
      double left = dot(&u.data[(j * R + r) * n], in);
      double right = v ? dot(&v->data[(j * R + r) * n], in) : left;
      sum += (scale ? scale->data[j * R + r] : 1) * left * right;
    }
    return sum;
  };
  return everywhere(x, axis, u.shape[0], neuron);
}

Tensor evalGatherContract(const Tensor &x, const Tensor &index, const Tensor &w,
                          const Tensor *bias) {
  Tensor y({x.shape[0], w.shape[0]});
  for (int64_t b = 0; b < x.shape[0]; ++b)
    for (int64_t k = 0; k < w.shape[0]; ++k) {
      double sum = bias ? bias->data[k] : 0;
      for (int64_t t = 0; t < w.shape[1]; ++t)
        sum += w.at({k, t}) * x.at({b, static_cast<int64_t>(index.at({k, t}))});
      y.at({b, k}) = sum;
    }
  return y;
}

Tensor evalGatherContractGrad(const Tensor &x, const Tensor &index,
                              const Tensor &adjoint) {
  Tensor grad(index.shape);
  for (int64_t b = 0; b < x.shape[0]; ++b)
    for (int64_t k = 0; k < index.shape[0]; ++k)
      for (int64_t t = 0; t < index.shape[1]; ++t)
        grad.at({k, t}) += adjoint.at({b, k}) *
                           x.at({b, static_cast<int64_t>(index.at({k, t}))});
  return grad;
}

Tensor evalDendriticFusion(const Tensor &rows, const Tensor &W,
                           const Tensor *bias, const Tensor *scale) {
  int64_t M = W.shape[0], J = W.shape[1], F = W.shape[2];
  Tensor y({rows.shape[0], M});
  for (int64_t b = 0; b < rows.shape[0]; ++b)
    for (int64_t m = 0; m < M; ++m)
      for (int64_t j = 0; j < J; ++j) {
        double dendrite = 0;
        for (int64_t f = 0; f < F; ++f)
          dendrite += W.at({m, j, f}) * rows.at({b, j, f}) +
                      (bias ? bias->at({m, j, f}) : 0);
        y.at({b, m}) += (scale ? scale->data[j] : 1) * dendrite;
      }
  return y;
}

} // namespace dnd::reference
