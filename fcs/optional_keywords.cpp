#include "optional_keywords.hpp"

#include "asparagate/fcs/number.hpp"
#include "field_list.hpp"
#include "standard_keywords.hpp"

#include <cmath>

namespace asparagate::detail {

std::string_view OptionalKeywords::text(const std::string& key) const {
    const auto value = keywords_.find(key);
    if (!value) return {};
    const KeywordStanding standing = keyword_standing(key, version_);
    const bool defined = standing == KeywordStanding::standard || standing == KeywordStanding::deprecated;
    return defined ? trim(*value) : std::string_view();
}

std::optional<double> OptionalKeywords::number(const std::string& key, double least) {
    const std::string_view value = text(key);
    if (value.empty()) return std::nullopt;
    const auto number = parse_number(value);
    if (!number || !std::isfinite(*number) || *number < least) {
        not_used("W-VALUE", key, "a number" + (std::isfinite(least) ? " of at least " + format_number(least) : ""));
        return std::nullopt;
    }
    note_padding(key);
    return number;
}

std::optional<std::uint64_t> OptionalKeywords::count(const std::string& key) {
    const std::string_view value = text(key);
    if (value.empty()) return std::nullopt;
    const auto number = parse_unsigned(value);
    if (number)
        note_padding(key);
    else
        not_used("W-VALUE", key, "a whole number");
    return number;
}

std::optional<std::size_t> OptionalKeywords::word(const std::string& key, std::string_view text,
                                                  std::span<const char* const> names) {
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (text == names[i]) return i;
        if (upper_case(text) != upper_case(names[i])) continue;
        log_.warn("W-CASE", {"TEXT", key}, key + ": " + in_quotes(text) + " is read as " + names[i]);
        return i;
    }
    return std::nullopt;
}

void OptionalKeywords::not_used(const char* code, const std::string& key, const std::string& expected) {
    log_.warn(code, {"TEXT", key},
              key + "=" + in_quotes(keywords_.find(key).value_or("")) + " is kept as text and not used: expected " +
                  expected);
}

void OptionalKeywords::note_padding(const std::string& key) {
    const std::string_view value = *keywords_.find(key);
    if (is_padded(value))
        log_.warn("W-PAD", {"TEXT", key}, key + "=" + in_quotes(value) + " has blanks around the number");
}

}  // namespace asparagate::detail
