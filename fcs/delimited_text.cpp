#include "asparagate/fcs/delimited_text.hpp"

#include "asparagate/fcs/error.hpp"
#include "asparagate/fcs/nearest_name.hpp"
#include "asparagate/fcs/number.hpp"
#include "utf8.hpp"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>
#include <unordered_set>

namespace asparagate {
namespace {

[[noreturn]] void fail(const std::filesystem::path& path, std::size_t line, const std::string& what) {
    throw Error(ErrorKind::input, path.string() + ":" + std::to_string(line) + ": " + what);
}

std::size_t line_of(std::string_view text, std::size_t position) {
    return 1 + static_cast<std::size_t>(
                   std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(position), '\n'));
}

std::string read_text(const std::filesystem::path& path) {
    std::error_code error;
    if (!std::filesystem::is_regular_file(path, error)) {
        throw Error(ErrorKind::input, path.string() + ": cannot be read: " +
                                          (error ? error.message() : std::string("it is not a regular file")));
    }
    std::ifstream stream(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(stream), {}};
    if (!stream.good() && !stream.eof()) {
        throw Error(ErrorKind::input,
                    path.string() + ": cannot be read: " + std::error_code(errno, std::generic_category()).message());
    }
    return text;
}

void check_encoding(const std::filesystem::path& path, std::string_view text) {
    if (const auto nul = text.find('\0'); nul != std::string_view::npos) {
        fail(path, line_of(text, nul), "holds a NUL byte, so it is not UTF-8 text; save the table as CSV UTF-8");
    }
    if (const auto invalid = detail::first_invalid_utf8(text)) {
        fail(path, line_of(text, *invalid),
             "byte " + std::to_string(*invalid) + " is not valid UTF-8; save the table as CSV UTF-8");
    }
}

struct SeparatorCounts {
    std::size_t commas = 0, tabs = 0, semicolons = 0;
};

SeparatorCounts count_separators(std::string_view text) {
    SeparatorCounts counts;
    bool quoted = false;
    for (const char c : text) {
        if (c == '"') quoted = !quoted;
        if (quoted) continue;
        if (c == '\n') break;
        counts.commas += c == ',';
        counts.tabs += c == '\t';
        counts.semicolons += c == ';';
    }
    return counts;
}

char find_separator(const std::filesystem::path& path, std::string_view text) {
    const SeparatorCounts counts = count_separators(text);
    if (counts.tabs > 0) return '\t';
    if (counts.semicolons > counts.commas) {
        fail(path, 1,
             "columns are separated by semicolons; expected commas or tabs: export the table as CSV UTF-8 or TSV");
    }
    return ',';
}

/// Splits a whole text into rows of cells, RFC 4180.
class CellReader {
public:
    CellReader(const std::filesystem::path& path, std::string_view text, char separator)
        : path_(path), text_(text), separator_(separator) {}

    bool next_row(DelimitedText::Row& row) {
        while (at_ < text_.size() && skip_line_end()) {
        }
        if (at_ >= text_.size()) return false;
        row.line = line_;
        row.cells.clear();
        do {
            row.cells.push_back(text_.substr(at_, 1) == "\"" ? quoted_cell() : plain_cell());
        } while (skip_separator());
        if (at_ < text_.size() && !skip_line_end()) {
            fail(path_, line_, "text after a closing quote; a quote inside a quoted cell is written twice");
        }
        return true;
    }

private:
    bool skip_separator() {
        if (at_ >= text_.size() || text_[at_] != separator_) return false;
        ++at_;
        return true;
    }

    bool skip_line_end() {
        if (text_.substr(at_, 2) == "\r\n") ++at_;
        if (at_ >= text_.size() || text_[at_] != '\n') return false;
        ++at_;
        ++line_;
        return true;
    }

    std::string plain_cell() {
        const std::size_t begin = at_;
        while (at_ < text_.size() && text_[at_] != separator_ && text_[at_] != '\n') ++at_;
        std::size_t end = at_;
        if (at_ < text_.size() && text_[at_] == '\n' && end > begin && text_[end - 1] == '\r') --end;
        const std::string_view cell = text_.substr(begin, end - begin);
        if (cell.find('\r') != std::string_view::npos) {
            fail(path_, line_, "a carriage return inside a line; lines end with LF or CRLF");
        }
        return std::string(cell);
    }

    std::string quoted_cell() {
        const std::size_t first_line = line_;
        std::string cell;
        for (++at_; at_ < text_.size(); ++at_) {
            if (text_[at_] == '"') {
                ++at_;
                if (text_.substr(at_, 1) != "\"") return cell;
            }
            line_ += text_[at_] == '\n';
            cell += text_[at_];
        }
        fail(path_, first_line, "a quoted cell is never closed");
    }

    const std::filesystem::path& path_;
    std::string_view text_;
    char separator_;
    std::size_t at_ = 0;
    std::size_t line_ = 1;
};

std::vector<std::string> column_names(const std::filesystem::path& path, const DelimitedText::Row& header) {
    std::vector<std::string> names;
    std::unordered_set<std::string> seen;
    for (const std::string& cell : header.cells) {
        std::string name(trim(cell));
        if (name.empty()) fail(path, header.line, "column " + std::to_string(names.size() + 1) + " has no name");
        if (!seen.insert(name).second) fail(path, header.line, "column \"" + terminal_text(name) + "\" occurs twice");
        names.push_back(std::move(name));
    }
    return names;
}

/// Apostrophes in front do not count, so that a guarded text is told from one that began with an apostrophe.
bool starts_formula(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of('\''), text.size()));
    if (text.empty()) return false;
    if (std::string_view("=+-@\t\r").find(text[0]) != std::string_view::npos) return true;
    // Full-width = + - @, which East Asian spreadsheets take for the plain ones.
    for (const std::string_view wide : {"\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"}) {
        if (text.starts_with(wide)) return true;
    }
    return false;
}

/// A row with more cells than columns where a number is followed by digits alone: `12,5` without quotes. Which of
/// several such pairs is the number the row cannot say, so each is named with the column that it would stand in.
std::string decimal_comma_hint(const DelimitedText::Row& row, const std::vector<std::string>& columns) {
    if (row.cells.size() <= columns.size()) return "";
    const auto only_digits = [](std::string_view cell) {
        return !cell.empty() && cell.find_first_not_of("0123456789") == std::string_view::npos;
    };
    std::string places;
    for (std::size_t i = 1; i < row.cells.size() && i <= columns.size(); ++i) {
        const std::string& whole = row.cells[i - 1];
        if (!only_digits(row.cells[i]) || whole.find('.') != std::string::npos || !parse_number(whole)) continue;
        places += (places.empty() ? "" : " or ") + in_quotes(columns[i - 1]) + " (" + whole + "." + row.cells[i] + ")";
    }
    return places.empty() ? "" : "; a decimal comma? With a decimal point one number may stand in column " + places;
}

}  // namespace

struct DelimitedReader::State {
    State(const std::filesystem::path& file, std::string text)
        : path(file),
          content(std::move(text)),
          cells(path, without_mark(path, content), find_separator(path, content)) {}

    static std::string_view without_mark(const std::filesystem::path& path, std::string_view text) {
        check_encoding(path, text);
        if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
        return text;
    }

    std::filesystem::path path;
    std::string content;
    CellReader cells;
};

DelimitedReader::DelimitedReader(const std::filesystem::path& path)
    : state_(std::make_unique<State>(path, read_text(path))) {
    DelimitedText::Row row{};
    if (!state_->cells.next_row(row)) fail(path, 1, "the table is empty; expected a line of column names");
    columns_ = column_names(path, row);
}

DelimitedReader::DelimitedReader(DelimitedReader&&) noexcept = default;
DelimitedReader::~DelimitedReader() = default;

bool DelimitedReader::next_row(DelimitedText::Row& row) {
    if (!state_->cells.next_row(row)) return false;
    if (row.cells.size() != columns_.size()) {
        fail(state_->path, row.line,
             std::to_string(row.cells.size()) + " cells; expected " + std::to_string(columns_.size()) +
                 " as in the line of column names" + decimal_comma_hint(row, columns_));
    }
    return true;
}

DelimitedText read_delimited(const std::filesystem::path& path) {
    DelimitedReader reader(path);
    DelimitedText table{path, reader.columns(), {}};
    DelimitedText::Row row{};
    while (reader.next_row(row)) {
        table.rows.push_back(std::move(row));
        row = {};
    }
    return table;
}

std::string delimited_cell(std::string_view text, char separator) {
    std::string cell(text);
    if (starts_formula(text) && !parse_number(text)) cell.insert(cell.begin(), '\'');
    const bool quote = cell.find_first_of("\"\r\n") != std::string::npos || cell.find(separator) != std::string::npos;
    if (!quote) return cell;
    std::string quoted = "\"";
    for (const char c : cell) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

std::string unguarded_cell(std::string_view cell) {
    const bool guarded = cell.starts_with('\'') && starts_formula(cell) && !parse_number(cell.substr(1));
    return std::string(guarded ? cell.substr(1) : cell);
}

std::string terminal_text(std::string_view text) {
    return detail::escape_text(text, 200);
}

}  // namespace asparagate
