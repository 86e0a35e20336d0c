#pragma once
#include "asparagate/fcs/finding.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace asparagate::detail {

/// Where in a data set something was found; the offset counts from the start of the data set.
struct LogPlace {
    std::string segment;
    std::string keyword;
    std::optional<std::uint64_t> offset = std::nullopt;
};

/// Collects what a reader tolerates in one data set, and words its refusals, so that every message carries the file,
/// the data set and an offset from the start of the file.
class FindingLog {
public:
    FindingLog(std::string file, std::size_t data_set, std::uint64_t base, Findings& findings)
        : file_(std::move(file)), data_set_(data_set), base_(base), findings_(findings), first_(findings.size()) {}

    void warn(const char* code, LogPlace place, const std::string& message) {
        add(code, Severity::warning, std::move(place), message);
    }
    void note(const char* code, LogPlace place, const std::string& message) {
        add(code, Severity::note, std::move(place), message);
    }
    /// @throws FcsError always
    [[noreturn]] void refuse(LogPlace place, const std::string& message) const;

    [[nodiscard]] std::size_t count() const noexcept { return findings_.size(); }
    /// Whether this log holds a finding about that keyword already.
    [[nodiscard]] bool has_reported(std::string_view keyword) const;
    /// Joins the findings from number `first` on that differ only in the parameter they are about into one each.
    void fold_parameters(std::size_t first);

private:
    void add(const char* code, Severity severity, LogPlace place, const std::string& message);
    [[nodiscard]] std::string with_data_set(const std::string& message) const;
    [[nodiscard]] std::optional<std::uint64_t> in_file(std::optional<std::uint64_t> offset) const;

    std::string file_;
    std::size_t data_set_;  ///< from 0
    std::uint64_t base_;    ///< byte of the file where the data set starts
    Findings& findings_;
    std::size_t first_;  ///< number of findings before this log
};

/// Text of a file in a message: in quotes, escaped and cut.
std::string in_quotes(std::string_view text);

}  // namespace asparagate::detail
