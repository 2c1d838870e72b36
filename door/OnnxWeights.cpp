//===- OnnxWeights.cpp - Weights into an ONNX graph -----------------------===//
//
// The wire format of protocol buffers is a list of fields: those that stay are
// copied as they are, those that are added follow. Field numbers: onnx.proto.
//
//===----------------------------------------------------------------------===//
#include "door/OnnxWeights.h"

#include "runtime/core/Error.h"

#include <cstdint>
#include <functional>
#include <string_view>

namespace dnd::door {
namespace {

constexpr unsigned modelGraph = 7, modelMetadata = 14, graphInput = 11,
                   graphInitializer = 5, valueName = 1;

[[noreturn]] void damaged() {
  throw rt::Error(rt::Exit::Internal,
                  "the compiler wrote something that is no ONNX model");
}

uint64_t readVarint(std::string_view bytes, size_t &at) {
  uint64_t value = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    if (at >= bytes.size())
      damaged();
    auto byte = static_cast<unsigned char>(bytes[at++]);
    value |= static_cast<uint64_t>(byte & 127) << shift;
    if (byte < 128)
      return value;
  }
  damaged();
}

void putVarint(std::string &out, uint64_t value) {
  for (; value >= 128; value >>= 7)
    out += static_cast<char>((value & 127) | 128);
  out += static_cast<char>(value);
}

void putText(std::string &out, unsigned field, std::string_view text) {
  putVarint(out, field << 3 | 2);
  putVarint(out, text.size());
  out += text;
}

void putWhole(std::string &out, unsigned field, uint64_t value) {
  putVarint(out, field << 3);
  putVarint(out, value);
}

/// Calls take(field, all its bytes, its contents) for each field; contents are
/// empty but for texts and messages.
void eachField(std::string_view message,
               const std::function<void(unsigned, std::string_view,
                                        std::string_view)> &take) {
  for (size_t at = 0; at < message.size();) {
    size_t begin = at;
    uint64_t tag = readVarint(message, at);
    std::string_view contents;
    switch (tag & 7) {
    case 0:
      readVarint(message, at);
      break;
    case 1:
      at += 8;
      break;
    case 5:
      at += 4;
      break;
    case 2: {
      uint64_t size = readVarint(message, at);
      if (size > message.size() - at)
        damaged();
      contents = message.substr(at, size);
      at += size;
      break;
    }
    default:
      damaged();
    }
    if (at > message.size())
      damaged();
    take(static_cast<unsigned>(tag >> 3), message.substr(begin, at - begin),
         contents);
  }
}

std::string nameOf(std::string_view valueInfo) {
  std::string name;
  eachField(valueInfo,
            [&](unsigned field, std::string_view, std::string_view contents) {
              if (field == valueName)
                name = contents;
            });
  return name;
}

std::string tensorProto(const rt::NamedArray &named) {
  // TensorProto: dims 1, data_type 2 (1 float, 6 int32), name 8, raw_data 9.
  std::string tensor;
  for (int64_t extent : named.array.shape)
    putWhole(tensor, 1, static_cast<uint64_t>(extent));
  putWhole(tensor, 2, named.array.type == rt::DType::I32 ? 6 : 1);
  putText(tensor, 8, named.name);
  putText(
      tensor, 9,
      {named.array.data.as<char>(), static_cast<size_t>(named.array.elements) *
                                        rt::sizeOf(named.array.type)});
  return tensor;
}

} // namespace

std::string withWeights(const std::string &model, const rt::TensorFile &weights,
                        const rt::Metadata &metadata) {
  std::string out;
  eachField(model, [&](unsigned field, std::string_view all,
                       std::string_view contents) {
    if (field != modelGraph) {
      out += all;
      return;
    }
    std::string graph, added;
    eachField(contents, [&](unsigned inner, std::string_view bytes,
                            std::string_view value) {
      for (const rt::NamedArray &named : weights.arrays)
        if (inner == graphInput && nameOf(value) == named.name) {
          putText(added, graphInitializer, tensorProto(named));
          return;
        }
      graph += bytes;
    });
    putText(out, modelGraph, graph + added);
  });
  for (const auto &[key, value] : metadata) {
    std::string entry;
    putText(entry, 1, key);
    putText(entry, 2, value);
    putText(out, modelMetadata, entry);
  }
  return out;
}

} // namespace dnd::door
