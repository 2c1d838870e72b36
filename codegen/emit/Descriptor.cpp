//===- Descriptor.cpp - dnd_model, the entry table and main ---------------===//
#include "codegen/Passes.h"
#include "codegen/common/DeviceNames.h"
#include "dndrt/abi.h"
#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/LLVMIR/NVVMDialect.h"
#include "mlir/IR/Builders.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

namespace dnd::codegen {
#define GEN_PASS_DEF_EMITDESCRIPTOR
#include "codegen/Passes.h.inc"
} // namespace dnd::codegen

using namespace mlir;
using namespace dnd::codegen;

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
    SmallVector<LLVM::LLVMFuncOp> entries, deviceEntries;
    for (auto func : module.getOps<LLVM::LLVMFuncOp>())
      if (func->hasAttr("dnd.entry"))
        (func->hasAttr(deviceEntryAttr) ? deviceEntries : entries)
            .push_back(func);
    LLVM::GlobalOp text = emitText(b, "dnd_meta", meta);
    LLVM::GlobalOp table = emitEntries(b, "dnd_entries", entries);
    LLVM::GlobalOp cuda = emitDeviceCode(b, module, deviceEntries);
    emitModel(b, table, entries.size(), text, meta.size(), cuda);
    // A library has no main.
    if (!module->removeAttr("dnd.library"))
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
      if (Attribute made = module->removeAttr("dnd.made"))
        (*object)["made"] = toJson(made);
      if (!shippedData.empty())
        (*object)["shipped_data"] = llvm::json::fixUTF8(shippedData.getValue());
    }
    std::string text;
    llvm::raw_string_ostream(text) << meta;
    return text;
  }

  /// Names as the author wrote them, so that no path but that of the shipped
  /// data gets into the program; data sets are looked for in `data` beside the
  /// model file.
  void describeSource(llvm::json::Object &object) {
    object["source"] = llvm::json::fixUTF8(source.getValue());
    // What was compiled, not what lies there now.
    if (auto sum = llvm::dyn_cast_or_null<StringAttr>(
            getOperation()->removeAttr("dnd.source_sha256")))
      object["source_sha256"] = sum.str();
    if (!definitions.empty()) {
      std::vector<std::string> sorted = definitions;
      llvm::sort(sorted);
      object["definitions"] = llvm::json::Array(sorted);
    }
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

  /// A null-terminated constant; one for every text.
  LLVM::GlobalOp emitName(OpBuilder &b, StringRef text) {
    LLVM::GlobalOp &global = names[text];
    if (!global)
      global = emitText(b, "dnd_name" + std::to_string(names.size() - 1),
                        text.str() + std::string(1, '\0'));
    return global;
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
  LLVM::GlobalOp emitEntries(OpBuilder &b, StringRef tableName,
                             ArrayRef<LLVM::LLVMFuncOp> entries) {
    Type i64 = b.getI64Type();
    SmallVector<LLVM::GlobalOp> names;
    for (LLVM::LLVMFuncOp entry : entries)
      names.push_back(
          emitName(b, entry->getAttrOfType<StringAttr>("dnd.entry")));
    auto row = LLVM::LLVMStructType::getLiteral(&getContext(),
                                                {pointer, pointer, i64, i64});
    auto table = LLVM::LLVMArrayType::get(row, entries.size());
    return emitConstant(
        b, tableName, LLVM::Linkage::Private, table,
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
                 LLVM::GlobalOp meta, size_t size, LLVM::GlobalOp cuda) {
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
          return put(in, value, addressOrNull(in, cuda), {5});
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

  Value addressOrNull(OpBuilder &b, LLVM::GlobalOp global) {
    if (global)
      return b.create<LLVM::AddressOfOp>(loc, global);
    return b.create<LLVM::ZeroOp>(loc, pointer);
  }

  /// struct dnd_image { target, data, size }[], from the gpu.binary, which goes
  LLVM::GlobalOp emitImages(OpBuilder &b, gpu::BinaryOp binary, size_t &count) {
    SmallVector<LLVM::GlobalOp> targets, contents;
    SmallVector<int64_t> sizes;
    for (Attribute attr : binary.getObjects()) {
      auto object = cast<gpu::ObjectAttr>(attr);
      StringRef data = object.getObject().getValue();
      bool text = object.getFormat() == gpu::CompilationTarget::Assembly;
      auto target = cast<NVVM::NVVMTargetAttr>(object.getTarget());
      targets.push_back(
          emitName(b, text ? StringRef("ptx") : target.getChip()));
      // PTX is read as text that ends with a zero, which its size leaves out.
      LLVM::GlobalOp content =
          emitText(b, "dnd_image" + std::to_string(contents.size()),
                   text ? data.str() + std::string(1, '\0') : data.str());
      content.setAlignment(DND_ALIGNMENT);
      contents.push_back(content);
      sizes.push_back(data.size());
    }
    count = contents.size();
    auto row = LLVM::LLVMStructType::getLiteral(
        &getContext(), {pointer, pointer, b.getI64Type()});
    auto table = LLVM::LLVMArrayType::get(row, count);
    return emitConstant(
        b, "dnd_images", LLVM::Linkage::Private, table,
        [&](OpBuilder &in, Value value) {
          for (int64_t i = 0; i < static_cast<int64_t>(count); ++i) {
            value = put(in, value, addressOrNull(in, targets[i]), {i, 0});
            value = put(in, value, addressOrNull(in, contents[i]), {i, 1});
            value =
                put(in, value, number(in, in.getI64Type(), sizes[i]), {i, 2});
          }
          return value;
        });
  }

  /// struct dnd_kernel { name, place, layer }[]
  LLVM::GlobalOp emitKernels(OpBuilder &b, ArrayAttr rows) {
    auto row = LLVM::LLVMStructType::getLiteral(&getContext(),
                                                {pointer, pointer, pointer});
    SmallVector<std::array<LLVM::GlobalOp, 3>> texts;
    for (Attribute attr : rows) {
      auto fields = cast<DictionaryAttr>(attr);
      auto text = [&](StringRef name) {
        return emitName(b, fields.getAs<StringAttr>(name).getValue());
      };
      texts.push_back({text("name"), text("place"), text("layer")});
    }
    return emitConstant(
        b, "dnd_kernels", LLVM::Linkage::Private,
        LLVM::LLVMArrayType::get(row, rows.size()),
        [&](OpBuilder &in, Value value) {
          for (auto [i, fields] : llvm::enumerate(texts))
            for (auto [k, field] : llvm::enumerate(fields))
              value = put(in, value, addressOrNull(in, field),
                          {static_cast<int64_t>(i), static_cast<int64_t>(k)});
          return value;
        });
  }

  /// struct dnd_device_code { num_images, num_kernels, num_entries,
  /// num_products, images, kernels, entries }, null when the module has no
  /// device code.
  LLVM::GlobalOp emitDeviceCode(OpBuilder &b, ModuleOp module,
                                ArrayRef<LLVM::LLVMFuncOp> entries) {
    SmallVector<gpu::BinaryOp> binaries(module.getOps<gpu::BinaryOp>());
    auto rows = module->getAttrOfType<ArrayAttr>(kernelTableAttr);
    if (binaries.empty())
      return nullptr;
    if (!rows)
      rows = b.getArrayAttr({});
    size_t images = 0;
    LLVM::GlobalOp imageTable = emitImages(b, binaries.front(), images);
    LLVM::GlobalOp kernelTable = emitKernels(b, rows);
    LLVM::GlobalOp entryTable = emitEntries(b, "dnd_device_entries", entries);
    binaries.front().erase();
    auto products = module->getAttrOfType<IntegerAttr>(productCountAttr);
    size_t productCount = products ? products.getInt() : 0;
    module->removeAttr(kernelTableAttr);
    module->removeAttr(productCountAttr);
    Type i32 = b.getI32Type();
    auto type = LLVM::LLVMStructType::getLiteral(
        &getContext(), {i32, i32, i32, i32, pointer, pointer, pointer});
    return emitConstant(
        b, "dnd_device_code", LLVM::Linkage::Private, type,
        [&](OpBuilder &in, Value value) {
          value = put(in, value, number(in, i32, images), {0});
          value = put(in, value, number(in, i32, rows.size()), {1});
          value = put(in, value, number(in, i32, entries.size()), {2});
          value = put(in, value, number(in, i32, productCount), {3});
          value = put(in, value, addressOrNull(in, imageTable), {4});
          value = put(in, value, addressOrNull(in, kernelTable), {5});
          return put(in, value, addressOrNull(in, entryTable), {6});
        });
  }

  LocationAttr loc;
  LLVM::LLVMPointerType pointer;
  llvm::StringMap<LLVM::GlobalOp> names;
  LLVM::GlobalOp model;
};
} // namespace
