//===- Options.cpp - What sanitized programs of the compiler leave out ----===//
//
// LLVM and MLIR come as packages that are not sanitized. Memory that their
// allocators hand out in our code and take back in theirs (or the other way
// round) cannot be marked, containers that both change have no known end, and
// what their contexts keep until the process ends is no leak of ours.
//
//===----------------------------------------------------------------------===//

extern "C" const char *__asan_default_options();

extern "C" const char *__asan_default_options() {
  return "allow_user_poisoning=0:detect_container_overflow=0:detect_leaks=0:"
         "detect_odr_violation=0";
}
