//===- Error.h - Errors a user of a compiled model can meet -----*- C++ -*-===//
//
// One exception type carries the exit code, the cause and the remedy of every
// failure; dnd_rt_main prints it as one sentence each.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_CORE_ERROR_H
#define RUNTIME_CORE_ERROR_H

#include <cstdint>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

namespace dnd::rt {

/// Exit codes of a compiled model; stable, documented in runtime/README.md.
enum class Exit : int {
  Ok = 0,
  Failed = 1,    ///< a check did not pass (gradcheck)
  Usage = 2,     ///< the command line is wrong
  Data = 3,      ///< data or weights unreadable or inconsistent
  NotFinite = 4, ///< a loss became infinite or not a number
  Device = 5,    ///< the processor lacks a needed feature
  Memory = 6,    ///< out of memory
  Output = 7,    ///< a result cannot be written
  Internal = 70, ///< a defect of the program itself
  Stopped = 75,  ///< stopped on request, state saved
};

/// A failure with its cause and, when there is one, what the user can do.
class Error : public std::exception {
public:
  Error(Exit code, std::string message, std::string hint = {})
      : code(code), message(std::move(message)), hint(std::move(hint)) {}
  const char *what() const noexcept override { return message.c_str(); }

  Exit code;
  std::string message;
  std::string hint;
};

/// "[28, 28]" for a shape.
std::string shapeText(const std::vector<int64_t> &shape);

/// The candidate nearest to `word`, or an empty text when none is near enough
/// to be worth proposing.
std::string nearest(std::string_view word,
                    const std::vector<std::string> &candidates);

/// ". Did you mean 'x'?" or an empty text.
std::string didYouMean(std::string_view word,
                       const std::vector<std::string> &candidates);

/// A word as a shell reads it: quoted where it must be.
std::string shellWord(const std::string &word);

/// The text with control characters (all but tab and newline) and what is no
/// UTF-8 written out as \xNN: what comes from a file must not command a
/// terminal.
std::string printable(std::string_view text);

/// A number of bytes for people: "12.3 MB".
std::string bytesText(double bytes);

/// Writes to the standard error, control characters written out. One that is
/// closed or full is no failure.
void tell(std::string_view text);

} // namespace dnd::rt

#endif // RUNTIME_CORE_ERROR_H
