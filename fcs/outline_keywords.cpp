#include "outline_keywords.hpp"

#include "standard_keywords.hpp"

#include <charconv>
#include <unordered_set>

namespace asparagate::detail {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_letter(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/// Names that readers, this one too, take for a spillover matrix.
bool is_read_as_matrix(std::string_view key) {
    static const std::unordered_set<std::string> names{"SPILL", "SPILLOVER", "$SPILL", "$SPILLOVER", "COMP"};
    return names.contains(upper_case(key));
}

}  // namespace

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

std::optional<NumberedKey> parse_numbered_key(std::string_view key) {
    std::size_t at = key.find("$P");
    if (at == std::string_view::npos) at = key.find("$p");
    at = at == std::string_view::npos ? 0 : at + 1;
    if (at >= key.size() || (key[at] != 'P' && key[at] != 'p')) return std::nullopt;
    std::uint64_t index = 0;
    const auto [end, error] = std::from_chars(key.data() + at + 1, key.data() + key.size(), index);
    if (error != std::errc{} || !is_digit(key[at + 1])) return std::nullopt;
    const auto digits_end = static_cast<std::size_t>(end - key.data());
    if (digits_end == key.size() || !is_letter(key[digits_end])) return std::nullopt;
    return NumberedKey{at + 1, digits_end, index};
}

std::string private_name(std::string_view key, const Keywords& taken) {
    std::string name(key.starts_with('$') ? key.substr(1) : key);
    // `P1S` without `$` is the label of parameter 1 to some readers, and looks like a lost `$` to ours.
    const bool looks_damaged = is_structural("$" + name);
    if (name == key || name.starts_with('$') || is_read_as_matrix(name) || looks_damaged) name = "KEPT " + name;
    while (name == key || taken.contains(name)) name = "KEPT " + name;
    return name;
}

void move_to_private(Keywords& keywords, std::string_view key, const std::string& reason, Findings& findings) {
    const auto value = keywords.find(key);
    if (!value) return;
    const std::string name = private_name(key, keywords), text(*value);
    findings.push_back(keyword_finding("I-KEY-MOVED", Severity::note, key, reason + "; kept as " + name));
    keywords.remove(key);
    keywords.set(name, text);
}

Finding keyword_finding(const char* code, Severity severity, std::string_view key, const std::string& message) {
    return {code, severity, {}, "TEXT", std::string(key), std::nullopt, message};
}

}  // namespace asparagate::detail
