//===- Features.cpp - What the processor can do ---------------------------===//
//
// CPUID leaves 1, 7 and 0x80000001, and XCR0 for the state that the operating
// system saves.
//
//===----------------------------------------------------------------------===//
#include "runtime/cpu/Features.h"

#include <cpuid.h>
#include <cstdint>
#include <cstring>
#include <sys/syscall.h>
#include <unistd.h>

namespace dnd::rt {
namespace {

enum Register { EAX, EBX, ECX, EDX };
/// What the operating system must save for a feature to be usable.
enum State { None, Avx, Avx512, Amx };

struct Feature {
  const char *name;
  uint32_t leaf, subleaf;
  Register reg;
  int bit;
  State state;
};

constexpr Feature known[] = {
    {"cx16", 1, 0, ECX, 13, None},
    {"sse3", 1, 0, ECX, 0, None},
    {"ssse3", 1, 0, ECX, 9, None},
    {"sse4.1", 1, 0, ECX, 19, None},
    {"sse4.2", 1, 0, ECX, 20, None},
    {"popcnt", 1, 0, ECX, 23, None},
    {"movbe", 1, 0, ECX, 22, None},
    {"aes", 1, 0, ECX, 25, None},
    {"pclmul", 1, 0, ECX, 1, None},
    {"avx", 1, 0, ECX, 28, Avx},
    {"fma", 1, 0, ECX, 12, Avx},
    {"f16c", 1, 0, ECX, 29, Avx},
    {"lzcnt", 0x80000001, 0, ECX, 5, None},
    {"sahf", 0x80000001, 0, ECX, 0, None},
    {"sse4a", 0x80000001, 0, ECX, 6, None},
    {"bmi", 7, 0, EBX, 3, None},
    {"bmi2", 7, 0, EBX, 8, None},
    {"avx2", 7, 0, EBX, 5, Avx},
    {"adx", 7, 0, EBX, 19, None},
    {"sha", 7, 0, EBX, 29, None},
    {"gfni", 7, 0, ECX, 8, None},
    {"vaes", 7, 0, ECX, 9, Avx},
    {"vpclmulqdq", 7, 0, ECX, 10, Avx},
    {"avx512f", 7, 0, EBX, 16, Avx512},
    {"avx512dq", 7, 0, EBX, 17, Avx512},
    {"avx512ifma", 7, 0, EBX, 21, Avx512},
    {"avx512cd", 7, 0, EBX, 28, Avx512},
    {"avx512bw", 7, 0, EBX, 30, Avx512},
    {"avx512vl", 7, 0, EBX, 31, Avx512},
    {"avx512vbmi", 7, 0, ECX, 1, Avx512},
    {"avx512vbmi2", 7, 0, ECX, 6, Avx512},
    {"avx512vnni", 7, 0, ECX, 11, Avx512},
    {"avx512bitalg", 7, 0, ECX, 12, Avx512},
    {"avx512vpopcntdq", 7, 0, ECX, 14, Avx512},
    {"avx512vp2intersect", 7, 0, EDX, 8, Avx512},
    {"avx512fp16", 7, 0, EDX, 23, Avx512},
    {"amx-bf16", 7, 0, EDX, 22, Amx},
    {"amx-tile", 7, 0, EDX, 24, Amx},
    {"amx-int8", 7, 0, EDX, 25, Amx},
    {"avxvnni", 7, 1, EAX, 4, Avx},
    {"avx512bf16", 7, 1, EAX, 5, Avx512},
    {"amx-fp16", 7, 1, EAX, 21, Amx},
    {"avxifma", 7, 1, EAX, 23, Avx},
    {"avxvnniint8", 7, 1, EDX, 4, Avx},
    {"avxneconvert", 7, 1, EDX, 5, Avx},
};

bool cpuBit(const Feature &f) {
  uint32_t r[4] = {0, 0, 0, 0};
  if (!__get_cpuid_count(f.leaf, f.subleaf, &r[0], &r[1], &r[2], &r[3]))
    return false;
  return r[f.reg] >> f.bit & 1;
}

/// XCR0: the register state that the operating system saves.
uint64_t enabledState() {
  uint32_t a, b, c, d;
  if (!__get_cpuid(1, &a, &b, &c, &d) || !(c >> 27 & 1))
    return 0;
  uint32_t low, high;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return static_cast<uint64_t>(high) << 32 | low;
}

/// Asks Linux for the tile data (arch_prctl ARCH_REQ_XCOMP_PERM).
bool allowTiles() {
#ifdef SYS_arch_prctl
  return ::syscall(SYS_arch_prctl, 0x1023, 18) == 0;
#else
  return false;
#endif
}

bool stateUsable(State state) {
  static const uint64_t xcr0 = enabledState();
  switch (state) {
  case None:
    return true;
  case Avx:
    return (xcr0 & 0x6) == 0x6;
  case Avx512:
    return (xcr0 & 0xe6) == 0xe6;
  case Amx: {
    static const bool allowed = (xcr0 & 0x60000) == 0x60000 && allowTiles();
    return allowed;
  }
  }
  return false;
}

} // namespace

std::vector<std::string>
missingFeatures(const std::vector<std::string> &features) {
  std::vector<std::string> missing;
  for (const std::string &wanted : features) {
    if (wanted.empty() || wanted[0] == '-')
      continue;
    const char *name = wanted.c_str() + (wanted[0] == '+');
    for (const Feature &f : known)
      if (std::strcmp(f.name, name) == 0 &&
          !(cpuBit(f) && stateUsable(f.state)))
        missing.emplace_back(name);
  }
  return missing;
}

std::string processorName() {
  uint32_t r[12] = {};
  for (uint32_t i = 0; i < 3; ++i)
    if (!__get_cpuid(0x80000002 + i, &r[4 * i], &r[4 * i + 1], &r[4 * i + 2],
                     &r[4 * i + 3]))
      return "unknown";
  char text[sizeof r + 1] = {};
  std::memcpy(text, r, sizeof r);
  std::string name(text);
  name.erase(0, name.find_first_not_of(' '));
  name.erase(name.find_last_not_of(' ') + 1);
  return name;
}

} // namespace dnd::rt
