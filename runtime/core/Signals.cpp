//===- Signals.cpp - Stopping on request ----------------------------------===//
//
// The handler only sets a flag.
//
//===----------------------------------------------------------------------===//
#include "runtime/core/Signals.h"

#include <csignal>
#include <initializer_list>
#include <unistd.h>

namespace dnd::rt {

static volatile std::sig_atomic_t stopWanted = 0;

static void onSignal(int signal) {
  if (stopWanted && signal == SIGINT)
    ::_exit(130);
  stopWanted = 1;
}

void catchStopSignals() {
  struct sigaction action = {};
  action.sa_handler = onSignal;
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;
  for (int signal : {SIGINT, SIGTERM, SIGUSR1})
    ::sigaction(signal, &action, nullptr);
}

bool stopRequested() { return stopWanted != 0; }
void requestStop(bool wanted) { stopWanted = wanted; }

} // namespace dnd::rt
