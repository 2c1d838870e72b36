//===- HostImageAbi.h - between host images and the SIMT driver -*- C++ -*-===//
//
// A host image (HostImage.h) is a shared object whose symbol `dnd_simt_image`
// is an Image. The driver that loads it provides
//
//   void dnd_simt_access(const void *address, uint64_t bytes,
//                        const void *base, uint64_t extent, Site *site);
//
// called before each access of memory (`base`: an address inside of the buffer
// that is meant, or null when unknown; `extent`: the bytes from there on that
// belong to it, or 0 when unknown), and the functions of
// HostIntrinsics.def. All structs are constants of the image except for the
// fields that say otherwise.
//
//===----------------------------------------------------------------------===//
#ifndef DND_CODEGEN_SIMT_HOSTIMAGEABI_H
#define DND_CODEGEN_SIMT_HOSTIMAGEABI_H

#include <cstdint> // the only one: the driver knows no LLVM

namespace dnd::simt {

/// Raised with every change of the structs.
constexpr uint32_t imageVersion = 2;
constexpr char imageSymbol[] = "dnd_simt_image";

/// Site::flags.
constexpr uint32_t siteReads = 1, siteWrites = 2, siteAtomic = 4;

/// A place of a kernel: an access or a call of the driver.
struct Site {
  const char *file; ///< null: not known
  uint32_t line, column;
  const char *function;
  const char *text; ///< the instruction
  uint32_t flags;
  uint32_t alignment;  ///< that the address promises, in bytes
  int64_t shared;      ///< index of the shared variable meant, or -1
  uint64_t generation; ///< the driver's, zero at first, as the next two:
  uint64_t begin, end; ///< the buffer found here last
};

/// A variable in the shared memory of a block.
struct SharedVariable {
  const char *name;
  uint64_t offset; ///< from Image::sharedMemory
  uint64_t size;   ///< 0: what the launch asks for (dynamic)
};

/// A variable in global or constant memory.
struct GlobalVariable {
  const char *name;
  void *address;
  uint64_t size;
  uint32_t constant;
};

struct Kernel {
  const char *name;
  void (*run)(void *const *arguments); ///< one thread; as cuLaunchKernel
  const uint32_t *argumentSizes;
  const uint32_t *shared; ///< indices of the variables it uses
  uint32_t numArguments;
  uint32_t numShared;
  uint32_t maxThreads; ///< of a block; 0: not said
  uint32_t meets; ///< 1: threads wait for each other (barriers, shuffles, ...)
};

struct Image {
  uint32_t version;
  uint32_t granule; ///< no two threads share less than so many bytes: 1, 2, 4
  uint32_t numKernels, numShared, numGlobals;
  uint32_t unused;
  const Kernel *kernels;
  const SharedVariable *shared;
  const GlobalVariable *globals;
  void *sharedMemory;
  uint64_t sharedBytes; ///< with gaps between the variables
};

/// Bytes of the gap in front of and behind each shared variable.
constexpr uint64_t sharedGap = 256;
/// The most dynamic shared memory of a launch.
constexpr uint64_t maxDynamicShared = 227 * 1024;
/// The most shared memory of a kernel without dynamic one.
constexpr uint64_t maxStaticShared = 48 * 1024;

} // namespace dnd::simt

#endif // DND_CODEGEN_SIMT_HOSTIMAGEABI_H
