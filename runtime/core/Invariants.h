//===- Invariants.h - What weights from a file must keep --------*- C++ -*-===//
//
// Training keeps masked places at 0 and tables as their rules made them; a file
// may hold anything.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_CORE_INVARIANTS_H
#define RUNTIME_CORE_INVARIANTS_H

#include "runtime/core/Session.h"

#include <string>

namespace dnd::rt {

/// Throws Error(Data) naming `path`, the count and the first place when a
/// parameter has numbers where its mask is 0, when a mask has other numbers
/// than 0 and 1, or when a table is not what its rule can make.
void checkInvariants(const Session &session, const std::string &path);

/// "[2, 0, 5]": the place of an element in a shape.
std::string placeText(int64_t element, const std::vector<int64_t> &shape);

} // namespace dnd::rt

#endif // RUNTIME_CORE_INVARIANTS_H
