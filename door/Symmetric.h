//===- Symmetric.h - Eigenvalues of symmetric matrices ----------*- C++ -*-===//
#ifndef DND_DOOR_SYMMETRIC_H
#define DND_DOOR_SYMMETRIC_H

#include <cstdint>
#include <vector>

namespace dnd::door {

struct Spectrum {
  std::vector<double> values;               ///< by falling magnitude
  std::vector<std::vector<double>> vectors; ///< of length 1, one for each value
};

/// All eigenvalues of the symmetric part of an n x n matrix and the vectors of
/// the `wanted` largest in magnitude: Householder's reduction to tridiagonal
/// form and implicit QL steps (Golub and Van Loan, 8.3).
Spectrum eigen(const std::vector<double> &matrix, int64_t n, int64_t wanted);

} // namespace dnd::door

#endif // DND_DOOR_SYMMETRIC_H
