//===- Installation.cpp - what lies beside the compiler -------------------===//
#include "codegen/emit/Installation.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"

using namespace llvm;
using namespace dnd::codegen;

bool dnd::codegen::hasRuntime(StringRef folder) {
  SmallString<256> archive(folder);
  sys::path::append(archive, "libdndrt.a");
  return sys::fs::exists(archive);
}

static std::string runtimeUnder(StringRef prefix) {
  if (std::optional<std::string> set = sys::Process::GetEnv("DND_RUNTIME"))
    return *set;
  SmallString<256> installed(prefix), built(prefix);
  sys::path::append(installed, "lib", "dnd");
  sys::path::append(built, "lib");
  if (!hasRuntime(installed) && hasRuntime(built))
    return built.str().str();
  return installed.str().str();
}

Installation dnd::codegen::findInstallation(StringRef program) {
  SmallString<256> prefix;
  if (sys::fs::real_path(program, prefix))
    prefix = program;
  sys::path::remove_filename(prefix); // dndc
  sys::path::remove_filename(prefix); // bin
  Installation found;
  found.runtime = runtimeUnder(prefix);
  SmallString<256> data(prefix), real;
  sys::path::append(data, "share", "dnd", "models", "data");
  if (!sys::fs::real_path(data, real))
    found.data = real.str().str();
  return found;
}
