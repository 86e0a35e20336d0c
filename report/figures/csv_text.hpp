#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace asparagate {

/// A CSV table built row by row; cells are quoted and made safe for spreadsheets, missing numbers stay empty.
class CsvText {
public:
    explicit CsvText(const std::vector<std::string>& columns) { row(columns); }
    void row(const std::vector<std::string>& cells);
    [[nodiscard]] const std::string& text() const { return text_; }

private:
    std::string text_;
};

/// Shortest round-trip decimal; empty when missing or not finite.
std::string cell(const std::optional<double>& value);
/// "<" or ">"; empty for an exact value, since spreadsheets take "=" for a formula.
std::string qualifier_cell(char qualifier);

}  // namespace asparagate
