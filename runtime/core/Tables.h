//===- Tables.h - Contents of index and mask tables -------------*- C++ -*-===//
//
// The GEN rules of the descriptor: what a `table` of a model holds before
// training starts.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_CORE_TABLES_H
#define RUNTIME_CORE_TABLES_H

#include "runtime/core/Model.h"

namespace dnd::rt {

/// Fills a table (i32 or f32 elements after its type) from the seed. Throws
/// Error(Data) naming the table when its rule cannot be followed.
void generateTable(const TableInfo &table, uint64_t seed, void *out);

/// Whether the content depends on the seed; what does not can be made again
/// when a weights file lacks it.
bool dependsOnSeed(const TableInfo &table);

/// Checks that indices lie in [0, range). Throws Error(Data) naming `source`.
void checkTable(const TableInfo &table, const void *data,
                const std::string &source);

} // namespace dnd::rt

#endif // RUNTIME_CORE_TABLES_H
