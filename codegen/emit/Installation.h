//===- Installation.h - what lies beside the compiler -----------*- C++ -*-===//
//
// An installation can be moved: everything is found from the compiler's own
// file, PREFIX/bin/dndc. A build folder looks the same.
//
//===----------------------------------------------------------------------===//
#ifndef DND_CODEGEN_EMIT_INSTALLATION_H
#define DND_CODEGEN_EMIT_INSTALLATION_H

#include "llvm/ADT/StringRef.h"
#include <string>

namespace dnd::codegen {

struct Installation {
  /// The folder of libdndrt.a and dndrt.link: DND_RUNTIME, else PREFIX/lib/dnd
  /// or, in a build folder, PREFIX/lib; PREFIX/lib/dnd when neither has one.
  std::string runtime;
  /// The data sets that come with the example models,
  /// PREFIX/share/dnd/models/data, without links; empty when there are none.
  std::string data;
};

/// Looks around `program`, the path of the running compiler.
Installation findInstallation(llvm::StringRef program);

/// Whether `folder` holds a runtime library.
bool hasRuntime(llvm::StringRef folder);

} // namespace dnd::codegen

#endif // DND_CODEGEN_EMIT_INSTALLATION_H
