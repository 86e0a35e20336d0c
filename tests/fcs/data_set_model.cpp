#include "fcs/data_set_model.hpp"

#include <algorithm>
#include <map>

namespace asparagate::test {
namespace {

constexpr std::size_t header_bytes = 58;

struct Range {
    std::uint64_t begin = 0, end = 0;
};

std::string padded(std::uint64_t value, std::size_t width, char fill) {
    const std::string digits = std::to_string(value);
    return digits.size() < width ? std::string(width - digits.size(), fill) + digits : digits;
}

std::string escaped(const std::string& word, char delimiter) {
    std::string text;
    for (const char c : word) text.append(c == delimiter ? 2 : 1, c);
    return text;
}

std::string delimited(const KeywordPairs& pairs, char delimiter) {
    if (pairs.empty()) return {};
    std::string text(1, delimiter);
    for (const auto& [key, value] : pairs)
        text += escaped(key, delimiter) + delimiter + escaped(value, delimiter) + delimiter;
    return text;
}

std::string data_of(const DataSetModel& model) {
    std::string data;
    for (const std::vector<std::uint64_t>& event : model.events) {
        for (std::size_t p = 0; p < event.size(); ++p) {
            const ColumnModel& column = model.columns[p];
            if (column.type == 'A') {
                data += column.bits ? padded(event[p], column.bits, ' ') : std::to_string(event[p]);
                if (column.bits == 0) data += p + 1 < event.size() ? ',' : '\n';
                continue;
            }
            for (const unsigned rank : byte_ranks(model.byte_order, column.bits / 8))
                data += static_cast<char>(event[p] >> (8 * rank));
        }
    }
    return data;
}

/// Places the segments and writes them, once with guessed offsets to learn the length of TEXT and once with true ones.
class Layout {
public:
    explicit Layout(const DataSetModel& model) : model_(model) {
        segments_['S'] = {delimited(model.supplement, model.delimiter)};
        segments_['D'] = {data_of(model)};
        segments_['A'] = {delimited(model.analysis, model.delimiter)};
        for (const std::string& other : model.other) segments_['O'].push_back(other);
    }

    std::string bytes(bool last) {
        for (int pass = 0; pass < 2; ++pass) {
            segments_['T'] = {text(last)};
            place();
        }
        segments_['T'] = {text(last)};
        std::string file = header();
        for (const char kind : model_.order) {
            for (const std::string& segment : segments_[kind]) file += segment;
        }
        return file + (model_.crc ? "00000000" : "");
    }

private:
    void place() {
        std::uint64_t at = header_bytes + 16 * model_.other.size();
        for (const char kind : model_.order) {
            ranges_[kind].clear();
            for (const std::string& segment : segments_[kind]) {
                ranges_[kind].push_back(segment.empty() ? Range{} : Range{at, at + segment.size() - 1});
                at += segment.size();
            }
        }
        length_ = at + (model_.crc ? 8 : 0);
    }

    [[nodiscard]] Range range(char kind) const {
        const auto found = ranges_.find(kind);
        return found == ranges_.end() || found->second.empty() ? Range{} : found->second.front();
    }

    [[nodiscard]] std::string header() const {
        std::string text = "FCS" + model_.version + "    ";
        const auto add = [&](Range r) { text += padded(r.begin, 8, ' ') + padded(r.end, 8, ' '); };
        add(range('T'));
        add(model_.data_in_text_only ? Range{} : range('D'));
        add(range('A'));
        if (!model_.other.empty()) {
            for (const Range& other : ranges_.at('O')) add(other);
        }
        return text;
    }

    [[nodiscard]] std::string text(bool last) const {
        KeywordPairs pairs{{"$BYTEORD", model_.byte_order},
                           {"$DATATYPE", std::string(1, model_.datatype)},
                           {"$NEXTDATA", padded(last ? 0 : length_, 8, '0')},
                           {"$PAR", std::to_string(model_.columns.size())},
                           {"$TOT", std::to_string(model_.events.size())}};
        if (model_.mode) pairs.emplace_back("$MODE", "L");
        if (model_.version != "2.0") add_offsets(pairs);
        for (std::size_t p = 0; p < model_.columns.size(); ++p) add_column(pairs, p);
        for (auto& [key, value] : pairs) {
            for (const auto& [lied_key, lie] : model_.lies) value = key == lied_key ? lie : value;
        }
        pairs.insert(pairs.end(), model_.keywords.begin(), model_.keywords.end());
        return delimited(pairs, model_.delimiter);
    }

    void add_offsets(KeywordPairs& pairs) const {
        for (const auto& [name, kind] : {std::pair{"DATA", 'D'}, {"ANALYSIS", 'A'}, {"STEXT", 'S'}}) {
            pairs.emplace_back(std::string("$BEGIN") + name, padded(range(kind).begin, 8, '0'));
            pairs.emplace_back(std::string("$END") + name, padded(range(kind).end, 8, '0'));
        }
    }

    void add_column(KeywordPairs& pairs, std::size_t p) const {
        const ColumnModel& column = model_.columns[p];
        const std::string key = "$P" + std::to_string(p + 1);
        if (!column.name.empty()) pairs.emplace_back(key + "N", column.name);
        pairs.emplace_back(key + "B", column.bits ? std::to_string(column.bits) : "*");
        pairs.emplace_back(key + "R", column.range);
        pairs.emplace_back(key + "E", column.amplification);
        if (!column.gain.empty()) pairs.emplace_back(key + "G", column.gain);
        if (column.type != model_.datatype) pairs.emplace_back(key + "DATATYPE", std::string(1, column.type));
    }

    const DataSetModel& model_;
    std::map<char, std::vector<std::string>> segments_;
    std::map<char, std::vector<Range>> ranges_;
    std::uint64_t length_ = 0;
};

}  // namespace

std::vector<unsigned> byte_ranks(const std::string& byte_order, unsigned width) {
    std::vector<unsigned> ranks;
    for (std::size_t i = 0; i < byte_order.size(); i += 2) ranks.push_back(static_cast<unsigned>(byte_order[i] - '1'));
    const bool plain = std::is_sorted(ranks.begin(), ranks.end()) || std::is_sorted(ranks.rbegin(), ranks.rend());
    if (!plain) return ranks;
    const bool little = std::is_sorted(ranks.begin(), ranks.end());
    ranks.clear();
    for (unsigned i = 0; i < width; ++i) ranks.push_back(little ? i : width - 1 - i);
    return ranks;
}

std::string encode(const std::vector<DataSetModel>& data_sets) {
    std::string file;
    for (std::size_t i = 0; i < data_sets.size(); ++i) file += Layout(data_sets[i]).bytes(i + 1 == data_sets.size());
    return file;
}

}  // namespace asparagate::test
