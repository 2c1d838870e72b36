//===- Rules.h - What stands behind '~' -------------------------*- C++ -*-===//
//
// Initialisers of parameters and states, generators of tables, distributions of
// noise: their names, their arguments, and what they mean for a shape.
//
//===----------------------------------------------------------------------===//

#ifndef DND_FRONTEND_RULES_H
#define DND_FRONTEND_RULES_H

#include "frontend/elaborate/ConstEval.h"
#include "frontend/elaborate/Storage.h"

namespace dnd::frontend {

enum class RuleFamily : std::uint8_t {
  Initialiser,  ///< of a parameter or state
  Generator,    ///< of a table
  Distribution, ///< of a noise
};

/// Whether a rule of any family has the name.
bool isRuleName(llvm::StringRef name);
std::vector<std::string> ruleNames(RuleFamily family);

/// The argument of that name, or null.
const Value *findNamed(const Rule &rule, llvm::StringRef name);
/// The numbers of a nested list, in order.
void flatten(const Value &value, std::vector<Value> &numbers);

/// An initialiser for one shape.
struct ParamRule {
  Rule rule;
  bool symmetric = false, frozen = false;
  /// Path of the table that masks; empty without one.
  std::string mask;
  /// Numbers that training changes.
  std::int64_t live = 0;
};

/// A generator for one shape.
struct TableRule {
  Rule rule;
  /// The numbers are indices in [0, range); else they are a mask.
  bool isIndex = true;
  std::int64_t range = 0;
  /// Numbers that are not zero.
  std::int64_t live = 0;
};

/// Reads rules; mistakes go to the diagnostics and give nothing.
class RuleReader {
public:
  RuleReader(DiagnosticEngine &diags, ConstEval &constants,
             const StoredTensors &stored)
      : diags(diags), constants(constants), stored(stored) {}

  std::optional<ParamRule> initialiser(const Value &value, const Shape &shape,
                                       SourceRange range);
  std::optional<TableRule> generator(const Value &value, const Shape &shape,
                                     SourceRange range);
  /// Its numbers are named and in order; each a number or a scalar tensor
  /// without the batch.
  std::optional<Rule> distribution(const Value &value, SourceRange range);

private:
  std::optional<Rule> check(const Rule &rule, RuleFamily family);
  bool checkArgument(const Rule &rule, RuleFamily family,
                     llvm::StringRef formal, const Value &value, Rule &result);
  std::optional<Rule> listed(const Value &list, const Shape &shape,
                             SourceRange range);
  bool resolveFans(Rule &rule, const Shape &shape);
  std::optional<ParamRule> symmetric(ParamRule inner, const Shape &shape,
                                     SourceRange range);
  std::optional<ParamRule> masked(ParamRule inner, const Rule &rule,
                                  const Shape &shape, SourceRange range);

  // Generators.cpp.
  std::optional<TableRule> listedTable(const Value &list, const Shape &shape,
                                       SourceRange range);
  bool randomMask(TableRule &table, const Shape &shape);
  bool blockMask(TableRule &table, const Shape &shape);
  bool choice(TableRule &table, const Shape &shape);
  bool receptiveField(TableRule &table, const Shape &shape);
  std::optional<Shape> grid(const Rule &rule);
  bool sharedCentres(const Rule &rule, const Shape &shape, std::int64_t pixels);
  bool wrong(const Rule &rule, llvm::StringRef argument,
             const llvm::Twine &must, const llvm::Twine &got);

  DiagnosticEngine &diags;
  ConstEval &constants;
  const StoredTensors &stored;
};

} // namespace dnd::frontend

#endif // DND_FRONTEND_RULES_H
