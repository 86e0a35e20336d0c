#include "simulation/settings_reader.hpp"

#include "asparagate/fcs/nearest_name.hpp"
#include "asparagate/fcs/number.hpp"

#include <algorithm>
#include <cmath>

namespace asparagate::simulation {
namespace {

std::optional<std::string> text_of(const toml::node& node) {
    if (const auto text = node.value<std::string>()) return text;
    if (const auto number = node.value<double>()) return format_number(*number);
    return std::nullopt;
}

}  // namespace

std::vector<std::string> SettingsTable::keys() const {
    std::vector<std::string> names;
    for (const auto& [key, node] : table_) names.emplace_back(key.str());
    return names;
}

std::string SettingsTable::child_name(std::string_view key) const {
    return name_.empty() ? std::string(key) : name_ + "." + std::string(key);
}

void SettingsTable::fail(std::string_view key, const std::string& message) const {
    const auto* node = table_.get(key);
    const auto line = (node ? node->source() : table_.source()).begin.line;
    const auto where = file_ + ":" + std::to_string(line) + ": " + child_name(key);
    throw AnalysisError(where, message);
}

const toml::node* SettingsTable::find(std::string_view key) {
    used_.emplace(key);
    return table_.get(key);
}

const toml::node& SettingsTable::require(std::string_view key, const char* expected) {
    if (const auto* node = find(key)) return *node;
    fail(key, std::string("is missing; expected ") + expected);
}

double SettingsTable::number(std::string_view key) {
    const auto value = require(key, "a number").value<double>();
    if (!value || !std::isfinite(*value)) fail(key, "is not a finite number");
    return *value;
}

double SettingsTable::number(std::string_view key, double fallback) {
    return find(key) ? number(key) : fallback;
}

std::uint64_t SettingsTable::whole(std::string_view key, std::uint64_t fallback) {
    const auto* node = find(key);
    if (!node) return fallback;
    const auto value = node->value<std::int64_t>();
    if (!value || *value < 0) fail(key, "is not a whole number of 0 or more");
    return static_cast<std::uint64_t>(*value);
}

bool SettingsTable::flag(std::string_view key, bool fallback) {
    const auto* node = find(key);
    if (!node) return fallback;
    const auto value = node->value_exact<bool>();
    if (!value) fail(key, "is neither true nor false");
    return *value;
}

std::string SettingsTable::text(std::string_view key) {
    const auto value = require(key, "a text").value<std::string>();
    if (!value) fail(key, "is not a text in quotes");
    return *value;
}

std::string SettingsTable::text(std::string_view key, const std::string& fallback) {
    return find(key) ? text(key) : fallback;
}

std::string SettingsTable::text_or_number(std::string_view key) {
    const auto value = text_of(require(key, "a text or a number"));
    if (!value) fail(key, "is neither a text nor a number");
    return *value;
}

std::vector<std::string> SettingsTable::texts_or_numbers(std::string_view key) {
    const auto* array = require(key, "an array").as_array();
    if (!array) fail(key, "is not an array in [ ]");
    std::vector<std::string> values;
    for (const auto& node : *array) {
        const auto value = text_of(node);
        if (!value) fail(key, "holds something that is neither a text nor a number");
        values.push_back(*value);
    }
    return values;
}

std::vector<std::string> SettingsTable::texts(std::string_view key) {
    if (!find(key)) return {};
    const auto values = texts_or_numbers(key);
    for (const auto& node : *table_.get(key)->as_array())
        if (!node.is_string()) fail(key, "holds something that is not a text in quotes");
    return values;
}

std::vector<double> SettingsTable::numbers(std::string_view key, std::size_t count) {
    const auto expected = std::to_string(count) + " numbers in [ ]";
    const auto* array = require(key, expected.c_str()).as_array();
    if (!array || array->size() != count) fail(key, "is not " + expected);
    std::vector<double> values;
    for (const auto& node : *array) {
        const auto value = node.value<double>();
        if (!value || !std::isfinite(*value)) fail(key, "is not " + expected);
        values.push_back(*value);
    }
    return values;
}

bool SettingsTable::is_table(std::string_view key) const {
    const auto* node = table_.get(key);
    return node && node->is_table();
}

SettingsTable SettingsTable::table(std::string_view key) {
    const auto* child = require(key, "a table").as_table();
    if (!child) fail(key, "is not a table");
    return {*child, file_, child_name(key)};
}

std::optional<SettingsTable> SettingsTable::optional_table(std::string_view key) {
    if (!find(key)) return std::nullopt;
    return table(key);
}

std::vector<SettingsTable> SettingsTable::tables(std::string_view key) {
    const auto* node = find(key);
    if (!node) return {};
    const auto* array = node->as_array();
    if (!array) fail(key, "is not an array of tables");
    std::vector<SettingsTable> result;
    for (const auto& element : *array) {
        if (!element.is_table()) fail(key, "holds something that is not a table");
        result.emplace_back(*element.as_table(), file_, child_name(key));
    }
    return result;
}

void SettingsTable::finish() const {
    for (const auto& [key, node] : table_) {
        if (used_.contains(key.str())) continue;
        const auto nearest = nearest_name(key.str(), std::vector<std::string>(used_.begin(), used_.end()));
        fail(key.str(), "is not a known key" + (nearest.empty() ? "" : "; did you mean \"" + nearest + "\"?"));
    }
}

void SettingsTable::check_known(std::string_view key, const std::string& value, const std::vector<std::string>& known,
                                const std::string& what) const {
    if (std::find(known.begin(), known.end(), value) != known.end()) return;
    const auto nearest = nearest_name(value, known);
    fail(key, "\"" + value + "\" is not a " + what + (nearest.empty() ? "" : "; did you mean \"" + nearest + "\"?"));
}

}  // namespace asparagate::simulation
