#pragma once

namespace asparagate {

extern const char* const page_style;   ///< CSS of every page
extern const char* const page_script;  ///< sorting and copying of tables; pages read the same without it

}  // namespace asparagate
