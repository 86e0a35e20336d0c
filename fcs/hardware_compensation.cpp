#include "hardware_compensation.hpp"

#include "asparagate/fcs/number.hpp"
#include "field_list.hpp"
#include "standard_keywords.hpp"

#include <charconv>
#include <cmath>

namespace asparagate::detail {
namespace {

/// `$COMP/n,f11..fnn`: f_ij is the percentage of fluorescence j that was subtracted from fluorescence i.
std::optional<HardwareCompensation> read_comp(OptionalKeywords& optional, std::size_t n_parameters) {
    const std::string key = "$COMP";
    const std::string_view text = optional.text(key);
    if (text.empty()) return std::nullopt;
    const auto fields = split_fields(text);
    const auto n = parse_unsigned(fields[0]).value_or(0);
    if (n != n_parameters || fields.size() != 1 + n * n) {
        optional.not_used("W-VALUE", key, "as many rows and columns as parameters, " + std::to_string(n_parameters));
        return std::nullopt;
    }
    HardwareCompensation compensation{key, {}};
    for (std::size_t i = 0; i < n * n; ++i) {
        const auto percent = parse_number(fields[1 + i]);
        if (!percent || !std::isfinite(*percent)) {
            optional.not_used("W-VALUE", key, "a number in place of " + in_quotes(fields[1 + i]));
            return std::nullopt;
        }
        if (*percent != 0) compensation.shares.push_back({i % n + 1, i / n + 1, *percent});
    }
    return compensation;
}

struct SubtractionKey {
    std::size_t from, of;
};
/// `$DFC2TO1` -> from 2, of 1.
std::optional<SubtractionKey> parse_subtraction_key(std::string_view key) {
    const std::string upper = upper_case(key);
    if (!upper.starts_with("$DFC")) return std::nullopt;
    const char* const end = upper.data() + upper.size();
    SubtractionKey parsed{};
    const auto [after_from, error] = std::from_chars(upper.data() + 4, end, parsed.from);
    if (error != std::errc{} || !std::string_view(after_from, end).starts_with("TO")) return std::nullopt;
    const auto [after_of, second_error] = std::from_chars(after_from + 2, end, parsed.of);
    return second_error == std::errc{} && after_of == end ? std::optional(parsed) : std::nullopt;
}

std::optional<HardwareCompensation> read_subtractions(const Keywords& keywords, OptionalKeywords& optional) {
    std::optional<HardwareCompensation> compensation;
    for (const auto& [key, value] : keywords.entries()) {
        const auto subtraction = parse_subtraction_key(key);
        if (!subtraction) continue;
        const auto percent = optional.number(key, -HUGE_VAL);
        if (!percent) continue;
        if (!compensation) compensation = HardwareCompensation{"$DFCiTOj", {}};
        if (*percent != 0) compensation->shares.push_back({subtraction->from, subtraction->of, *percent});
    }
    return compensation;
}

}  // namespace

std::optional<HardwareCompensation> read_hardware_compensation(const Keywords& keywords, OptionalKeywords& optional,
                                                               std::size_t n_parameters) {
    if (auto compensation = read_comp(optional, n_parameters)) return compensation;
    return read_subtractions(keywords, optional);
}

}  // namespace asparagate::detail
