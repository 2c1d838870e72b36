//===- DeviceNames.h - attributes of device code ----------------*- C++ -*-===//
#ifndef DND_CODEGEN_COMMON_DEVICENAMES_H
#define DND_CODEGEN_COMMON_DEVICENAMES_H

#include "llvm/ADT/StringRef.h"

namespace dnd::codegen {

/// On an entry point of the main module: the name of the entry point whose
/// device version it is. On its wrapper: that it belongs to the device table.
constexpr llvm::StringLiteral deviceEntryAttr = "dnd.device_entry";
/// On the main module: rows `{name, place, layer}` of the kernels, in the order
/// of their numbers.
constexpr llvm::StringLiteral kernelTableAttr = "dnd.kernels";
/// On the main module: the number of places that call dnd_rt_library_call.
constexpr llvm::StringLiteral productCountAttr = "dnd.products";

/// Of a kernel: its tiles and the share of the roof that it should reach, as
/// text for remarks.
constexpr llvm::StringLiteral kernelPlanAttr = "dnd.plan";

} // namespace dnd::codegen

#endif // DND_CODEGEN_COMMON_DEVICENAMES_H
