#include "standard_keywords.hpp"

#include <algorithm>
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

/// Pattern -> one letter per version 2.0, 3.0, 3.1, 3.2: S standard, D deprecated, - not defined.
const std::unordered_map<std::string_view, std::string_view>& table() {
    static const std::unordered_map<std::string_view, std::string_view> standings{// layout
                                                                                  {"$BEGINDATA", "-SSS"},
                                                                                  {"$ENDDATA", "-SSS"},
                                                                                  {"$BEGINSTEXT", "-SSS"},
                                                                                  {"$ENDSTEXT", "-SSS"},
                                                                                  {"$BEGINANALYSIS", "-SSS"},
                                                                                  {"$ENDANALYSIS", "-SSS"},
                                                                                  {"$NEXTDATA", "SSSS"},
                                                                                  {"$BYTEORD", "SSSS"},
                                                                                  {"$DATATYPE", "SSSS"},
                                                                                  {"$MODE", "SSSD"},
                                                                                  {"$PAR", "SSSS"},
                                                                                  {"$TOT", "SSSS"},
                                                                                  {"$UNICODE", "-S--"},
                                                                                  // parameters
                                                                                  {"$P#B", "SSSS"},
                                                                                  {"$P#R", "SSSS"},
                                                                                  {"$P#E", "SSSS"},
                                                                                  {"$P#N", "SSSS"},
                                                                                  {"$P#S", "SSSS"},
                                                                                  {"$P#G", "-SSS"},
                                                                                  {"$P#F", "SSSS"},
                                                                                  {"$P#L", "SSSS"},
                                                                                  {"$P#O", "SSSS"},
                                                                                  {"$P#P", "SSSD"},
                                                                                  {"$P#T", "SSSS"},
                                                                                  {"$P#V", "SSSS"},
                                                                                  {"$P#D", "--SS"},
                                                                                  {"$P#CALIBRATION", "--SS"},
                                                                                  {"$P#DATATYPE", "---S"},
                                                                                  {"$P#TYPE", "---S"},
                                                                                  {"$P#FEATURE", "---S"},
                                                                                  {"$P#ANALYTE", "---S"},
                                                                                  {"$P#TAG", "---S"},
                                                                                  {"$P#DET", "---S"},
                                                                                  {"$PK#", "SSD-"},
                                                                                  {"$PKN#", "SSD-"},
                                                                                  {"$TIMESTEP", "-SSS"},
                                                                                  {"$TR", "SSSS"},
                                                                                  // acquisition, sample, instrument
                                                                                  {"$ABRT", "SSSS"},
                                                                                  {"$LOST", "SSSS"},
                                                                                  {"$CELLS", "SSSS"},
                                                                                  {"$COM", "SSSS"},
                                                                                  {"$EXP", "SSSS"},
                                                                                  {"$FIL", "SSSS"},
                                                                                  {"$INST", "SSSS"},
                                                                                  {"$OP", "SSSS"},
                                                                                  {"$PROJ", "SSSS"},
                                                                                  {"$SMNO", "SSSS"},
                                                                                  {"$SRC", "SSSS"},
                                                                                  {"$SYS", "SSSS"},
                                                                                  {"$CYT", "SSSS"},
                                                                                  {"$CYTSN", "-SSS"},
                                                                                  {"$VOL", "--SS"},
                                                                                  {"$DATE", "SSSD"},
                                                                                  {"$BTIM", "SSSD"},
                                                                                  {"$ETIM", "SSSD"},
                                                                                  {"$BEGINDATETIME", "---S"},
                                                                                  {"$ENDDATETIME", "---S"},
                                                                                  {"$LAST_MODIFIED", "--SS"},
                                                                                  {"$LAST_MODIFIER", "--SS"},
                                                                                  {"$ORIGINALITY", "--SS"},
                                                                                  {"$PLATEID", "--SD"},
                                                                                  {"$PLATENAME", "--SD"},
                                                                                  {"$WELLID", "--SD"},
                                                                                  {"$CARRIERID", "---S"},
                                                                                  {"$CARRIERTYPE", "---S"},
                                                                                  {"$LOCATIONID", "---S"},
                                                                                  {"$FLOWRATE", "---S"},
                                                                                  {"$UNSTAINEDINFO", "---S"},
                                                                                  {"$UNSTAINEDCENTERS", "---S"},
                                                                                  // compensation
                                                                                  {"$DFC#TO#", "S---"},
                                                                                  {"$COMP", "-S--"},
                                                                                  {"$SPILLOVER", "--SS"},
                                                                                  // gating and subsets
                                                                                  {"$GATE", "SSD-"},
                                                                                  {"$G#E", "SSD-"},
                                                                                  {"$G#F", "SSD-"},
                                                                                  {"$G#N", "SSD-"},
                                                                                  {"$G#P", "SSD-"},
                                                                                  {"$G#R", "SSD-"},
                                                                                  {"$G#S", "SSD-"},
                                                                                  {"$G#T", "SSD-"},
                                                                                  {"$G#V", "SSD-"},
                                                                                  {"$GATING", "SSDD"},
                                                                                  {"$R#I", "SSDD"},
                                                                                  {"$R#W", "SSDD"},
                                                                                  {"$CSMODE", "-SS-"},
                                                                                  {"$CSVBITS", "-SS-"},
                                                                                  {"$CSV#FLAG", "-SS-"},
                                                                                  {"$CSTOT", "-SS-"},
                                                                                  {"$CS#NUM", "-SS-"},
                                                                                  {"$CS#NAME", "-SS-"},
                                                                                  {"$CSDATE", "-SS-"},
                                                                                  {"$CSDEFFILE", "-SS-"},
                                                                                  {"$CSEXP", "-SS-"}};
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
    const auto found = table().find(pattern_of(key));
    if (found == table().end()) return KeywordStanding::unknown;
    switch (found->second[version_position(version)]) {
        case 'S':
            return KeywordStanding::standard;
        case 'D':
            return KeywordStanding::deprecated;
        default:
            return KeywordStanding::other_version;
    }
}

std::optional<ParameterKey> parse_parameter_key(std::string_view key) {
    if (key.size() < 4 || key[0] != '$' || (key[1] != 'P' && key[1] != 'p') || !is_digit(key[2])) return std::nullopt;
    std::uint64_t index = 0;
    const auto [end, error] = std::from_chars(key.data() + 2, key.data() + key.size(), index);
    if (error != std::errc{} || end == key.data() + key.size()) return std::nullopt;
    return ParameterKey{index, key.substr(static_cast<std::size_t>(end - key.data()))};
}

}  // namespace asparagate::detail
