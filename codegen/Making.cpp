//===- Making.cpp - what an executable is made from -----------------------===//
#include "codegen/Making.h"
#include "mlir/IR/Builders.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace dnd::codegen;

std::vector<std::string> dnd::codegen::canonicalWords(const Options &options) {
  std::vector<std::string> words;
  auto say = [&](llvm::StringRef name, llvm::StringRef value,
                 llvm::StringRef standard) {
    if (value != standard)
      words.push_back((name + value).str());
  };
  for (const auto &[name, value] : options.defines) {
    words.push_back("-D");
    words.push_back(name + "=" + value);
  }
  say("--network=", options.network, "");
  say("-O", std::to_string(options.optLevel), "2");
  say("--march=", options.march, "native");
  say("--precision=", options.precision, "");
  if (options.cuda != CudaMode::automatic)
    words.push_back(options.cuda == CudaMode::on ? "--cuda=on" : "--cuda=off");
  say("--cuda-arch=", llvm::join(options.cudaArchs, ","), "");
  say("--cuda-math=", options.cudaMath, "");
  say("--cuda-blas=", options.cudaBlas, "auto");
  return words;
}

void dnd::codegen::attachMaking(
    ModuleOp module, const Options &options,
    llvm::ArrayRef<std::pair<std::string, std::string>> texts) {
  Builder b(module.getContext());
  if (options.exportTo == Export::shared)
    module->setAttr("dnd.library", b.getUnitAttr());
  SmallVector<Attribute> sources, words, defines;
  for (const auto &[name, text] : texts)
    sources.push_back(
        b.getDictionaryAttr({b.getNamedAttr("path", b.getStringAttr(name)),
                             b.getNamedAttr("text", b.getStringAttr(text))}));
  for (const std::string &word : canonicalWords(options))
    words.push_back(b.getStringAttr(word));
  for (const auto &[name, value] : options.defines)
    defines.push_back(
        b.getArrayAttr({b.getStringAttr(name), b.getStringAttr(value)}));
  module->setAttr("dnd.made",
                  b.getDictionaryAttr(
                      {b.getNamedAttr("sources", b.getArrayAttr(sources)),
                       b.getNamedAttr("options", b.getArrayAttr(words)),
                       b.getNamedAttr("defines", b.getArrayAttr(defines))}));
}
