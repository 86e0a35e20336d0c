#pragma once
#include "asparagate/analysis/analysis_error.hpp"

#include <toml++/toml.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace asparagate::study_files {

/// @throws AnalysisError at `file:line:column` when it cannot be read or is no TOML.
toml::table parse_toml_file(const std::filesystem::path& path);

/// A TOML table read with checks. Every error is an AnalysisError at `file:line:column: table.key`.
class TomlTable {
public:
    TomlTable(const toml::table& table, std::string file, std::string name)
        : table_(&table), file_(std::move(file)), name_(std::move(name)) {}

    /// Refuses any key that is not in `keys`, with the nearest valid one.
    void allow_only(const std::vector<std::string>& keys) const;

    [[nodiscard]] bool has(std::string_view key) const { return table_->get(key) != nullptr; }
    [[nodiscard]] std::vector<std::string> keys() const;
    // Absent keys are nullopt (or empty); a key of another type is an error.
    [[nodiscard]] std::optional<std::string> text(std::string_view key) const;
    [[nodiscard]] std::optional<double> number(std::string_view key) const;
    [[nodiscard]] std::optional<std::uint64_t> whole(std::string_view key) const;
    [[nodiscard]] std::optional<bool> flag(std::string_view key) const;
    [[nodiscard]] std::vector<std::string> texts(std::string_view key) const;
    [[nodiscard]] std::vector<double> numbers(std::string_view key) const;
    [[nodiscard]] std::optional<TomlTable> table(std::string_view key) const;
    [[nodiscard]] std::vector<TomlTable> tables(std::string_view key) const;
    /// A text that must be there and not be empty.
    [[nodiscard]] std::string required_text(std::string_view key) const;
    /// One of `choices`, or `fallback` when absent.
    [[nodiscard]] std::string choice(std::string_view key, const std::vector<std::string>& choices,
                                     const std::string& fallback) const;

    /// `file:line:column: table.key`, of the table itself for an absent or empty key.
    [[nodiscard]] std::string where(std::string_view key) const;
    [[noreturn]] void fail(std::string_view key, const std::string& message) const;

private:
    [[nodiscard]] std::string name_of(std::string_view key) const;

    const toml::table* table_;
    std::string file_;
    std::string name_;
};

}  // namespace asparagate::study_files
