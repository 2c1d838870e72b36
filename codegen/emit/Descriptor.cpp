//===- Descriptor.cpp - dnd_model, the entry table and main ---------------===//
#include "codegen/Passes.h"
#include "dndrt/abi.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/IR/Builders.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/SHA256.h"
#include "llvm/Support/raw_ostream.h"

namespace dnd::codegen {
#define GEN_PASS_DEF_EMITDESCRIPTOR
#include "codegen/Passes.h.inc"
} // namespace dnd::codegen

using namespace mlir;

/// The JSON value of an attribute: numbers, text, truth values, lists and
/// dictionaries.
static llvm::json::Value toJson(Attribute attr) {
  if (auto text = dyn_cast<StringAttr>(attr))
    return llvm::json::isUTF8(text.getValue())
               ? llvm::json::Value(text.getValue())
               : llvm::json::Value(llvm::json::fixUTF8(text.getValue()));
  if (auto truth = dyn_cast<BoolAttr>(attr))
    return truth.getValue();
  if (auto number = dyn_cast<IntegerAttr>(attr))
    return number.getValue().getSExtValue();
  if (auto number = dyn_cast<FloatAttr>(attr))
    return number.getValueAsDouble();
  llvm::json::Array list;
  if (auto numbers = dyn_cast<DenseI64ArrayAttr>(attr)) {
    for (int64_t n : numbers.asArrayRef())
      list.push_back(n);
    return list;
  }
  if (auto numbers = dyn_cast<DenseF64ArrayAttr>(attr)) {
    for (double n : numbers.asArrayRef())
      list.push_back(n);
    return list;
  }
  if (auto items = dyn_cast<ArrayAttr>(attr)) {
    for (Attribute item : items)
      list.push_back(toJson(item));
    return list;
  }
  if (auto fields = dyn_cast<DictionaryAttr>(attr)) {
    llvm::json::Object object;
    for (NamedAttribute field : fields)
      object[field.getName().str()] = toJson(field.getValue());
    return object;
  }
  return nullptr;
}

namespace {
struct EmitDescriptorPass
    : dnd::codegen::impl::EmitDescriptorBase<EmitDescriptorPass> {
  using EmitDescriptorBase::EmitDescriptorBase;

  void runOnOperation() override {
    ModuleOp module = getOperation();
    if (!module->hasAttr("dnd.meta"))
      return;
    OpBuilder b = OpBuilder::atBlockEnd(module.getBody());
    loc = module.getLoc();
    pointer = LLVM::LLVMPointerType::get(&getContext());
    std::string meta = metaText(module);
    SmallVector<LLVM::LLVMFuncOp> entries;
    for (auto func : module.getOps<LLVM::LLVMFuncOp>())
      if (func->hasAttr("dnd.entry"))
        entries.push_back(func);
    emitModel(b, emitEntries(b, entries), entries.size(),
              emitText(b, "dnd_meta", meta), meta.size());
    emitMain(b);
  }

private:
  std::string metaText(ModuleOp module) {
    llvm::json::Value meta = toJson(module->getAttr("dnd.meta"));
    if (llvm::json::Object *object = meta.getAsObject()) {
      llvm::json::Array used;
      for (StringRef feature : features)
        used.push_back(feature.str());
      (*object)["target"] = llvm::json::Object{{"march", march.getValue()},
                                               {"features", std::move(used)}};
      (*object)["compiler"] = DND_VERSION;
      if (!source.empty())
        describeSource(*object);
    }
    std::string text;
    llvm::raw_string_ostream(text) << meta;
    return text;
  }

  /// Names as the author wrote them, so that no other path gets into the
  /// program; data sets are looked for in `data` beside the model file.
  void describeSource(llvm::json::Object &object) {
    object["source"] = llvm::json::fixUTF8(source.getValue());
    auto buffer = llvm::MemoryBuffer::getFile(source.getValue());
    if (!buffer)
      return;
    object["source_sha256"] = llvm::toHex(
        llvm::SHA256::hash(llvm::arrayRefFromStringRef((*buffer)->getBuffer())),
        /*LowerCase=*/true);
    llvm::SmallString<128> data(
        llvm::sys::path::parent_path(source.getValue()));
    llvm::sys::path::append(data, "data");
    object["data_dirs"] = llvm::json::Array{llvm::json::fixUTF8(data)};
  }

  LLVM::GlobalOp emitText(OpBuilder &b, StringRef name, StringRef text) {
    auto type = LLVM::LLVMArrayType::get(b.getI8Type(), text.size());
    return b.create<LLVM::GlobalOp>(loc, type, /*isConstant=*/true,
                                    LLVM::Linkage::Private, name,
                                    b.getStringAttr(text));
  }

  /// A constant struct or array whose fields `fill` gives.
  LLVM::GlobalOp
  emitConstant(OpBuilder &b, StringRef name, LLVM::Linkage linkage, Type type,
               llvm::function_ref<Value(OpBuilder &, Value)> fill) {
    auto global = b.create<LLVM::GlobalOp>(loc, type, /*isConstant=*/true,
                                           linkage, name, Attribute());
    OpBuilder::InsertionGuard guard(b);
    b.createBlock(&global.getInitializerRegion());
    Value value = b.create<LLVM::UndefOp>(loc, type);
    b.create<LLVM::ReturnOp>(loc, fill(b, value));
    return global;
  }

  Value put(OpBuilder &b, Value value, Value field,
            ArrayRef<int64_t> position) {
    return b.create<LLVM::InsertValueOp>(loc, value, field, position);
  }
  Value number(OpBuilder &b, Type type, int64_t v) {
    return b.create<LLVM::ConstantOp>(loc, type, b.getIntegerAttr(type, v));
  }

  /// struct dnd_entry { name, run, arena_fixed, arena_per_sample }[]
  LLVM::GlobalOp emitEntries(OpBuilder &b, ArrayRef<LLVM::LLVMFuncOp> entries) {
    Type i64 = b.getI64Type();
    SmallVector<LLVM::GlobalOp> names;
    for (LLVM::LLVMFuncOp entry : entries) {
      std::string name =
          entry->getAttrOfType<StringAttr>("dnd.entry").getValue().str();
      names.push_back(emitText(b, "dnd_name_" + name,
                               StringRef(name.c_str(), name.size() + 1)));
    }
    auto row = LLVM::LLVMStructType::getLiteral(&getContext(),
                                                {pointer, pointer, i64, i64});
    auto table = LLVM::LLVMArrayType::get(row, entries.size());
    return emitConstant(
        b, "dnd_entries", LLVM::Linkage::Private, table,
        [&](OpBuilder &in, Value value) {
          for (auto [i, entry] : llvm::enumerate(entries)) {
            int64_t at = i;
            value = put(in, value, in.create<LLVM::AddressOfOp>(loc, names[i]),
                        {at, 0});
            value = put(in, value, in.create<LLVM::AddressOfOp>(loc, entry),
                        {at, 1});
            for (auto [field, name] :
                 {std::pair<int64_t, StringRef>{2, "dnd.arena_fixed"},
                  {3, "dnd.arena_per_sample"}}) {
              auto size = entry->getAttrOfType<IntegerAttr>(name);
              value =
                  put(in, value, number(in, i64, size.getInt()), {at, field});
            }
          }
          return value;
        });
  }

  /// struct dnd_model { abi_version, num_entries, entries, meta, meta_size,
  /// cuda }
  void emitModel(OpBuilder &b, LLVM::GlobalOp entries, size_t count,
                 LLVM::GlobalOp meta, size_t size) {
    Type i32 = b.getI32Type(), i64 = b.getI64Type();
    auto type = LLVM::LLVMStructType::getLiteral(
        &getContext(), {i32, i32, pointer, pointer, i64, pointer});
    model = emitConstant(
        b, "dnd_model", LLVM::Linkage::External, type,
        [&](OpBuilder &in, Value value) {
          value = put(in, value, number(in, i32, DND_ABI_VERSION), {0});
          value = put(in, value, number(in, i32, count), {1});
          value =
              put(in, value, in.create<LLVM::AddressOfOp>(loc, entries), {2});
          value = put(in, value, in.create<LLVM::AddressOfOp>(loc, meta), {3});
          value = put(in, value, number(in, i64, size), {4});
          return put(in, value, in.create<LLVM::ZeroOp>(loc, pointer), {5});
        });
  }

  /// int main(int argc, char **argv) { return dnd_rt_main(&dnd_model, ...); }
  void emitMain(OpBuilder &b) {
    Type i32 = b.getI32Type();
    auto callee = b.create<LLVM::LLVMFuncOp>(
        loc, "dnd_rt_main",
        LLVM::LLVMFunctionType::get(i32, {pointer, i32, pointer}));
    auto main = b.create<LLVM::LLVMFuncOp>(
        loc, "main", LLVM::LLVMFunctionType::get(i32, {i32, pointer}));
    Block *block = main.addEntryBlock(b);
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToEnd(block);
    Value descriptor = b.create<LLVM::AddressOfOp>(loc, model);
    auto call = b.create<LLVM::CallOp>(
        loc, callee,
        ValueRange{descriptor, block->getArgument(0), block->getArgument(1)});
    b.create<LLVM::ReturnOp>(loc, call.getResult());
  }

  LocationAttr loc;
  LLVM::LLVMPointerType pointer;
  LLVM::GlobalOp model;
};
} // namespace
