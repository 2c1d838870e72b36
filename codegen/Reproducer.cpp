//===- Reproducer.cpp - what we need to repeat a failure ------------------===//
#include "codegen/Reproducer.h"
#include "codegen/Watch.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

using namespace dnd::codegen;

Reproducer::Place &Reproducer::here() {
  std::lock_guard lock(mutex);
  return places[std::this_thread::get_id()];
}

void Reproducer::phaseStarts(llvm::StringRef name, mlir::ModuleOp ir) {
  Place &place = here();
  place.phase = name.str();
  place.lastIr = ir.clone();
}

static bool writeFile(llvm::StringRef folder, llvm::StringRef name,
                      llvm::StringRef text) {
  llvm::SmallString<256> path(folder);
  llvm::sys::path::append(path, name);
  std::error_code error;
  llvm::raw_fd_ostream stream(path, error);
  if (error)
    return false;
  stream << text;
  return true;
}

std::string Reproducer::write() {
  std::string stem = llvm::sys::path::stem(options.input).str();
  std::string folder =
      (stem.empty() || stem == "-" ? "model" : stem) + ".dndc-crash";
  // Named by its whole path: people look for it from elsewhere. Where nothing
  // can be written, the system's folder for such things takes it.
  llvm::SmallString<256> place(folder);
  llvm::sys::fs::make_absolute(place);
  auto make = [&] {
    return !llvm::sys::fs::create_directories(place) &&
           llvm::sys::fs::is_directory(place);
  };
  if (!make()) {
    llvm::sys::path::system_temp_directory(/*erasedOnReboot=*/true, place);
    llvm::sys::path::append(place, folder);
    if (!make())
      return "no reproducer could be written, neither here nor in '" +
             llvm::sys::path::parent_path(place).str() + "'";
  }
  folder = place.str().str();
  Place &at = here();
  std::string words;
  for (const std::string &word : command)
    words += (words.empty() ? "" : " ") + word;
  bool ok =
      writeFile(folder, "command.txt", words + "\n") &&
      writeFile(folder, "pass.txt",
                "phase " + at.phase + "\npass " + at.pass + "\n") &&
      writeFile(folder, "last.mlir",
                at.lastIr ? printModule(*at.lastIr, /*locations=*/true) : "");
  llvm::SmallString<256> copy(folder);
  llvm::sys::path::append(copy, llvm::sys::path::filename(options.input));
  llvm::sys::fs::copy_file(options.input, copy);
  return ok ? "please report it with the folder '" + folder + "'"
            : "the reproducer in '" + folder + "' is incomplete";
}
