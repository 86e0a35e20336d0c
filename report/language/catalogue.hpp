#pragma once
#include <map>
#include <string>
#include <string_view>

namespace asparagate {

/// Texts of a catalogue in the PO format of GNU gettext: English -> translation. Entries without translation are left
/// out; contexts and plural forms are not supported. @throws std::runtime_error naming the line that is none.
std::map<std::string, std::string> read_catalogue(std::string_view po);

/// report/language/zh.po, compiled in.
extern const char* const chinese_catalogue;

}  // namespace asparagate
