#pragma once
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>

namespace asparagate {

/// What went wrong, in the terms of the exit codes that scripts rely on (docs/cli.md).
enum class ErrorKind {
    internal,    ///< exit 1: a broken promise inside the program
    usage,       ///< exit 2: the request itself is wrong
    input,       ///< exit 3: an input cannot be used
    output,      ///< exit 6: an output could not be written
    interrupted  ///< exit 130: the user or the scheduler asked to stop
};

/// Base of every error the libraries throw. `what()` is one complete line: file, place, what was found, what was
/// expected, what to do.
class Error : public std::runtime_error {
public:
    Error(ErrorKind kind, const std::string& message) : std::runtime_error(message), kind_(kind) {}
    [[nodiscard]] ErrorKind kind() const noexcept { return kind_; }

private:
    ErrorKind kind_;
};

/// Where in an FCS file something was found. Empty members are unknown or do not apply.
struct FcsPlace {
    std::string file;
    std::string segment;                   ///< HEADER, TEXT, STEXT, DATA, ANALYSIS, OTHER, CRC
    std::string keyword;                   ///< such as `$TOT`
    std::optional<std::uint64_t> offset;   ///< byte offset from the start of the file
};

/// An FCS file that cannot be read as asked. The message reads `file: what (SEGMENT, byte N)`.
class FcsError : public Error {
public:
    FcsError(FcsPlace place, const std::string& message);
    [[nodiscard]] const FcsPlace& place() const noexcept { return place_; }

private:
    FcsPlace place_;
};

/// An output that could not be written; the message names the path and the reason of the operating system.
class OutputError : public Error {
public:
    OutputError(const std::string& path, const std::string& reason)
        : Error(ErrorKind::output, path + ": cannot be written: " + reason) {}
};

/// Thrown when a `TaskControl` was asked to stop.
class Interrupted : public Error {
public:
    Interrupted() : Error(ErrorKind::interrupted, "interrupted") {}
};

}  // namespace asparagate
