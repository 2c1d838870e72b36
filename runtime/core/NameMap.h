//===- NameMap.h - Weights under the names of another program ---*- C++ -*-===//
//
// A text of pairs, a line each:
//
//   # PyTorch            this model
//   fc1.weight           hidden.w
//   fc2.weight           logits.w    transpose
//   bn.num_batches_tracked  -
//
// The tensor of the first name is the model's of the second; a matrix may be
// transposed on the way, and `-` leaves a tensor out. Tensors that no line
// names keep their names.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_CORE_NAMEMAP_H
#define RUNTIME_CORE_NAMEMAP_H

#include "runtime/core/Model.h"
#include "runtime/core/Safetensors.h"

namespace dnd::rt {

/// Gives the tensors of `file`, read from `path`, the names that the text in
/// `map` says. Throws Error(Data) naming `map` and the line: for names that the
/// file or the model do not have or that stand twice, and for transposed
/// tensors that are no matrices.
void renameTensors(TensorFile &file, const std::string &path,
                   const std::string &map, const Model &model);

} // namespace dnd::rt

#endif // RUNTIME_CORE_NAMEMAP_H
