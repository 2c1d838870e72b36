//===- Layers.h - Layers: arguments, instances, application -----*- C++ -*-===//

#ifndef DND_FRONTEND_LAYERS_H
#define DND_FRONTEND_LAYERS_H

#include "frontend/elaborate/Context.h"

#include <deque>

namespace dnd::frontend {

class Calls;
class Expressions;
class Statements;

class Layers {
public:
  Layers(Context &ctx, Expressions &expressions, Calls &calls,
         Statements &statements)
      : ctx(ctx), expressions(expressions), calls(calls),
        statements(statements) {}

  /// The first tensors among the arguments are the inputs, everything else
  /// belongs to the formals: dense(10) is a layer, relu(x) and
  /// leaky_relu(x, 0.1) are results.
  Value callLayer(const ast::LayerDecl &decl, CallArguments &args,
                  SourceRange range, Hint hint);
  /// The results of an instance: one value or a tuple.
  Value apply(LayerValue &layer, llvm::ArrayRef<TensorRef> inputs,
              SourceRange range);
  /// Runs a network at the emitter's insertion point. False after an error.
  bool elaborateNetwork(const ast::LayerDecl &network,
                        llvm::ArrayRef<ast::Argument> arguments,
                        MakeInput makeInput, std::vector<NamedTensor> &outputs);

  /// The instances, a layer in front of those inside of it.
  const std::vector<LayerRecord> &instances() const { return records; }

private:
  std::shared_ptr<LayerValue> instantiate(const ast::LayerDecl &decl,
                                          CallArguments &args,
                                          SourceRange range, Hint hint);
  bool bindFormals(const ast::LayerDecl &decl, CallArguments &args,
                   SourceRange range, std::vector<Value> &values,
                   bool isNetwork);
  void bindValues(const ast::LayerDecl &decl, llvm::ArrayRef<Value> values,
                  llvm::StringRef path, Scope &scope);
  void nameInstance(LayerValue &layer, Hint hint);
  void explainSince(std::size_t first, const Frame &called,
                    llvm::StringRef path);

  Context &ctx;
  Expressions &expressions;
  Calls &calls;
  Statements &statements;
  unsigned depth = 0;
  std::deque<LayerRecord> recordStore;
  std::vector<LayerRecord> records;
};

} // namespace dnd::frontend

#endif // DND_FRONTEND_LAYERS_H
