#include "standard_keywords.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <unordered_map>

namespace asparagate::detail {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// `$P12CALIBRATION` -> `$P#CALIBRATION`: every run of digits becomes one #.
std::string pattern_of(std::string_view key) {
    std::string pattern;
    for (const char c : upper_case(key)) {
        if (!is_digit(c)) {
            pattern += c;
        } else if (pattern.empty() || pattern.back() != '#') {
            pattern += '#';
        }
    }
    return pattern;
}

/// What one keyword is in FCS 2.0, 3.0, 3.1 and 3.2, one letter each: R required, O optional, D optional and
/// deprecated,
/// - not defined.
struct StandardKeyword {
    std::string_view pattern;
    std::string_view standings;
};

constexpr std::array standard_keywords{
    // layout
    StandardKeyword{"$BEGINDATA", "-RRR"},
    StandardKeyword{"$ENDDATA", "-RRR"},
    StandardKeyword{"$BEGINSTEXT", "-RRO"},
    StandardKeyword{"$ENDSTEXT", "-RRO"},
    StandardKeyword{"$BEGINANALYSIS", "-RRO"},
    StandardKeyword{"$ENDANALYSIS", "-RRO"},
    StandardKeyword{"$NEXTDATA", "RRRR"},
    StandardKeyword{"$BYTEORD", "RRRR"},
    StandardKeyword{"$DATATYPE", "RRRR"},
    StandardKeyword{"$MODE", "RRRD"},
    StandardKeyword{"$PAR", "RRRR"},
    StandardKeyword{"$TOT", "ORRR"},
    StandardKeyword{"$UNICODE", "-O--"},
    // parameters
    StandardKeyword{"$P#B", "RRRR"},
    StandardKeyword{"$P#R", "RRRR"},
    StandardKeyword{"$P#E", "ORRR"},
    StandardKeyword{"$P#N", "OORR"},
    StandardKeyword{"$P#DATATYPE", "---O"},
    StandardKeyword{"$P#S", "OOOO"},
    StandardKeyword{"$P#G", "-OOO"},
    StandardKeyword{"$P#F", "OOOO"},
    StandardKeyword{"$P#L", "OOOO"},
    StandardKeyword{"$P#O", "OOOO"},
    StandardKeyword{"$P#P", "OOOD"},
    StandardKeyword{"$P#T", "OOOO"},
    StandardKeyword{"$P#V", "OOOO"},
    StandardKeyword{"$P#D", "--OO"},
    StandardKeyword{"$P#CALIBRATION", "--OO"},
    StandardKeyword{"$P#TYPE", "---O"},
    StandardKeyword{"$P#FEATURE", "---O"},
    StandardKeyword{"$P#ANALYTE", "---O"},
    StandardKeyword{"$P#TAG", "---O"},
    StandardKeyword{"$P#DET", "---O"},
    StandardKeyword{"$PK#", "OOD-"},
    StandardKeyword{"$PKN#", "OOD-"},
    // acquisition, sample, instrument; $TIMESTEP is required with a Time parameter
    StandardKeyword{"$ABRT", "OOOO"},
    StandardKeyword{"$LOST", "OOOO"},
    StandardKeyword{"$CELLS", "OOOO"},
    StandardKeyword{"$COM", "OOOO"},
    StandardKeyword{"$EXP", "OOOO"},
    StandardKeyword{"$FIL", "OOOO"},
    StandardKeyword{"$INST", "OOOO"},
    StandardKeyword{"$OP", "OOOO"},
    StandardKeyword{"$PROJ", "OOOO"},
    StandardKeyword{"$SMNO", "OOOO"},
    StandardKeyword{"$SRC", "OOOO"},
    StandardKeyword{"$SYS", "OOOO"},
    StandardKeyword{"$CYT", "OOOR"},
    StandardKeyword{"$CYTSN", "-OOO"},
    StandardKeyword{"$TIMESTEP", "-OOO"},
    StandardKeyword{"$TR", "OOOO"},
    StandardKeyword{"$VOL", "--OO"},
    StandardKeyword{"$DATE", "OOOD"},
    StandardKeyword{"$BTIM", "OOOD"},
    StandardKeyword{"$ETIM", "OOOD"},
    StandardKeyword{"$BEGINDATETIME", "---O"},
    StandardKeyword{"$ENDDATETIME", "---O"},
    StandardKeyword{"$LAST_MODIFIED", "--OO"},
    StandardKeyword{"$LAST_MODIFIER", "--OO"},
    StandardKeyword{"$ORIGINALITY", "--OO"},
    StandardKeyword{"$PLATEID", "--OD"},
    StandardKeyword{"$PLATENAME", "--OD"},
    StandardKeyword{"$WELLID", "--OD"},
    StandardKeyword{"$CARRIERID", "---O"},
    StandardKeyword{"$CARRIERTYPE", "---O"},
    StandardKeyword{"$LOCATIONID", "---O"},
    StandardKeyword{"$FLOWRATE", "---O"},
    StandardKeyword{"$UNSTAINEDINFO", "---O"},
    StandardKeyword{"$UNSTAINEDCENTERS", "---O"},
    // compensation
    StandardKeyword{"$DFC#TO#", "O---"},
    StandardKeyword{"$COMP", "-O--"},
    StandardKeyword{"$SPILLOVER", "--OO"},
    // gating and subsets
    StandardKeyword{"$GATE", "OOD-"},
    StandardKeyword{"$G#E", "OOD-"},
    StandardKeyword{"$G#F", "OOD-"},
    StandardKeyword{"$G#N", "OOD-"},
    StandardKeyword{"$G#P", "OOD-"},
    StandardKeyword{"$G#R", "OOD-"},
    StandardKeyword{"$G#S", "OOD-"},
    StandardKeyword{"$G#T", "OOD-"},
    StandardKeyword{"$G#V", "OOD-"},
    StandardKeyword{"$GATING", "OODD"},
    StandardKeyword{"$R#I", "OODD"},
    StandardKeyword{"$R#W", "OODD"},
    StandardKeyword{"$CSMODE", "-OO-"},
    StandardKeyword{"$CSVBITS", "-OO-"},
    StandardKeyword{"$CSV#FLAG", "-OO-"},
    StandardKeyword{"$CSTOT", "-OO-"},
    StandardKeyword{"$CS#NUM", "-OO-"},
    StandardKeyword{"$CS#NAME", "-OO-"},
    StandardKeyword{"$CSDATE", "-OO-"},
    StandardKeyword{"$CSDEFFILE", "-OO-"},
    StandardKeyword{"$CSEXP", "-OO-"},
};

const std::unordered_map<std::string_view, std::string_view>& standings_by_pattern() {
    static const auto standings = [] {
        std::unordered_map<std::string_view, std::string_view> map;
        for (const StandardKeyword& keyword : standard_keywords) map.emplace(keyword.pattern, keyword.standings);
        return map;
    }();
    return standings;
}

std::size_t version_position(std::string_view version) {
    return version == "2.0" ? 0u : version == "3.0" ? 1u : version == "3.1" ? 2u : 3u;
}

}  // namespace

std::string upper_case(std::string_view text) {
    std::string upper(text);
    std::transform(upper.begin(), upper.end(), upper.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return upper;
}

KeywordStanding keyword_standing(std::string_view key, std::string_view version) {
    const auto found = standings_by_pattern().find(pattern_of(key));
    if (found == standings_by_pattern().end()) return KeywordStanding::unknown;
    switch (found->second[version_position(version)]) {
        case 'R':
        case 'O':
            return KeywordStanding::standard;
        case 'D':
            return KeywordStanding::deprecated;
        default:
            return KeywordStanding::other_version;
    }
}

std::vector<std::string_view> required_keywords(std::string_view version) {
    std::vector<std::string_view> required;
    for (const StandardKeyword& keyword : standard_keywords) {
        if (keyword.standings[version_position(version)] == 'R') required.push_back(keyword.pattern);
    }
    return required;
}

std::optional<ParameterKey> parse_parameter_key(std::string_view key) {
    if (key.size() < 4 || key[0] != '$' || (key[1] != 'P' && key[1] != 'p') || !is_digit(key[2])) return std::nullopt;
    std::uint64_t index = 0;
    const auto [end, error] = std::from_chars(key.data() + 2, key.data() + key.size(), index);
    if (error != std::errc{} || end == key.data() + key.size()) return std::nullopt;
    return ParameterKey{index, key.substr(static_cast<std::size_t>(end - key.data()))};
}

}  // namespace asparagate::detail
