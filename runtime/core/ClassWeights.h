//===- ClassWeights.h - Weights of the classes in a loss --------*- C++ -*-===//
#ifndef RUNTIME_CORE_CLASSWEIGHTS_H
#define RUNTIME_CORE_CLASSWEIGHTS_H

#include "runtime/core/Session.h"

#include <span>

namespace dnd::rt {

/// Fills the tables `class_weights(...)` of the session by the classes of the
/// training samples: the given weights, or (`balanced`) the inverse number of
/// samples of each class, times the number that makes their mean over all
/// training samples 1. Only their ratios count, so that the loss keeps its
/// size; a balanced class c has n / (classes * n_c). A class without samples
/// gets 1 when they are balanced.
void fitClassWeights(Session &session, std::span<const int32_t> labels);

} // namespace dnd::rt

#endif // RUNTIME_CORE_CLASSWEIGHTS_H
