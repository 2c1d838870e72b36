//===- Extents.h - iteration spaces in the text of ops ----------*- C++ -*-===//
#ifndef DND_DIALECT_EXTENTS_H
#define DND_DIALECT_EXTENTS_H

#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/OpImplementation.h"

namespace dnd {

/// `[?, 10, 784]`, with `?` for the batch: custom<Extents> of assembly formats.
inline mlir::ParseResult parseExtents(mlir::OpAsmParser &parser,
                                      mlir::DenseI64ArrayAttr &extents) {
  llvm::SmallVector<int64_t> sizes;
  auto parseOne = [&]() -> mlir::ParseResult {
    if (succeeded(parser.parseOptionalQuestion())) {
      sizes.push_back(mlir::ShapedType::kDynamic);
      return mlir::success();
    }
    return parser.parseInteger(sizes.emplace_back());
  };
  if (parser.parseCommaSeparatedList(mlir::AsmParser::Delimiter::Square,
                                     parseOne, " in the extents"))
    return mlir::failure();
  extents = parser.getBuilder().getDenseI64ArrayAttr(sizes);
  return mlir::success();
}

inline void printExtents(mlir::OpAsmPrinter &printer, mlir::Operation *,
                         mlir::DenseI64ArrayAttr extents) {
  printer << '[';
  llvm::interleaveComma(extents.asArrayRef(), printer, [&](int64_t size) {
    if (mlir::ShapedType::isDynamic(size))
      printer << '?';
    else
      printer << size;
  });
  printer << ']';
}

} // namespace dnd

#endif // DND_DIALECT_EXTENTS_H
