//===- DndOps.td - all ops of the dnd dialect -----------------*- tablegen -*-===//
#ifndef DND_OPS_TD
#define DND_OPS_TD

include "dialect/entry/Entry.td"
include "dialect/dnd/DndStructure.td"
include "dialect/dnd/DndPrimitives.td"
include "dialect/dnd/DndLosses.td"
include "dialect/dnd/DndForms.td"

#endif // DND_OPS_TD
