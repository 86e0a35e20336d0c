#include "asparagate/fcs/error.hpp"
#include "asparagate/fcs/number.hpp"
#include "asparagate/gating/compensation.hpp"

#include <cmath>
#include <fstream>
#include <string_view>

namespace asparagate {
namespace {

/// A matrix as R, FlowJo and spreadsheets write it. The general table reader refuses the nameless first column of R.
class SpilloverReader {
public:
    explicit SpilloverReader(const std::filesystem::path& path) : path_(path), stream_(path, std::ios::binary) {
        if (!stream_ || std::filesystem::is_directory(path))
            throw Error(ErrorKind::input, path.string() + ": cannot be read as a spillover matrix");
    }

    SpilloverMatrix read() {
        auto header = next_line();
        if (!header) fail("is empty; expected a header of channel names");
        std::vector<std::vector<std::string>> rows;
        std::vector<std::size_t> lines;
        while (auto row = next_line()) {
            if (row->size() != header->size())
                fail("found " + std::to_string(row->size()) + " cells, expected " + std::to_string(header->size()));
            rows.push_back(std::move(*row));
            lines.push_back(line_);
        }
        // A column more than rows names the dyes, unless it holds numbers under a channel's name.
        const bool extra = !rows.empty() && header->size() == rows.size() + 1;
        const std::size_t first = extra && (header->front().empty() || !parse_number(rows.front().front())) ? 1 : 0;
        if (rows.empty() || header->size() - first != rows.size())
            fail("found " + std::to_string(header->size()) + " columns and " + std::to_string(rows.size()) +
                 " rows; expected a square matrix, with or without a leading column of names");
        SpilloverMatrix matrix;
        matrix.channels.assign(header->begin() + static_cast<std::ptrdiff_t>(first), header->end());
        for (std::size_t row = 0; row < rows.size(); ++row) {
            line_ = lines[row];
            for (std::size_t column = first; column < header->size(); ++column)
                matrix.values.push_back(number(rows[row][column], (*header)[column]));
        }
        return matrix;
    }

private:
    [[noreturn]] void fail(const std::string& message) const {
        throw Error(ErrorKind::input, path_.string() + ":" + std::to_string(line_) + ": " + message);
    }
    [[nodiscard]] double number(const std::string& cell, const std::string& column) const {
        const auto value = parse_number(cell);
        if (!value || !std::isfinite(*value))
            fail("column " + column + ": found \"" + cell + "\", expected a finite number");
        return *value;
    }
    /// Cells of the next line that is not blank.
    std::optional<std::vector<std::string>> next_line() {
        std::string line;
        while (std::getline(stream_, line)) {
            if (++line_ == 1 && line.starts_with("\xEF\xBB\xBF")) line.erase(0, 3);
            if (!trim(line).empty()) return split(trim_end(line));
        }
        return std::nullopt;
    }
    static std::string_view trim_end(std::string_view line) {
        return line.ends_with('\r') ? line.substr(0, line.size() - 1) : line;
    }

    std::vector<std::string> split(std::string_view line) {
        if (separator_ == 0) separator_ = line.find('\t') != std::string_view::npos ? '\t' : ',';
        std::vector<std::string> cells(1);
        bool quoted = false;
        for (std::size_t i = 0; i < line.size(); ++i) {
            if (line[i] == '"' && quoted && i + 1 < line.size() && line[i + 1] == '"')
                cells.back() += line[i++];
            else if (line[i] == '"')
                quoted = !quoted;
            else if (line[i] == separator_ && !quoted)
                cells.emplace_back();
            else
                cells.back() += line[i];
        }
        if (quoted) fail("a quoted cell is not closed");
        for (std::string& cell : cells) cell = trim(cell);
        return cells;
    }

    std::filesystem::path path_;
    std::ifstream stream_;
    std::size_t line_ = 0;
    char separator_ = 0;
};

}  // namespace

SpilloverMatrix read_spillover_csv(const std::filesystem::path& path) {
    return SpilloverReader(path).read();
}

}  // namespace asparagate
