//===- Signals.h - Stopping on request --------------------------*- C++ -*-===//
//
// SIGINT, SIGTERM and SIGUSR1 ask for a stop: the program saves and leaves with
// code 75; a second SIGINT ends it at once with 130.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_CORE_SIGNALS_H
#define RUNTIME_CORE_SIGNALS_H

namespace dnd::rt {

/// Installs the handlers.
void catchStopSignals();
/// Whether a stop was asked for.
bool stopRequested();
/// Asks for a stop, as a signal would; or takes the request back.
void requestStop(bool wanted);

} // namespace dnd::rt

#endif // RUNTIME_CORE_SIGNALS_H
