#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <toml++/toml.h>

namespace asparagate::detail {

/// A TOML table with errors that say where: `file:line:column: population: ...`.
class TomlTable {
public:
    TomlTable(const toml::table& table, const std::string& file, std::string population = {})
        : table_(table), file_(file), population_(std::move(population)) {}

    [[nodiscard]] const toml::table& table() const noexcept { return table_; }
    [[nodiscard]] bool contains(std::string_view key) const { return table_.contains(key); }
    /// @throws GatingError at the first key (by position) that is not in `valid`, naming the nearest that is.
    void allow_only(const std::vector<std::string>& valid) const;

    [[nodiscard]] std::optional<std::string> text(std::string_view key) const;
    [[nodiscard]] std::string required_text(std::string_view key, std::string_view expected) const;
    [[nodiscard]] std::optional<double> number(std::string_view key) const;
    [[nodiscard]] double required_number(std::string_view key) const;
    [[nodiscard]] std::optional<bool> boolean(std::string_view key) const;
    [[nodiscard]] std::optional<std::vector<std::string>> texts(std::string_view key) const;
    [[nodiscard]] std::optional<std::vector<double>> numbers(std::string_view key) const;
    /// Rows of numbers; each of `columns` values unless 0.
    [[nodiscard]] std::optional<std::vector<std::vector<double>>> rows(std::string_view key, std::size_t columns) const;
    [[nodiscard]] std::optional<TomlTable> child(std::string_view key) const;
    [[nodiscard]] const toml::node* find(std::string_view key) const { return table_.get(key); }
    /// Entries in the order of the file; TOML tables in memory are sorted by key.
    [[nodiscard]] std::vector<std::pair<std::string, const toml::node*>> entries() const;

    [[nodiscard]] std::string where(const toml::source_region& source) const;
    [[nodiscard]] std::string where() const { return where(table_.source()); }
    [[noreturn]] void fail(const toml::source_region& source, const std::string& message) const;
    [[noreturn]] void fail(const toml::node& node, const std::string& message) const { fail(node.source(), message); }
    [[noreturn]] void fail(const std::string& message) const { fail(table_.source(), message); }
    [[nodiscard]] double as_number(const toml::node& node, std::string_view what) const;
    [[nodiscard]] std::string as_text(const toml::node& node, std::string_view what) const;
    [[nodiscard]] const std::string& file() const noexcept { return file_; }
    [[nodiscard]] const std::string& population() const noexcept { return population_; }

private:
    [[nodiscard]] const toml::array& as_array(const toml::node& node, std::string_view what) const;

    const toml::table& table_;
    const std::string& file_;
    std::string population_;
};

/// "a string", "a table", ...: what a message says was found.
std::string describe_type(const toml::node& node);

}  // namespace asparagate::detail
