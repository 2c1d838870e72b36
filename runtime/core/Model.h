//===- Model.h - What the runtime knows about a compiled model --*- C++ -*-===//
//
// The JSON descriptor of a model as checked C++ structures (the schema stands
// in runtime/README.md), together with its entry functions.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_CORE_MODEL_H
#define RUNTIME_CORE_MODEL_H

#include "dndrt/abi.h"
#include "runtime/core/RecipeCall.h"
#include "runtime/core/Value.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dnd::rt {

enum class ElementType { F32, I32 };

/// The initial values of a parameter or table, like `normal(0, 1e-3)`, with
/// positional and named arguments.
struct Rule {
  std::string fn;
  std::vector<Value> args;
  std::vector<Value::Member> named;
  std::vector<Rule> of; ///< the inner rule of a structure: none or one
  std::string table;    ///< the table's path of a structure

  /// The argument given by name or else at that position, or null.
  const Value *find(std::string_view name, size_t position) const;
  /// The same as a number; `fallback` when absent.
  double number(std::string_view name, size_t position, double fallback) const;
  /// The same as a text.
  std::string string(std::string_view name, size_t position,
                     std::string_view fallback) const;
  /// "normal(0, 0.001)" for messages and `info`.
  std::string toText() const;
};

struct InputInfo {
  std::string name;
  std::vector<int64_t> shape; ///< without the batch
  ElementType type = ElementType::F32;
  int64_t elements = 0;
};

struct OutputInfo {
  /// What its numbers are. Unknown: the descriptor does not say.
  enum class Kind { Unknown, Logits, Probabilities, Values };
  Kind kind = Kind::Unknown;
  std::string name;
  std::vector<int64_t> shape; ///< without the batch
  int64_t elements = 0;
};

struct ParamInfo {
  std::string path;
  std::vector<int64_t> shape;
  int64_t elements = 0;
  Rule init;
  int64_t live = 0; ///< trainable numbers
  int mask = -1;    ///< index of the table that masks it
  int group = 0;
  bool trainable = true; ///< false: frozen, the optimiser leaves it alone
  std::vector<std::string> slots;
  std::string location;
};

struct TableInfo {
  std::string path;
  std::vector<int64_t> shape;
  int64_t elements = 0;
  ElementType type = ElementType::I32;
  Rule gen;
  int64_t range = 0; ///< indices lie in [0, range); 0 when unknown
  std::string location;
};

/// What the model keeps from step to step: running statistics and the like.
struct StateInfo {
  std::string path;
  std::vector<int64_t> shape;
  int64_t elements = 0;
  Rule init;
  std::vector<std::string> slots; ///< of the training
  std::string location;
};

/// A tensor that training keeps for a parameter or a state, of its shape.
struct SlotInfo {
  std::string path, name; ///< of the parameter or state; of the slot
  std::vector<int64_t> shape;
  int64_t elements = 0;
};

struct LayerInfo {
  std::string path, kind;
  std::vector<std::vector<int64_t>> inputs, outputs;
  std::vector<std::string> params;
  std::string location;
};

struct TargetInfo {
  std::string name;
  bool isLabel = true;
  /// Of a label; 2 for a value that is one number, 0 or 1, for two classes.
  int64_t classes = 0;
  std::vector<int64_t> shape; ///< of a value, without the batch
  int64_t elements = 1;       ///< per sample
  int output = -1;            ///< the output compared with it, or -1
  /// A label that entries see as a share of each class, since samples may be
  /// mixed; data have one class for each sample.
  bool isSoft = false;

  /// Four-byte numbers of a sample, as the plain entries see it.
  int64_t words() const { return isSoft ? classes : elements; }
  bool isWhole() const { return isLabel && !isSoft; }
};

struct HyperInfo {
  std::string name;
  int group = -1;

  /// False for constants of the recipe, and for what is computed for each step.
  bool isOfUser() const {
    for (std::string_view word : {"const.", "bias", "accumulate.", "ema."})
      if (name.starts_with(word))
        return false;
    return true;
  }
};

/// A number of an optimiser group: absolute, or a multiple of group 0's.
struct GroupNumber {
  std::string name;
  double value = 0;
  bool relative = false;
};

struct GroupInfo {
  std::vector<std::string> patterns;
  std::vector<GroupNumber> numbers;
};

struct Recipe {
  bool present = false;
  RecipeCall data, normalize, schedule; ///< empty without the line
  std::vector<RecipeCall> augment;      ///< in the order of their application
  std::string loss;
  std::string optimizer; ///< kind
  std::vector<Value::Member> optimizerNumbers;
  double validation = 0; ///< part of the training samples
  int64_t batch = 64;
  /// Batches whose gradients make one step of the optimiser; 0: the program
  /// was compiled without a sum of gradients.
  int64_t accumulate = 0;
  int64_t epochs = 1;
  std::vector<RecipeCall> metrics;
  std::vector<std::pair<std::string, double>> constants;
  /// Constants that lines other than the loss read: compiled in.
  std::vector<std::string> fixedConstants;
  double degree = 0; ///< of homogeneity; 0 when not known

  bool hasMetric(std::string_view name) const;
  /// Whether training keeps a moving average of the weights.
  bool averages() const;
};

/// What the program was made from; empty lists when it does not say.
struct Making {
  /// The author's texts by their paths, the model first.
  std::vector<std::pair<std::string, std::string>> sources;
  std::vector<std::string> options; ///< of dndc, besides the output's name
  std::vector<std::pair<std::string, std::string>> defines; ///< -D
};

/// The description part of a model; parsed from untrusted text.
struct Descriptor {
  std::string network, source, compiler, sourceHash, march;
  std::vector<std::string> definitions; ///< "rank=4", of dndc -D; sorted
  std::vector<std::string> features, dataDirs;
  std::string shippedData; ///< folder of the compiler's data sets, or empty
  std::string precision = "f32"; ///< of the factors of products: f32 or bf16
  std::vector<InputInfo> inputs;
  std::vector<OutputInfo> outputs;
  /// Numbers of a sample of each value that the entries `detached_f64` and
  /// `held_f64` know behind the outputs: the larger one of both modes.
  std::vector<int64_t> detached;
  std::vector<ParamInfo> params;
  std::vector<TableInfo> tables;
  std::vector<StateInfo> states;
  std::vector<LayerInfo> layers;
  std::vector<TargetInfo> targets;
  std::vector<HyperInfo> hyper;
  std::vector<GroupInfo> groups;
  Recipe recipe;
  Making made;
  /// Multiplications with an addition of one sample through the network; 0 when
  /// the descriptor does not say.
  int64_t multiplyAdds = 0;

  int64_t parameterCount() const; ///< live trainable numbers
  /// Whether the data's class labels are wanted: for a label target, and for a
  /// value target that codes classes (one number each), which the metrics of
  /// classes tell.
  bool isClassification() const;
  /// Whether one number tells two classes apart.
  bool isBinary() const;
  /// Classes that the network tells apart; 0 where it is no classification.
  int64_t classCount() const;
  const TableInfo *findTable(std::string_view path) const;
  /// All slots in the order of the ABI.
  std::vector<SlotInfo> slotList() const;
};

/// Parses and checks a descriptor. Throws Error(Internal) with the place.
Descriptor parseDescriptor(std::string_view json);

/// A model: descriptor and entries.
class Model : public Descriptor {
public:
  /// Throws Error when the ABI version or the descriptor is not understood.
  explicit Model(const dnd_model &raw);

  /// The entry of that name, or null.
  const dnd_entry *find(std::string_view name) const;
  /// The entry of that name; throws Error(Usage) saying who needs it.
  const dnd_entry &require(std::string_view name,
                           std::string_view purpose) const;
  /// Whether training steps compute something else than evaluation: then there
  /// are entries `NAME_training`.
  bool hasModes() const { return find("forward_training") != nullptr; }
  const std::vector<dnd_entry> &entries() const { return entryList; }
  /// The GPU's side of the model, or null.
  const dnd_device_code *cuda() const { return deviceCode; }

private:
  std::vector<dnd_entry> entryList;
  const dnd_device_code *deviceCode;
};

/// The product of a shape. Throws std::overflow_error beyond 2^46 elements.
int64_t elementCount(const std::vector<int64_t> &shape);

} // namespace dnd::rt

#endif // RUNTIME_CORE_MODEL_H
