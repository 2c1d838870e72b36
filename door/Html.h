//===- Html.h - Parts of a self-contained page ------------------*- C++ -*-===//
//
// Pages load nothing: style, charts (SVG) and pictures (PNG) stand in them, and
// they have no script.
//
//===----------------------------------------------------------------------===//
#ifndef DND_DOOR_HTML_H
#define DND_DOOR_HTML_H

#include "door/Png.h"

#include <string>
#include <vector>

namespace dnd::door {

/// Text with what HTML reads otherwise written out.
std::string escaped(const std::string &text);

/// The whole page around `body`.
std::string htmlPage(const std::string &title, const std::string &body);

/// Rows of cells that are HTML already; the first row is the heading.
std::string htmlTable(const std::vector<std::vector<std::string>> &rows);

/// A picture, each pixel `zoom` pixels wide, with a text for those who do not
/// see it.
std::string htmlImage(const Image &image, int zoom, const std::string &text);

/// A chart or picture with the text below it, which is HTML already.
std::string htmlFigure(const std::string &content, const std::string &caption);

struct Curve {
  std::string name;
  std::vector<double> x, y; ///< numbers that are not finite are left out
  size_t colour = 0;
  bool isDashed = false;
};
/// Lines over one another, with axes, marks and a legend.
std::string svgLines(const std::vector<Curve> &curves, const std::string &xName,
                     const std::string &yName);

/// Bars of a histogram over [low, high].
std::string svgHistogram(const std::vector<double> &counts, double low,
                         double high, const std::string &name);

/// Counts of numbers in equal parts of [low, high].
std::vector<double> histogram(const std::vector<double> &numbers, double low,
                              double high, size_t parts);

} // namespace dnd::door

#endif // DND_DOOR_HTML_H
