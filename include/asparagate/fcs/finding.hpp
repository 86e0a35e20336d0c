#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace asparagate {

enum class Severity { note, warning, error };
/// "note", "warning" or "error".
const char* severity_name(Severity severity) noexcept;

/// Something tolerated, repaired or skipped. It travels with the result to the screen, the JSON and the report.
/// Codes are stable: `W-...` warnings (refused under `--strict`), `I-...` notes; docs/fcs.md and docs/study.md list
/// them.
struct Finding {
    std::string code;
    Severity severity = Severity::warning;
    std::string file;                     ///< file or sample it belongs to
    std::string segment;                  ///< HEADER, TEXT, DATA ... or table / population; may be empty
    std::string keyword;                  ///< keyword, column or population; may be empty
    std::optional<std::uint64_t> offset;  ///< byte offset in the file, when it has one
    std::string message;                  ///< one sentence without the file name
};

using Findings = std::vector<Finding>;

/// `warning W-TOT-PAD tube.fcs: message (TEXT $TOT)`, with control characters escaped.
std::string describe(const Finding& finding);

}  // namespace asparagate
