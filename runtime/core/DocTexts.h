//===- DocTexts.h - What a model's text says of itself ----------*- C++ -*-===//
#ifndef RUNTIME_CORE_DOCTEXTS_H
#define RUNTIME_CORE_DOCTEXTS_H

#include <map>
#include <string>

namespace dnd::rt {

/// The `///` lines above each layer and network of a model's text, by name,
/// without the slashes; lines end in '\n' but the last. Of two declarations of
/// one name the first counts.
std::map<std::string, std::string> docTexts(const std::string &text);

} // namespace dnd::rt

#endif // RUNTIME_CORE_DOCTEXTS_H
