#pragma once
#include "asparagate/fcs/keywords.hpp"
#include "finding_log.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace asparagate::detail {

/// Reads optional keywords as far as the version of the file defines them. A value that is not what the standard says
/// keeps its text in the keywords; only its meaning stays unset, with a warning.
class OptionalKeywords {
public:
    OptionalKeywords(const Keywords& keywords, std::string version, FindingLog& log)
        : keywords_(keywords), version_(std::move(version)), log_(log) {}

    [[nodiscard]] const std::string& version() const noexcept { return version_; }
    /// Whether the value is there, not blank and defined in this version.
    [[nodiscard]] bool has(const std::string& key) const { return !text(key).empty(); }
    /// Trimmed; empty when absent, blank or not defined in this version.
    [[nodiscard]] std::string_view text(const std::string& key) const;
    /// A finite number, at least `least`; W-VALUE when it is none, W-PAD for blanks around it.
    std::optional<double> number(const std::string& key, double least);
    /// A whole number without sign.
    std::optional<std::uint64_t> count(const std::string& key);
    /// Position in `names` of a word that is written exactly like one of them, with W-CASE when the case differs;
    /// nullopt when it is none of them, which is no finding.
    std::optional<std::size_t> word(const std::string& key, std::string_view text, std::span<const char* const> names);

    /// `$VOL="x" is not used: expected ...`
    void not_used(const char* code, const std::string& key, const std::string& expected);
    FindingLog& log() { return log_; }

private:
    void note_padding(const std::string& key);

    const Keywords& keywords_;
    std::string version_;
    FindingLog& log_;
};

}  // namespace asparagate::detail
