#include "figures/palette.hpp"

#include <array>

namespace asparagate::palette {

namespace {

QColor mix(const QColor& a, const QColor& b, double t) {
    const auto channel = [t](int from, int to) { return static_cast<int>(std::lround(from + (to - from) * t)); };
    return {channel(a.red(), b.red()), channel(a.green(), b.green()), channel(a.blue(), b.blue())};
}

}  // namespace

QColor group(Group group) {
    switch (group) {
        case Group::aar:
            return {0x00, 0x72, 0xB2};
        case Group::aanr:
            return {0xD5, 0x5E, 0x00};
        case Group::unclassified:
            break;
    }
    return {0x77, 0x77, 0x77};
}

QColor series(std::size_t index) {
    static const std::array<QColor, 8> okabe_ito = {
        QColor(0x00, 0x9E, 0x73), QColor(0xCC, 0x79, 0xA7), QColor(0xE6, 0x9F, 0x00), QColor(0x56, 0xB4, 0xE9),
        QColor(0xF0, 0xE4, 0x42), QColor(0x00, 0x72, 0xB2), QColor(0xD5, 0x5E, 0x00), QColor(0x99, 0x99, 0x99)};
    return okabe_ito[index % okabe_ito.size()];
}

QColor diverging(double t) {
    static const QColor blue(0x21, 0x66, 0xAC), white(0xFF, 0xFF, 0xFF), red(0xB2, 0x18, 0x2B);
    const double clamped = std::clamp(t, -1.0, 1.0);
    return clamped < 0 ? mix(white, blue, -clamped) : mix(white, red, clamped);
}

QColor amount(double t) {
    return mix(QColor(0xEA, 0xF1, 0xF7), QColor(0x2B, 0x4C, 0x6F), std::clamp(t, 0.0, 1.0));
}

QColor tint(const QColor& colour, double strength) {
    return mix(paper, colour, strength);
}

QColor text_on(const QColor& background) {
    const double luminance = 0.299 * background.red() + 0.587 * background.green() + 0.114 * background.blue();
    return luminance > 140 ? ink : paper;
}

}  // namespace asparagate::palette
