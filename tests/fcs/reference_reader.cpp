#include "fcs/reference_reader.hpp"

#include <algorithm>
#include <bit>
#include <cctype>
#include <charconv>
#include <cmath>
#include <optional>

namespace asparagate::test {
namespace {

void demand(bool holds, const std::string& what) {
    if (!holds) throw NotCovered(what);
}

bool is_ascii(char c) {
    return static_cast<unsigned char>(c) < 128;
}

std::string without_blanks(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return std::string(text);
}

std::uint64_t whole_number(std::string_view text) {
    const std::string digits = without_blanks(text);
    demand(!digits.empty() && digits.size() <= 20, "'" + digits + "' is no offset or count");
    std::uint64_t number = 0;
    for (const char c : digits) {
        demand(c >= '0' && c <= '9', "'" + digits + "' is no whole number");
        const auto digit = static_cast<std::uint64_t>(c - '0');
        demand(number <= (~std::uint64_t{0} - digit) / 10, "'" + digits + "' is too large");
        number = number * 10 + digit;
    }
    return number;
}

double real_number(std::string_view text) {
    const std::string digits = without_blanks(text);
    double number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    demand(error == std::errc{} && end == digits.data() + digits.size(), "'" + digits + "' is no number");
    return number;
}

/// First and last byte of a segment, counted from the start of the data set; both 0 when there is none.
struct Range {
    std::uint64_t begin = 0, end = 0;
    [[nodiscard]] bool given() const { return end != 0; }
};

/// Reads one data set, the first of `bytes_`.
class BookReader {
public:
    explicit BookReader(std::string_view bytes) : bytes_(bytes) {}

    ReferenceDataSet read() {
        read_header();
        read_keywords(text_, true);
        if (result_.version != "2.0") {
            supplement_ = range_of("STEXT");
            if (supplement_.given()) read_keywords(supplement_, false);
            if (!data_.given()) data_ = range_of("DATA");
            if (!analysis_.given()) analysis_ = range_of("ANALYSIS");
        }
        read_other();
        if (analysis_.given()) result_.analysis = segment(analysis_);
        const std::string mode = result_.version == "3.2" ? keyword("$MODE", "L") : keyword("$MODE");
        demand(mode == "L", "$MODE is not list");
        read_columns();
        read_events();
        for (const Column& column : columns_) scale(column);
        result_.keywords = keywords_;
        return std::move(result_);
    }

    /// Start of the next data set from the start of this one; 0 after the last.
    [[nodiscard]] std::uint64_t next_data_set() const { return whole_number(keyword("$NEXTDATA")); }

private:
    struct Column {
        char type;
        unsigned width;               ///< bytes; characters of A; 0 = free format
        std::vector<unsigned> ranks;  ///< of successive bytes of a word; 0 = its least significant one
        unsigned kept_bits;           ///< of an integer, from the lowest
        std::string key;
        ReferenceColumn* out;
    };

    [[nodiscard]] std::string segment(Range range) const {
        demand(range.begin <= range.end && range.end < bytes_.size(), "a segment lies outside the file");
        return std::string(bytes_.substr(range.begin, range.end - range.begin + 1));
    }

    [[nodiscard]] Range header_pair(std::uint64_t at) const {
        if (without_blanks(bytes_.substr(at, 16)).empty()) return {};
        return {whole_number(bytes_.substr(at, 8)), whole_number(bytes_.substr(at + 8, 8))};
    }

    void read_header() {
        demand(bytes_.size() >= 58 && bytes_.substr(0, 3) == "FCS" && bytes_.substr(6, 4) == "    ", "no HEADER");
        result_.version = bytes_.substr(3, 3);
        const std::string& v = result_.version;
        demand(v == "2.0" || v == "3.0" || v == "3.1" || v == "3.2", "another version");
        text_ = header_pair(10);
        data_ = header_pair(26);
        analysis_ = header_pair(42);
    }

    /// Pairs of offsets from byte 58 to the first segment.
    void read_other() {
        std::uint64_t first_segment = text_.begin;
        for (const Range range : {supplement_, data_, analysis_})
            if (range.given()) first_segment = std::min(first_segment, range.begin);
        for (std::uint64_t at = 58; at + 16 <= first_segment; at += 16) {
            const Range other = header_pair(at);
            if (!other.given()) continue;
            first_segment = std::min(first_segment, other.begin);
            result_.other.push_back(segment(other));
        }
    }

    /// `D key D value D ... D`; a doubled delimiter is one delimiter of the word.
    void read_keywords(Range range, bool primary) {
        const std::string text = segment(range);
        if (primary) delimiter_ = text.front();
        demand(text.size() > 1 && text.front() == delimiter_ && text.back() == delimiter_, "TEXT is not delimited");
        std::vector<std::string> words(1);
        for (std::size_t i = 1; i < text.size();) {
            if (text[i] != delimiter_) {
                words.back() += text[i++];
                continue;
            }
            std::size_t run = 0;
            while (i < text.size() && text[i] == delimiter_) ++i, ++run;
            demand(!words.back().empty() && (run == 1 || run % 2 == 0), "a word is empty or ends with the delimiter");
            words.back().append(run / 2, delimiter_);
            if (run == 1) words.emplace_back();
        }
        words.pop_back();
        demand(words.size() % 2 == 0, "a keyword without value");
        for (std::size_t i = 0; i < words.size(); i += 2) {
            std::string key = words[i];
            for (char& c : key) {
                demand(is_ascii(c), "a key that is not ASCII");
                c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
            }
            demand(without_blanks(key) == key, "blanks around a key");
            demand(key.front() != '$' || key.find(delimiter_) == key.npos, "a standard key that holds the delimiter");
            const bool ascii = std::all_of(words[i + 1].begin(), words[i + 1].end(), is_ascii);
            demand(ascii || result_.version >= "3.1", "text before FCS 3.1 that is not ASCII");
            demand(keywords_.emplace(key, words[i + 1]).second, "a repeated keyword");
        }
    }

    [[nodiscard]] std::string keyword(const std::string& key, const std::optional<std::string>& absent = {}) const {
        const auto found = keywords_.find(key);
        demand(found != keywords_.end() || absent, key + " is missing");
        return found == keywords_.end() ? *absent : found->second;
    }

    [[nodiscard]] Range range_of(const std::string& name) const {
        return {whole_number(keyword("$BEGIN" + name, "0")), whole_number(keyword("$END" + name, "0"))};
    }

    void read_columns() {
        const std::string type = keyword("$DATATYPE");
        demand(type == "I" || type == "F" || type == "D" || type == "A", "an unknown $DATATYPE");
        const std::uint64_t n = whole_number(keyword("$PAR"));
        demand(n <= keywords_.size(), "more parameters than keywords");
        result_.columns.resize(n);
        for (std::uint64_t p = 1; p <= n; ++p) {
            const std::string key = "$P" + std::to_string(p);
            ReferenceColumn& out = result_.columns[p - 1];
            out.name = keyword(key + "N", "P" + std::to_string(p));
            out.type = (result_.version == "3.2" ? keyword(key + "DATATYPE", type) : type).front();
            const unsigned width = width_of(key, out.type);
            Column column{out.type, width, {}, 8 * width, key, &out};
            if (out.type != 'A') column.ranks = ranks_of(width);
            if (out.type == 'I') column.kept_bits = kept_bits_of(key, width);
            columns_.push_back(std::move(column));
        }
    }

    [[nodiscard]] unsigned width_of(const std::string& key, char type) const {
        const std::string bits = keyword(key + "B");
        if (type == 'A' && bits == "*") return 0;
        const std::uint64_t number = whole_number(bits);
        if (type == 'A') {
            demand(number >= 1 && number <= 20, key + "B is no number of characters");
            return static_cast<unsigned>(number);
        }
        demand(number % 8 == 0 && number >= 8 && number <= 64, key + "B is not whole bytes");
        demand(type != 'F' || number == 32, key + "B of single precision is not 32");
        demand(type != 'D' || number == 64, key + "B of double precision is not 64");
        return static_cast<unsigned>(number / 8);
    }

    /// Position of each successive byte of a word by significance.
    [[nodiscard]] std::vector<unsigned> ranks_of(unsigned width) const {
        std::vector<unsigned> order;
        std::string list = keyword("$BYTEORD") + ",";
        for (std::size_t comma; (comma = list.find(',')) != std::string::npos; list.erase(0, comma + 1))
            order.push_back(static_cast<unsigned>(whole_number(list.substr(0, comma))) - 1);
        bool rising = true, falling = true;
        for (unsigned k = 0; k < order.size(); ++k) {
            rising = rising && order[k] == k;
            falling = falling && order[k] == order.size() - 1 - k;
        }
        if (width == 1) return {0};
        if (!rising && !falling) {
            demand(result_.version < "3.1" && order.size() == width, "a mixed byte order of another width");
            return order;
        }
        std::vector<unsigned> plain;
        for (unsigned i = 0; i < width; ++i) plain.push_back(rising ? i : width - 1 - i);
        return plain;
    }

    /// ceil(log2 $PnR); all bits when the range is none or needs more than the word has.
    [[nodiscard]] unsigned kept_bits_of(const std::string& key, unsigned width) const {
        const double range = real_number(keyword(key + "R"));
        unsigned bits = 0;
        while (bits < 8 * width && std::ldexp(1.0, static_cast<int>(bits)) < range) ++bits;
        return range > 0 ? bits : 8 * width;
    }

    void read_events() {
        std::uint64_t event_bytes = 0;
        bool free_format = false;
        for (const Column& column : columns_) {
            event_bytes += column.width;
            free_format = free_format || column.width == 0;
        }
        const std::string data = data_.given() ? segment(data_) : std::string();
        if (free_format) return read_free_format(data);
        demand(event_bytes > 0, "events without bytes");
        const std::string present = std::to_string(data.size() / event_bytes);
        result_.n_events = whole_number(result_.version == "2.0" ? keyword("$TOT", present) : keyword("$TOT"));
        demand(result_.n_events <= data.size() / event_bytes, "$TOT says more events than DATA holds");
        demand(data.size() - result_.n_events * event_bytes < event_bytes, "DATA holds more events than $TOT says");
        std::size_t at = 0;
        for (std::uint64_t event = 0; event < result_.n_events; ++event) {
            for (const Column& column : columns_) {
                const std::string_view bytes = std::string_view(data).substr(at, column.width);
                column.out->raw.push_back(column.type == 'A' ? whole_number(bytes) : word(column, bytes));
                at += column.width;
            }
        }
    }

    [[nodiscard]] static std::uint64_t word(const Column& column, std::string_view bytes) {
        std::uint64_t value = 0;
        for (unsigned i = 0; i < column.width; ++i)
            value += std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * column.ranks[i]);
        if (column.type == 'I' && column.kept_bits < 64) value %= std::uint64_t{1} << column.kept_bits;
        return value;
    }

    void read_free_format(const std::string& data) {
        result_.n_events = whole_number(keyword("$TOT"));
        std::vector<std::string> numbers;
        bool inside = false;
        for (const char c : data) {
            const bool separator = c == ' ' || c == ',' || c == '\t' || c == '\r' || c == '\n';
            if (!separator && !inside) numbers.emplace_back();
            if (!separator) numbers.back() += c;
            inside = !separator;
        }
        demand(result_.n_events <= numbers.size(), "$TOT says more events than DATA holds");
        demand(numbers.size() == result_.n_events * columns_.size(), "DATA does not hold $TOT events");
        for (std::size_t i = 0; i < numbers.size(); ++i)
            columns_[i % columns_.size()].out->raw.push_back(whole_number(numbers[i]));
    }

    /// Logarithmic integers: 10^(f1 x / $PnR) f2. Others: x / $PnG. Time: x $TIMESTEP.
    void scale(const Column& column) const {
        const bool optional = result_.version == "2.0";
        const std::string pair = optional ? keyword(column.key + "E", "0,0") : keyword(column.key + "E");
        const std::size_t comma = pair.find(',');
        demand(comma != std::string::npos, column.key + "E is no pair");
        const double decades = real_number(pair.substr(0, comma));
        double offset = real_number(pair.substr(comma + 1));
        if (decades > 0 && offset == 0) offset = 1;  // what 4,0 is meant to say
        const double gain = real_number(keyword(column.key + "G", "1"));
        const bool whole = column.type == 'I' || column.type == 'A';
        demand(gain > 0 && decades >= 0 && (decades == 0 || (whole && offset > 0)), column.key + " has an odd scale");
        const double range = decades > 0 ? real_number(keyword(column.key + "R")) : 1;
        std::string name = column.out->name;
        for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        const bool time = name == "time" && keywords_.contains("$TIMESTEP");
        demand(!time || decades == 0, "a logarithmic time");
        const double step = time ? real_number(keyword("$TIMESTEP")) : 1;
        for (const std::uint64_t raw : column.out->raw) {
            const double value = value_of(column, raw);
            if (decades > 0) {
                column.out->scale.push_back(std::pow(10, decades * value / range) * offset);
            } else {
                column.out->scale.push_back(time ? value * step : value / gain);
            }
        }
    }

    [[nodiscard]] static double value_of(const Column& column, std::uint64_t raw) {
        if (column.type == 'F') return std::bit_cast<float>(static_cast<std::uint32_t>(raw));
        if (column.type == 'D') return std::bit_cast<double>(raw);
        return static_cast<double>(raw);
    }

    std::string_view bytes_;
    ReferenceDataSet result_;
    std::map<std::string, std::string> keywords_;
    char delimiter_ = '/';
    Range text_, supplement_, data_, analysis_;
    std::vector<Column> columns_;
};

}  // namespace

std::vector<ReferenceDataSet> read_by_the_book(std::string_view file) {
    std::vector<ReferenceDataSet> all;
    for (std::uint64_t start = 0;;) {
        BookReader reader(file.substr(start));
        all.push_back(reader.read());
        const std::uint64_t next = reader.next_data_set();
        if (next == 0) return all;
        demand(next < file.size() - start, "$NEXTDATA leads out of the file");
        start += next;
    }
}

}  // namespace asparagate::test
