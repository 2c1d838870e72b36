//===- Html.cpp - Parts of a self-contained page --------------------------===//
#include "door/Html.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace dnd::door {

std::string escaped(const std::string &text) {
  std::string out;
  for (char c : text)
    switch (c) {
    case '<':
      out += "&lt;";
      break;
    case '>':
      out += "&gt;";
      break;
    case '&':
      out += "&amp;";
      break;
    case '"':
      out += "&quot;";
      break;
    default:
      out += c;
    }
  return out;
}

static constexpr const char *style = R"(
:root { color-scheme: light; --line: #d8dee4; --soft: #57606a; }
body { font: 15px/1.5 system-ui, sans-serif; color: #1f2328; margin: 0 auto; padding: 24px 32px 80px; max-width: 1180px; }
h1 { font-size: 26px; margin: 8px 0 0; } h2 { font-size: 19px; margin: 40px 0 8px; border-bottom: 1px solid var(--line); }
h3 { font-size: 15px; margin: 22px 0 4px; } p { margin: 6px 0; max-width: 78ch; } .soft { color: var(--soft); }
table { border-collapse: collapse; font-size: 13px; margin: 8px 0; } th { text-align: left; font-weight: 600; }
td, th { padding: 3px 12px 3px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td.n { text-align: right; } code, .mono { font-family: ui-monospace, monospace; font-size: 12.5px; }
figure { display: inline-block; margin: 6px 18px 10px 0; vertical-align: top; }
figcaption { font-size: 12px; color: var(--soft); max-width: 420px; }
img { image-rendering: pixelated; border: 1px solid var(--line); display: block; }
svg text { font: 11px system-ui, sans-serif; fill: #1f2328; }
.cards { display: flex; flex-wrap: wrap; gap: 12px; margin: 14px 0; }
.card { border: 1px solid var(--line); border-radius: 8px; padding: 10px 16px; min-width: 120px; }
.card b { display: block; font-size: 20px; } .confusion td { padding: 2px 7px; text-align: right; border: 1px solid #fff; }
)";

std::string htmlPage(const std::string &title, const std::string &body) {
  return fmt::format("<!DOCTYPE html>\n<html lang=\"en\"><head><meta "
                     "charset=\"utf-8\"><meta name=\"viewport\" "
                     "content=\"width=device-width\">\n<link rel=\"icon\" "
                     "href=\"data:,\"><title>{}</title>"
                     "<style>{}</style></head>\n<body>\n{}\n</body></html>\n",
                     escaped(title), style, body);
}

std::string htmlTable(const std::vector<std::vector<std::string>> &rows) {
  std::string out = "<table>";
  for (size_t i = 0; i < rows.size(); ++i) {
    out += "<tr>";
    for (const std::string &cell : rows[i])
      out += fmt::format("<{0}>{1}</{0}>", i ? "td" : "th", cell);
    out += "</tr>\n";
  }
  return out + "</table>\n";
}

std::string htmlImage(const Image &image, int zoom, const std::string &text) {
  return fmt::format("<img width=\"{}\" height=\"{}\" alt=\"{}\" "
                     "src=\"data:image/png;base64,{}\">",
                     image.width * zoom, image.height * zoom, escaped(text),
                     base64(pngBytes(image)));
}

std::string htmlFigure(const std::string &content, const std::string &caption) {
  return fmt::format("<figure>{}<figcaption>{}</figcaption></figure>\n",
                     content, caption);
}

static constexpr const char *colours[] = {"#2166ac", "#b2182b", "#1b7837",
                                          "#762a83", "#e08214", "#35978f",
                                          "#8c510a", "#4d4d4d"};

namespace {

/// One axis: round marks that cover [low, high].
struct Axis {
  double low = HUGE_VAL, high = -HUGE_VAL, step = 1;

  void add(double x) {
    if (!std::isfinite(x))
      return;
    low = std::min(low, x);
    high = std::max(high, x);
  }
  void finish(int marks) {
    if (!(low <= high))
      low = 0, high = 1;
    if (low == high) {
      double margin = low == 0 ? 1 : std::abs(low) * 0.1;
      low -= margin;
      high += margin;
    }
    double raw = (high - low) / marks,
           base = std::pow(10, std::floor(std::log10(raw)));
    step = base * (raw / base > 5 ? 10 : raw / base > 2 ? 5 : 2);
    if (raw / base <= 1)
      step = base;
    low = std::floor(low / step + 1e-9) * step;
    high = std::ceil(high / step - 1e-9) * step;
  }
};

} // namespace

/// What the legend has room for: of long names the end, which tells them apart.
static std::vector<std::string> legendNames(const std::vector<Curve> &curves) {
  constexpr size_t longest = 64;
  std::vector<std::string> names;
  for (const Curve &curve : curves) {
    size_t from = curve.name.size() - std::min(curve.name.size(), longest);
    // Not in the middle of a character of several bytes.
    while (from < curve.name.size() && (curve.name[from] & 0xC0) == 0x80)
      ++from;
    names.push_back(from ? "\u2026" + curve.name.substr(from) : curve.name);
  }
  return names;
}

/// Columns of the legend, three where the names are short.
static size_t legendColumns(const std::vector<std::string> &names,
                            double width) {
  constexpr double mark = 44, character = 6.4;
  size_t longest = 0;
  for (const std::string &name : names)
    longest = std::max(longest, name.size());
  double each = mark + character * static_cast<double>(longest);
  return static_cast<size_t>(std::clamp(width / each, 1.0, 3.0));
}

std::string svgLines(const std::vector<Curve> &curves, const std::string &xName,
                     const std::string &yName) {
  constexpr double width = 520, height = 270, left = 58, right = 12, top = 12,
                   bottom = 40;
  Axis x, y;
  for (const Curve &curve : curves)
    for (size_t i = 0; i < curve.y.size(); ++i)
      if (std::isfinite(curve.y[i])) {
        x.add(curve.x[i]);
        y.add(curve.y[i]);
      }
  x.finish(6);
  y.finish(5);
  std::vector<std::string> names = legendNames(curves);
  size_t columns = legendColumns(names, width - left - right);
  auto px = [&](double v) {
    return left + (v - x.low) / (x.high - x.low) * (width - left - right);
  };
  auto py = [&](double v) {
    return height - bottom -
           (v - y.low) / (y.high - y.low) * (height - top - bottom);
  };
  std::string out = fmt::format(
      "<svg width=\"{0}\" height=\"{1}\" viewBox=\"0 "
      "0 {0} {1}\" role=\"img\" aria-label=\"{2}\">",
      width, height + 18.0 * ((curves.size() + columns - 1) / columns),
      escaped(yName + " over " + xName));
  for (double v = y.low; v <= y.high + y.step / 2; v += y.step)
    out += fmt::format("<line x1=\"{:.1f}\" x2=\"{:.1f}\" y1=\"{:.1f}\" "
                       "y2=\"{:.1f}\" stroke=\"#e6e9ed\"/><text x=\"{:.1f}\" "
                       "y=\"{:.1f}\" text-anchor=\"end\">{:.4g}</text>",
                       left, width - right, py(v), py(v), left - 6, py(v) + 4,
                       std::abs(v) < y.step * 1e-6 ? 0 : v);
  for (double v = x.low; v <= x.high + x.step / 2; v += x.step)
    out += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" "
                       "text-anchor=\"middle\">{:.4g}</text>",
                       px(v), height - bottom + 16,
                       std::abs(v) < x.step * 1e-6 ? 0 : v);
  out += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" "
                     "text-anchor=\"middle\">{}</text><text "
                     "transform=\"translate(12,{:.1f}) rotate(-90)\" "
                     "text-anchor=\"middle\">{}</text>",
                     (left + width - right) / 2, height - 6, escaped(xName),
                     (top + height - bottom) / 2, escaped(yName));
  for (size_t i = 0; i < curves.size(); ++i) {
    const Curve &curve = curves[i];
    const char *colour = colours[curve.colour % std::size(colours)];
    const char *dash = curve.isDashed ? " stroke-dasharray=\"5 4\"" : "";
    std::string points;
    // More points than pixels say nothing more.
    size_t every = std::max<size_t>(1, curve.y.size() / 1000);
    for (size_t k = 0; k < curve.y.size(); k += every)
      if (std::isfinite(curve.y[k]))
        points += fmt::format("{:.1f},{:.1f} ", px(curve.x[k]), py(curve.y[k]));
    if (std::count(points.begin(), points.end(), ',') == 1)
      out += fmt::format("<circle cx=\"{}\" cy=\"{}\" r=\"3\" fill=\"{}\"/>",
                         points.substr(0, points.find(',')),
                         points.substr(points.find(',') + 1,
                                       points.size() - points.find(',') - 2),
                         colour);
    out += fmt::format("<polyline points=\"{}\" fill=\"none\" stroke=\"{}\" "
                       "stroke-width=\"1.8\"{}/>",
                       points, colour, dash);
    double lx = left + (width - left) / columns * (i % columns),
           ly = height + 10 + 18.0 * (i / columns);
    out += fmt::format("<line x1=\"{0}\" x2=\"{1}\" y1=\"{2}\" y2=\"{2}\" "
                       "stroke=\"{3}\" stroke-width=\"2\"{4}/><text x=\"{5}\" "
                       "y=\"{6}\">{7}</text>",
                       lx, lx + 22, ly, colour, dash, lx + 28, ly + 4,
                       escaped(names[i]));
  }
  return out + "</svg>";
}

std::vector<double> histogram(const std::vector<double> &numbers, double low,
                              double high, size_t parts) {
  std::vector<double> counts(parts);
  for (double x : numbers) {
    if (!std::isfinite(x) || x < low || x > high || high <= low)
      continue;
    auto part = static_cast<size_t>((x - low) / (high - low) *
                                    static_cast<double>(parts));
    ++counts[std::min(part, parts - 1)];
  }
  return counts;
}

std::string svgHistogram(const std::vector<double> &counts, double low,
                         double high, const std::string &name) {
  constexpr double width = 240, height = 90;
  double most = 1;
  for (double count : counts)
    most = std::max(most, count);
  std::string out = fmt::format("<svg width=\"{0}\" height=\"{1}\" viewBox=\"0 "
                                "0 {0} {1}\" role=\"img\" aria-label=\"{2}\">",
                                width, height + 16, escaped(name));
  double bar = width / static_cast<double>(counts.size());
  for (size_t i = 0; i < counts.size(); ++i) {
    double h = counts[i] / most * height;
    out += fmt::format("<rect x=\"{:.2f}\" y=\"{:.2f}\" width=\"{:.2f}\" "
                       "height=\"{:.2f}\" fill=\"#4d7fb5\"/>",
                       static_cast<double>(i) * bar, height - h, bar * 0.9, h);
  }
  if (low < 0 && high > 0) {
    double zero = -low / (high - low) * width;
    out += fmt::format("<line x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"0\" "
                       "y2=\"{1}\" stroke=\"#b2182b\" "
                       "stroke-dasharray=\"2 2\"/>",
                       zero, height);
  }
  return out + fmt::format("<text x=\"0\" y=\"{0}\">{1:.3g}</text><text "
                           "x=\"{2}\" y=\"{0}\" text-anchor=\"end\">{3:.3g}"
                           "</text></svg>",
                           height + 13, low, width, high);
}

} // namespace dnd::door
