//===- Session.h - One instance of a model in memory ------------*- C++ -*-===//
//
// Owns parameters, tables, states, optimiser slots and the buffers of a batch,
// and calls entry functions on them. Nothing is allocated while an entry runs.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_CORE_SESSION_H
#define RUNTIME_CORE_SESSION_H

#include "runtime/core/Buffer.h"
#include "runtime/core/Model.h"

#include <vector>

namespace dnd::rt {

enum class Precision { F32, F64 };

class Session {
public:
  Session(const Model &model, Precision precision);

  /// Draws tables, parameters and states from the seed. The slots become 0.
  void initialise(uint64_t seed);
  /// Copies parameters, tables and states of a session of any precision.
  void copyWeights(const Session &other);

  /// Makes room for calls of these entries with up to `batch` samples. With
  /// `gradients`, the gradient buffers and cotangents too. Throws
  /// Error(Memory) with the bytes that were needed.
  void prepare(const std::vector<const dnd_entry *> &entries, int64_t batch,
               bool gradients);
  /// Makes room for the optimiser's slots (zeroed).
  void prepareSlots();

  /// Runs an entry on the first `batch` samples of the buffers.
  void run(const dnd_entry &entry, int64_t batch);

  const Model &model() const { return owner; }
  Precision precision() const { return kind; }
  size_t realSize() const { return kind == Precision::F32 ? 4 : 8; }
  int64_t batchRoom() const { return room; }

  /// Outputs and cotangents of f64 sessions are followed by what the model
  /// detaches.
  std::vector<Buffer> inputs, targets, outputs, params, tables, state, slots,
      paramGrads, inputGrads, cotangents;
  Buffer hyper; ///< one real for each number of the descriptor
  Buffer loss;  ///< one real
  /// What the noise of the next call is drawn from: the seed of the run, and
  /// the number of the step in it, from 0.
  uint64_t seed = 0, step = 0;

  double lossValue() const { return real(loss, 0); }
  /// Element i of a real buffer of this session.
  double real(const Buffer &buffer, int64_t i) const {
    return kind == Precision::F32 ? buffer.as<float>()[i]
                                  : buffer.as<double>()[i];
  }
  void setReal(const Buffer &buffer, int64_t i, double value) const {
    if (kind == Precision::F32)
      buffer.as<float>()[i] = static_cast<float>(value);
    else
      buffer.as<double>()[i] = value;
  }
  /// Bytes of one element of an input, target or table.
  size_t widthOf(ElementType type) const {
    return type == ElementType::I32 ? 4 : realSize();
  }

private:
  void point();

  const Model &owner;
  Precision kind;
  int64_t room = 0;
  bool haveGradients = false;
  Buffer arena;
  std::vector<void *> pointers; ///< of all arrays, one after the other
  dnd_call call{};
};

} // namespace dnd::rt

#endif // RUNTIME_CORE_SESSION_H
