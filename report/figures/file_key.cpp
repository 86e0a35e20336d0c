#include "figures/file_key.hpp"

#include "asparagate/fcs/output_file.hpp"

#include <algorithm>

namespace asparagate {

std::string file_key(std::string_view text) {
    std::string key = safe_file_name(text);
    std::transform(key.begin(), key.end(), key.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return key;
}

}  // namespace asparagate
