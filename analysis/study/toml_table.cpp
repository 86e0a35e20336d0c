#include "study/toml_table.hpp"

#include "asparagate/fcs/delimited_text.hpp"
#include "asparagate/fcs/nearest_name.hpp"

#include <fstream>
#include <iterator>

namespace asparagate::study_files {
namespace {

constexpr const char* root_name = "";

std::string type_of(const toml::node& node) {
    switch (node.type()) {
        case toml::node_type::table:
            return "a table";
        case toml::node_type::array:
            return "an array";
        case toml::node_type::string:
            return "a text";
        case toml::node_type::integer:
            return "a whole number";
        case toml::node_type::floating_point:
            return "a number";
        case toml::node_type::boolean:
            return "true or false";
        case toml::node_type::date:
        case toml::node_type::time:
        case toml::node_type::date_time:
            return "a date or time";
        case toml::node_type::none:
            break;
    }
    return "nothing";
}

std::string read_text(const std::filesystem::path& path) {
    std::error_code error;
    if (!std::filesystem::is_regular_file(path, error)) {
        throw AnalysisError(path.string(), "cannot be read: " + (error ? error.message() : "it is not a regular file"));
    }
    std::ifstream stream(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(stream), {}};
    if (!stream.good() && !stream.eof()) throw AnalysisError(path.string(), "cannot be read");
    return text;
}

}  // namespace

toml::table parse_toml_file(const std::filesystem::path& path) {
    try {
        return toml::parse(read_text(path), path.string());
    } catch (const toml::parse_error& error) {
        const auto& place = error.source().begin;
        throw AnalysisError(path.string() + ":" + std::to_string(place.line) + ":" + std::to_string(place.column),
                            terminal_text(error.description()));
    }
}

std::string TomlTable::name_of(std::string_view key) const {
    const std::string shown(key);
    if (name_ == root_name) return shown;
    return key.empty() ? name_ : name_ + "." + shown;
}

std::string TomlTable::where(std::string_view key) const {
    toml::source_region region = table_->source();
    if (const toml::node* const node = table_->get(key); node != nullptr) region = node->source();
    for (auto it = table_->begin(); it != table_->end(); ++it) {
        if (it->first.str() == key && it->first.source().begin.line > 0) region = it->first.source();
    }
    std::string place = file_;
    // The root table has no position of its own.
    if (region.begin.line > 0) {
        place += ":" + std::to_string(region.begin.line) + ":" + std::to_string(region.begin.column);
    }
    const std::string name = name_of(key);
    return name.empty() ? place : place + ": " + name;
}

void TomlTable::fail(std::string_view key, const std::string& message) const {
    throw AnalysisError(where(key), message);
}

void TomlTable::allow_only(const std::vector<std::string>& keys) const {
    for (const auto& [key, node] : *table_) {
        const std::string found(key.str());
        if (std::find(keys.begin(), keys.end(), found) != keys.end()) continue;
        fail(found, "unknown key " + in_quotes(found) + suggestion(found, keys));
    }
}

std::vector<std::string> TomlTable::keys() const {
    std::vector<std::string> keys;
    for (const auto& [key, node] : *table_) keys.emplace_back(key.str());
    return keys;
}

std::optional<std::string> TomlTable::text(std::string_view key) const {
    const toml::node* const node = table_->get(key);
    if (node == nullptr) return std::nullopt;
    if (!node->is_string()) fail(key, "found " + type_of(*node) + "; expected a text in quotes");
    return node->value<std::string>();
}

std::optional<double> TomlTable::number(std::string_view key) const {
    const toml::node* const node = table_->get(key);
    if (node == nullptr) return std::nullopt;
    if (!node->is_number()) fail(key, "found " + type_of(*node) + "; expected a number");
    const std::optional<double> value = node->value<double>();
    if (!value || !std::isfinite(*value)) fail(key, "found a number that is not finite; expected a finite number");
    return value;
}

std::optional<std::uint64_t> TomlTable::whole(std::string_view key) const {
    const toml::node* const node = table_->get(key);
    if (node == nullptr) return std::nullopt;
    if (!node->is_integer()) fail(key, "found " + type_of(*node) + "; expected a whole number");
    const auto value = node->value<std::int64_t>();
    if (!value || *value < 0) fail(key, "found a negative number; expected a whole number from 0");
    return static_cast<std::uint64_t>(*value);
}

std::optional<bool> TomlTable::flag(std::string_view key) const {
    const toml::node* const node = table_->get(key);
    if (node == nullptr) return std::nullopt;
    if (!node->is_boolean()) fail(key, "found " + type_of(*node) + "; expected true or false");
    return node->value<bool>();
}

std::vector<std::string> TomlTable::texts(std::string_view key) const {
    const toml::node* const node = table_->get(key);
    if (node == nullptr) return {};
    const toml::array* const array = node->as_array();
    if (array == nullptr) fail(key, "found " + type_of(*node) + R"(; expected texts such as ["a", "b"])");
    std::vector<std::string> texts;
    for (const toml::node& element : *array) {
        if (!element.is_string()) fail(key, "holds " + type_of(element) + "; expected texts in quotes");
        texts.push_back(*element.value<std::string>());
    }
    return texts;
}

std::vector<double> TomlTable::numbers(std::string_view key) const {
    const toml::node* const node = table_->get(key);
    if (node == nullptr) return {};
    const toml::array* const array = node->as_array();
    if (array == nullptr) fail(key, "found " + type_of(*node) + "; expected numbers such as [7, 14]");
    std::vector<double> numbers;
    for (const toml::node& element : *array) {
        const std::optional<double> value = element.is_number() ? element.value<double>() : std::nullopt;
        if (!value || !std::isfinite(*value)) fail(key, "holds " + type_of(element) + "; expected finite numbers");
        numbers.push_back(*value);
    }
    return numbers;
}

std::optional<TomlTable> TomlTable::table(std::string_view key) const {
    const toml::node* const node = table_->get(key);
    if (node == nullptr) return std::nullopt;
    const toml::table* const table = node->as_table();
    if (table == nullptr) fail(key, "found " + type_of(*node) + "; expected a table [" + name_of(key) + "]");
    return TomlTable(*table, file_, name_of(key));
}

std::vector<TomlTable> TomlTable::tables(std::string_view key) const {
    const toml::node* const node = table_->get(key);
    if (node == nullptr) return {};
    const toml::array* const array = node->as_array();
    const std::string header = "[[" + name_of(key) + "]]";
    if (array == nullptr) fail(key, "found " + type_of(*node) + "; expected tables headed " + header);
    std::vector<TomlTable> tables;
    for (const toml::node& element : *array) {
        if (!element.is_table()) fail(key, "holds " + type_of(element) + "; expected tables headed " + header);
        tables.emplace_back(*element.as_table(), file_, name_of(key));
    }
    return tables;
}

std::string TomlTable::required_text(std::string_view key) const {
    const std::optional<std::string> value = text(key);
    if (!value) throw AnalysisError(where(""), "key " + in_quotes(key) + " is missing");
    if (value->empty()) fail(key, "is empty; expected a text");
    return *value;
}

std::string TomlTable::choice(std::string_view key, const std::vector<std::string>& choices,
                              const std::string& fallback) const {
    const std::optional<std::string> value = text(key);
    if (!value) return fallback;
    if (std::find(choices.begin(), choices.end(), *value) == choices.end()) {
        fail(key, "found " + in_quotes(*value) + suggestion(*value, choices));
    }
    return *value;
}

}  // namespace asparagate::study_files
