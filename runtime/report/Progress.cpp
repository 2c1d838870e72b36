//===- Progress.cpp - What a user sees while a model trains ---------------===//
//
// Everything goes to the standard error; results go to the standard output.
//
//===----------------------------------------------------------------------===//
#include "runtime/report/Progress.h"

#include "runtime/core/Error.h"
#include "runtime/core/Value.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <unistd.h>

namespace dnd::rt {

std::string durationText(double seconds) {
  auto s = static_cast<int64_t>(std::llround(std::max(0.0, seconds)));
  if (s < 60)
    return fmt::format("{} s", s);
  if (s < 3600)
    return fmt::format("{} min {:02} s", s / 60, s % 60);
  return fmt::format("{} h {:02} min", s / 3600, s / 60 % 60);
}

bool parseDuration(const std::string &text, double &seconds) {
  static const std::pair<const char *, double> units[] = {
      {"h", 3600}, {"min", 60}, {"m", 60}, {"s", 1}};
  seconds = 0;
  size_t at = 0;
  while (at < text.size()) {
    size_t end = text.find_first_not_of("0123456789.", at);
    double number = 0;
    if (end == at || !parseReal(text.substr(at, end - at), number))
      return false;
    if (end == std::string::npos) { // a number without a unit stands alone
      seconds = number;
      return at == 0;
    }
    size_t next = std::min(text.find_first_of("0123456789.", end), text.size());
    std::string unit = text.substr(end, next - end);
    auto found = std::find_if(std::begin(units), std::end(units),
                              [&](const auto &u) { return unit == u.first; });
    if (found == std::end(units))
      return false;
    seconds += number * found->second;
    at = next;
  }
  return !text.empty();
}

Progress::Progress(bool quiet, int64_t firstStep, int64_t totalSteps)
    : quiet(quiet), terminal(::isatty(2) && !std::getenv("NO_PROGRESS")),
      firstStep(firstStep), totalSteps(totalSteps), start(Clock::now()),
      last(start) {}

/// Commands for the terminal, which tell() would write out.
static void command(const std::string &text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
}

void Progress::clear() {
  if (shown)
    command("\r\033[K");
  shown = false;
}

void Progress::step(int64_t epoch, int64_t epochs, int64_t step, double loss) {
  if (quiet || !terminal)
    return;
  Clock::time_point now = Clock::now();
  if (now - last < std::chrono::milliseconds(200))
    return;
  last = now;
  double spent = std::chrono::duration<double>(now - start).count();
  double done = static_cast<double>(step - firstStep);
  double left =
      done > 0 ? spent / done * static_cast<double>(totalSteps - step) : 0;
  command(fmt::format(
      "\r\033[Kepoch {}/{}  {:3} %  loss {:.4g}  {} left", epoch, epochs,
      100 * step / std::max<int64_t>(totalSteps, 1), loss, durationText(left)));
  shown = true;
}

void Progress::epoch(int64_t epoch, int64_t epochs, const std::string &text) {
  if (quiet)
    return;
  int64_t every = epochs > 200 ? (epochs + 99) / 100 : 1;
  if (epoch % every != 0 && epoch != epochs && epoch != 1)
    return;
  note(text);
}

void Progress::note(const std::string &text) {
  if (quiet)
    return;
  clear();
  tell(text + "\n");
}

} // namespace dnd::rt
