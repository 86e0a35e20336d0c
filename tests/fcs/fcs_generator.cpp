#include "fcs/fcs_generator.hpp"

#include <algorithm>
#include <bit>

namespace asparagate::test {

std::vector<DataSetModel> FcsGenerator::file() {
    const std::size_t n_data_sets = one_in(4) ? 2 + below(2) : 1;
    std::vector<DataSetModel> file;
    for (std::size_t i = 0; i < n_data_sets; ++i)
        file.push_back(data_set(any_of({"2.0", "3.0", "3.1", "3.2"}), any_of({"I", "I", "F", "D", "A"}).front()));
    return file;
}

DataSetModel FcsGenerator::data_set(const std::string& version, char type) {
    DataSetModel model;
    model.version = version;
    model.datatype = type;
    choose_layout(model);
    choose_columns(model);
    choose_words(model);
    for (std::uint64_t n = one_in(10) ? 0 : 1 + below(6); n > 0; --n) {
        std::vector<std::uint64_t>& event = model.events.emplace_back();
        for (const ColumnModel& column : model.columns) event.push_back(word(column));
    }
    return model;
}

void FcsGenerator::choose_layout(DataSetModel& model) {
    // Digits, letters, dots and $ begin or end words that every file has, which no delimiter may do.
    static const std::string delimiters = "/|\\*!\f\x1E~\t\n\r;#@^_'\"";
    model.delimiter = delimiters[below(delimiters.size())];
    shuffle(model.order);
    model.mode = model.version != "3.2" || one_in(2);
    model.crc = one_in(3);
}

void FcsGenerator::choose_columns(DataSetModel& model) {
    const bool modern = model.version >= "3.1";
    const std::size_t n = 1 + below(4);
    const bool free_format = model.datatype == 'A' && model.delimiter != '*' && one_in(2);
    const unsigned old_width = static_cast<unsigned>(1 + below(8));
    for (std::size_t p = 0; p < n; ++p) {
        char type = model.datatype;
        if (model.version == "3.2" && !free_format && one_in(3)) type = any_of({"I", "F", "D"}).front();
        unsigned bits = 8 * (modern ? static_cast<unsigned>(1 + below(8)) : old_width);
        if (type == 'F') bits = 32;
        if (type == 'D') bits = 64;
        if (type == 'A') bits = free_format ? 0 : static_cast<unsigned>(1 + below(20));
        ColumnModel& added = model.columns.emplace_back(column(model, type, bits));
        added.name = "CH" + std::to_string(p + 1) + any_of({"-A", "-H", " (blue)", "_W", ".1"});
    }
    model.byte_order = modern || model.datatype == 'A' ? any_of({"1,2,3,4", "4,3,2,1"})
                                                       : old_byte_order(model.columns.front().bits / 8);
    if (model.version != "2.0" && one_in(2)) {
        ColumnModel& time = model.columns[below(n)];
        time.name = any_of({"Time", "TIME", "time"});
        time.amplification = "0,0";
        time.gain.clear();
        model.keywords.emplace_back("$TIMESTEP", any_of({"0.01", "1e-6", "0.25", "1"}));
    }
}

/// Before FCS 3.1 `$BYTEORD` ranks the bytes of one word, in any order.
std::string FcsGenerator::old_byte_order(unsigned width) {
    std::string ranks = std::string("12345678").substr(0, width == 1 ? 4 : width);
    if (one_in(2)) std::reverse(ranks.begin(), ranks.end());
    if (one_in(3) && width > 1) shuffle(ranks);
    std::string list;
    for (const char rank : ranks) list += std::string(list.empty() ? "" : ",") + rank;
    return list;
}

ColumnModel FcsGenerator::column(const DataSetModel& model, char type, unsigned bits) {
    ColumnModel column{.type = type, .bits = bits, .range = "262144"};
    if (type == 'I') {
        static const std::vector<std::string> powers{
            "256",           "65536",           "16777216",          "4294967296",
            "1099511627776", "281474976710656", "72057594037927936", "18446744073709551616"};
        column.range = powers[bits / 8 - 1];
        if (one_in(2)) column.range = std::to_string(2 + below((1ull << std::min(bits, 63u)) - 2));
        if (one_in(4)) column.amplification = any_of({"4,1", "2.5,0.5", "5.4,0.1", "4.08,1"});
    }
    if (column.amplification == "0,0" && model.version != "2.0" && one_in(3))
        column.gain = any_of({"2", "0.5", "10.0", "3.3"});
    return column;
}

std::uint64_t FcsGenerator::word(const ColumnModel& column) {
    if (column.type == 'A') {
        std::uint64_t value = random_() >> below(64);
        while (column.bits && std::to_string(value).size() > column.bits) value /= 10;
        return value;
    }
    if (column.type == 'F' && one_in(2)) return std::bit_cast<std::uint32_t>(static_cast<float>(below(262144)) / 3);
    if (column.type == 'D' && one_in(2)) return std::bit_cast<std::uint64_t>(static_cast<double>(below(262144)) / 3);
    const std::uint64_t value = random_() >> below(column.bits);
    return column.bits == 64 ? value : value % (1ull << column.bits);
}

/// Letters, blanks, escaped delimiters and, where the version has them, letters beyond ASCII; never at an end.
std::string FcsGenerator::text(const DataSetModel& model) {
    std::string text = "v";
    for (std::uint64_t n = below(12); n > 0; --n) {
        text += any_of({"a", "B", "7", " ", "$", "=", "<", ",", std::string(1, model.delimiter), "x", "y"});
        if (model.version >= "3.1" && one_in(8)) text += any_of({"µ", "é", "細"});
    }
    return text + "w";
}

KeywordPairs FcsGenerator::pairs(const DataSetModel& model, const std::string& prefix) {
    KeywordPairs pairs;
    for (std::uint64_t n = 1 + below(3); n > 0; --n) {
        std::string key = prefix + std::to_string(n);
        if (one_in(6)) key = prefix + model.delimiter + std::to_string(n);
        pairs.emplace_back(key, text(model));
    }
    return pairs;
}

void FcsGenerator::choose_words(DataSetModel& model) {
    const auto add = [&](KeywordPairs pairs) {
        model.keywords.insert(model.keywords.end(), pairs.begin(), pairs.end());
    };
    if (model.version == "3.2") add({{"$CYT", "Generated cytometer"}});
    if (one_in(2)) add({{any_of({"$COM", "$SRC", "$FIL"}), text(model)}});
    if (one_in(2)) add(pairs(model, "PRIVATE"));
    if (model.version != "2.0" && one_in(3)) model.supplement = pairs(model, "SUPPLEMENT");
    if (one_in(3)) model.analysis = pairs(model, "RESULT");
    for (std::uint64_t n = one_in(4) ? 1 + below(2) : 0; n > 0; --n)
        model.other.push_back("other \x01\xFF " + std::string(below(20), 'o'));
}

}  // namespace asparagate::test
