#include "toml_table.hpp"

#include "asparagate/fcs/nearest_name.hpp"
#include "asparagate/gating/gating_error.hpp"

#include <algorithm>
#include <cmath>

namespace asparagate::detail {

std::string describe_type(const toml::node& node) {
    switch (node.type()) {
        case toml::node_type::table:
            return "a table";
        case toml::node_type::array:
            return "an array";
        case toml::node_type::string:
            return "the string \"" + node.as_string()->get() + "\"";
        case toml::node_type::integer:
            return "an integer";
        case toml::node_type::floating_point:
            return "a number";
        case toml::node_type::boolean:
            return "a boolean";
        default:
            return "a date or time";
    }
}

std::string TomlTable::where(const toml::source_region& source) const {
    return file_ + ":" + std::to_string(source.begin.line) + ":" + std::to_string(source.begin.column);
}

void TomlTable::fail(const toml::source_region& source, const std::string& message) const {
    throw GatingError(where(source), population_, message);
}

void TomlTable::allow_only(const std::vector<std::string>& valid) const {
    const toml::key* unknown = nullptr;
    for (const auto& [key, value] : table_) {
        if (std::find(valid.begin(), valid.end(), key.str()) != valid.end()) continue;
        if (unknown == nullptr || key.source().begin < unknown->source().begin) unknown = &key;
    }
    if (unknown == nullptr) return;
    const std::string name(unknown->str());
    fail(unknown->source(), "unknown key \"" + name + "\"" + suggestion(name, valid));
}

std::vector<std::pair<std::string, const toml::node*>> TomlTable::entries() const {
    struct Entry {
        toml::source_position position;
        std::string name;
        const toml::node* node;
    };
    std::vector<Entry> found;
    for (const auto& [key, value] : table_) found.push_back({key.source().begin, std::string(key.str()), &value});
    std::sort(found.begin(), found.end(), [](const Entry& a, const Entry& b) { return a.position < b.position; });
    std::vector<std::pair<std::string, const toml::node*>> result;
    for (Entry& entry : found) result.emplace_back(std::move(entry.name), entry.node);
    return result;
}

double TomlTable::as_number(const toml::node& node, std::string_view what) const {
    if (const auto* real = node.as_floating_point()) {
        if (std::isnan(real->get())) fail(node, std::string(what) + " is nan; expected a number");
        return real->get();
    }
    if (const auto* integer = node.as_integer()) return static_cast<double>(integer->get());
    fail(node, std::string(what) + " is " + describe_type(node) + "; expected a number");
}

std::string TomlTable::as_text(const toml::node& node, std::string_view what) const {
    if (const auto* text = node.as_string()) return text->get();
    fail(node, std::string(what) + " is " + describe_type(node) + "; expected a string");
}

const toml::array& TomlTable::as_array(const toml::node& node, std::string_view what) const {
    if (const auto* array = node.as_array()) return *array;
    fail(node, std::string(what) + " is " + describe_type(node) + "; expected an array");
}

std::optional<std::string> TomlTable::text(std::string_view key) const {
    const toml::node* node = find(key);
    return node == nullptr ? std::nullopt : std::optional(as_text(*node, key));
}

std::string TomlTable::required_text(std::string_view key, std::string_view expected) const {
    if (auto value = text(key)) return *value;
    fail("\"" + std::string(key) + "\" is missing; expected " + std::string(expected));
}

std::optional<double> TomlTable::number(std::string_view key) const {
    const toml::node* node = find(key);
    return node == nullptr ? std::nullopt : std::optional(as_number(*node, key));
}

double TomlTable::required_number(std::string_view key) const {
    if (const auto value = number(key)) return *value;
    fail("\"" + std::string(key) + "\" is missing; expected a number");
}

std::optional<bool> TomlTable::boolean(std::string_view key) const {
    const toml::node* node = find(key);
    if (node == nullptr) return std::nullopt;
    if (const auto* value = node->as_boolean()) return value->get();
    fail(*node, std::string(key) + " is " + describe_type(*node) + "; expected true or false");
}

std::optional<std::vector<std::string>> TomlTable::texts(std::string_view key) const {
    const toml::node* node = find(key);
    if (node == nullptr) return std::nullopt;
    std::vector<std::string> result;
    for (const auto& item : as_array(*node, key)) result.push_back(as_text(item, key));
    return result;
}

std::optional<std::vector<double>> TomlTable::numbers(std::string_view key) const {
    const toml::node* node = find(key);
    if (node == nullptr) return std::nullopt;
    std::vector<double> result;
    for (const auto& item : as_array(*node, key)) result.push_back(as_number(item, key));
    return result;
}

std::optional<std::vector<std::vector<double>>> TomlTable::rows(std::string_view key, std::size_t columns) const {
    const toml::node* node = find(key);
    if (node == nullptr) return std::nullopt;
    std::vector<std::vector<double>> result;
    for (const auto& item : as_array(*node, key)) {
        const toml::array& row = as_array(item, key);
        if (columns != 0 && row.size() != columns)
            fail(item, std::string(key) + " has a row of " + std::to_string(row.size()) + " values; expected " +
                           std::to_string(columns));
        auto& values = result.emplace_back();
        for (const auto& value : row) values.push_back(as_number(value, key));
    }
    return result;
}

std::optional<TomlTable> TomlTable::child(std::string_view key) const {
    const toml::node* node = find(key);
    if (node == nullptr) return std::nullopt;
    if (const auto* table = node->as_table()) return TomlTable(*table, file_, population_);
    fail(*node, std::string(key) + " is " + describe_type(*node) + "; expected a table");
}

}  // namespace asparagate::detail
