#include "figures/words.hpp"

#include "asparagate/fcs/number.hpp"
#include "language/say.hpp"

#include <cstdio>

namespace asparagate {

namespace {

constexpr const char* minus_sign = "\u2212";
constexpr const char* thin_space = "\u2009";

/// printf in the C locale gives a point; the library never changes the locale, but its host may.
std::string formatted(const char* format, double value) {
    char buffer[64];
    std::snprintf(buffer, sizeof buffer, format, value);
    std::string text = buffer;
    std::replace(text.begin(), text.end(), ',', '.');
    return text;
}

std::string with_minus(std::string text) {
    if (!text.empty() && text.front() == '-') text.replace(0, 1, minus_sign);
    return text;
}

std::string significant(double value, int digits) {
    if (value == 0) return "0";
    const int magnitude = static_cast<int>(std::floor(std::log10(std::abs(value)) + 1e-12));
    const int decimals = std::clamp(digits - 1 - magnitude, 0, 12);
    char format[16];
    std::snprintf(format, sizeof format, "%%.%df", decimals);
    return formatted(format, value);
}

}  // namespace

std::string fixed_words(double value, int decimals) {
    char format[16];
    std::snprintf(format, sizeof format, "%%.%df", std::clamp(decimals, 0, 12));
    const std::string text = formatted(format, value);
    const bool is_zero = text.find_first_of("123456789") == std::string::npos;
    return with_minus(is_zero && text.front() == '-' ? text.substr(1) : text);  // never "-0.00"
}

std::string number_words(double value) {
    if (!std::isfinite(value)) return value > 0 ? "∞" : value < 0 ? std::string(minus_sign) + "∞" : say("not a number");
    if (std::abs(value) >= 10000) {
        const std::string digits = count_words(static_cast<std::uint64_t>(std::llround(std::abs(value))));
        return value < 0 ? minus_sign + digits : digits;
    }
    return with_minus(significant(value, 3));
}

std::string axis_number(double value) {
    if (std::abs(value) >= 10000) return number_words(value);
    return with_minus(format_number(std::round(value * 1e9) / 1e9));
}

std::string percent_words(double value) {
    if (value == 0) return "0";
    return with_minus(std::abs(value) >= 1 ? formatted("%.1f", value) : significant(value, 2));
}

std::string count_words(std::uint64_t value) {
    std::string digits = std::to_string(value);
    if (digits.size() < 5) return digits;
    for (std::size_t place = digits.size() - 3;; place -= 3) {
        digits.insert(place, thin_space);
        if (place <= 3) return digits;
    }
}

std::string p_words(double p) {
    return p < 0.0001 ? "<\u00a00.0001" : significant(p, 2);
}

std::string of_words(std::size_t part, std::size_t whole) {
    return say("%1 of %2", {std::to_string(part), std::to_string(whole)});
}

std::string superscript(int exponent) {
    static const char* const digits[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
    std::string result = exponent < 0 ? "⁻" : "";
    for (const char c : std::to_string(std::abs(exponent))) result += digits[c - '0'];
    return result;
}

std::string interval_words(const std::optional<double>& low, const std::optional<double>& high) {
    return "[" + (low ? number_words(*low) : std::string(minus_sign) + "∞") + ",\u00a0" +
           (high ? number_words(*high) : "∞") + "]";
}

namespace {

/// A Chinese letter or its punctuation, three bytes of UTF-8.
bool is_ideographic(std::string_view letter) {
    return letter.size() == 3 &&
           ((letter >= "\u3000" && letter <= "\u9fff") || (letter >= "\uff00" && letter <= "\uffef"));
}

/// Without the blanks between Chinese letters, which stand in the catalogue for values in Latin ones.
std::string without_inner_blanks(std::string text) {
    for (std::size_t at = text.find(' ', 3); at != std::string::npos; at = text.find(' ', at + 1)) {
        const std::string_view all = text;
        if (is_ideographic(all.substr(at - 3, 3)) && is_ideographic(all.substr(at + 1, 3))) text.erase(at, 1);
    }
    return text;
}

}  // namespace

std::string list_words(const std::vector<std::string>& items) {
    if (items.empty()) return {};
    std::string result = items.front();
    for (std::size_t i = 1; i < items.size(); ++i)
        result = i + 1 == items.size() ? say("%1 and %2", {result, items[i]}) : say("%1, %2", {result, items[i]});
    return without_inner_blanks(result);
}

std::string population_name(const std::string& path) {
    const std::size_t slash = path.find_last_of('/');
    return slash == std::string::npos || slash + 1 == path.size() ? path : path.substr(slash + 1);
}

std::string measure_words(const Feature& feature) {
    if (feature.measure == "percent_of_parent") return say("% of parent");
    if (feature.measure == "percent_of_total") return say("% of all events");
    if (feature.measure == "cells_per_ul") return say("cells/µL");
    if (feature.measure == "median") return say("median %1", {feature.channel});
    return feature.measure;
}

namespace {

std::string design_words(const Comparison& comparison) {
    if (comparison.n_2 > 0)
        return say("%1\u00a0against\u00a0%2", {std::to_string(comparison.n_1), std::to_string(comparison.n_2)});
    return say("n\u00a0=\u00a0%1", {std::to_string(comparison.n_1)});
}

/// "p = 0.095" or "p < 0.0001".
std::string p_equals(double p) {
    return p < 0.0001 ? "p\u00a0" + p_words(p) : "p\u00a0=\u00a0" + p_words(p);
}

bool at_smallest(double p, double smallest) {
    return p <= smallest * (1 + 1e-9);
}

}  // namespace

namespace {

/// The first part of a note: the reason; what follows is caution.
std::string first_part(const std::string& note) {
    return note.substr(0, note.find(';'));
}

bool is_floor(const std::string& reason) {
    return reason.starts_with("not tested: at the detection floor");
}

std::string floor_words() {
    return say(
        "not tested: at the detection floor after treatment in too many patients, where a ratio measures the depth "
        "of acquisition");
}

}  // namespace

std::string reason_words(const Comparison& comparison) {
    const std::string first = first_part(comparison.note);
    if (first.empty()) return say("not computable");
    if (is_floor(first)) return floor_words();
    if (first == "not tested: no pairs") return say("not tested: no pairs");
    if (first == "not tested: no pair differs") return say("not tested: no pair differs");
    if (first.starts_with("not tested: ") && (comparison.n_1 == 0 || comparison.n_2 == 0))
        return say("not tested: %1 against %2", {std::to_string(comparison.n_1), std::to_string(comparison.n_2)});
    return first;
}

std::string reason_words(const Correlation& correlation) {
    const std::string first = first_part(correlation.note);
    if (first.empty()) return say("not computable");
    if (is_floor(first)) return floor_words();
    if (first.find("one side does not vary") != std::string::npos) return say("not computed: one side does not vary");
    if (first.ends_with(" with both"))
        return say_count(correlation.n, "not computed: %1 patient has both", "not computed: %1 patients have both",
                         {std::to_string(correlation.n)});
    if (first.starts_with("not computed: ") && first.find(" restored against ") != std::string::npos)
        return say("not computed: restored %1, others %2",
                   {std::to_string(correlation.n_restored), std::to_string(correlation.n - correlation.n_restored)});
    return first;
}

std::string test_words(const Comparison& comparison) {
    const std::string test = test_name_words(comparison.test);
    if (!comparison.p) return test.empty() ? reason_words(comparison) : say("%1: %2", {test, reason_words(comparison)});
    const std::string p = p_equals(*comparison.p), design = design_words(comparison);
    if (!comparison.p_min_attainable) return say("%1 %2 (%3)", {test, p, design});
    if (at_smallest(*comparison.p, *comparison.p_min_attainable))
        return say("%1 %2, the smallest possible for %3", {test, p, design});
    return say("%1 %2 (smallest possible for %3: %4)", {test, p, design, p_words(*comparison.p_min_attainable)});
}

namespace {

std::string area_words(const Comparison& comparison) {
    std::string result = say("AUC\u00a0%1", {fixed_words(*comparison.auc, 2)});
    if (comparison.auc_low || comparison.auc_high)
        result += "\u00a0[" + fixed_words(comparison.auc_low.value_or(0), 2) + ",\u00a0" +
                  fixed_words(comparison.auc_high.value_or(1), 2) + "]";
    return result;
}

}  // namespace

std::string effect_words(const Comparison& comparison) {
    std::string result;
    if (comparison.estimate) {
        const std::string value = number_words(*comparison.estimate);
        result = comparison.n_2 > 0 ? say("difference %1", {value}) : say("change %1", {value});
        if (!comparison.low && !comparison.high) {
            result += say(" (no finite 95 % interval at this n)");
        } else {
            result += " " + interval_words(comparison.low, comparison.high);
            if (comparison.achieved) result += " (" + percent_words(100 * *comparison.achieved) + "\u00a0%)";
        }
    }
    if (!comparison.auc) return result;
    return result.empty() ? area_words(comparison) : say("%1; %2", {result, area_words(comparison)});
}

std::string correlation_words(const Correlation& correlation) {
    if (!correlation.rho || !correlation.p) return reason_words(correlation);
    const bool yes_or_no = correlation.n_restored > 0 || correlation.test == "exact Mann-Whitney";
    std::string rho = fixed_words(*correlation.rho, 2);
    if (correlation.low && correlation.high) {
        rho += " [" + fixed_words(*correlation.low, 2) + ",\u00a0" + fixed_words(*correlation.high, 2) + "]";
        if (!correlation.interval.empty()) rho += " (" + interval_name_words(correlation.interval) + ")";
    }
    const std::string p = p_equals(*correlation.p);
    const std::string result =
        yes_or_no ? say("Cliff's δ\u00a0=\u00a0%1, %2", {rho, p}) : say("Spearman ρ\u00a0=\u00a0%1, %2", {rho, p});
    if (!correlation.p_min_attainable) return result;
    return say("%1 (smallest possible for n\u00a0=\u00a0%2: %3)",
               {result, std::to_string(correlation.n), p_words(*correlation.p_min_attainable)});
}

}  // namespace asparagate
