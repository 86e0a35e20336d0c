#pragma once
#include <QString>

namespace asparagate {

/// The text with everything invisible that could break XML, hide or reorder what is read (control characters,
/// bidirectional overrides, non-characters) replaced by U+FFFD.
QString visible_text(QString text);

}  // namespace asparagate
