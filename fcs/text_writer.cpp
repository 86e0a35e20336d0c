#include "text_writer.hpp"

#include "asparagate/fcs/delimited_text.hpp"
#include "asparagate/fcs/error.hpp"
#include "asparagate/fcs/number.hpp"
#include "standard_keywords.hpp"
#include "utf8.hpp"

#include <unordered_set>

namespace asparagate::detail {
namespace {

constexpr std::uint64_t header_bytes = 58;
constexpr std::uint64_t largest_header_offset = 99'999'999;

std::string padded(std::uint64_t value, std::size_t width, char fill) {
    const std::string digits = std::to_string(value);
    return digits.size() < width ? std::string(width - digits.size(), fill) + digits : digits;
}

std::string key_of(std::size_t parameter, const char* suffix) {
    return "$P" + std::to_string(parameter + 1) + suffix;
}

/// What the format or the parameters decide, so that a caller's keywords cannot contradict DATA.
bool is_structural(std::string_view key) {
    static const std::unordered_set<std::string> names{
        "$BEGINANALYSIS", "$ENDANALYSIS", "$BEGINDATA", "$ENDDATA", "$BEGINSTEXT", "$ENDSTEXT", "$NEXTDATA",
        "$BYTEORD",       "$DATATYPE",    "$MODE",      "$PAR",     "$TOT",        "$UNICODE"};
    if (names.contains(upper_case(key))) return true;
    const auto parameter_key = parse_parameter_key(key);
    if (!parameter_key) return false;
    static const std::unordered_set<std::string> suffixes{"B", "R", "E", "N", "S", "G", "DATATYPE"};
    return suffixes.contains(upper_case(parameter_key->suffix));
}

/// Keys are ASCII: other bytes are written as %XX, so that nothing is lost.
std::string ascii_key(std::string_view key) {
    std::string ascii;
    for (const char c : trim(key)) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x20 && byte < 0x7F) {
            ascii += c;
        } else {
            ascii += {'%', "0123456789ABCDEF"[byte >> 4], "0123456789ABCDEF"[byte & 15]};
        }
    }
    return ascii;
}

std::string key_for_3_1(const std::string& key, std::size_t n_parameters) {
    if (key[0] != '$') return key;
    const auto parameter_key = parse_parameter_key(key);
    const bool beyond = parameter_key && (parameter_key->index == 0 || parameter_key->index > n_parameters);
    const KeywordStanding standing = keyword_standing(key, "3.1");
    const bool known = standing == KeywordStanding::standard || standing == KeywordStanding::deprecated;
    return known && !beyond ? key : key.substr(1);
}

void check_names(const std::string& path, const std::vector<Parameter>& parameters) {
    if (parameters.empty()) throw OutputError(path, "FCS needs at least one parameter");
    std::unordered_set<std::string> seen;
    for (const Parameter& parameter : parameters) {
        const std::string shown = "channel name \"" + terminal_text(parameter.name) + "\"";
        if (parameter.name.empty()) throw OutputError(path, "a channel has no name; $PnN needs one");
        if (parameter.name.find(',') != std::string::npos)
            throw OutputError(path, shown + " holds a comma, which $PnN cannot");
        if (!seen.insert(parameter.name).second) throw OutputError(path, shown + " occurs twice; $PnN must be unique");
    }
}

struct Pair {
    std::string key;
    std::string value;
};

/// All pairs; values that are not known yet hold as many zeros as they will need.
std::vector<Pair> make_pairs(const std::vector<Parameter>& parameters, const Keywords& keywords,
                             std::uint64_t n_events) {
    const std::string open_offset(20, '0');
    std::vector<Pair> pairs{{"$BEGINANALYSIS", "0"},
                            {"$ENDANALYSIS", "0"},
                            {"$BEGINSTEXT", "0"},
                            {"$ENDSTEXT", "0"},
                            {"$BEGINDATA", open_offset},
                            {"$ENDDATA", open_offset},
                            {"$BYTEORD", "1,2,3,4"},
                            {"$DATATYPE", "F"},
                            {"$MODE", "L"},
                            {"$NEXTDATA", open_offset},
                            {"$PAR", std::to_string(parameters.size())},
                            {"$TOT", std::to_string(n_events)}};
    Keywords extra = keywords;
    for (std::size_t p = 0; p < parameters.size(); ++p) {
        const Parameter& parameter = parameters[p];
        pairs.push_back({key_of(p, "N"), parameter.name});
        if (!parameter.marker.empty()) pairs.push_back({key_of(p, "S"), parameter.marker});
        pairs.push_back({key_of(p, "B"), "32"});
        pairs.push_back({key_of(p, "E"), "0,0"});
        pairs.push_back(
            {key_of(p, "R"), parameter.range ? format_number(*parameter.range) : std::string(open_range_digits, '0')});
        if (parameter.gain != 1 && !parameter.is_time())
            pairs.push_back({key_of(p, "G"), format_number(parameter.gain)});
        if (parameter.timestep) extra.set("$TIMESTEP", format_number(*parameter.timestep));
    }
    std::unordered_set<std::string> used;
    for (const Pair& pair : pairs) used.insert(pair.key);
    for (const auto& [key, value] : extra.entries()) {
        std::string name = ascii_key(key);
        if (name.empty() || name == "$" || value.empty() || is_structural(name)) continue;
        name = key_for_3_1(name, parameters.size());
        if (used.insert(upper_case(name)).second) pairs.push_back({std::move(name), value});
    }
    return pairs;
}

/// The first candidate that occurs nowhere; record separator, to be doubled, when every candidate occurs.
char choose_delimiter(const std::vector<Pair>& pairs) {
    for (const char candidate : {'|', '/', '\x0C', '\x1E', '!', '~'}) {
        bool free = true;
        for (const Pair& pair : pairs) {
            free = free && pair.key.find(candidate) == std::string::npos &&
                   pair.value.find(candidate) == std::string::npos;
        }
        if (free) return candidate;
    }
    return '\x1E';
}

void append_escaped(std::string& text, const std::string& path, const std::string& token, char delimiter) {
    if (token.front() == delimiter || token.back() == delimiter) {
        throw OutputError(path,
                          "keyword text \"" + terminal_text(token) +
                              "\" starts or ends with the only delimiter left, which FCS cannot hold; shorten it");
    }
    for (const char c : token) {
        if (c == delimiter) text += delimiter;
        text += c;
    }
    text += delimiter;
}

std::string header(std::uint64_t text_end, std::uint64_t data_begin, std::uint64_t data_end) {
    const bool fits = data_end <= largest_header_offset;
    std::string bytes = "FCS3.1    ";
    for (const std::uint64_t offset :
         {header_bytes, text_end, fits ? data_begin : 0, fits ? data_end : 0, std::uint64_t{0}, std::uint64_t{0}}) {
        bytes += padded(offset, 8, ' ');
    }
    return bytes;
}

}  // namespace

WrittenText write_header_and_text(const std::string& path, const std::vector<Parameter>& parameters,
                                  const Keywords& keywords, std::uint64_t n_events) {
    check_names(path, parameters);
    const std::vector<Pair> pairs = make_pairs(parameters, keywords, n_events);
    const char delimiter = choose_delimiter(pairs);
    WrittenText written;
    std::string text(1, delimiter);
    std::size_t begin_at = 0, end_at = 0;
    for (const Pair& pair : pairs) {
        append_escaped(text, path, pair.key, delimiter);
        if (pair.key == "$BEGINDATA") begin_at = text.size();
        if (pair.key == "$ENDDATA") end_at = text.size();
        const auto parameter_key = parse_parameter_key(pair.key);
        if (parameter_key && parameter_key->suffix == "R" && !parameters[parameter_key->index - 1].range) {
            written.open_ranges.push_back({parameter_key->index - 1, header_bytes + text.size()});
        }
        append_escaped(text, path, pair.value, delimiter);
    }
    const std::uint64_t text_end = header_bytes + text.size() - 1;
    if (text_end > largest_header_offset)
        throw OutputError(path, "the keywords exceed 99,999,999 bytes, more than TEXT can hold");
    std::uint64_t data_bytes = 0;
    if (__builtin_mul_overflow(n_events, 4 * parameters.size(), &data_bytes) || data_bytes > INT64_MAX / 2) {
        throw OutputError(path, std::to_string(n_events) + " events exceed what a file can hold");
    }
    const std::uint64_t data_begin = data_bytes ? text_end + 1 : 0;
    const std::uint64_t data_end = data_bytes ? text_end + data_bytes : 0;
    text.replace(begin_at, 20, padded(data_begin, 20, '0'));
    text.replace(end_at, 20, padded(data_end, 20, '0'));
    written.bytes = header(text_end, data_begin, data_end) + text;
    return written;
}

}  // namespace asparagate::detail
