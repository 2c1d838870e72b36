//===- Events.cpp - Event files of TensorBoard ----------------------------===//
//
// Field numbers are those of event.proto and summary.proto.
//
//===----------------------------------------------------------------------===//
#include "runtime/report/Events.h"

#include "runtime/core/Error.h"
#include "runtime/core/File.h"

#include <fmt/core.h>

#include <array>
#include <chrono>
#include <cstring>
#include <unistd.h>

namespace dnd::rt {

uint32_t crc32c(std::string_view bytes) {
  static const std::array<uint32_t, 256> table = [] {
    std::array<uint32_t, 256> made{};
    for (uint32_t i = 0; i < 256; ++i) {
      uint32_t word = i;
      for (int bit = 0; bit < 8; ++bit)
        word = word & 1 ? word >> 1 ^ 0x82f63b78u : word >> 1;
      made[i] = word;
    }
    return made;
  }();
  uint32_t sum = 0xffffffffu;
  for (char c : bytes)
    sum = sum >> 8 ^ table[(sum ^ static_cast<unsigned char>(c)) & 255];
  return sum ^ 0xffffffffu;
}

/// Checksums are stored turned, so that those of files with checksums in them
/// stay good.
static uint32_t masked(uint32_t sum) {
  return (sum >> 15 | sum << 17) + 0xa282ead8u;
}

template <typename T> static std::string rawBytes(T number) {
  std::string bytes(sizeof number, '\0');
  std::memcpy(bytes.data(), &number, sizeof number);
  return bytes;
}

static std::string varint(uint64_t value) {
  std::string out;
  for (; value >= 128; value >>= 7)
    out += static_cast<char>((value & 127) | 128);
  return out + static_cast<char>(value);
}

static std::string textField(unsigned field, std::string_view text) {
  return varint(field << 3 | 2) + varint(text.size()) + std::string(text);
}

static double secondsNow() {
  return std::chrono::duration<double>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

/// "train_loss" -> "loss/train".
static std::string tagOf(const std::string &name) {
  for (std::string_view part : {"train_", "val_", "test_"})
    if (name.starts_with(part))
      return fmt::format("{}/{}", name.substr(part.size()),
                         part.substr(0, part.size() - 1));
  return name;
}

EventFile::EventFile(const std::string &folder) {
  makeDirectories(folder);
  char host[256] = "host";
  ::gethostname(host, sizeof host - 1);
  for (int attempt = 0; path.empty() || fileExists(path); ++attempt)
    path =
        fmt::format("{}/events.out.tfevents.{:.0f}.{}.{}.{}", folder,
                    secondsNow(), host, static_cast<int>(::getpid()), attempt);
  append(varint(1 << 3 | 1) + rawBytes(secondsNow()) +
         textField(3, "brain.Event:2"));
}

void EventFile::append(const std::string &event) {
  std::string length = rawBytes(static_cast<uint64_t>(event.size()));
  appendFile(path, length + rawBytes(masked(crc32c(length))) + event +
                       rawBytes(masked(crc32c(event))));
}

void EventFile::add(const Value &line) {
  std::string summary;
  for (const Value::Member &m : line.members) {
    if (!m.second.isNumber() || m.first == "step")
      continue;
    std::string value = textField(1, tagOf(m.first));
    value +=
        varint(2 << 3 | 5) + rawBytes(static_cast<float>(m.second.number()));
    summary += textField(1, value);
  }
  const Value *step = line.find("step");
  append(varint(1 << 3 | 1) + rawBytes(secondsNow()) + varint(2 << 3) +
         varint(static_cast<uint64_t>(step ? step->integer : 0)) +
         textField(5, summary));
}

} // namespace dnd::rt
