#include "text/number_text.hpp"

#include "asparagate/fcs/number.hpp"

#include <charconv>
#include <cmath>

namespace asparagate::gui {
namespace {

constexpr QChar thin_space(0x2009);
constexpr QChar en_dash(0x2013);
constexpr QChar minus_sign(0x2212);

QString fixed(double value, int decimals) {
    return QString::number(value, 'f', decimals);
}

}  // namespace

QString count_text(std::uint64_t count) {
    QString text = QString::number(count);
    for (auto position = text.size() - 3; position > 0; position -= 3) text.insert(position, thin_space);
    return text;
}

QString percent_text(std::optional<double> percent) {
    if (!percent) return en_dash;
    const double value = round_significant(*percent, 2);
    if (value == 0) return QStringLiteral("0");
    if (std::abs(value) >= 1) return fixed(*percent, 1);
    // Decimals come from the rounded value: 0.0996 is "0.10", not "0.100".
    return fixed(value, 1 - static_cast<int>(std::floor(std::log10(std::abs(value)) + 1e-12)));
}

QString interval_text(const std::optional<ProportionInterval>& interval) {
    if (!interval) return en_dash;
    return percent_text(100 * interval->low) + QStringLiteral(" ") + en_dash + QStringLiteral(" ") +
           percent_text(100 * interval->high) + thin_space + QStringLiteral("%");
}

double round_significant(double value, int digits) {
    if (!std::isfinite(value) || value == 0) return value;
    char text[40];
    const auto end = std::to_chars(text, text + sizeof text, value, std::chars_format::scientific, digits - 1).ptr;
    double rounded = value;
    std::from_chars(text, end, rounded);
    return rounded;
}

QString coordinate_text(double value) {
    if (std::isinf(value)) return value > 0 ? QStringLiteral("∞") : minus_sign + QStringLiteral("∞");
    const double rounded = round_significant(value, 7);
    const double size = std::abs(rounded);
    QString text;
    if (size == 0 || (size >= 1e-4 && size < 1e7)) {
        char digits[64];
        const auto end = std::to_chars(digits, digits + sizeof digits, size, std::chars_format::fixed).ptr;
        text = QString::fromLatin1(digits, end - digits);
        const auto dot = text.indexOf('.');
        const auto whole = dot < 0 ? text.size() : dot;
        for (auto position = whole - 3; position > 0 && whole > 4; position -= 3) text.insert(position, thin_space);
    } else {
        text = QString::fromStdString(format_number(size));
    }
    return rounded < 0 ? minus_sign + text : text;
}

QString duration_text(double seconds) {
    const auto whole = static_cast<long long>(std::llround(std::max(0.0, seconds)));
    const auto two = [](long long number) { return QStringLiteral("%1").arg(number, 2, 10, QChar('0')); };
    if (whole < 3600) return QStringLiteral("%1:%2").arg(whole / 60).arg(two(whole % 60));
    return QStringLiteral("%1:%2:%3").arg(whole / 3600).arg(two(whole / 60 % 60), two(whole % 60));
}

}  // namespace asparagate::gui
