#pragma once
#include "asparagate/analysis/evidence.hpp"

#include <QColor>

namespace asparagate {

/// Colours of every figure: colour-blind safe and separable in grey (Okabe and Ito; diverging scale after
/// ColorBrewer RdBu). A group has the same colour everywhere.
namespace palette {

inline const QColor ink(0x22, 0x22, 0x22);
inline const QColor axis(0x44, 0x44, 0x44);
inline const QColor muted(0x66, 0x66, 0x66);
inline const QColor faint(0xCC, 0xCC, 0xCC);
inline const QColor paper(0xFF, 0xFF, 0xFF);
inline const QColor missing(0xCC, 0xCC, 0xCC);

QColor group(Group group);
/// Okabe-Ito in a fixed order for families, markers and populations; repeats after eight.
QColor series(std::size_t index);
/// Blue below 0, white at 0, red above; `t` is clamped to -1..1.
QColor diverging(double t);
/// Light to dark blue for ordered amounts; `t` is clamped to 0..1.
QColor amount(double t);
/// The colour mixed with white; strength 1 leaves it, 0 gives white.
QColor tint(const QColor& colour, double strength);
/// Ink or white, whichever reads better on `background`.
QColor text_on(const QColor& background);

}  // namespace palette
}  // namespace asparagate
