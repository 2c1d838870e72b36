//===- ReportParameters.h - What a run learned, as pictures -----*- C++ -*-===//
//
// What a parameter is, the model says: rows of a matrix on an image are
// pictures of it, square matrices have eigenvectors, tables say what dendrites
// see. No option is needed.
//
//===----------------------------------------------------------------------===//
#ifndef DND_DOOR_REPORTPARAMETERS_H
#define DND_DOOR_REPORTPARAMETERS_H

#include "door/Html.h"
#include "runtime/core/Safetensors.h"
#include "runtime/core/Value.h"

#include <functional>
#include <string>
#include <vector>

namespace dnd::door {

/// A trained model.
struct Learned {
  const rt::Value &info; ///< what `info --json` says
  const rt::TensorFile &weights;
  std::vector<std::vector<int64_t>> inputs; ///< shapes without the batch
  /// A picture in the page, each pixel `zoom` pixels wide.
  std::function<std::string(const Image &, int zoom, const std::string &name)>
      picture;
};

/// Sections of a page: what dendrites see, spectra and eigenvectors of
/// quadratic forms, projections, filters, histograms of the weights.
std::string learnedPictures(const Learned &learned);

std::vector<double> realsOf(const rt::Array &array);

} // namespace dnd::door

#endif // DND_DOOR_REPORTPARAMETERS_H
