#pragma once
#include "asparagate/analysis/analysis_error.hpp"

#include <toml++/toml.h>

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace asparagate::simulation {

/// One table of a settings file. Every key must be read before finish(), which names the first that was not, so that a
/// misspelt key is an error with the nearest key that would have been read.
class SettingsTable {
public:
    SettingsTable(const toml::table& table, std::string file, std::string name)
        : table_(table), file_(std::move(file)), name_(std::move(name)) {}

    /// Whether the key is there; it counts as known from then on.
    [[nodiscard]] bool has(std::string_view key) { return find(key) != nullptr; }
    /// Keys in file order are not kept by TOML; these are sorted.
    [[nodiscard]] std::vector<std::string> keys() const;

    double number(std::string_view key);
    double number(std::string_view key, double fallback);
    std::uint64_t whole(std::string_view key, std::uint64_t fallback);
    bool flag(std::string_view key, bool fallback);
    std::string text(std::string_view key);
    std::string text(std::string_view key, const std::string& fallback);
    /// A text or a number as its text: `"<20"` or 42.
    std::string text_or_number(std::string_view key);
    std::vector<std::string> texts(std::string_view key);
    std::vector<std::string> texts_or_numbers(std::string_view key);
    std::vector<double> numbers(std::string_view key, std::size_t count);
    SettingsTable table(std::string_view key);
    std::optional<SettingsTable> optional_table(std::string_view key);
    /// The tables of an array of tables; none when the key is absent.
    std::vector<SettingsTable> tables(std::string_view key);
    bool is_table(std::string_view key) const;

    /// @throws AnalysisError for a key that nothing read.
    void finish() const;
    /// @throws AnalysisError at `key`, or at the table when it has no such key.
    [[noreturn]] void fail(std::string_view key, const std::string& message) const;
    /// @throws AnalysisError unless `value` is one of `known`; `what` names its kind.
    void check_known(std::string_view key, const std::string& value, const std::vector<std::string>& known,
                     const std::string& what) const;

private:
    const toml::node* find(std::string_view key);
    const toml::node& require(std::string_view key, const char* expected);
    std::string child_name(std::string_view key) const;

    const toml::table& table_;
    std::string file_;
    std::string name_;
    std::set<std::string, std::less<>> used_;
};

}  // namespace asparagate::simulation
