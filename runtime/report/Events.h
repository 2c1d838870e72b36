//===- Events.h - Event files of TensorBoard --------------------*- C++ -*-===//
//
// A file of records (length, checksum, bytes, checksum), each an Event message
// of TensorBoard with the metrics of one epoch as scalars.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_REPORT_EVENTS_H
#define RUNTIME_REPORT_EVENTS_H

#include "runtime/core/Value.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace dnd::rt {

/// CRC-32C (Castagnoli, polynomial 0x1EDC6F41 reflected).
uint32_t crc32c(std::string_view bytes);

class EventFile {
public:
  /// A new file in `folder`, which is made: events.out.tfevents.TIME.HOST.N.
  /// Throws Error(Output).
  explicit EventFile(const std::string &folder);
  /// The numbers of a line of metrics.jsonl, at its step. "train_loss" becomes
  /// "loss/train", so that the parts of one metric share a chart.
  void add(const Value &line);

private:
  void append(const std::string &event);
  std::string path;
};

} // namespace dnd::rt

#endif // RUNTIME_REPORT_EVENTS_H
