//===- Recipe.h - From a train block to an objective and a recipe -*- C++
//-*-===//
//
// Builds dnd.objective from the loss and dnd.recipe from everything else.
//
//===----------------------------------------------------------------------===//

#ifndef DND_FRONTEND_RECIPE_H
#define DND_FRONTEND_RECIPE_H

#include "frontend/elaborate/Elaborate.h"

namespace dnd::frontend {

/// Imports the recipe of an elaborated network at the emitter's insertion
/// point (the module's end). Mistakes go to the diagnostics.
void importRecipe(Elaborator &elaborator, const ast::TrainDecl &train,
                  const ast::LayerDecl &network,
                  llvm::ArrayRef<NamedTensor> outputs);

/// Looks at the lines of the recipe that do not depend on a network with
/// errors: all but the loss and the groups.
void checkRecipe(Elaborator &elaborator, const ast::TrainDecl &train,
                 const ast::LayerDecl &network);

/// Whether a pattern of a `group` matches a path: `*` stands for any text,
/// dots included, `?` for one character, `[ab]` for one of several.
bool matchesPattern(llvm::StringRef pattern, llvm::StringRef path);

} // namespace dnd::frontend

#endif // DND_FRONTEND_RECIPE_H
