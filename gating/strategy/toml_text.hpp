#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace asparagate::detail {

/// A TOML string with everything escaped that needs it.
std::string toml_text(std::string_view text);
/// A bare TOML key where `name` may be one, else a string.
std::string toml_key(const std::string& name);
/// Shortest digits that read back to the same double.
std::string toml_number(double value);

/// "[a, b]" of what `write` makes of each item.
template <typename Items, typename Write>
std::string toml_array(const Items& items, Write write) {
    std::string text = "[";
    for (std::size_t i = 0; i < items.size(); ++i) text += (i > 0 ? ", " : "") + write(items[i]);
    return text + "]";
}
std::string toml_numbers(const std::vector<double>& values);
std::string toml_texts(const std::vector<std::string>& values);
/// Row-major values as rows of `columns`.
std::string toml_rows(const std::vector<double>& values, std::size_t columns);

/// "name = value\n".
inline std::string toml_line(std::string_view name, const std::string& value) {
    return std::string(name) + " = " + value + "\n";
}

}  // namespace asparagate::detail
