//===- TorchFunctions.cpp - pointwise functions in PyTorch ----------------===//
#include "codegen/export/TorchFunctions.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"
#include <cmath>

using llvm::StringRef;

namespace dnd::codegen::exporting {

std::string numberText(double value) {
  if (std::isnan(value))
    return "math.nan";
  if (std::isinf(value))
    return value > 0 ? "math.inf" : "-math.inf";
  llvm::SmallString<32> text;
  for (unsigned digits = 6; digits <= 17; ++digits) {
    text.clear();
    llvm::raw_svector_ostream(text) << llvm::format("%.*g", digits, value);
    if (std::strtod(text.c_str(), nullptr) == value)
      break;
  }
  StringRef shown = text;
  return shown.find_first_of(".en") == StringRef::npos ? (shown + ".0").str()
                                                       : shown.str();
}

static bool isNumber(StringRef text) {
  double value;
  return !text.getAsDouble(value) || text.contains("math.");
}

std::string tensorOf(const std::string &text,
                     llvm::ArrayRef<std::string> operands, StringRef device) {
  return llvm::all_of(operands, isNumber) ? (llvm::Twine("torch.tensor(") +
                                             text + ", device=" + device + ")")
                                                .str()
                                          : text;
}

namespace {

class TorchFunction {
public:
  TorchFunction(dnd::MapOp op, llvm::ArrayRef<std::string> x, StringRef device)
      : op(op), x(x), device(device) {}

  std::string run() {
    auto p = [&](unsigned i) { return numberText(op.getParams()[i]); };
    auto call = [&](StringRef word) {
      return (word + "(" + asTensor(x[0]) + ")").str();
    };
    auto both = [&](StringRef word) {
      return (word + "(" + asTensor(x[0]) + ", " + asTensor(x[1]) + ")").str();
    };
    auto compare = [&](StringRef sign) {
      return ("(" + asTensor(x[0]) + " " + sign + " " + x[1] + ").float()")
          .str();
    };
    switch (op.getFn()) {
    case dnd::MapFn::copy:
      return x[0];
    case dnd::MapFn::neg:
      return "-" + x[0];
    case dnd::MapFn::abs:
      return call("torch.abs");
    case dnd::MapFn::exp:
      return call("torch.exp");
    case dnd::MapFn::log:
      return call("torch.log");
    case dnd::MapFn::sqrt:
      return call("torch.sqrt");
    case dnd::MapFn::sin:
      return call("torch.sin");
    case dnd::MapFn::cos:
      return call("torch.cos");
    case dnd::MapFn::tanh:
      return call("torch.tanh");
    case dnd::MapFn::sigmoid:
      return call("torch.sigmoid");
    case dnd::MapFn::erf:
      return call("torch.erf");
    case dnd::MapFn::relu:
      return call("torch.relu");
    case dnd::MapFn::leaky_relu:
      return "F.leaky_relu(" + x[0] + ", " + p(0) + ")";
    case dnd::MapFn::powi:
      return "(" + x[0] + ") ** " + std::to_string(int64_t(op.getParams()[0]));
    case dnd::MapFn::powf:
      return "(" + x[0] + ") ** " + p(0);
    case dnd::MapFn::affine:
      if (op.getParams()[1] == 0)
        return p(0) + " * " + x[0];
      return op.getParams()[0] == 1 ? x[0] + " + " + p(1)
                                    : p(0) + " * " + x[0] + " + " + p(1);
    case dnd::MapFn::sign:
      return call("torch.sign");
    case dnd::MapFn::step:
      return "_step(" + x[0] + ", " + p(0) + ")";
    case dnd::MapFn::floor:
      return call("torch.floor");
    case dnd::MapFn::softplus:
      return call("F.softplus");
    case dnd::MapFn::expm1:
      return call("torch.expm1");
    case dnd::MapFn::log1p:
      return call("torch.log1p");
    case dnd::MapFn::add:
      return x[0] + " + " + x[1];
    case dnd::MapFn::sub:
      return x[0] + " - " + x[1];
    case dnd::MapFn::mul:
      return x[0] + " * " + x[1];
    case dnd::MapFn::div:
      return x[0] + " / " + x[1];
    case dnd::MapFn::max:
      return both("torch.maximum");
    case dnd::MapFn::min:
      return both("torch.minimum");
    case dnd::MapFn::pow:
      return asTensor(x[0]) + " ** " + x[1];
    case dnd::MapFn::gt:
      return compare(">");
    case dnd::MapFn::ge:
      return compare(">=");
    case dnd::MapFn::lt:
      return compare("<");
    case dnd::MapFn::le:
      return compare("<=");
    case dnd::MapFn::eq:
      return compare("==");
    case dnd::MapFn::ne:
      return compare("!=");
    case dnd::MapFn::select:
      return "torch.where(" + asTensor(x[0]) + " != 0, " + asTensor(x[1]) +
             ", " + asTensor(x[2]) + ")";
    }
    return x[0];
  }

private:
  /// Where a function of torch takes tensors only.
  std::string asTensor(const std::string &text) const {
    return tensorOf(text, text, device);
  }

  dnd::MapOp op;
  llvm::ArrayRef<std::string> x;
  StringRef device;
};

} // namespace

std::string torchFunction(dnd::MapOp op, llvm::ArrayRef<std::string> operands,
                          StringRef device) {
  return TorchFunction(op, operands, device).run();
}

} // namespace dnd::codegen::exporting
