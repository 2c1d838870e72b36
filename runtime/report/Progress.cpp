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
      epochStart(start), last(start) {}

/// Commands for the terminal, which tell() would write out.
static void command(const std::string &text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
}

void Progress::clear() {
  if (shown)
    command("\r\033[K");
  shown = false;
}

std::string stepText(const StepReport &r, double spent, double left,
                     double leftInAll) {
  std::string text = fmt::format(
      "epoch {}/{}  {:3} %  loss {:.4g}  {:.{}f} samples/s  {} left", r.epoch,
      r.epochs, 100 * r.stepInEpoch / std::max<int64_t>(r.stepsPerEpoch, 1),
      r.loss, static_cast<double>(r.samplesHere) / std::max(spent, 1e-9),
      static_cast<double>(r.samplesHere) < 10 * spent ? 2 : 0,
      durationText(left));
  if (r.epoch < r.epochs)
    text += fmt::format(", {} in all", durationText(leftInAll));
  if (r.waited > 0.1 * spent)
    text += fmt::format("  waiting for data {:.0f} %", 100 * r.waited / spent);
  return text;
}

std::string waitingText(double waited, double seconds, int64_t loaders,
                        int64_t cores) {
  double share = waited / std::max(seconds, 1e-9);
  if (share <= 0.2 || seconds < 2)
    return {};
  std::string text =
      fmt::format("note: {:.0f} % of the time went into ", 100 * share);
  if (loaders == 0)
    return text + fmt::format("making batches; --loaders {} makes them while "
                              "others compute",
                              std::max<int64_t>(cores / 2, 1));
  text += fmt::format("waiting for batches, which {} loader{} make{} on {} "
                      "core{}",
                      loaders, loaders == 1 ? "" : "s", loaders == 1 ? "s" : "",
                      cores, cores == 1 ? "" : "s");
  return text +
         (loaders < cores
              ? fmt::format("; --loaders {} makes more of them at a time",
                            std::min(2 * loaders, cores))
              : std::string("; smaller samples or fewer augmentations "
                            "need less"));
}

void Progress::step(const StepReport &r) {
  if (quiet)
    return;
  Clock::time_point now = Clock::now();
  if (now - last < (terminal ? std::chrono::milliseconds(200)
                             : std::chrono::milliseconds(60000)))
    return;
  last = now;
  auto since = [&](Clock::time_point begin) {
    return std::chrono::duration<double>(now - begin).count();
  };
  int64_t step = (r.epoch - 1) * r.stepsPerEpoch + r.stepInEpoch;
  double here = static_cast<double>(std::max<int64_t>(r.stepsHere, 1));
  double left = since(epochStart) / here *
                static_cast<double>(r.stepsPerEpoch - r.stepInEpoch);
  double done = static_cast<double>(std::max<int64_t>(step - firstStep, 1));
  // Evaluations between epochs count with what was done so far.
  double leftInAll =
      since(start) / done * static_cast<double>(totalSteps - step);
  std::string text =
      stepText(r, since(epochStart), left, std::max(left, leftInAll));
  if (!terminal)
    return tell(text + "\n");
  command("\r\033[K" + text);
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
  last = Clock::now();
}

} // namespace dnd::rt
