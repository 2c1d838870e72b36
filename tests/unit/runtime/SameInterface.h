//===- SameInterface.h - Declarations of one binary interface ---*- C++ -*-===//
//
// Compares our own declarations of a library's functions with those of its
// header.
//
//===----------------------------------------------------------------------===//
#ifndef TESTS_UNIT_RUNTIME_SAMEINTERFACE_H
#define TESTS_UNIT_RUNTIME_SAMEINTERFACE_H

#include <type_traits>

namespace dnd::rt::test {

/// The same in the binary interface: handles are pointers to structures of
/// which only the names differ, enumerations are their numbers.
template <typename Theirs, typename Ours> constexpr bool sameType() {
  if constexpr (std::is_same_v<Theirs, Ours>)
    return true;
  else if constexpr (std::is_pointer_v<Theirs> && std::is_pointer_v<Ours>) {
    using T = std::remove_pointer_t<Theirs>;
    using O = std::remove_pointer_t<Ours>;
    if constexpr (std::is_const_v<T> != std::is_const_v<O>)
      return false;
    else if constexpr (std::is_class_v<T> && std::is_class_v<O>)
      return true;
    else
      return sameType<T, O>();
  } else if constexpr (std::is_enum_v<Theirs>) {
    return std::is_same_v<Ours, int> && sizeof(Theirs) == sizeof(int);
  } else {
    return std::is_integral_v<Theirs> && std::is_integral_v<Ours> &&
           sizeof(Theirs) == sizeof(Ours) &&
           std::is_signed_v<Theirs> == std::is_signed_v<Ours>;
  }
}

template <typename TheirResult, typename... Theirs, typename OurResult,
          typename... Ours>
constexpr bool sameFunction(TheirResult (*)(Theirs...),
                            OurResult (*)(Ours...)) {
  if constexpr (sizeof...(Theirs) != sizeof...(Ours))
    return false;
  else
    return sameType<TheirResult, OurResult>() &&
           (sameType<Theirs, Ours>() && ...);
}

} // namespace dnd::rt::test

#endif // TESTS_UNIT_RUNTIME_SAMEINTERFACE_H
