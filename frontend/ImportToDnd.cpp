//===- ImportToDnd.cpp - From a .dnd file to a dnd module -----------------===//
//
// Chooses the network, applies -D, builds dnd.network, and hands the train
// block to Recipe.cpp.
//
//===----------------------------------------------------------------------===//

#include "frontend/ImportToDnd.h"
#include "frontend/elaborate/Elaborate.h"
#include "frontend/elaborate/ReservedNames.h"
#include "frontend/recipe/Recipe.h"
#include "frontend/syntax/AstBuilder.h"

#include "mlir/IR/Verifier.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/thread.h"

#include <unistd.h>

using namespace dnd;
using namespace dnd::frontend;
using namespace dnd::frontend::ast;
using llvm::StringRef;

namespace {

class Importer {
public:
  Importer(FileId file, mlir::MLIRContext &context, DiagnosticEngine &diags,
           const ImportOptions &options)
      : file(file), context(context), diags(diags), options(options),
        program(diags), emitter(context, diags.sources()),
        elaborator(program, diags, emitter, memoryLimit(options)) {
    elaborator.ctx.listener = options.listener;
  }

  mlir::OwningOpRef<mlir::ModuleOp> run();

private:
  static std::uint64_t memoryLimit(const ImportOptions &options);
  const LayerDecl *chooseNetwork();
  void readDefines();
  void checkDefines(const LayerDecl &network);
  const TrainDecl *findRecipe(const LayerDecl *network, bool isWholeText);
  bool importNetwork(const LayerDecl &network,
                     llvm::ArrayRef<Argument> arguments);
  mlir::ArrayAttr layerList();

  FileId file;
  mlir::MLIRContext &context;
  DiagnosticEngine &diags;
  const ImportOptions &options;
  Program program;
  Emitter emitter;
  Elaborator elaborator;
  std::vector<NamedTensor> outputs;
  std::vector<std::string> inputNames;
  std::vector<File> defineFiles;
};

} // namespace

std::uint64_t Importer::memoryLimit(const ImportOptions &options) {
  if (options.memoryLimit)
    return options.memoryLimit;
  long pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGESIZE);
  return pages > 0 && size > 0 ? std::uint64_t(pages) * std::uint64_t(size) : 0;
}

//===----------------------------------------------------------------------===//
// Choices of the command line
//===----------------------------------------------------------------------===//

const LayerDecl *Importer::chooseNetwork() {
  const auto &networks = program.networks();
  std::vector<std::string> names;
  for (const LayerDecl *network : program.allNetworks())
    names.push_back(network->name.name);
  SourceRange start{file, 0, 0};
  if (!options.network.empty()) {
    for (const LayerDecl *network : program.allNetworks())
      if (network->name.name == options.network)
        return network;
    Diagnostic &d =
        diags.emit<DiagKind::UnknownNetwork>(start, options.network);
    d.didYouMean(options.network, names);
    if (d.hints.empty() && !names.empty())
      d.hint("the networks are " + llvm::join(names, ", "));
    return nullptr;
  }
  if (networks.size() == 1)
    return networks[0];
  if (networks.empty()) {
    diags.emit<DiagKind::NoNetwork>(start).hint(
        "declare one with 'network NAME { input ...  output ... }'");
    return nullptr;
  }
  names.clear();
  for (const LayerDecl *network : networks)
    names.push_back(network->name.name);
  diags
      .emit<DiagKind::SeveralNetworks>(networks[1]->name.range,
                                       llvm::join(names, ", "))
      .note(networks[0]->name.range, "the first one is here")
      .hint("choose one with --network NAME");
  return nullptr;
}

void Importer::readDefines() {
  for (const auto &[name, text] : options.defines) {
    // The parser reads a constant; its messages would talk about text that the
    // user never wrote, so they are replaced by one of ours.
    std::string display = "-D " + name;
    FileId id = diags.sources().addText("<" + display + ">",
                                        "const value = " + text + "\n");
    SourceManager &sources = diags.sources();
    DiagnosticEngine quiet(sources);
    defineFiles.push_back(parseFile(id, quiet));
    const auto &declarations = defineFiles.back().declarations;
    const auto *constant =
        declarations.size() == 1
            ? llvm::dyn_cast<ConstDecl>(declarations[0].get())
            : nullptr;
    bool nested = llvm::StringRef(text).contains('\n');
    if (quiet.hasErrors() || !constant || !constant->value || nested) {
      diags.emit<DiagKind::BadDefine>({}, name, text);
      continue;
    }
    // A plain word is a string unless it is one of the language.
    Value value;
    const auto *word = llvm::dyn_cast<NameExpr>(constant->value.get());
    if (word && !isRuleName(word->name) &&
        !program.findLayer(word->name, false) &&
        !program.findConst(word->name, false) && word->name != "pi")
      value = Value::ofString(word->name);
    else
      value = elaborator.expressions.evaluateIn(*constant->value, {});
    if (value.isTensor() || value.isLayer() || value.isError()) {
      Diagnostic &d = diags.emit<DiagKind::BadDefine>({}, name, text);
      if (value.isLayer())
        d.hint("a layer cannot be given on the command line; let an 'if' of "
               "the model choose it by a string or number");
      continue;
    }
    elaborator.ctx.defines.set(name, value);
  }
}

void Importer::checkDefines(const LayerDecl &network) {
  std::vector<std::string> names;
  for (const Formal &f : network.formals)
    names.push_back(f.name.name);
  for (const ConstDecl *decl : program.constants())
    names.push_back(decl->name.name);
  for (const std::string &name : elaborator.ctx.defines.unused()) {
    // A constant that nothing reads is still one.
    if (llvm::is_contained(names, name))
      continue;
    Diagnostic &d = diags.emit<DiagKind::UnknownDefine>({}, name);
    d.didYouMean(name, names);
    if (d.hints.empty() && !names.empty())
      d.hint("there are " + llvm::join(names, ", "));
  }
}

/// The recipe of the network; names of networks that do not exist are errors,
/// whichever network was chosen.
const TrainDecl *Importer::findRecipe(const LayerDecl *network,
                                      bool isWholeText) {
  const TrainDecl *found = nullptr;
  std::map<std::string, const TrainDecl *> seen;
  for (const TrainDecl *train : program.recipes()) {
    const std::string &name = train->network.name;
    if (name.empty())
      continue;
    // After a syntax error a network may be missing for that reason only.
    if (isWholeText &&
        llvm::none_of(program.allNetworks(), [&](const LayerDecl *n) {
          return n->name.name == name;
        })) {
      std::vector<std::string> names;
      for (const LayerDecl *n : program.allNetworks())
        names.push_back(n->name.name);
      diags.emit<DiagKind::UnknownNetwork>(train->network.range, name)
          .didYouMean(name, names);
      continue;
    }
    auto [it, isNew] = seen.try_emplace(name, train);
    if (!isNew)
      diags.emit<DiagKind::Redefinition>(train->network.range, "train " + name)
          .note(it->second->network.range, "the first recipe is here");
    else if (network && name == network->name.name)
      found = train;
  }
  return found;
}

//===----------------------------------------------------------------------===//
// The network
//===----------------------------------------------------------------------===//

mlir::ArrayAttr Importer::layerList() {
  auto &b = emitter.builder;
  auto shapes = [&](llvm::ArrayRef<Shape> list) {
    llvm::SmallVector<mlir::Attribute> result;
    for (const Shape &shape : list)
      result.push_back(b.getI64ArrayAttr(shape));
    return b.getArrayAttr(result);
  };
  llvm::SmallVector<mlir::Attribute> layers;
  for (const LayerRecord &record : elaborator.layers.instances()) {
    if (!record.range.isValid())
      continue;
    LineColumn at = diags.sources().begin(record.range);
    std::string place = (diags.sources().fileName(record.range) + ":" +
                         llvm::Twine(at.line) + ":" + llvm::Twine(at.column))
                            .str();
    llvm::SmallVector<StringRef> params(record.params.begin(),
                                        record.params.end());
    layers.push_back(b.getDictionaryAttr({
        b.getNamedAttr("path", b.getStringAttr(record.path)),
        b.getNamedAttr("kind", b.getStringAttr(record.kind)),
        b.getNamedAttr("inputs", shapes(record.inputs)),
        b.getNamedAttr("outputs", shapes(record.outputs)),
        b.getNamedAttr("params", b.getStrArrayAttr(params)),
        b.getNamedAttr("loc", b.getStringAttr(place)),
    }));
  }
  return b.getArrayAttr(layers);
}

bool Importer::importNetwork(const LayerDecl &network,
                             llvm::ArrayRef<Argument> arguments) {
  auto &b = emitter.builder;
  StringRef name = network.name.name;
  mlir::Location where = emitter.location(network.name.range, name);
  auto op = b.create<NetworkOp>(where, b.getStringAttr(name),
                                mlir::TypeAttr::get(b.getFunctionType({}, {})),
                                mlir::ArrayAttr(), mlir::ArrayAttr(),
                                mlir::ArrayAttr(), mlir::FlatSymbolRefAttr());
  mlir::Block *body = b.createBlock(&op.getBody());
  llvm::SmallVector<mlir::Type> inputTypes, outputTypes;
  llvm::SmallVector<mlir::Attribute> argAttrs, resAttrs;
  auto nameAttr = [&](StringRef text) {
    return b.getDictionaryAttr(
        {b.getNamedAttr("dnd.name", b.getStringAttr(text))});
  };
  TensorRef firstInput;
  auto makeInput = [&](const InputStmt &s, const Shape &shape) {
    inputTypes.push_back(emitter.type(shape, true));
    argAttrs.push_back(nameAttr(s.name.name));
    inputNames.push_back(s.name.name);
    TensorRef tensor =
        emitter.wrap(body->addArgument(inputTypes.back(),
                                       emitter.location(s.range, s.name.name)),
                     shape, true);
    if (!firstInput)
      firstInput = tensor;
    return tensor;
  };
  if (!elaborator.layers.elaborateNetwork(network, arguments, makeInput,
                                          outputs))
    return false;
  llvm::SmallVector<mlir::Value> results;
  for (NamedTensor &output : outputs) {
    emitter.setLocation(output.range, output.name);
    if (!output.tensor->batched) {
      if (!firstInput) {
        diags.emit<DiagKind::NoOutput>(network.name.range, name)
            .hint("an output must depend on an input");
        return false;
      }
      output.tensor = emitter.withBatch(output.tensor, firstInput);
    }
    results.push_back(output.tensor->ssa);
    outputTypes.push_back(output.tensor->ssa.getType());
    resAttrs.push_back(nameAttr(output.name));
  }
  b.create<ReturnOp>(where, results);
  op.setFunctionType(b.getFunctionType(inputTypes, outputTypes));
  op.setArgAttrsAttr(b.getArrayAttr(argAttrs));
  op.setResAttrsAttr(b.getArrayAttr(resAttrs));
  op.setLayersAttr(layerList());
  b.setInsertionPointAfter(op);
  return true;
}

mlir::OwningOpRef<mlir::ModuleOp> Importer::run() {
  program.load(file);
  unsigned syntaxErrors = diags.errorCount();
  const LayerDecl *network = nullptr;
  // After a syntax error the networks may be missing for that reason only.
  if (!syntaxErrors || !program.networks().empty())
    network = chooseNetwork();
  const TrainDecl *recipe = findRecipe(network, !syntaxErrors);
  if (!network)
    return nullptr;
  context.loadDialect<DndDialect>();
  mlir::OwningOpRef<mlir::ModuleOp> module(
      mlir::ModuleOp::create(emitter.location(network->name.range, "")));
  emitter.builder.setInsertionPointToEnd(module->getBody());
  readDefines();
  bool ok = importNetwork(*network,
                          recipe ? llvm::ArrayRef<Argument>(recipe->arguments)
                                 : llvm::ArrayRef<Argument>());
  if (options.listener)
    options.listener->finished(elaborator);
  for (const ConstDecl *decl : program.constants())
    elaborator.expressions.globalConst(*decl);
  checkDefines(*network);
  if (ok) {
    elaborator.ctx.usage.warn(diags);
    checkReservedNames(diags, elaborator.ctx.storage, inputNames, outputs,
                       recipe != nullptr);
  }
  if (ok && recipe) {
    emitter.builder.setInsertionPointToEnd(module->getBody());
    importRecipe(elaborator, *recipe, *network, outputs);
  } else if (recipe) {
    checkRecipe(elaborator, *recipe, *network);
  }
  // A listener that stopped the work left no message.
  if (diags.hasErrors() || !ok)
    return nullptr;
  if (mlir::failed(mlir::verify(*module)))
    return nullptr;
  return module;
}

mlir::OwningOpRef<mlir::ModuleOp>
dnd::frontend::importText(FileId file, mlir::MLIRContext &context,
                          DiagnosticEngine &diags,
                          const ImportOptions &options) {
  mlir::OwningOpRef<mlir::ModuleOp> module;
  // Layers may call each other deeply: elaboration gets a stack of its own.
  constexpr unsigned StackBytes = 512u << 20;
  llvm::thread worker(std::optional<unsigned>(StackBytes), [&] {
    module = Importer(file, context, diags, options).run();
  });
  worker.join();
  return module;
}

mlir::OwningOpRef<mlir::ModuleOp>
dnd::frontend::importFile(StringRef path, mlir::MLIRContext &context,
                          DiagnosticEngine &diags,
                          const ImportOptions &options) {
  std::string error;
  std::optional<FileId> file = diags.sources().addFile(path, error);
  if (!file) {
    diags.emit<DiagKind::FileUnreadable>({}, path, error);
    return nullptr;
  }
  return importText(*file, context, diags, options);
}
