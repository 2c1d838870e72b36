//===- Analysis.cpp - What the compiler says about a text -----------------===//

#include "frontend/lsp/Analysis.h"
#include "frontend/ImportToDnd.h"
#include "frontend/elaborate/Elaborate.h"
#include "frontend/syntax/AstBuilder.h"

#include "mlir/IR/MLIRContext.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

#include <algorithm>
#include <set>

using namespace dnd::lsp;
using namespace dnd::frontend;
using llvm::StringRef;

namespace {

/// More instances of one text than this are counted, not told.
constexpr std::size_t MostDefinitions = 8;

class Collector : public ElaborationListener {
public:
  Collector(FileId file, Analysis &analysis, const std::atomic<bool> &stop)
      : file(file), analysis(analysis), stop(stop) {}

  void defined(const ast::Ident &name, const Binding &binding,
               StringRef path) override;
  void finished(const Elaborator &elaborator) override;
  bool wantsToStop() override { return stop; }

private:
  FileId file;
  Analysis &analysis;
  const std::atomic<bool> &stop;
};

} // namespace

void Collector::defined(const ast::Ident &name, const Binding &binding,
                        StringRef path) {
  if (name.range.file != file || binding.value.isError())
    return;
  ++analysis.counts[name.range.begin];
  std::vector<Definition> &list = analysis.definitions[name.range.begin];
  if (list.size() >= MostDefinitions)
    return;
  const Value &value = binding.value;
  std::string text = value.isTensor()  ? shapeText(value.tensor().shape)
                     : value.isLayer() ? value.describe()
                                       : value.text();
  list.push_back({path.str(), std::move(text)});
}

static std::string shapesText(llvm::ArrayRef<Shape> shapes) {
  std::vector<std::string> texts;
  for (const Shape &shape : shapes)
    texts.push_back(shapeText(shape));
  return llvm::join(texts, ", ");
}

void Collector::finished(const Elaborator &elaborator) {
  for (const auto &[path, storage] : elaborator.ctx.storage) {
    if (storage.range.file != file || !storage.tensor)
      continue;
    std::vector<Stored> &list = analysis.stored[storage.range.begin];
    if (list.size() < MostDefinitions)
      list.push_back({path, shapeText(storage.tensor->shape),
                      elementCount(storage.tensor->shape), storage.live,
                      storage.kind == Storage::Kind::Param, storage.frozen});
  }
  for (const LayerRecord &record : elaborator.layers.instances()) {
    if (record.range.file != file)
      continue;
    Instance instance{record.range.begin,
                      record.range.end,
                      record.path,
                      record.kind,
                      shapesText(record.inputs),
                      shapesText(record.outputs)};
    // Parameters of the layers inside count, too.
    std::string prefix = record.path + ".";
    for (const auto &[path, storage] : elaborator.ctx.storage)
      if (storage.kind == Storage::Kind::Param && storage.tensor &&
          StringRef(path).starts_with(prefix))
        instance.params += elementCount(storage.tensor->shape);
    analysis.instances.push_back(std::move(instance));
  }
}

//===----------------------------------------------------------------------===//
// Messages
//===----------------------------------------------------------------------===//

static Place placeOf(const SourceManager &sources, SourceRange range) {
  Text text(sources.file(range.file).text().str());
  return {sources.fileName(range).str(), text.span(range.begin, range.end)};
}

/// The import through which a file came, or the beginning of the text.
static SourceRange importOf(const ast::File &tree, const SourceManager &sources,
                            FileId file) {
  StringRef name = sources.file(file).name();
  for (const ast::DeclPtr &decl : tree.declarations)
    if (const auto *import = llvm::dyn_cast<ast::ImportDecl>(decl.get()))
      if (name.ends_with(import->path))
        return import->pathRange;
  for (const ast::DeclPtr &decl : tree.declarations)
    if (const auto *import = llvm::dyn_cast<ast::ImportDecl>(decl.get()))
      return import->pathRange;
  return {tree.id, 0, 0};
}

static Message convert(const Diagnostic &d, const ast::File &tree,
                       const SourceManager &sources) {
  Message message;
  message.isError = d.severity == Severity::Error;
  message.code = info(d.kind).code.str();
  message.text = d.message;
  SourceRange range = d.range;
  if (!range.isValid()) {
    range = {tree.id, 0, 0};
  } else if (range.file != tree.id) {
    message.notes.push_back({placeOf(sources, range), d.message});
    range = importOf(tree, sources, range.file);
  }
  message.begin = range.begin;
  message.end = range.end;
  for (const Diagnostic::Note &note : d.notes) {
    if (note.range.isValid())
      message.notes.push_back({placeOf(sources, note.range), note.message});
    else
      message.text += "\nnote: " + note.message;
  }
  for (const std::string &hint : d.hints)
    message.text += "\nhint: " + hint;
  return message;
}

/// A file with layers and constants only is there to be imported.
static bool isLibrary(const ast::File &tree) {
  return !tree.declarations.empty() &&
         llvm::none_of(tree.declarations, [](const ast::DeclPtr &decl) {
           const auto *layer = llvm::dyn_cast<ast::LayerDecl>(decl.get());
           return (layer && layer->isNetwork) ||
                  llvm::isa<ast::TrainDecl>(decl.get());
         });
}

static std::vector<std::string> networksOf(const ast::File &tree) {
  std::vector<std::string> names;
  for (const ast::DeclPtr &decl : tree.declarations)
    if (const auto *layer = llvm::dyn_cast<ast::LayerDecl>(decl.get());
        layer && layer->isNetwork && !layer->name.empty())
      names.push_back(layer->name.name);
  return names;
}

//===----------------------------------------------------------------------===//
// Elaboration
//===----------------------------------------------------------------------===//

static void addOverlays(const Snapshot &snapshot, SourceManager &sources) {
  for (const auto &[path, text] : snapshot.overlays)
    sources.overlay(path, text);
}

/// One network, or what can be said of a text that has none.
static void analyseNetwork(const Snapshot &snapshot, const std::string &network,
                           const std::atomic<bool> &stop, Analysis &analysis,
                           std::set<Message> &messages) {
  SourceManager sources;
  addOverlays(snapshot, sources);
  FileId file = sources.addText(snapshot.path, snapshot.text.str().str());
  dnd::frontend::DiagnosticEngine silent(sources), diags(sources);
  ast::File tree = parseFile(file, silent);
  mlir::MLIRContext context(mlir::MLIRContext::Threading::DISABLED);
  mlir::ScopedDiagnosticHandler quiet(
      &context, [](mlir::Diagnostic &) { return mlir::success(); });
  Collector collector(file, analysis, stop);
  ImportOptions options;
  options.network = network;
  options.listener = &collector;
  importText(file, context, diags, options);
  for (const Diagnostic *d : diags.sorted())
    if (d->kind != DiagKind::NoNetwork || !isLibrary(tree))
      messages.insert(convert(*d, tree, sources));
}

std::shared_ptr<Analysis> dnd::lsp::analyse(const Snapshot &snapshot,
                                            const std::atomic<bool> &stop) {
  auto analysis = std::make_shared<Analysis>();
  analysis->version = snapshot.version;
  analysis->text = snapshot.text.str().str();
  std::set<Message> messages;
  if (snapshot.text.str().size() > SourceManager::MaxFileBytes) {
    Message large;
    large.text = "the text is larger than " +
                 std::to_string(SourceManager::MaxFileBytes >> 20) +
                 " MB; it is not looked at\nhint: a model of this size is a "
                 "mistake; 'for' and 'import' keep texts short";
    analysis->messages.push_back(std::move(large));
    return analysis;
  }
  std::vector<std::string> networks;
  {
    SourceManager sources;
    dnd::frontend::DiagnosticEngine silent(sources);
    networks = networksOf(parseFile(
        sources.addText(snapshot.path, snapshot.text.str().str()), silent));
  }
  if (networks.empty())
    networks.push_back("");
  for (const std::string &network : networks) {
    analyseNetwork(snapshot, network, stop, *analysis, messages);
    if (stop)
      return nullptr;
  }
  analysis->messages.assign(messages.begin(), messages.end());
  return analysis;
}

//===----------------------------------------------------------------------===//
// Forms
//===----------------------------------------------------------------------===//

/// Line, from 1, and path of the instance that a location names; line 0 for one
/// that is not in `file`.
static std::pair<unsigned, std::string> readLocation(mlir::Location location,
                                                     StringRef file) {
  std::pair<unsigned, std::string> found;
  location->walk([&](mlir::Location part) {
    if (auto name = llvm::dyn_cast<mlir::NameLoc>(part);
        name && found.second.empty())
      found.second = name.getName().str();
    auto place = llvm::dyn_cast<mlir::FileLineColLoc>(part);
    if (!place || place.getFilename().getValue() != file)
      return mlir::WalkResult::advance();
    found.first = place.getLine();
    return mlir::WalkResult::interrupt();
  });
  return found;
}

void dnd::lsp::recogniseForms(const Snapshot &snapshot, Analysis &analysis,
                              const FormFinder &find,
                              const std::atomic<bool> &stop) {
  SourceManager sources;
  addOverlays(snapshot, sources);
  FileId file = sources.addText(snapshot.path, snapshot.text.str().str());
  dnd::frontend::DiagnosticEngine silent(sources);
  for (const std::string &network : networksOf(parseFile(file, silent))) {
    mlir::MLIRContext context(mlir::MLIRContext::Threading::DISABLED);
    dnd::frontend::DiagnosticEngine diags(sources);
    ImportOptions options;
    options.network = network;
    auto module = importText(file, context, diags, options);
    if (stop || !module)
      continue;
    std::set<std::string> seen;
    find(*module, [&](mlir::Location place, StringRef text) {
      auto [line, path] = readLocation(place, snapshot.path);
      std::string key = std::to_string(line) + path + text.str();
      if (line > 0 && seen.insert(key).second)
        analysis.remarks.push_back({line - 1, path, text.str()});
    });
  }
}
