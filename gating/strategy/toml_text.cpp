#include "toml_text.hpp"

#include "asparagate/fcs/number.hpp"

#include <algorithm>

namespace asparagate::detail {

std::string toml_text(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string result = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\')
            result += {'\\', c};
        else if (byte < 0x20 || byte == 0x7F)
            result += std::string("\\u00") + digits[byte >> 4] + digits[byte & 15];
        else
            result += c;
    }
    return result + '"';
}

std::string toml_key(const std::string& name) {
    const bool bare = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    });
    return bare ? name : toml_text(name);
}

std::string toml_number(double value) {
    const std::string text = format_number(value == 0 ? 0.0 : value);  // minus zero equals zero, so it is written so
    // TOML integers end at 2^63.
    const bool long_integer = text.size() > 15 && text.find_first_of(".einf") == std::string::npos;
    return long_integer ? text + ".0" : text;
}

std::string toml_numbers(const std::vector<double>& values) {
    return toml_array(values, toml_number);
}
std::string toml_texts(const std::vector<std::string>& values) {
    return toml_array(values, toml_text);
}

std::string toml_rows(const std::vector<double>& values, std::size_t columns) {
    std::vector<std::vector<double>> rows;
    for (std::size_t row = 0; row + columns <= values.size() && columns > 0; row += columns)
        rows.emplace_back(values.begin() + static_cast<std::ptrdiff_t>(row),
                          values.begin() + static_cast<std::ptrdiff_t>(row + columns));
    return toml_array(rows, toml_numbers);
}

}  // namespace asparagate::detail
