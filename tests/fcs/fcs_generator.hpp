#pragma once
#include "fcs/data_set_model.hpp"

#include <random>

namespace asparagate::test {

/// Draws conforming files: every version, data type, width, byte order, delimiter, order of segments, keywords with
/// escaped delimiters, supplemental TEXT, ANALYSIS, OTHER, several data sets, no events. The same seed gives the same
/// files everywhere.
class FcsGenerator {
public:
    explicit FcsGenerator(std::uint64_t seed) : random_(seed) {}

    std::vector<DataSetModel> file();
    /// `type` is `$DATATYPE`.
    DataSetModel data_set(const std::string& version, char type);

private:
    /// A number below `n`.
    std::uint64_t below(std::uint64_t n) { return random_() % n; }
    bool one_in(std::uint64_t n) { return below(n) == 0; }
    const std::string& any_of(const std::vector<std::string>& choices) { return choices[below(choices.size())]; }

    void shuffle(std::string& text) {
        for (std::size_t i = text.size(); i > 1; --i) std::swap(text[i - 1], text[below(i)]);
    }

    void choose_layout(DataSetModel& model);
    void choose_words(DataSetModel& model);
    void choose_columns(DataSetModel& model);
    std::string old_byte_order(unsigned width);
    ColumnModel column(const DataSetModel& model, char type, unsigned bits);
    std::uint64_t word(const ColumnModel& column);
    std::string text(const DataSetModel& model);
    KeywordPairs pairs(const DataSetModel& model, const std::string& prefix);

    std::mt19937_64 random_;
};

}  // namespace asparagate::test
