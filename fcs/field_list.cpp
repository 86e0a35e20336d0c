#include "field_list.hpp"

#include "asparagate/fcs/number.hpp"

namespace asparagate::detail {

std::vector<std::string_view> split_fields(std::string_view text) {
    std::vector<std::string_view> fields;
    while (true) {
        const auto comma = text.find(',');
        fields.push_back(text.substr(0, comma));
        if (comma == std::string_view::npos) return fields;
        text.remove_prefix(comma + 1);
    }
}

bool is_padded(std::string_view field) {
    return trim(field).size() != field.size();
}

}  // namespace asparagate::detail
