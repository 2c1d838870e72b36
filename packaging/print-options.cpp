//===- print-options.cpp - the option table of compiled models ------------===//
//
// dndrt-options: prints as JSON what every compiled model understands, for
// manual pages and completions. Built, never installed.
//
//===----------------------------------------------------------------------===//
#include "runtime/core/CommandLine.h"

#include <cstdio>

int main() {
  return std::fputs(dnd::rt::optionsAsJson().c_str(), stdout) < 0 ? 1 : 0;
}
