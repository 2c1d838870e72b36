//===- Intrinsics.cpp - What one thread asks of the driver ----------------===//
//
// The functions of HostIntrinsics.def that wait for nobody.
//
//===----------------------------------------------------------------------===//
#include "runtime/cuda/DriverTypes.h"
#include "tests/simt/Engine.h"
#include <bit>
#include <cmath>
#include <cstring>

using namespace dnd::simt;

#define EXPORT extern "C" __attribute__((visibility("default")))

EXPORT void dnd_simt_access(const void *address, uint64_t bytes,
                            const void *base, uint64_t extent, Site *site) {
  auto from = reinterpret_cast<uint64_t>(base);
  auto at = reinterpret_cast<uint64_t>(address);
  if (extent && (at < from || bytes > extent || at - from > extent - bytes))
    engine.outsideArgument(at, bytes, from, extent, *site);
  engine.access(*engine.self, at, bytes, from, *site, site->flags);
}

// Who am I?
EXPORT unsigned dnd_simt_tid_x() { return engine.self->id.x; }
EXPORT unsigned dnd_simt_tid_y() { return engine.self->id.y; }
EXPORT unsigned dnd_simt_tid_z() { return engine.self->id.z; }
EXPORT unsigned dnd_simt_ntid_x() { return engine.launch->block.x; }
EXPORT unsigned dnd_simt_ntid_y() { return engine.launch->block.y; }
EXPORT unsigned dnd_simt_ntid_z() { return engine.launch->block.z; }
EXPORT unsigned dnd_simt_ctaid_x() { return engine.blockId.x; }
EXPORT unsigned dnd_simt_ctaid_y() { return engine.blockId.y; }
EXPORT unsigned dnd_simt_ctaid_z() { return engine.blockId.z; }
EXPORT unsigned dnd_simt_nctaid_x() { return engine.launch->grid.x; }
EXPORT unsigned dnd_simt_nctaid_y() { return engine.launch->grid.y; }
EXPORT unsigned dnd_simt_nctaid_z() { return engine.launch->grid.z; }
EXPORT unsigned dnd_simt_laneid() { return engine.self->lane; }
EXPORT unsigned dnd_simt_warpsize() { return 32; }

// Numbers. `ftz`: numbers too small for the normal format are zeros.
static float flush(float x) {
  return std::fpclassify(x) == FP_SUBNORMAL ? std::copysign(0.0f, x) : x;
}
EXPORT float dnd_simt_sqrt(float x) { return std::sqrt(x); }
EXPORT float dnd_simt_sqrt_ftz(float x) { return std::sqrt(flush(x)); }
EXPORT float dnd_simt_rsqrt(float x) {
  return static_cast<float>(1 / std::sqrt(static_cast<double>(x)));
}
EXPORT float dnd_simt_rsqrt_ftz(float x) { return dnd_simt_rsqrt(flush(x)); }
EXPORT float dnd_simt_rcp(float x) { return 1 / x; }
EXPORT float dnd_simt_rcp_ftz(float x) { return flush(1 / flush(x)); }
EXPORT float dnd_simt_div(float x, float y) { return x / y; }
EXPORT float dnd_simt_ex2(float x) { return std::exp2(x); }
EXPORT float dnd_simt_ex2_ftz(float x) { return flush(std::exp2(flush(x))); }
EXPORT float dnd_simt_lg2(float x) { return std::log2(x); }
EXPORT float dnd_simt_lg2_ftz(float x) { return std::log2(flush(x)); }
EXPORT float dnd_simt_sin(float x) { return std::sin(x); }
EXPORT float dnd_simt_cos(float x) { return std::cos(x); }
EXPORT float dnd_simt_fabs(float x) { return std::fabs(x); }
EXPORT float dnd_simt_fabs_ftz(float x) { return std::fabs(flush(x)); }
EXPORT float dnd_simt_fmin(float x, float y) { return std::fmin(x, y); }
EXPORT float dnd_simt_fmax(float x, float y) { return std::fmax(x, y); }
EXPORT float dnd_simt_fmin_nan(float x, float y) {
  return std::isnan(x) || std::isnan(y) ? NAN : std::fmin(x, y);
}
EXPORT float dnd_simt_fmax_nan(float x, float y) {
  return std::isnan(x) || std::isnan(y) ? NAN : std::fmax(x, y);
}
EXPORT float dnd_simt_fma(float x, float y, float z) {
  return std::fma(x, y, z);
}
EXPORT int dnd_simt_mul24(int x, int y) {
  int64_t a = static_cast<int>(static_cast<unsigned>(x) << 8) >> 8;
  int64_t b = static_cast<int>(static_cast<unsigned>(y) << 8) >> 8;
  return static_cast<int>(a * b);
}
EXPORT unsigned dnd_simt_prmt(unsigned a, unsigned b, unsigned selector) {
  uint64_t bytes = static_cast<uint64_t>(b) << 32 | a;
  unsigned result = 0;
  for (unsigned i = 0; i < 4; ++i) {
    unsigned pick = selector >> (4 * i);
    unsigned byte = bytes >> (8 * (pick & 7)) & 0xff;
    if (pick & 8) // the sign of that byte, eight times
      byte = byte & 0x80 ? 0xff : 0;
    result |= byte << (8 * i);
  }
  return result;
}
/// The 10 bits of a tf32 number, nearest, ties away from zero.
EXPORT unsigned dnd_simt_f2tf32_rna(float x) {
  unsigned bits = std::bit_cast<unsigned>(x);
  if (!std::isfinite(x))
    return bits;
  return (bits + 0x1000) & ~0x1fffu;
}

// What the host's code generator calls to round to bfloat, which libgcc has
// only from version 13 on: to nearest, ties to even, in the low bits of the
// result.
EXPORT float __truncsfbf2(float x) {
  unsigned bits = std::bit_cast<unsigned>(x);
  if (std::isnan(x))
    return std::bit_cast<float>(bits >> 16 | 0x40);
  return std::bit_cast<float>((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
}

// Order of memory: execution here has one order anyway.
EXPORT void dnd_simt_membar(Site *) {}

EXPORT unsigned dnd_simt_activemask(Site *) {
  const Warp *warp = engine.self->warp;
  return engine.launch->kernel->meets ? warp->alive : 1u << engine.self->lane;
}

// cp.async.
static void copy(void *to, const void *from, unsigned bytes, unsigned source,
                 Site *site) {
  engine.startCopy(reinterpret_cast<uint64_t>(to),
                   reinterpret_cast<uint64_t>(from), bytes, source, *site);
}
EXPORT void dnd_simt_cp_async_4(void *to, const void *from, Site *site) {
  copy(to, from, 4, 4, site);
}
EXPORT void dnd_simt_cp_async_8(void *to, const void *from, Site *site) {
  copy(to, from, 8, 8, site);
}
EXPORT void dnd_simt_cp_async_16(void *to, const void *from, Site *site) {
  copy(to, from, 16, 16, site);
}
EXPORT void dnd_simt_cp_async_4_s(void *to, const void *from, unsigned source,
                                  Site *site) {
  copy(to, from, 4, source, site);
}
EXPORT void dnd_simt_cp_async_8_s(void *to, const void *from, unsigned source,
                                  Site *site) {
  copy(to, from, 8, source, site);
}
EXPORT void dnd_simt_cp_async_16_s(void *to, const void *from, unsigned source,
                                   Site *site) {
  copy(to, from, 16, source, site);
}
EXPORT void dnd_simt_cp_async_commit_group(Site *) { engine.commitCopies(); }
EXPORT void dnd_simt_cp_async_wait_group(unsigned left, Site *) {
  engine.waitCopies(left, /*open=*/false);
}
EXPORT void dnd_simt_cp_async_wait_all(Site *) {
  engine.waitCopies(0, /*open=*/true);
}
