//===- Build.h - Compiled models, made once ---------------------*- C++ -*-===//
//
// Programs are kept in a cache under the checksum of all that they are made
// from: texts, options, compiler, runtime, processor.
//
//===----------------------------------------------------------------------===//
#ifndef DND_DOOR_BUILD_H
#define DND_DOOR_BUILD_H

#include "door/ModelText.h"

#include <string>
#include <vector>

namespace dnd::door {

struct Built {
  int code = 0;        ///< of the compiler; it has said what is wrong
  std::string program; ///< empty after an error
};

/// Compiles, or takes what is in the cache. `words` are options of dndc. With
/// `quiet` nothing is said about a compilation that succeeds. Throws
/// Error(Output) when the cache cannot be written.
Built build(const ModelText &model, const std::vector<std::string> &words,
            bool quiet);

/// DND_CACHE, else XDG_CACHE_HOME/dnd, else ~/.cache/dnd.
std::string cacheFolder();

} // namespace dnd::door

#endif // DND_DOOR_BUILD_H
