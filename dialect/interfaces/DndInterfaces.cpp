//===- DndInterfaces.cpp - what an op can tell the passes -----------------===//
#include "dialect/interfaces/DndInterfaces.h"

#include "dialect/interfaces/DndInterfaces.cpp.inc"
