//===- FileKind.cpp - What a file is by its first bytes -------------------===//
//
// Data often come under a wrong name, or as the page of an error in place of a
// download: messages say what was found.
//
//===----------------------------------------------------------------------===//
#include "runtime/data/FileKind.h"

#include <algorithm>
#include <cctype>
#include <iterator>

namespace dnd::rt {

using namespace std::string_view_literals;

static constexpr std::pair<std::string_view, std::string_view> beginnings[] = {
    {"PK\3\4"sv, "a zip archive (.zip, .npz, .xlsx)"},
    {"PAR1"sv, "a Parquet file"},
    {"ARROW1"sv, "an Arrow file"},
    {"FEA1"sv, "a Feather file"},
    {"\x89HDF\r\n"sv, "an HDF5 file"},
    {"\x93NUMPY"sv, "an array of NumPy (.npy)"},
    {"\xd0\xcf\x11\xe0"sv, "an old Excel or Word file"},
    {"SQLite format 3"sv, "an SQLite database"},
    {"\x89PNG"sv, "a PNG picture"},
    {"\xff\xd8\xff"sv, "a JPEG picture"},
    {"GIF8"sv, "a GIF picture"},
    {"%PDF"sv, "a PDF"},
    {"\x7f"
     "ELF"sv,
     "a program"},
    {"BZh"sv, "packed with bzip2"},
    {"\x28\xb5\x2f\xfd"sv, "packed with zstd"},
    {"7z\xbc\xaf\x27\x1c"sv, "a 7z archive"},
    {"Rar!"sv, "a RAR archive"},
    {"MATLAB 5.0"sv, "a MATLAB file"},
    {"\x80\2"sv, "a pickle of Python"},
    {"\x80\3"sv, "a pickle of Python"},
    {"\x80\4"sv, "a pickle of Python"},
    {"\x80\5"sv, "a pickle of Python"},
    {"version https://git-lfs"sv,
     "a pointer of Git LFS in place of the file itself"}};

/// Whether a text begins, behind blanks, with one of some words in lower case.
static bool beginsWithWord(std::string_view bytes,
                           std::initializer_list<std::string_view> words) {
  size_t first = bytes.find_first_not_of(" \t\r\n");
  std::string head(bytes.substr(std::min(first, bytes.size()), 16));
  std::transform(head.begin(), head.end(), head.begin(), [](unsigned char c) {
    return static_cast<char>(std::tolower(c));
  });
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return head.starts_with(word);
  });
}

std::string kindOfFile(std::string_view bytes) {
  for (const auto &[beginning, name] : beginnings)
    if (bytes.starts_with(beginning))
      return std::string(name);
  if (bytes.starts_with("\xef\xbb\xbf"sv))
    bytes.remove_prefix(3);
  if (beginsWithWord(bytes, {"<!doctype", "<html", "<head"}))
    return "a web page (HTML), perhaps of a download that failed";
  if (beginsWithWord(bytes, {"<?xml"}))
    return "an XML file";
  if (beginsWithWord(bytes, {"{\"", "{\n", "[{", "[["}))
    return "a JSON file";
  return {};
}

} // namespace dnd::rt
