//===- HostImage.h - GPU kernels as a shared object of the host -*- C++ -*-===//
#ifndef DND_CODEGEN_SIMT_HOSTIMAGE_H
#define DND_CODEGEN_SIMT_HOSTIMAGE_H

#include "llvm/IR/Module.h"
#include "llvm/Support/Error.h"
#include <string>

namespace dnd::codegen {

/// The "simt" image: the kernels of `module`, which is what the NVPTX back end
/// gets, as an x86-64 shared object for the SIMT driver of the tests (its
/// bytes). NVVM intrinsics become calls of `dnd_simt_*`, functions `dnd_ptx_*`
/// (inline PTX) calls of the driver's functions of that name, shared variables
/// places in one block of memory, and every access to memory is announced to
/// the driver before it happens. The image describes itself in `dnd_simt_image`
/// (codegen/simt/HostImageAbi.h). An error names what has no counterpart on
/// the host, or says that no C compiler was found to link with.
llvm::Expected<std::string> makeHostImage(const llvm::Module &module);

} // namespace dnd::codegen

#endif // DND_CODEGEN_SIMT_HOSTIMAGE_H
