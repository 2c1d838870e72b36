//===- OpCases.h - Sample uses of every op ----------------------*- C++ -*-===//
//
// One table: functions in text, each with a use of one op, on small and odd
// shapes. Gradients and expansions are tested on all of them; an op without an
// entry fails the coverage test.
//
//===----------------------------------------------------------------------===//

#ifndef DND_TESTS_NUMERIC_OPCASES_H
#define DND_TESTS_NUMERIC_OPCASES_H

#include <cstdint>
#include <string>
#include <vector>

namespace dnd::tests {

struct OpCase {
  /// Letters, digits and `_`; unique.
  std::string name;
  /// `dnd.contract`, ...
  std::string op;
  /// A module with one function; tensors of f64, the batch is dynamic.
  std::string text;
  /// Integer arguments are drawn from [0, range).
  int64_t range = 0;
  /// Real arguments are positive (log, sqrt, pow).
  bool positive = false;
  /// The derivative is zero everywhere by definition.
  bool constant = false;
};

/// All cases, in a fixed order.
const std::vector<OpCase> &opCases();

} // namespace dnd::tests

#endif // DND_TESTS_NUMERIC_OPCASES_H
