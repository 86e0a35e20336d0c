#pragma once
#include <string>

namespace asparagate {

/// Lets copied and searched text of a PDF written by Qt be the letters that were set: fonts draw a CJK radical
/// (U+2E80 to U+2FD5) and the ideograph it looks like with one glyph, and Qt names the radical in the ToUnicode maps.
/// The ideograph is put in its place (Unicode: EquivalentUnifiedIdeograph.txt); no byte moves.
void name_ideographs(std::string& pdf);

}  // namespace asparagate
