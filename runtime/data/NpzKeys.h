//===- NpzKeys.h - Which array of an archive is which -----------*- C++ -*-===//
//
// The arrays of an .npz file have the names that the recipe gives, or usual
// ones: those of the network's inputs and target, those of MedMNIST and Keras.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_DATA_NPZKEYS_H
#define RUNTIME_DATA_NPZKEYS_H

#include "runtime/core/Model.h"

#include <string>
#include <vector>

namespace dnd::rt {

/// The parts that an archive may have, as their prefixes. What has no prefix
/// belongs to the first.
inline constexpr const char *npzParts[] = {"train_", "val_", "test_"};

class NpzKeys {
public:
  /// `rule` is the recipe's npz(...), or another reader, which names no arrays;
  /// `names` are those in the file at `path`.
  NpzKeys(const Model &model, const RecipeCall &rule, std::string path,
          std::vector<std::string> names);

  /// The array of input `i` in a part: the one that the recipe names, or the
  /// first usual one that the file has; empty when there is none. Throws
  /// Error(Data) when the file lacks what the recipe names.
  std::string input(size_t i, const std::string &part) const;
  /// The same for the target, which must not be an input.
  std::string target(const std::string &part) const;

  /// Whether an array says that it is for training.
  bool namesTraining() const;

  /// Throws Error(Data) that says what the file has and how to name `purpose`.
  [[noreturn]] void lacks(const std::string &purpose) const;
  /// What a recipe calls input `i` in a part.
  std::string inputArgument(size_t i, const std::string &part) const;
  static std::string targetArgument(const std::string &part);

private:
  bool has(const std::string &name) const;
  std::string find(const std::string &argument, const std::string &part,
                   const std::vector<std::string> &usual) const;

  const Model &model;
  const RecipeCall &rule;
  std::string path;
  std::vector<std::string> names;
};

} // namespace dnd::rt

#endif // RUNTIME_DATA_NPZKEYS_H
