#pragma once
#include <string>
#include <vector>

namespace asparagate::cli {

/// A table for people: columns as wide as their text, without those that hold nothing.
class TextColumns {
public:
    enum class Align { left, right };
    /// Cells may hold any text of a file; what a terminal must not see is escaped. All columns have as many cells.
    void add(std::string title, Align align, std::vector<std::string> cells);
    /// Every line starts with `indent`.
    [[nodiscard]] std::string text(const std::string& indent) const;

private:
    struct Column {
        std::string title;
        Align align;
        std::vector<std::string> cells;
        std::size_t width;
    };
    std::vector<Column> columns_;
};

}  // namespace asparagate::cli
