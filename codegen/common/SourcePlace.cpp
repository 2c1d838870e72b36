//===- SourcePlace.cpp - where an op comes from ---------------------------===//
#include "codegen/common/SourcePlace.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "llvm/Support/Path.h"

using namespace mlir;
using namespace dnd::codegen;

FileLineColLoc dnd::codegen::findFile(Location loc, std::string &layer) {
  if (auto file = dyn_cast<FileLineColLoc>(loc))
    return file;
  if (auto name = dyn_cast<NameLoc>(loc)) {
    if (layer.empty())
      layer = name.getName().str();
    return findFile(name.getChildLoc(), layer);
  }
  if (auto fused = dyn_cast<FusedLoc>(loc))
    for (Location inner : fused.getLocations())
      if (FileLineColLoc file = findFile(inner, layer))
        return file;
  if (auto call = dyn_cast<CallSiteLoc>(loc))
    return findFile(call.getCallee(), layer);
  return nullptr;
}

SourcePlace dnd::codegen::sourcePlace(Location loc) {
  SourcePlace place;
  if (FileLineColLoc file = findFile(loc, place.layer))
    place.text = llvm::sys::path::filename(file.getFilename()).str() + ":" +
                 std::to_string(file.getLine()) + ":" +
                 std::to_string(file.getColumn());
  return place;
}
