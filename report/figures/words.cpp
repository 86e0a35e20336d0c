#include "figures/words.hpp"

#include "asparagate/fcs/number.hpp"

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
    return with_minus(formatted(format, value));
}

std::string number_words(double value) {
    if (!std::isfinite(value)) return value > 0 ? "∞" : value < 0 ? std::string(minus_sign) + "∞" : "not a number";
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
    return p < 0.0001 ? "< 0.0001" : significant(p, 2);
}

std::string of_words(std::size_t part, std::size_t whole) {
    return std::to_string(part) + " of " + std::to_string(whole);
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

std::string list_words(const std::vector<std::string>& items) {
    std::string result;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (i > 0) result += i + 1 == items.size() ? " and " : ", ";
        result += items[i];
    }
    return result;
}

std::string population_name(const std::string& path) {
    const std::size_t slash = path.find_last_of('/');
    return slash == std::string::npos || slash + 1 == path.size() ? path : path.substr(slash + 1);
}

std::string measure_words(const Feature& feature) {
    if (feature.measure == "percent_of_parent") return "% of parent";
    if (feature.measure == "percent_of_total") return "% of all events";
    if (feature.measure == "cells_per_ul") return "cells/µL";
    if (feature.measure == "median") return "median " + feature.channel;
    return feature.measure;
}

namespace {

std::string design_words(const Comparison& comparison) {
    if (comparison.n_2 > 0)
        return std::to_string(comparison.n_1) + "\u00a0against\u00a0" + std::to_string(comparison.n_2);
    return "n\u00a0=\u00a0" + std::to_string(comparison.n_1);
}

}  // namespace

std::string test_words(const Comparison& comparison) {
    if (!comparison.p) {
        const std::string reason = comparison.note.empty() ? "not computable" : comparison.note;
        return comparison.test.empty() ? reason : comparison.test + ": " + reason;
    }
    std::string result = comparison.test + " p\u00a0=\u00a0" + p_words(*comparison.p);
    if (*comparison.p < 0.0001) result = comparison.test + " p\u00a0" + p_words(*comparison.p);
    if (!comparison.p_min_attainable) return result + " (" + design_words(comparison) + ")";
    if (*comparison.p <= *comparison.p_min_attainable * (1 + 1e-9))
        return result + ", the smallest possible for " + design_words(comparison);
    return result + " (smallest possible for " + design_words(comparison) + ": " +
           p_words(*comparison.p_min_attainable) + ")";
}

std::string effect_words(const Comparison& comparison) {
    std::string result;
    if (comparison.estimate) {
        result = comparison.n_2 > 0 ? "difference " : "change ";
        result += number_words(*comparison.estimate);
        if (comparison.low || comparison.high) {
            result += " " + interval_words(comparison.low, comparison.high);
            if (comparison.achieved) result += " (" + percent_words(100 * *comparison.achieved) + " %)";
        } else {
            result += " (no finite 95 % interval at this n)";
        }
    }
    if (comparison.auc) {
        result += (result.empty() ? "AUC " : "; AUC ") + fixed_words(*comparison.auc, 2);
        if (comparison.auc_low || comparison.auc_high)
            result += "\u00a0[" + fixed_words(comparison.auc_low.value_or(0), 2) + ",\u00a0" +
                      fixed_words(comparison.auc_high.value_or(1), 2) + "]";
    }
    return result;
}

std::string correlation_words(const Correlation& correlation) {
    if (!correlation.rho || !correlation.p) return correlation.note.empty() ? "not computable" : correlation.note;
    const bool binary = correlation.n_restored > 0 || correlation.test == "exact Mann-Whitney";
    std::string result =
        (binary ? "Cliff's δ\u00a0=\u00a0" : "Spearman ρ\u00a0=\u00a0") + number_words(*correlation.rho);
    if (correlation.low && correlation.high)
        result += " " + interval_words(correlation.low, correlation.high) +
                  (correlation.interval.empty() ? "" : " (" + correlation.interval + ")");
    result += ", p\u00a0" + std::string(*correlation.p < 0.0001 ? "" : "=\u00a0") + p_words(*correlation.p);
    if (correlation.p_min_attainable)
        result += " (smallest possible for n\u00a0=\u00a0" + std::to_string(correlation.n) + ": " +
                  p_words(*correlation.p_min_attainable) + ")";
    return result;
}

bool cannot_reach(const std::optional<double>& p_min_attainable, double alpha) {
    return p_min_attainable && *p_min_attainable >= alpha;
}

}  // namespace asparagate
