#pragma once
#include <QIcon>
#include <QPalette>

namespace asparagate::gui {

enum class Symbol { arrow, rectangle, range, polygon, open, save, undo, redo, previous, next, up, compare, path };

/// A line symbol in the text colour of `palette`, sharp at any pixel ratio.
QIcon symbol_icon(Symbol symbol, const QPalette& palette);

}  // namespace asparagate::gui
