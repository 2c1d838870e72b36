//===- Fibre.h - Stacks that take turns -------------------------*- C++ -*-===//
#ifndef DND_TESTS_SIMT_FIBRE_H
#define DND_TESTS_SIMT_FIBRE_H

#include <cstddef>

namespace dnd::simt {

/// A stack with its saved stack pointer. Switching keeps what the x86-64
/// calling convention says a call keeps.
class Fibre {
public:
  Fibre();
  ~Fibre();
  Fibre(const Fibre &) = delete;
  Fibre &operator=(const Fibre &) = delete;

  /// The next resume() calls `entry(argument)`, which must not return.
  void start(void (*entry)(void *), void *argument);
  /// Runs the fibre until it calls leave().
  void resume();
  /// Called on the fibre: goes back to the resume() that runs it.
  void leave();
  /// True for addresses on this fibre's stack.
  bool owns(const void *address) const {
    return address >= memory && address < static_cast<char *>(memory) + bytes;
  }

private:
  static constexpr size_t bytes = 256 * 1024;
  void *memory;
  void *inside = nullptr, *outside = nullptr;
};

} // namespace dnd::simt

#endif // DND_TESTS_SIMT_FIBRE_H
