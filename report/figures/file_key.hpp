#pragma once
#include <string>
#include <string_view>

namespace asparagate {

/// What the file named after `text` is told apart by, also where file names ignore case: texts of the same key would
/// overwrite each other.
std::string file_key(std::string_view text);

}  // namespace asparagate
