//===- OpCases.cpp - Sample uses of every op ------------------------------===//
//
// The table of OpCases.h. `makeCase` writes the function around one line.
//
//===----------------------------------------------------------------------===//

#include "tests/numeric/OpCases.h"

namespace dnd::tests {

namespace {

using Types = std::vector<std::string>;

/// A function with arguments %0, %1, ... of `inputs` that returns the op.
/// `line` is the op without its types.
OpCase makeCase(std::string name, std::string op, std::string line,
                Types inputs, std::string result) {
  std::string arguments, operands;
  for (size_t i = 0; i < inputs.size(); ++i) {
    std::string comma = i ? ", " : "";
    arguments +=
        comma + "%a" + std::to_string(i) + ": tensor<" + inputs[i] + ">";
    operands += comma + "tensor<" + inputs[i] + ">";
  }
  result = "tensor<" + result + ">";
  OpCase made;
  made.name = std::move(name);
  made.text = "func.func @f(" + arguments + ") -> " + result +
              " {\n  %r = " + op + " " + line + " : (" + operands + ") -> " +
              result + "\n  return %r : " + result + "\n}\n";
  made.op = std::move(op);
  return made;
}

OpCase positive(OpCase c) {
  c.positive = true;
  return c;
}
OpCase constant(OpCase c) {
  c.constant = true;
  return c;
}
OpCase range(int64_t n, OpCase c) {
  c.range = n;
  return c;
}

// The batch as an extent.
const std::string B = "?";

void addContracts(std::vector<OpCase> &all) {
  auto add = [&](std::string name, std::string operands, std::string extents,
                 std::string maps, Types inputs, std::string result) {
    all.push_back(makeCase("contract_" + name, "dnd.contract",
                           operands + " over [" + extents + "] {" + maps + "}",
                           inputs, result));
  };
  add("dense", "(%a0, %a1)", B + ", 3, 5",
      "maps = [affine_map<(b,j,i) -> (j,i)>, affine_map<(b,j,i) -> (b,i)>], "
      "out_map = affine_map<(b,j,i) -> (b,j)>",
      {"3x5xf64", "?x5xf64"}, "?x3xf64");
  add("one", "(%a0, %a1)", B + ", 1, 1",
      "maps = [affine_map<(b,j,i) -> (j,i)>, affine_map<(b,j,i) -> (b,i)>], "
      "out_map = affine_map<(b,j,i) -> (b,j)>",
      {"1x1xf64", "?x1xf64"}, "?x1xf64");
  // The same value twice: the adjoint has two parts.
  OpCase square;
  square.name = "contract_quadratic";
  square.op = "dnd.contract";
  square.text = R"(
func.func @f(%A: tensor<2x3x3xf64>, %x: tensor<?x3xf64>) -> tensor<?x2xf64> {
  %r = dnd.contract (%A, %x, %x) over [?, 2, 3, 3] {
    maps = [affine_map<(b,j,i,k) -> (j,i,k)>, affine_map<(b,j,i,k) -> (b,i)>,
            affine_map<(b,j,i,k) -> (b,k)>],
    out_map = affine_map<(b,j,i,k) -> (b,j)>}
    : (tensor<2x3x3xf64>, tensor<?x3xf64>, tensor<?x3xf64>) -> tensor<?x2xf64>
  return %r : tensor<?x2xf64>
})";
  all.push_back(square);
  add("coefficient_to_scalar", "(%a0)", B + ", 7",
      "coefficient = -2.5, maps = [affine_map<(b,i) -> (b,i)>], "
      "out_map = affine_map<(b,i) -> ()>",
      {"?x7xf64"}, "f64");
  // Blocks of an affine index: each soma reads its own dendrites.
  add("affine_blocks", "(%a0, %a1)", B + ", 3, 2",
      "maps = [affine_map<(b,s,d) -> (s,d)>, affine_map<(b,s,d) -> "
      "(b,s*2+d)>], out_map = affine_map<(b,s,d) -> (b,s)>",
      {"3x2xf64", "?x6xf64"}, "?x3xf64");
  // Overlapping windows: the adjoint of x adds up.
  add("affine_window", "(%a0, %a1)", B + ", 5, 3",
      "maps = [affine_map<(b,p,q) -> (q)>, affine_map<(b,p,q) -> (b,p+q)>], "
      "out_map = affine_map<(b,p,q) -> (b,p)>",
      {"3xf64", "?x7xf64"}, "?x5xf64");
  // Stride 2 leaves elements that nothing reads.
  add("affine_stride", "(%a0)", B + ", 3",
      "maps = [affine_map<(b,p) -> (b,p*2+1)>], out_map = affine_map<(b,p) -> "
      "(b,p)>",
      {"?x7xf64"}, "?x3xf64");
  add("outer_product", "(%a0, %a1)", B + ", 2, 3",
      "maps = [affine_map<(b,i,j) -> (b,i)>, affine_map<(b,i,j) -> (b,j)>], "
      "out_map = affine_map<(b,i,j) -> (b,j,i)>",
      {"?x2xf64", "?x3xf64"}, "?x3x2xf64");
  all.push_back(range(
      5, makeCase("contract_table", "dnd.contract",
                  "(%a0, %a1) tables(%a2) over [" + B +
                      ", 4, 3] {table_maps = [affine_map<(b,k,t) -> (k,t)>], "
                      "maps = [affine_map<(b,k,t)[s] -> (k,t)>, "
                      "affine_map<(b,k,t)[s] -> (b,s)>], out_map = "
                      "affine_map<(b,k,t)[s] -> (b,k)>}",
                  {"4x3xf64", "?x5xf64", "4x3xi32"}, "?x4xf64")));
}

void addMaps(std::vector<OpCase> &all) {
  const std::string one = "{maps = [affine_map<(b,i) -> (b,i)>]";
  const std::string two =
      "{maps = [affine_map<(b,i) -> (b,i)>, affine_map<(b,i) -> (b,i)>]";
  auto unary = [&](std::string fn, std::string params = "") {
    if (!params.empty())
      params = ", params = array<f64: " + params + ">";
    return makeCase("map_" + fn, "dnd.map", fn + "(%a0) " + one + params + "}",
                    {"?x5xf64"}, "?x5xf64");
  };
  auto binary = [&](std::string fn) {
    return makeCase("map_" + fn, "dnd.map", fn + "(%a0, %a1) " + two + "}",
                    {"?x5xf64", "?x5xf64"}, "?x5xf64");
  };
  for (std::string fn : {"copy", "neg", "abs", "exp", "sin", "cos", "tanh",
                         "sigmoid", "erf", "relu", "softplus", "expm1"})
    all.push_back(unary(fn));
  all.push_back(positive(unary("log")));
  all.push_back(positive(unary("log1p")));
  all.push_back(positive(unary("sqrt")));
  all.push_back(unary("leaky_relu", "0.1"));
  all.push_back(unary("powi", "3.0"));
  all.push_back(unary("affine", "-2.0, 0.5"));
  all.push_back(positive(unary("powf", "1.5")));
  for (std::string fn : {"sign", "floor"})
    all.push_back(constant(unary(fn)));
  all.push_back(constant(unary("step", "0.0")));
  for (std::string fn : {"add", "sub", "mul", "div", "max", "min"})
    all.push_back(binary(fn));
  all.push_back(positive(binary("pow")));
  for (std::string fn : {"gt", "ge", "lt", "le", "eq", "ne"})
    all.push_back(constant(binary(fn)));
  all.push_back(
      makeCase("map_select", "dnd.map",
               "select(%a0, %a1, %a2) {maps = [affine_map<(b,i) -> (b,i)>, "
               "affine_map<(b,i) -> (b,i)>, affine_map<(b,i) -> (b,i)>]}",
               {"?x3xf64", "?x3xf64", "?x3xf64"}, "?x3xf64"));
  all.push_back(makeCase("map_powi_square", "dnd.map",
                         "powi(%a0) " + one + ", params = array<f64: 2.0>}",
                         {"?x1xf64"}, "?x1xf64"));
  all.push_back(makeCase("map_powi_inverse", "dnd.map",
                         "powi(%a0) " + one + ", params = array<f64: -1.0>}",
                         {"?x3xf64"}, "?x3xf64"));
  // Broadcast of a bias, a transposition, a slice with a stride.
  all.push_back(makeCase("map_broadcast", "dnd.map",
                         "mul(%a0, %a1) {maps = [affine_map<(b,i,j) -> (b,i)>, "
                         "affine_map<(b,i,j) -> (j)>]}",
                         {"?x2xf64", "3xf64"}, "?x2x3xf64"));
  all.push_back(makeCase("map_scalar", "dnd.map",
                         "mul(%a0, %a1) {maps = [affine_map<(b,i) -> (b,i)>, "
                         "affine_map<(b,i) -> ()>]}",
                         {"?x5xf64", "f64"}, "?x5xf64"));
  all.push_back(makeCase("map_transpose", "dnd.map",
                         "tanh(%a0) {maps = [affine_map<(b,i,j) -> (b,j,i)>]}",
                         {"?x2x3xf64"}, "?x3x2xf64"));
  all.push_back(makeCase("map_slice", "dnd.map",
                         "exp(%a0) {maps = [affine_map<(b,i) -> (b,i*2+1)>]}",
                         {"?x7xf64"}, "?x3xf64"));
}

void addOthers(std::vector<OpCase> &all) {
  for (std::string kind : {"prod", "max", "min"}) {
    all.push_back(makeCase("reduce_" + kind, "dnd.reduce",
                           kind + " %a0 dims [1]", {"?x5x3xf64"}, "?x3xf64"));
    all.push_back(makeCase("reduce_" + kind + "_two", "dnd.reduce",
                           kind + " %a0 dims [1, 3]", {"?x3x2x3xf64"},
                           "?x2xf64"));
    all.push_back(makeCase("reduce_" + kind + "_one", "dnd.reduce",
                           kind + " %a0 dims [1]", {"?x1xf64"}, "?xf64"));
  }
  all.push_back(
      makeCase("reshape", "dnd.reshape", "%a0", {"?x2x3xf64"}, "?x6xf64"));
  all.push_back(makeCase("reshape_static", "dnd.reshape", "%a0", {"5x1xf64"},
                         "1x5x1xf64"));
  all.push_back(makeCase("concat", "dnd.concat", "(%a0, %a1, %a2) dim 1",
                         {"?x1xf64", "?x3xf64", "?x2xf64"}, "?x6xf64"));
  all.push_back(makeCase("concat_last", "dnd.concat", "(%a0, %a1) dim 2",
                         {"?x2x3xf64", "?x2x1xf64"}, "?x2x4xf64"));
  all.push_back(
      makeCase("softmax", "dnd.softmax", "%a0 dim 1", {"?x5xf64"}, "?x5xf64"));
  all.push_back(makeCase("softmax_middle", "dnd.softmax", "%a0 dim 1",
                         {"?x3x2xf64"}, "?x3x2xf64"));
  all.push_back(makeCase("log_softmax", "dnd.log_softmax", "%a0 dim 1",
                         {"?x5xf64"}, "?x5xf64"));
  all.push_back(makeCase("log_softmax_middle", "dnd.log_softmax", "%a0 dim 1",
                         {"?x3x2xf64"}, "?x3x2xf64"));
  all.push_back(constant(makeCase("stop_gradient", "dnd.stop_gradient", "%a0",
                                  {"?x3xf64"}, "?x3xf64")));
  all.push_back(constant(makeCase("inverse_batch", "dnd.inverse_batch", "%a0",
                                  {"?x3xf64"}, "f64")));
  all.push_back(constant(
      makeCase("batch_ones", "dnd.batch_ones", "%a0", {"?x3xf64"}, "?xf64")));
  for (std::string smoothing : {"0.0", "0.1"}) {
    std::string suffix = smoothing == "0.0" ? "" : "_smooth";
    std::string attrs = " {label_smoothing = " + smoothing + " : f64}";
    all.push_back(
        range(3, makeCase("cross_entropy" + suffix, "dnd.cross_entropy",
                          "%a0, %a1" + attrs, {"?x3xf64", "?xi32"}, "?xf64")));
    all.push_back(makeCase("cross_entropy_soft" + suffix, "dnd.cross_entropy",
                           "%a0, %a1" + attrs, {"?x5xf64", "?x5xf64"},
                           "?xf64"));
  }
  all.push_back(range(5, makeCase("margin", "dnd.margin", "%a0, %a1",
                                  {"?x5xf64", "?xi32"}, "?xf64")));
  all.push_back(range(2, makeCase("margin_two", "dnd.margin", "%a0, %a1",
                                  {"?x2xf64", "?xi32"}, "?xf64")));
}

/// Every choice of optional operands of the two quadratic forms.
void addQuadraticForms(std::vector<OpCase> &all) {
  struct Shape {
    std::string name, x, y, axis;
    int J, n;
  };
  const Shape shapes[] = {{"plain", "?x5xf64", "?x3xf64", "1", 3, 5},
                          {"one", "?x1xf64", "?x1xf64", "1", 1, 1},
                          {"channels", "?x3x2x1xf64", "?x2x2x1xf64", "1", 2, 3},
                          {"last", "?x2x3xf64", "?x2x5xf64", "2", 5, 3}};
  for (const Shape &s : shapes) {
    std::string J = std::to_string(s.J), n = std::to_string(s.n);
    for (int chosen = 0; chosen < 4; ++chosen) {
      Types inputs = {s.x, J + "x" + n + "x" + n + "xf64"};
      std::string line = "%a0, %a1";
      auto with = [&](bool on, std::string word, std::string type) {
        if (!on)
          return;
        line += " " + word + " %a" + std::to_string(inputs.size());
        inputs.push_back(type);
      };
      with(chosen & 1, "linear", J + "x" + n + "xf64");
      with(chosen & 2, "bias", J + "xf64");
      all.push_back(makeCase("quadratic_" + s.name + std::to_string(chosen),
                             "dnd.quadratic", line + " axis " + s.axis, inputs,
                             s.y));
    }
    for (int chosen = 0; chosen < 16; ++chosen) {
      std::string rank = chosen & 1 ? "1" : "3";
      Types inputs = {s.x, J + "x" + rank + "x" + n + "xf64"};
      std::string line = "%a0, %a1";
      auto with = [&](bool on, std::string word, std::string type) {
        if (!on)
          return;
        line += " " + word + " %a" + std::to_string(inputs.size());
        inputs.push_back(type);
      };
      with(chosen & 1, "times", J + "x" + rank + "x" + n + "xf64");
      with(chosen & 2, "scale", J + "x" + rank + "xf64");
      with(chosen & 4, "linear", J + "x" + n + "xf64");
      with(chosen & 8, "bias", J + "xf64");
      all.push_back(makeCase("low_rank_" + s.name + std::to_string(chosen),
                             "dnd.low_rank_quadratic", line + " axis " + s.axis,
                             inputs, s.y));
    }
  }
}

void addOtherForms(std::vector<OpCase> &all) {
  for (bool bias : {false, true}) {
    std::string suffix = bias ? "_bias" : "";
    Types inputs = {"?x7xf64", "5x3xi32", "5x3xf64"};
    if (bias)
      inputs.push_back("5xf64");
    all.push_back(range(
        7, makeCase("gather_contract" + suffix, "dnd.gather_contract",
                    std::string("%a0, %a1, %a2") + (bias ? " bias %a3" : ""),
                    inputs, "?x5xf64")));
  }
  all.push_back(range(
      1, makeCase("gather_contract_one", "dnd.gather_contract", "%a0, %a1, %a2",
                  {"?x1xf64", "1x1xi32", "1x1xf64"}, "?x1xf64")));
  for (int chosen = 0; chosen < 4; ++chosen) {
    Types inputs = {"?x3x5xf64", "2x3x5xf64"};
    std::string line = "%a0, %a1";
    if (chosen & 1) {
      line += " bias %a2";
      inputs.push_back("2x3x5xf64");
    }
    if (chosen & 2) {
      line += " scale %a" + std::to_string(inputs.size());
      inputs.push_back("3xf64");
    }
    all.push_back(makeCase("dendritic_fusion" + std::to_string(chosen),
                           "dnd.dendritic_fusion", line, inputs, "?x2xf64"));
  }
  all.push_back(makeCase("dendritic_fusion_one", "dnd.dendritic_fusion",
                         "%a0, %a1", {"?x1x1xf64", "1x1x1xf64"}, "?x1xf64"));
}

} // namespace

const std::vector<OpCase> &opCases() {
  static const std::vector<OpCase> all = [] {
    std::vector<OpCase> made;
    addContracts(made);
    addMaps(made);
    addOthers(made);
    addQuadraticForms(made);
    addOtherForms(made);
    return made;
  }();
  return all;
}

} // namespace dnd::tests
