//===- Link.cpp - outputs and executables ---------------------------------===//
#include "codegen/emit/Installation.h"
#include "codegen/emit/Object.h"
#include "codegen/emit/Outputs.h"
#include "codegen/emit/SharedLibrary.h"
#include "frontend/syntax/Diagnostics.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/Program.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;
using namespace dnd::codegen;

static OutsideError cannotWrite(StringRef path, std::error_code code) {
  return {7, ("cannot write '" + path + "': " + code.message()).str(),
          "choose another place with -o, or check the rights and the free "
          "space of the folder"};
}

/// Writes and flushes; takes the error out of the stream, which would end the
/// program otherwise.
static std::error_code writeAll(raw_fd_ostream &stream, StringRef data) {
  stream << data;
  stream.flush();
  std::error_code code = stream.error();
  stream.clear_error();
  return code;
}

static std::error_code writeFile(StringRef path, StringRef data) {
  if (sys::fs::is_directory(path))
    return std::make_error_code(std::errc::is_a_directory);
  // Devices and pipes have no other name to write to first.
  if (sys::fs::exists(path) && !sys::fs::is_regular_file(path)) {
    std::error_code code;
    raw_fd_ostream stream(path, code);
    return code ? code : writeAll(stream, data);
  }
  Expected<sys::fs::TempFile> temp =
      sys::fs::TempFile::create(path + ".tmp-%%%%%%", 0666);
  if (!temp)
    return errorToErrorCode(temp.takeError());
  raw_fd_ostream stream(temp->FD, /*shouldClose=*/false);
  if (std::error_code code = writeAll(stream, data)) {
    consumeError(temp->discard());
    return code;
  }
  if (Error error = temp->keep(path)) {
    consumeError(temp->discard());
    return errorToErrorCode(std::move(error));
  }
  return {};
}

OutsideError dnd::codegen::writeOutput(StringRef path, StringRef data) {
  bool standard = path == "-";
  // Programs get the bytes, terminals no commands from files.
  std::string shown;
  if (standard && outs().is_displayed()) {
    shown = dnd::frontend::printable(data);
    data = shown;
  }
  std::error_code code =
      standard ? writeAll(outs(), data) : writeFile(path, data);
  if (!code)
    return {};
  return cannotWrite(standard ? StringRef("standard output") : path, code);
}

LinkCommand dnd::codegen::makeLinkCommand(StringRef program,
                                          ArrayRef<std::string> objects,
                                          StringRef output) {
  LinkCommand command;
  std::string compiler;
  for (StringRef name : {"c++", "g++", "clang++"}) {
    ErrorOr<std::string> found = sys::findProgramByName(name);
    if (found) {
      compiler = *found;
      break;
    }
  }
  if (compiler.empty()) {
    command.error = {5, "no C++ compiler was found to link the executable",
                     "install one (apt-get install g++), or stop before with "
                     "--emit=obj"};
    return command;
  }
  std::string folder = findInstallation(program).runtime;
  std::string archive = folder + "/libdndrt.a";
  if (!hasRuntime(folder)) {
    command.error = {5, "the runtime library '" + archive + "' is not there",
                     "install it again or build it (ninja dndrt), or say where "
                     "it lies with the variable DND_RUNTIME"};
    return command;
  }
  command.arguments = {compiler, "-o", asArgument(output)};
  // It takes less than half the time of the usual one, which is a tenth of the
  // compilation of a small model.
  if (sys::findProgramByName("ld.gold"))
    command.arguments.insert(command.arguments.begin() + 1, "-fuse-ld=gold");
  for (const std::string &object : objects)
    command.arguments.push_back(asArgument(object));
  command.arguments.push_back(archive);
  if (ErrorOr<std::unique_ptr<MemoryBuffer>> flags =
          MemoryBuffer::getFile(folder + "/dndrt.link")) {
    SmallVector<StringRef> words;
    (*flags)->getBuffer().split(words, ' ', -1, /*KeepEmpty=*/false);
    for (StringRef word : words)
      if (!word.trim().empty())
        command.arguments.push_back(word.trim().str());
  }
  return command;
}

static void printCommand(ArrayRef<std::string> arguments) {
  for (auto [i, argument] : llvm::enumerate(arguments)) {
    errs() << (i ? " " : "");
    sys::printArg(errs(), argument, /*Quote=*/true);
  }
  errs() << "\n";
}

static void removeAll(ArrayRef<std::string> paths) {
  for (const std::string &path : paths)
    sys::fs::remove(path);
}

/// Whether the disk has less room for `output` than the archives among the
/// linker's arguments fill; linkers do not say why they could not write.
static bool isFull(StringRef output, ArrayRef<std::string> arguments) {
  uint64_t needed = 0;
  for (StringRef argument : arguments)
    if (uint64_t size = 0;
        argument.ends_with(".a") && !sys::fs::file_size(argument, size))
      needed += size;
  SmallString<256> folder(output);
  sys::fs::make_absolute(folder);
  sys::path::remove_filename(folder);
  ErrorOr<sys::fs::space_info> space = sys::fs::disk_space(folder);
  return space && space->available < needed;
}

/// Why the linker failed: what it says, and packages only when it misses their
/// libraries.
static OutsideError linkFailure(StringRef logPath) {
  OutsideError error{
      5, ("the executable could not be linked (log: " + logPath + ")").str(),
      "the log holds what the linker said"};
  ErrorOr<std::unique_ptr<MemoryBuffer>> log = MemoryBuffer::getFile(logPath);
  if (!log)
    return error;
  SmallVector<StringRef> lines, missing;
  (*log)->getBuffer().split(lines, '\n');
  StringRef first;
  for (StringRef line : lines) {
    if (size_t at = line.find("cannot find -l"); at != StringRef::npos)
      missing.push_back(
          line.substr(at + 14).take_until([](char c) { return c == ':'; }));
    if (first.empty() && (line.contains("error") || line.contains("cannot")))
      first = line.trim();
  }
  if (!missing.empty())
    error.remedy = "the linker does not find " + llvm::join(missing, " and ") +
                   "; install the libraries libzip and zlib (apt-get install "
                   "libzip-dev zlib1g-dev)";
  else if (!first.empty())
    error.remedy = ("the linker says: " + first.take_front(300)).str();
  return error;
}

/// What makes a library of it: the functions of its header (C text), and a list
/// of what can be seen.
static void addLibraryWords(const std::string &base, LinkCommand &command) {
  SmallVector<std::string> words{"-shared",
                                 "-fPIC",
                                 "-O2",
                                 "-Wl,-Bsymbolic",
                                 "-Wl,--version-script=" + base + ".map",
                                 "-x",
                                 "c",
                                 asArgument(base + ".c"),
                                 "-x",
                                 "none"};
  command.arguments.insert(command.arguments.begin() + 1, words.begin(),
                           words.end());
}

OutsideError dnd::codegen::linkExecutable(StringRef program,
                                          ArrayRef<StringRef> objects,
                                          const Options &options,
                                          StringRef output) {
  if (options.showCommands) {
    LinkCommand command = makeLinkCommand(program, {"<object>"}, output);
    if (!command.error.exitCode)
      printCommand(command.arguments);
    return command.error;
  }
  if (sys::fs::is_directory(output))
    return cannotWrite(output, std::make_error_code(std::errc::is_a_directory));
  // Renaming would take the place of a device or pipe.
  if (sys::fs::exists(output) && !sys::fs::is_regular_file(output))
    return {7, ("cannot write '" + output + "': it is no regular file").str(),
            "give the executable another name with -o; --check compiles to "
            "nothing"};
  std::string base =
      output.str() + ".tmp-" + std::to_string(sys::Process::getProcessId());
  std::string logPath = base + ".log";
  std::vector<std::string> paths;
  for (size_t i = 0; i < objects.size(); ++i)
    paths.push_back(base + "." + std::to_string(i) + ".o");
  LinkCommand command = makeLinkCommand(program, paths, base);
  if (command.error.exitCode)
    return command.error;
  SmallVector<std::string> contents;
  for (StringRef object : objects)
    contents.push_back(object.str());
  if (options.exportTo == Export::shared) {
    std::string prefix = sharedPrefix(output);
    addLibraryWords(base, command);
    paths.push_back(base + ".c");
    contents.push_back(sharedShim(prefix));
    paths.push_back(base + ".map");
    contents.push_back(sharedExports(prefix));
  }
  for (auto [path, content] : llvm::zip(paths, contents))
    if (std::error_code code = writeFile(path, content)) {
      removeAll(paths);
      return cannotWrite(output, code);
    }
  if (options.verbose)
    printCommand(command.arguments);
  SmallVector<StringRef> arguments(command.arguments.begin(),
                                   command.arguments.end());
  std::string message;
  std::optional<StringRef> redirects[] = {StringRef(), StringRef(logPath),
                                          StringRef(logPath)};
  int code = sys::ExecuteAndWait(arguments[0], arguments, std::nullopt,
                                 redirects, 0, 0, &message);
  removeAll(paths);
  if (code != 0) {
    sys::fs::remove(base);
    if (isFull(base, command.arguments)) {
      sys::fs::remove(logPath);
      return cannotWrite(output,
                         std::make_error_code(std::errc::no_space_on_device));
    }
    return linkFailure(logPath);
  }
  sys::fs::remove(logPath);
  if (std::error_code error = sys::fs::rename(base, output)) {
    sys::fs::remove(base);
    return cannotWrite(output, error);
  }
  return {};
}
