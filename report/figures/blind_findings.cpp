#include "figures/blind_findings.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace asparagate {

namespace {

template <std::size_t size>
bool is_one_of(const std::string& text, const std::array<std::string_view, size>& names) {
    return std::find(names.begin(), names.end(), text) != names.end();
}

bool tells_outcomes(const Finding& finding) {
    static constexpr std::array<std::string_view, 9> segments{"activity",    "claims",       "comparisons",
                                                              "conclusions", "correlations", "influence",
                                                              "outcomes",    "reactions",    "ammonia"};
    static constexpr std::array<std::string_view, 16> codes{
        "ATTAINABLE_P_ABOVE_ALPHA", "CLAIM_CONFLICT",         "CLAIM_NOT_CHECKED",     "DUPLICATE_ACTIVITY",
        "GATE_PLACEMENT",           "LABEL_CONFLICT",         "N_TOO_SMALL_FOR_MODEL", "ONE_PATIENT_DECIDES",
        "RULES_DISAGREE",           "S-ABOVE-ULOQ",           "S-BELOW-LLOQ",          "SAA_AFTER_OTHER_ASP",
        "SYMPTOMS_CONFLICT",        "TOLERATED_NOT_RESTORED", "UNIT_SUSPECT",          "WINDOW_MISS"};
    return is_one_of(finding.segment, segments) || is_one_of(finding.code, codes) ||
           finding.message.find("AAR") != std::string::npos || finding.message.find("AANR") != std::string::npos;
}

}  // namespace

Findings blind_findings(const Findings& findings) {
    Findings shown;
    std::remove_copy_if(findings.begin(), findings.end(), std::back_inserter(shown), tells_outcomes);
    return shown;
}

}  // namespace asparagate
