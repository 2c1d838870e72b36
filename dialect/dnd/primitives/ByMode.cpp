//===- ByMode.cpp - one value while training, another otherwise -----------===//
#include "dialect/dnd/DndDialect.h"

using namespace mlir;
using namespace dnd;
