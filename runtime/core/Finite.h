//===- Finite.h - Whether numbers are numbers -------------------*- C++ -*-===//
//
// What is reported, saved or compared is finite, or the program says where it
// is not and leaves with code 4.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_CORE_FINITE_H
#define RUNTIME_CORE_FINITE_H

#include "runtime/core/Engine.h"

#include <string>

namespace dnd::rt {

/// "not a number" or "infinite".
const char *notFiniteText(double value);

/// The first parameter, state or slot of the optimiser that is not finite:
/// "2 of 6 numbers of 'y.w' (m.dnd:1:34) are not finite"; an empty text when
/// all are.
std::string notFiniteWeights(const Session &session);

/// Throws Error(NotFinite) for weights of a file.
void requireFiniteWeights(const Session &session, const std::string &path);

/// The first metric of a line that is not finite: "val_loss"; an empty text
/// when all are. Only metrics that finite outputs and weights always give.
std::string notFiniteMetric(const Value &line);

/// Where a part of the data makes the network not finite: "output 'y' of sample
/// 3 is infinite"; an empty text when no output is. Runs the part once more.
std::string notFiniteOutput(Engine &engine, const DataPart &part,
                            int64_t batch);

} // namespace dnd::rt

#endif // RUNTIME_CORE_FINITE_H
