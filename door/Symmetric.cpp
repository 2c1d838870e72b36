//===- Symmetric.cpp - Eigenvalues of symmetric matrices ------------------===//
#include "door/Symmetric.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace dnd::door {
namespace {

/// Diagonal `d`, the entries beside it `e` (e[i] between i - 1 and i), and the
/// orthogonal matrix `q` with A = Q T Q'.
class Tridiagonal {
public:
  Tridiagonal(std::vector<double> matrix, int64_t size)
      : n(size), q(std::move(matrix)), d(static_cast<size_t>(size)),
        e(static_cast<size_t>(size)) {
    reduce();
    iterate();
  }

  int64_t n;
  std::vector<double> q, d, e;

  double &at(int64_t row, int64_t column) {
    return q[static_cast<size_t>(row * n + column)];
  }

private:
  double &dAt(int64_t i) { return d[static_cast<size_t>(i)]; }
  double &eAt(int64_t i) { return e[static_cast<size_t>(i)]; }

  /// From the last row to the first; the reflections are kept in `q`.
  void reduce() {
    for (int64_t i = n - 1; i > 0; --i) {
      double scale = 0, h = 0;
      for (int64_t k = 0; k < i; ++k)
        scale += std::abs(at(i, k));
      if (i == 1 || scale == 0) {
        eAt(i) = at(i, i - 1);
        dAt(i) = 0;
        continue;
      }
      for (int64_t k = 0; k < i; ++k) {
        at(i, k) /= scale;
        h += at(i, k) * at(i, k);
      }
      double f = at(i, i - 1), g = f >= 0 ? -std::sqrt(h) : std::sqrt(h);
      eAt(i) = scale * g;
      h -= f * g;
      at(i, i - 1) = f - g;
      double sum = 0;
      for (int64_t j = 0; j < i; ++j) {
        at(j, i) = at(i, j) / h;
        g = 0;
        for (int64_t k = 0; k <= j; ++k)
          g += at(j, k) * at(i, k);
        for (int64_t k = j + 1; k < i; ++k)
          g += at(k, j) * at(i, k);
        eAt(j) = g / h;
        sum += eAt(j) * at(i, j);
      }
      double half = sum / (2 * h);
      for (int64_t j = 0; j < i; ++j) {
        f = at(i, j);
        eAt(j) = g = eAt(j) - half * f;
        for (int64_t k = 0; k <= j; ++k)
          at(j, k) -= f * eAt(k) + g * at(i, k);
      }
      dAt(i) = h;
    }
    dAt(0) = eAt(0) = 0;
    for (int64_t i = 0; i < n; ++i) {
      if (dAt(i) != 0)
        for (int64_t j = 0; j < i; ++j) {
          double g = 0;
          for (int64_t k = 0; k < i; ++k)
            g += at(i, k) * at(k, j);
          for (int64_t k = 0; k < i; ++k)
            at(k, j) -= g * at(k, i);
        }
      dAt(i) = at(i, i);
      at(i, i) = 1;
      for (int64_t j = 0; j < i; ++j)
        at(j, i) = at(i, j) = 0;
    }
  }

  /// Implicit QL; a matrix that does not settle in 60 rounds a value keeps what
  /// it has.
  void iterate() {
    for (int64_t i = 1; i < n; ++i)
      eAt(i - 1) = eAt(i);
    eAt(n - 1) = 0;
    for (int64_t l = 0; l < n; ++l)
      for (int round = 0; round < 60; ++round) {
        int64_t m = l;
        for (; m < n - 1; ++m) {
          double size = std::abs(dAt(m)) + std::abs(dAt(m + 1));
          if (std::abs(eAt(m)) <= 1e-16 * size)
            break;
        }
        if (m == l)
          break;
        step(l, m);
      }
  }

  void step(int64_t l, int64_t m) {
    double g = (dAt(l + 1) - dAt(l)) / (2 * eAt(l)), r = std::hypot(g, 1.0);
    g = dAt(m) - dAt(l) + eAt(l) / (g + std::copysign(r, g));
    double s = 1, c = 1, p = 0;
    for (int64_t i = m - 1; i >= l; --i) {
      double f = s * eAt(i), b = c * eAt(i);
      eAt(i + 1) = r = std::hypot(f, g);
      if (r == 0) {
        dAt(i + 1) -= p;
        eAt(m) = 0;
        return;
      }
      s = f / r;
      c = g / r;
      g = dAt(i + 1) - p;
      r = (dAt(i) - g) * s + 2 * c * b;
      p = s * r;
      dAt(i + 1) = g + p;
      g = c * r - b;
      for (int64_t k = 0; k < n; ++k) {
        f = at(k, i + 1);
        at(k, i + 1) = s * at(k, i) + c * f;
        at(k, i) = c * at(k, i) - s * f;
      }
    }
    dAt(l) -= p;
    eAt(l) = g;
    eAt(m) = 0;
  }
};

} // namespace

Spectrum eigen(const std::vector<double> &matrix, int64_t n, int64_t wanted) {
  Spectrum spectrum;
  if (n == 0)
    return spectrum;
  std::vector<double> symmetric(matrix.size());
  for (int64_t i = 0; i < n; ++i)
    for (int64_t k = 0; k < n; ++k)
      symmetric[static_cast<size_t>(i * n + k)] =
          (matrix[static_cast<size_t>(i * n + k)] +
           matrix[static_cast<size_t>(k * n + i)]) /
          2;
  Tridiagonal solved(std::move(symmetric), n);
  std::vector<int64_t> order(static_cast<size_t>(n));
  std::iota(order.begin(), order.end(), int64_t{0});
  std::sort(order.begin(), order.end(), [&](int64_t a, int64_t b) {
    return std::abs(solved.d[static_cast<size_t>(a)]) >
           std::abs(solved.d[static_cast<size_t>(b)]);
  });
  for (int64_t column : order) {
    spectrum.values.push_back(solved.d[static_cast<size_t>(column)]);
    if (static_cast<int64_t>(spectrum.vectors.size()) >= wanted)
      continue;
    std::vector<double> vector;
    for (int64_t row = 0; row < n; ++row)
      vector.push_back(solved.at(row, column));
    spectrum.vectors.push_back(std::move(vector));
  }
  return spectrum;
}

} // namespace dnd::door
