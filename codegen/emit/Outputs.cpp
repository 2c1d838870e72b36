//===- Outputs.cpp - what an output must not destroy ----------------------===//
#include "codegen/emit/Outputs.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Regex.h"

using namespace llvm;
using namespace dnd::codegen;

static bool isModelName(StringRef path) {
  return sys::path::extension(path).equals_insensitive(".dnd");
}

/// Whether the file, which may have any name, declares a network, a layer or a
/// recipe.
static bool readsLikeModel(StringRef path) {
  constexpr uint64_t most = 1 << 16;
  auto buffer = MemoryBuffer::getFileSlice(path, most, 0);
  uint64_t size = 0;
  if (!sys::fs::file_size(path, size) && size < most)
    buffer = MemoryBuffer::getFile(path);
  if (!buffer || (*buffer)->getBuffer().contains('\0'))
    return false;
  static const Regex declaration(
      "^[ \t]*(network|layer|train)[ \t]+[A-Za-z_][A-Za-z_0-9]*[ \t]*[({]",
      Regex::Newline);
  return declaration.match((*buffer)->getBuffer());
}

OutsideError dnd::codegen::checkOutput(StringRef output,
                                       ArrayRef<std::string> inputs) {
  if (output == "-")
    return {};
  auto refuse = [&](const Twine &why) {
    return OutsideError{2, ("the output '" + output + "' " + why).str(),
                        "give it another name with -o"};
  };
  for (const std::string &input : inputs)
    if (bool same = false; !sys::fs::equivalent(output, input, same) && same)
      return refuse(input == output ? Twine("is the input, which would be lost")
                                    : "is the input '" + Twine(input) +
                                          "', which would be lost");
  SmallString<256> real;
  bool exists = !sys::fs::real_path(output, real);
  if (isModelName(output) || (exists && isModelName(real)))
    return refuse("has the name of a model file");
  if (exists && sys::fs::is_regular_file(real) && readsLikeModel(real))
    return refuse("is a model file, which would be lost");
  return {};
}

std::string dnd::codegen::asArgument(StringRef path) {
  bool isPlain = !path.starts_with("-") && !path.starts_with("@");
  return isPlain ? path.str() : ("./" + path).str();
}
