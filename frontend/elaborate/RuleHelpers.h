//===- RuleHelpers.h - What Rules.cpp and Tables.cpp share ------*- C++ -*-===//
//
// Access to the arguments of initialisers and generators.
//
//===----------------------------------------------------------------------===//

#ifndef DND_FRONTEND_RULEHELPERS_H
#define DND_FRONTEND_RULEHELPERS_H

#include "frontend/elaborate/Elaborate.h"

namespace dnd::frontend::rules {

/// The argument of that name, or null.
const Value *findNamed(const Rule &rule, llvm::StringRef name);
/// The numbers of a nested list, in order.
void flatten(const Value &value, std::vector<Value> &numbers);
/// {fn = "values", named = {data = [...]}} of a list; reports a wrong count.
std::optional<Rule> valuesRule(DiagnosticEngine &diags, const Value &list,
                               const Shape &shape, SourceRange range);
/// "906.3 GB".
std::string bytesText(double bytes);

} // namespace dnd::frontend::rules

#endif // DND_FRONTEND_RULEHELPERS_H
