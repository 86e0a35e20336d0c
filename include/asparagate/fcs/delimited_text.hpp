#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace asparagate {

/// A CSV or TSV table in memory: RFC 4180 quoting, LF or CRLF, optional UTF-8 BOM. The separator is the tab or comma
/// found in the header line.
struct DelimitedText {
    std::filesystem::path path;
    std::vector<std::string> columns;
    struct Row {
        std::size_t line;                ///< line in the file, from 1, for messages
        std::vector<std::string> cells;  ///< as many as columns
    };
    std::vector<Row> rows;
};

/// Reads a table row by row, for tables too long to keep as text. @throws as read_delimited
class DelimitedReader {
public:
    explicit DelimitedReader(const std::filesystem::path& path);
    DelimitedReader(DelimitedReader&&) noexcept;
    DelimitedReader& operator=(DelimitedReader&&) = delete;
    ~DelimitedReader();

    [[nodiscard]] const std::vector<std::string>& columns() const noexcept { return columns_; }
    /// False behind the last row. Cells are as many as columns.
    bool next_row(DelimitedText::Row& row);

private:
    struct State;
    std::unique_ptr<State> state_;
    std::vector<std::string> columns_;
};

/// Reads a table. @throws Error(input) `file:line: ...` on a ragged row, an open quote, a duplicate or empty column
/// name, a semicolon-separated file, or invalid UTF-8.
DelimitedText read_delimited(const std::filesystem::path& path);

/// One cell quoted as needed for `separator`. Text that a spreadsheet would take for a formula (starting with
/// = + - @ tab CR, also behind apostrophes, and not a number) gets a leading apostrophe.
std::string delimited_cell(std::string_view text, char separator);
/// The text that delimited_cell() was given: without the apostrophe that guards what looks like a formula.
std::string unguarded_cell(std::string_view cell);

/// Text safe to show on a terminal: control characters and bidirectional overrides escaped, at most 200 characters.
std::string terminal_text(std::string_view text);

}  // namespace asparagate
