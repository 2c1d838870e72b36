//===- Protobuf.h - writing protocol buffers --------------------*- C++ -*-===//
//
// The wire format (protobuf.dev/programming-guides/encoding): a message is a
// list of fields, each with its number and how it is stored.
//
//===----------------------------------------------------------------------===//
#ifndef DND_CODEGEN_EXPORT_PROTOBUF_H
#define DND_CODEGEN_EXPORT_PROTOBUF_H

#include "llvm/ADT/StringRef.h"
#include <cstdint>
#include <cstring>
#include <string>

namespace dnd::codegen::exporting {

class Message {
public:
  Message &whole(unsigned field, int64_t value) {
    tag(field, 0);
    varint(static_cast<uint64_t>(value));
    return *this;
  }
  Message &real(unsigned field, float value) {
    tag(field, 5);
    char bytes[4];
    std::memcpy(bytes, &value, 4);
    data.append(bytes, 4);
    return *this;
  }
  Message &text(unsigned field, llvm::StringRef value) {
    tag(field, 2);
    varint(value.size());
    data += value;
    return *this;
  }
  Message &message(unsigned field, const Message &value) {
    return text(field, value.data);
  }
  const std::string &bytes() const { return data; }

private:
  void tag(unsigned field, unsigned kind) { varint(field << 3 | kind); }
  void varint(uint64_t value) {
    for (; value >= 128; value >>= 7)
      data += static_cast<char>((value & 127) | 128);
    data += static_cast<char>(value);
  }
  std::string data;
};

} // namespace dnd::codegen::exporting

#endif // DND_CODEGEN_EXPORT_PROTOBUF_H
