//===- Json.h - JSON of strangers -------------------------------*- C++ -*-===//
//
// Reads members of messages whose shape nobody promised: what is missing or of
// another type is simply not there.
//
//===----------------------------------------------------------------------===//

#ifndef DND_FRONTEND_LSP_JSON_H
#define DND_FRONTEND_LSP_JSON_H

#include "llvm/ADT/StringRef.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace dnd::lsp {

using Json = nlohmann::json;

/// The member of an object; null when there is none.
inline const Json *member(const Json &object, const char *key) {
  if (!object.is_object())
    return nullptr;
  auto it = object.find(key);
  return it == object.end() ? nullptr : &*it;
}

/// A member below members; null when the way ends before.
template <typename... Keys>
const Json *member(const Json &object, const char *key, Keys... rest) {
  const Json *inner = member(object, key);
  return inner ? member(*inner, rest...) : nullptr;
}

/// A string, null for anything else.
inline const std::string *asText(const Json *value) {
  return value ? value->get_ptr<const std::string *>() : nullptr;
}

/// A whole number from 0 to 2^31 - 1 (what the protocol calls uinteger).
inline std::optional<unsigned> asCount(const Json *value) {
  if (!value || !value->is_number_integer())
    return std::nullopt;
  bool isLarge = value->is_number_unsigned() &&
                 value->get<std::uint64_t>() > std::uint64_t(INT32_MAX);
  std::int64_t number = isLarge ? -1 : value->get<std::int64_t>();
  if (number < 0 || number > INT32_MAX)
    return std::nullopt;
  return unsigned(number);
}

/// The text of a message. Bytes that are no UTF-8, as a file may hold them, are
/// replaced.
inline std::string write(const Json &value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace dnd::lsp

#endif // DND_FRONTEND_LSP_JSON_H
