//===- RecipeTables.h - The words that recipes know -------------*- C++ -*-===//
//
// Data readers, optimisers, schedules, normalisations, losses and metrics with
// their arguments. The runtime implements them (runtime/README.md).
//
//===----------------------------------------------------------------------===//

#ifndef DND_FRONTEND_RECIPETABLES_H
#define DND_FRONTEND_RECIPETABLES_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

namespace dnd::frontend {

/// A function of a recipe: its arguments in positional order, separated by
/// blanks; one that is required ends in '!', one that is a string in '$', a
/// list in '*', true or false in '?', others are numbers. "..." allows any
/// further named strings.
struct RecipeFunction {
  llvm::StringLiteral name;
  llvm::StringLiteral arguments;
};

inline constexpr RecipeFunction DataReaders[] = {
    {"cifar10", ""},
    {"cifar100", ""},
    {"csv", "train$ test$ label$ target$* first_class scale test_split "
            "split_seed header?"},
    {"fashion_mnist", ""},
    {"gaussian_classes", "means*! covs*! train test seed"},
    {"iris", "test_split split_seed"},
    {"mnist", ""},
    {"npz", "file$ test_split split_seed ..."},
    {"optdigits", ""},
    {"spirals", "classes train test turns noise seed"},
    {"xor", "train test noise seed"},
};

inline constexpr RecipeFunction Optimizers[] = {
    {"adam", "lr weight_decay beta1 beta2 eps keras_eps?"},
    {"adamw", "lr weight_decay beta1 beta2 eps keras_eps?"},
    {"sgd", "lr momentum weight_decay nesterov?"},
};

inline constexpr RecipeFunction Schedules[] = {
    {"constant", "warmup"},
    {"cosine", "warmup min"},
    {"exponential", "factor warmup"},
    {"linear", "min warmup"},
    {"multi_step", "at*! factor warmup"},
    {"step", "every factor warmup"},
};

inline constexpr RecipeFunction Normalizations[] = {
    {"minmax", ""},
    {"none", ""},
    {"scale", "factor!"},
    {"standardize", ""},
};

inline constexpr llvm::StringLiteral Losses[] = {"cross_entropy", "mse",
                                                 "normalized_margin"};
inline constexpr llvm::StringLiteral Metrics[] = {
    "accuracy", "confusion", "loss", "macro_f1", "normalized_margin"};
inline constexpr llvm::StringLiteral RecipeKeys[] = {
    "batch",   "const",     "data",      "epochs",   "group",     "loss",
    "metrics", "normalize", "optimizer", "schedule", "validation"};

/// Readers whose targets are class labels.
inline constexpr llvm::StringLiteral LabelReaders[] = {
    "cifar10", "cifar100", "fashion_mnist", "gaussian_classes",
    "iris",    "mnist",    "optdigits",     "spirals"};

} // namespace dnd::frontend

#endif // DND_FRONTEND_RECIPETABLES_H
