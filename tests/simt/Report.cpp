//===- Report.cpp - The driver's own messages -----------------------------===//
#include "tests/simt/Engine.h"
#include <cstdio>

static std::string &lastReport() {
  static std::string text;
  return text;
}

void dnd::simt::report(const std::string &text) {
  lastReport() = text;
  std::fputs(text.c_str(), stderr);
}

/// What was reported last, for tests.
extern "C" __attribute__((visibility("default"))) const char *
dnd_simt_last_report() {
  return lastReport().c_str();
}
