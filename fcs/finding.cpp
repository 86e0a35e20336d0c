#include "asparagate/fcs/finding.hpp"

#include "utf8.hpp"

namespace asparagate {
namespace {

// Long enough for every message of the program; only text copied from a file can be longer.
constexpr std::size_t longest_part = 1000;

std::string shown(const std::string& text) {
    return detail::escape_text(text, longest_part);
}

}  // namespace

const char* severity_name(Severity severity) noexcept {
    switch (severity) {
        case Severity::note:
            return "note";
        case Severity::warning:
            return "warning";
        case Severity::error:
            return "error";
    }
    return "error";
}

std::string describe(const Finding& finding) {
    std::string line = severity_name(finding.severity);
    line.append(" ").append(shown(finding.code));
    if (!finding.file.empty()) line.append(" ").append(shown(finding.file));
    line.append(": ").append(shown(finding.message));
    std::string place = shown(finding.segment);
    if (!finding.keyword.empty()) place.append(place.empty() ? "" : " ").append(shown(finding.keyword));
    if (finding.offset) place.append(place.empty() ? "byte " : ", byte ").append(std::to_string(*finding.offset));
    if (!place.empty()) line.append(" (").append(place).append(")");
    return line;
}

}  // namespace asparagate
