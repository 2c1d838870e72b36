//===- Init.h - Initial values of parameters --------------------*- C++ -*-===//
//
// The INIT rules of the descriptor. Element i of a parameter depends on the
// seed, the parameter's path and i only.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_CORE_INIT_H
#define RUNTIME_CORE_INIT_H

#include "runtime/core/Model.h"

#include <functional>
#include <span>

namespace dnd::rt {

/// Gives the values of a float table by its path, for `masked`.
using MaskLookup = std::function<std::span<const float>(std::string_view)>;

/// Fills `out` (row-major, `shape`) by the rule. Throws Error(Data) naming the
/// parameter when the rule cannot be followed.
void initialise(const Rule &rule, const std::string &path,
                const std::vector<int64_t> &shape, uint64_t seed,
                const MaskLookup &masks, std::span<float> out);

} // namespace dnd::rt

#endif // RUNTIME_CORE_INIT_H
