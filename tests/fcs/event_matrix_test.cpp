#include "fcs/fcs_support.hpp"

#include <bit>
#include <cmath>
#include <type_traits>

namespace asparagate::test {
namespace {

using testing::ElementsAre;

/// Three thousand events of every width, over several blocks.
FcsBuilder mixed_types() {
    FcsBuilder builder = FcsBuilder{}
                             .version("3.2")
                             .keyword("$CYT", "X")
                             .datatype('I')
                             .byte_order("4,3,2,1")
                             .parameter("Byte", 8, "256")
                             .parameter("Word", 16, "1024", "4,1")
                             .parameter("Three", 24, "16777216")
                             .parameter("Long", 64, "18446744073709551616")
                             .datatype('F')
                             .parameter("Float")
                             .keyword("$P5G", "3")
                             .datatype('D')
                             .parameter("Double");
    for (std::uint64_t i = 0; i < 3000; ++i) {
        builder.words({i & 0xFF, i, i * 5000, ~0ull - i, std::bit_cast<std::uint32_t>(static_cast<float>(i) / 7),
                       std::bit_cast<std::uint64_t>(static_cast<double>(i) / 11)});
    }
    return builder;
}

template <class Value>
void expect_same_as_one_by_one(const DataSet& set, ValueKind kind, unsigned threads) {
    const std::vector<std::size_t> columns{5, 0, 3, 1};
    const EventMatrix<Value> events = set.read_all<Value>(columns, kind, threads);
    ASSERT_EQ(events.n_events(), set.n_events());
    for (std::size_t i = 0; i < columns.size(); ++i) {
        std::vector<Value> values(set.n_events());
        set.read<Value>(columns[i], 0, values, kind);
        EXPECT_TRUE(std::ranges::equal(values, events.column(i))) << set.parameters()[columns[i]].name;
    }
}

TEST(EventMatrix, IsTheSameForEveryNumberOfThreads) {
    const FcsFile file = open_built(mixed_types());
    for (const unsigned threads : {0u, 1u, 2u, 5u}) {
        expect_same_as_one_by_one<float>(file.data_set(), ValueKind::scale, threads);
        expect_same_as_one_by_one<double>(file.data_set(), ValueKind::scale, threads);
        expect_same_as_one_by_one<std::uint64_t>(file.data_set(), ValueKind::raw, threads);
    }
}

TEST(EventMatrix, HoldsIntegersExactlyAsUnsigned) {
    const FcsFile file = open_built(mixed_types());
    const EventMatrix events = file.data_set().read_all<std::uint64_t>(ValueKind::raw);
    EXPECT_EQ(events.column(3)[7], ~0ull - 7);
    EXPECT_EQ(events.column(4)[7], std::bit_cast<std::uint32_t>(1.0f));
    EXPECT_EQ(events.column(5)[11], std::bit_cast<std::uint64_t>(1.0));
}

TEST(EventMatrix, RoundsScaleValuesOnce) {
    const FcsFile file = open_built(mixed_types());
    const EventMatrix single = file.data_set().read_all<float>(ValueKind::scale);
    const EventMatrix exact = file.data_set().read_all(ValueKind::scale);
    for (std::size_t p = 0; p < single.n_parameters(); ++p) {
        for (std::size_t e = 0; e < single.n_events(); e += 97)
            EXPECT_EQ(single.column(p)[e], static_cast<float>(exact.column(p)[e]));
    }
}

TEST(EventMatrix, KeepsTheBitsOfFloats) {
    const std::uint32_t signalling = 0x7FA12345, quiet = 0xFFC54321;
    const FcsFile file = open_built(FcsBuilder{}.parameter("A").words({signalling}).words({quiet}).words({0x80000000}));
    const EventMatrix events = file.data_set().read_all<float>(ValueKind::raw);
    EXPECT_EQ(std::bit_cast<std::uint32_t>(events.column(0)[0]), signalling);
    EXPECT_EQ(std::bit_cast<std::uint32_t>(events.column(0)[1]), quiet);
    EXPECT_EQ(std::bit_cast<std::uint32_t>(events.column(0)[2]), 0x80000000);
    const FcsFile doubles = open_built(FcsBuilder{}.datatype('D').parameter("A").words({0x7FF4000000001234}));
    EXPECT_EQ(std::bit_cast<std::uint64_t>(column(doubles.data_set(), 0)[0]), 0x7FF4000000001234u);
}

TEST(EventMatrix, SaysWhatSinglePrecisionHolds) {
    const FcsFile file = open_built(mixed_types());
    std::vector<bool> exact;
    for (std::size_t p = 0; p < 6; ++p) exact.push_back(file.data_set().exact_in_float(p));
    EXPECT_THAT(exact, ElementsAre(true, true, true, false, true, false));
    const FcsFile masked = open_built(
        FcsBuilder{}.datatype('I').parameter("A", 32, "16777216").parameter("B", 32, "16777217").words({1, 1}));
    EXPECT_TRUE(masked.data_set().exact_in_float(0));
    EXPECT_FALSE(masked.data_set().exact_in_float(1));
}

TEST(EventMatrix, MovesAndRefusesImpossibleSizes) {
    static_assert(!std::is_copy_constructible_v<EventMatrix<float>> &&
                  std::is_nothrow_move_constructible_v<EventMatrix<>>);
    EXPECT_THROW(EventMatrix<double>(SIZE_MAX / 4, {"A", "B"}), std::bad_alloc);
    EXPECT_EQ(EventMatrix<float>(0, {"A"}).column(0).size(), 0u);
}

}  // namespace
}  // namespace asparagate::test
