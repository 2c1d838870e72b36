//===- VerbInfo.cpp - info ------------------------------------------------===//
//
// What the compiled model is: for people, or as JSON.
//
//===----------------------------------------------------------------------===//
#include "runtime/core/DocTexts.h"
#include "runtime/core/Schedule.h"
#include "runtime/core/Verbs.h"
#include "runtime/cuda/CudaEngine.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>

namespace dnd::rt {
namespace {

Value shapesValue(const std::vector<std::vector<int64_t>> &shapes) {
  Value list = Value::list();
  for (const std::vector<int64_t> &s : shapes)
    list.push(Value::listOf(s));
  return list;
}

/// The documentation of the author's layers and networks.
std::map<std::string, std::string> docsOf(const Model &m) {
  std::map<std::string, std::string> docs;
  for (const auto &[path, text] : m.made.sources)
    docs.merge(docTexts(text));
  return docs;
}

Value infoValue(const Model &m) {
  Value out = Value::object();
  std::map<std::string, std::string> docs = docsOf(m);
  out.set("network", m.network);
  if (docs.count(m.network))
    out.set("doc", docs[m.network]);
  out.set("source", m.source);
  out.set("source_sha256", m.sourceHash);
  out.set("compiler", m.compiler);
  out.set("precision", m.precision);
  out.set("march", m.march);
  out.set("features", Value::listOf(m.features));
  Value inputs = Value::list(), outputs = Value::list(), layers = Value::list(),
        params = Value::list(), tables = Value::list(), states = Value::list(),
        entries = Value::list();
  for (const InputInfo &i : m.inputs) {
    Value v = Value::object();
    v.set("name", i.name);
    v.set("shape", Value::listOf(i.shape));
    v.set("dtype", i.type == ElementType::I32 ? "i32" : "f32");
    inputs.push(std::move(v));
  }
  for (const OutputInfo &o : m.outputs) {
    Value v = Value::object();
    v.set("name", o.name);
    v.set("shape", Value::listOf(o.shape));
    outputs.push(std::move(v));
  }
  Value targets = Value::list();
  for (const TargetInfo &t : m.targets) {
    Value v = Value::object();
    v.set("name", t.name);
    v.set("kind", t.isLabel ? "label" : "value");
    if (t.classes)
      v.set("classes", t.classes);
    if (t.isSoft)
      v.set("soft", true);
    v.set("shape", Value::listOf(t.shape));
    targets.push(std::move(v));
  }
  for (const LayerInfo &l : m.layers) {
    Value v = Value::object();
    v.set("path", l.path);
    v.set("kind", l.kind);
    if (docs.count(l.kind))
      v.set("doc", docs[l.kind]);
    v.set("inputs", shapesValue(l.inputs));
    v.set("outputs", shapesValue(l.outputs));
    v.set("params", Value::listOf(l.params));
    v.set("loc", l.location);
    layers.push(std::move(v));
  }
  for (const ParamInfo &p : m.params) {
    Value v = Value::object();
    v.set("path", p.path);
    v.set("shape", Value::listOf(p.shape));
    v.set("elements", p.elements);
    v.set("live", p.live);
    v.set("trainable", p.trainable);
    v.set("init", p.init.toText());
    v.set("group", p.group);
    v.set("loc", p.location);
    params.push(std::move(v));
  }
  for (const TableInfo &t : m.tables) {
    Value v = Value::object();
    v.set("path", t.path);
    v.set("shape", Value::listOf(t.shape));
    v.set("dtype", t.type == ElementType::I32 ? "i32" : "f32");
    v.set("rule", t.gen.toText());
    v.set("loc", t.location);
    tables.push(std::move(v));
  }
  for (const StateInfo &s : m.states) {
    Value v = Value::object();
    v.set("path", s.path);
    v.set("shape", Value::listOf(s.shape));
    v.set("init", s.init.toText());
    v.set("loc", s.location);
    states.push(std::move(v));
  }
  for (const dnd_entry &e : m.entries()) {
    Value v = Value::object();
    v.set("name", e.name);
    v.set("arena_fixed", e.arena_fixed);
    v.set("arena_per_sample", e.arena_per_sample);
    entries.push(std::move(v));
  }
  out.set("inputs", std::move(inputs));
  out.set("outputs", std::move(outputs));
  out.set("targets", std::move(targets));
  out.set("parameters", m.parameterCount());
  if (m.multiplyAdds)
    out.set("multiply_adds", m.multiplyAdds);
  out.set("layers", std::move(layers));
  out.set("params", std::move(params));
  out.set("tables", std::move(tables));
  out.set("states", std::move(states));
  out.set("entries", std::move(entries));
  return out;
}

Value recipeValue(const Model &m) {
  Value out = Value::object();
  const Recipe &r = m.recipe;
  HyperNumbers numbers(m);
  out.set("data", r.data.toText());
  if (!r.normalize.empty())
    out.set("normalize", r.normalize.toText());
  if (!r.augment.empty())
    out.set("augment", textOf(r.augment));
  out.set("loss", r.loss);
  out.set("optimizer", r.optimizer);
  for (const HyperInfo &h : m.hyper)
    if (h.isOfUser())
      out.set(h.group > 0 ? fmt::format("{} of group {}", h.name, h.group)
                          : h.name,
              numbers.number(h.name, h.group));
  out.set("schedule", r.schedule.toText());
  out.set("batch", r.batch);
  if (r.accumulate > 0)
    out.set("accumulate", r.accumulate);
  out.set("epochs", r.epochs);
  out.set("precision", m.precision);
  std::vector<std::string> metrics;
  for (const RecipeCall &metric : r.metrics)
    metrics.push_back(metric.hasArguments() ? metric.toText() : metric.name());
  out.set("metrics", Value::listOf(metrics));
  if (r.degree > 0)
    out.set("degree", r.degree);
  for (const auto &[name, value] : numbers.constants())
    out.setApart(name, "const.", value);
  return out;
}

/// Columns of equal width, two spaces apart.
class TextTable {
public:
  void row(std::vector<std::string> cells) { rows.push_back(std::move(cells)); }
  std::string text() const {
    std::vector<size_t> width;
    for (const auto &r : rows)
      for (size_t i = 0; i < r.size(); ++i) {
        width.resize(std::max(width.size(), i + 1));
        width[i] = std::max(width[i], r[i].size());
      }
    std::string out;
    for (const auto &r : rows) {
      std::string line = "  ";
      for (size_t i = 0; i < r.size(); ++i) {
        line += r[i];
        if (i + 1 < r.size())
          line.append(width[i] - r[i].size() + 2, ' ');
      }
      line.erase(line.find_last_not_of(' ') + 1);
      out += line + "\n";
    }
    return out;
  }
  bool empty() const { return rows.empty(); }

private:
  std::vector<std::vector<std::string>> rows;
};

std::string shapesText(const std::vector<std::vector<int64_t>> &shapes) {
  std::string out;
  for (const std::vector<int64_t> &s : shapes)
    out += fmt::format("{}{}", out.empty() ? "" : ", ", shapeText(s));
  return out;
}

std::string indented(const std::string &text) {
  std::string out = "  ";
  for (char c : text)
    out += c == '\n' ? std::string("\n  ") : std::string(1, c);
  return out + "\n";
}

std::string infoText(const Model &m) {
  std::string out = fmt::format("network {} ({}, dndc {})\n", m.network,
                                m.source, m.compiler);
  std::map<std::string, std::string> docs = docsOf(m);
  if (docs.count(m.network))
    out += indented(docs[m.network]);
  TextTable io;
  for (const InputInfo &i : m.inputs)
    io.row({"input", i.name, shapeText(i.shape)});
  for (const OutputInfo &o : m.outputs)
    io.row({"output", o.name, shapeText(o.shape)});
  out += io.text();
  TextTable layers;
  for (const LayerInfo &l : m.layers)
    layers.row(
        {l.path, l.kind,
         fmt::format("{} -> {}", shapesText(l.inputs), shapesText(l.outputs)),
         l.location});
  if (!layers.empty())
    out += "\nlayers\n" + layers.text();
  for (const LayerInfo &l : m.layers)
    if (auto doc = docs.extract(l.kind))
      out += fmt::format("\n{}\n{}", l.kind, indented(doc.mapped()));
  TextTable params;
  for (const ParamInfo &p : m.params)
    params.row({p.path, shapeText(p.shape),
                p.live == p.elements
                    ? fmt::format("{}", p.elements)
                    : fmt::format("{} of {}", p.live, p.elements),
                p.trainable ? p.init.toText() : "not trained", p.location});
  if (!params.empty())
    out += "\nparameters\n" + params.text();
  out += fmt::format("  {} trainable numbers\n", m.parameterCount());
  if (m.multiplyAdds)
    out += fmt::format("  {} multiply-adds a sample\n", m.multiplyAdds);
  TextTable tables;
  for (const TableInfo &t : m.tables)
    tables.row({t.path, shapeText(t.shape), t.gen.toText(), t.location});
  if (!tables.empty())
    out += "\ntables\n" + tables.text();
  TextTable states;
  for (const StateInfo &s : m.states)
    states.row({s.path, shapeText(s.shape), s.init.toText(), s.location});
  if (!states.empty())
    out += "\nstates (kept from step to step, saved with the weights)\n" +
           states.text();
  if (m.recipe.present) {
    TextTable recipe;
    Value numbers = recipeValue(m);
    for (const Value::Member &r : numbers.members) {
      std::string text = r.second.isString() ? r.second.text : r.second.dump();
      if (r.second.isList()) {
        text.clear();
        for (const Value &v : r.second.items)
          text += fmt::format("{}{}", text.empty() ? "" : ", ", v.text);
      }
      recipe.row({r.first, text});
    }
    out += "\nrecipe\n" + recipe.text();
  }
  TextTable entries;
  for (const dnd_entry &e : m.entries())
    entries.row(
        {e.name,
         fmt::format("{} + {} a sample",
                     bytesText(static_cast<double>(e.arena_fixed)),
                     bytesText(static_cast<double>(e.arena_per_sample)))});
  if (!entries.empty())
    out += "\nentries (working memory)\n" + entries.text();
  return out;
}

/// What GPU code the program has and which GPU of this machine would run it.
std::vector<std::string> gpuLines(const Model &m) {
  try {
    return cuda::describeDevices(m);
  } catch (const Error &e) {
    return {fmt::format("no GPU: {}", e.message)};
  }
}

} // namespace

Exit runInfo(const VerbContext &context) {
  if (!context.options.has("json")) {
    std::string text = infoText(context.model);
    if (std::string code = cuda::describeCode(context.model); !code.empty()) {
      text += fmt::format("\nGPU code\n  {}\n", code);
      for (const std::string &line : gpuLines(context.model))
        text += fmt::format("  {}\n", line);
    }
    print(text);
    return Exit::Ok;
  }
  Value out = infoValue(context.model);
  if (context.model.recipe.present)
    out.set("recipe", recipeValue(context.model));
  if (std::string code = cuda::describeCode(context.model); !code.empty()) {
    Value gpu = Value::object();
    gpu.set("code", code);
    gpu.set("devices", Value::listOf(gpuLines(context.model)));
    out.set("gpu", std::move(gpu));
  }
  print(out.dump(2) + "\n");
  return Exit::Ok;
}

} // namespace dnd::rt
