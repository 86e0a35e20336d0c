#pragma once
#include <string_view>
#include <vector>

namespace asparagate::detail {

/// Fields between commas, untrimmed; one empty field for an empty text.
std::vector<std::string_view> split_fields(std::string_view text);
/// Whether a field has blanks around it.
bool is_padded(std::string_view field);

}  // namespace asparagate::detail
