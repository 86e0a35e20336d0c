#include "figures/visible_text.hpp"

namespace asparagate {

namespace {

bool is_invisible(QChar c) {
    const ushort u = c.unicode();
    const bool reorders = (u >= 0x202A && u <= 0x202E) || (u >= 0x2066 && u <= 0x2069) || u == 0x200E || u == 0x200F;
    return (c.category() == QChar::Other_Control && u != '\n') || reorders || u >= 0xFFFE;
}

}  // namespace

QString visible_text(QString text) {
    for (QChar& c : text)
        if (is_invisible(c)) c = QChar(0xFFFD);
    return text;
}

}  // namespace asparagate
