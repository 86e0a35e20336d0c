// Changes of a file that change nothing in what it says: the values read must be the same.
#include "fcs/fcs_generator.hpp"
#include "fcs/fcs_support.hpp"

#include <bit>
#include <functional>

namespace asparagate::test {
namespace {

using Files = std::vector<DataSetModel>;

/// All values of each column, raw words or the bits of scale values, of the data sets one behind the other.
std::vector<std::vector<std::uint64_t>> values_of(const FcsFile& file, ValueKind kind) {
    std::vector<std::vector<std::uint64_t>> all(file.data_set().parameters().size());
    for (const DataSet& set : file.data_sets()) {
        for (std::size_t p = 0; p < all.size(); ++p) {
            if (kind == ValueKind::raw) {
                for (const std::uint64_t word : words(set, p)) all[p].push_back(word);
            } else {
                for (const double value : column(set, p, kind)) all[p].push_back(std::bit_cast<std::uint64_t>(value));
            }
        }
    }
    return all;
}

/// Opens 500 generated data sets before and after `change`, which returns nothing where it does not apply.
void expect_no_difference(const std::function<Files(const DataSetModel&)>& change) {
    FcsGenerator generator(7);
    int applied = 0;
    for (int n = 0; n < 500 && !testing::Test::HasFailure(); ++n) {
        const DataSetModel model = generator.file().front();
        const Files changed = change(model);
        if (changed.empty()) continue;
        SCOPED_TRACE("file " + std::to_string(n));
        const FcsFile before = open_bytes(encode({model})), after = open_bytes(encode(changed));
        EXPECT_EQ(values_of(before, ValueKind::raw), values_of(after, ValueKind::raw));
        EXPECT_EQ(values_of(before, ValueKind::scale), values_of(after, ValueKind::scale));
        ++applied;
    }
    EXPECT_GT(applied, 50);
}

TEST(FcsMetamorphic, ByteOrderSwapped) {
    expect_no_difference([](DataSetModel model) -> Files {
        std::reverse(model.byte_order.begin(), model.byte_order.end());
        return {model};
    });
}

TEST(FcsMetamorphic, IntegersWidened) {
    expect_no_difference([](DataSetModel model) -> Files {
        if (model.datatype != 'I' || model.version < "3.1") return {};
        for (ColumnModel& column : model.columns) {
            if (column.type == 'I' && column.bits < 64) column.bits += 8;
        }
        return {model};
    });
}

TEST(FcsMetamorphic, DelimiterChanged) {
    expect_no_difference([](DataSetModel model) -> Files {
        model.delimiter = model.delimiter == '|' ? '!' : '|';
        return {model};
    });
}

TEST(FcsMetamorphic, OptionalKeywordsMovedToSupplementalText) {
    expect_no_difference([](DataSetModel model) -> Files {
        if (model.version == "2.0" || model.keywords.empty()) return {};
        model.supplement.insert(model.supplement.end(), model.keywords.begin(), model.keywords.end());
        model.keywords.clear();
        return {model};
    });
}

TEST(FcsMetamorphic, SegmentsReordered) {
    expect_no_difference([](DataSetModel model) -> Files {
        std::reverse(model.order.begin(), model.order.end());
        return {model};
    });
}

TEST(FcsMetamorphic, FileCutIntoDataSets) {
    expect_no_difference([](const DataSetModel& model) -> Files {
        Files cut;
        for (const std::vector<std::uint64_t>& event : model.events) {
            cut.push_back(model);
            cut.back().events = {event};
        }
        return cut;
    });
}

}  // namespace
}  // namespace asparagate::test
