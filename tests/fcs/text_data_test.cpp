// $DATATYPE/A: numbers as text.
#include "fcs/fcs_support.hpp"

namespace asparagate::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

FcsBuilder fixed_width(const std::string& data, std::uint64_t n_events) {
    return std::move(FcsBuilder{}
                         .version("3.0")
                         .datatype('A')
                         .parameter("A", 4, "10000")
                         .parameter("B", 3, "1000")
                         .data(data, n_events));
}
FcsBuilder free_format(const std::string& data, std::uint64_t n_events) {
    return std::move(fixed_width(data, n_events).keyword("$P1B", "*").keyword("$P2B", "*"));
}

TEST(FcsTextData, ReadsNumbersOfFixedWidth) {
    const FcsFile file = open_built(fixed_width("0012345  7  9 ", 2), {.strict = true});
    EXPECT_THAT(file.findings(), IsEmpty());
    EXPECT_THAT(column(file.data_set(), 0), ElementsAre(12, 7));
    EXPECT_THAT(column(file.data_set(), 1), ElementsAre(345, 9));
    EXPECT_EQ(file.data_set().parameters()[0].bits, 4u);
    EXPECT_FALSE(file.data_set().exact_in_float(0));
}

TEST(FcsTextData, KeepsIntegersOfTwentyDigitsExactly) {
    FcsBuilder builder = FcsBuilder{}.version("2.0").datatype('A').parameter("A", 20, "18446744073709551616");
    const FcsFile file = open_built(builder.data("18446744073709551615", 1));
    EXPECT_EQ(file.data_set().read_all<std::uint64_t>(ValueKind::raw).column(0)[0], ~0ull);
}

TEST(FcsTextData, MixesTextAndBinaryColumnsInOneEvent) {
    FcsBuilder builder = FcsBuilder{}.version("3.2").keyword("$CYT", "X").datatype('A').parameter("A", 3, "1000");
    builder.datatype('I').parameter("B", 16, "65536").datatype('A').keyword("$P2DATATYPE", "I");
    const FcsFile file = open_built(builder.data(std::string("042\x01\x02", 5) + std::string("  7\x00\x01", 5), 2));
    EXPECT_THAT(column(file.data_set(), 0), ElementsAre(42, 7));
    EXPECT_THAT(column(file.data_set(), 1), ElementsAre(513, 256));
    EXPECT_THAT(refusal(FcsBuilder(builder).keyword("$P1B", "*")), HasSubstr("free format"));
    EXPECT_THAT(refusal(FcsBuilder{}.version("3.2").parameter("A").event({1}).keyword("$P1DATATYPE", "A")),
                HasSubstr("$P1DATATYPE=A"));
}

TEST(FcsTextData, ReadsFreeFormatBetweenAllSeparators) {
    const FcsFile file = open_built(free_format(" 1,2\t3\r\n\n4 ,, 5 6", 3), {.strict = true});
    EXPECT_THAT(column(file.data_set(), 0), ElementsAre(1, 3, 5));
    EXPECT_THAT(column(file.data_set(), 1), ElementsAre(2, 4, 6));
    EXPECT_EQ(file.data_set().parameters()[0].bits, 0u);
}

TEST(FcsTextData, ReadsAnyStretchOfFreeFormat) {
    std::string data;
    constexpr std::uint64_t n_events = 3000;
    for (std::uint64_t i = 0; i < n_events; ++i) data += std::to_string(i) + " " + std::to_string(7 * i) + "\n";
    const FcsFile file = open_built(free_format(data, n_events));
    std::vector<double> stretch(600);
    for (const std::uint64_t first : {0u, 255u, 256u, 1000u, 2400u}) {
        file.data_set().read(1, first, stretch, ValueKind::raw);
        for (std::size_t i = 0; i < stretch.size(); ++i) ASSERT_EQ(stretch[i], static_cast<double>(7 * (first + i)));
    }
    const std::vector<std::size_t> twice{1, 0, 1};
    for (const unsigned threads : {1u, 2u}) {
        const EventMatrix events = file.data_set().read_all<float>(twice, ValueKind::scale, threads);
        EXPECT_EQ(events.column(0)[2999], 7 * 2999);
        EXPECT_EQ(events.column(1)[2999], 2999);
        EXPECT_TRUE(std::ranges::equal(events.column(0), events.column(2)));
    }
}

TEST(FcsTextData, CountsFreeFormatWithoutTotal) {
    const FcsFile file = open_built(free_format("1 2 3 4 5", 2).version("2.0").without("$TOT"));
    EXPECT_EQ(file.data_set().n_events(), 2u);
    EXPECT_THAT(warnings(file.findings()), ElementsAre("W-TOT-PAD"));
    EXPECT_THAT(warnings(open_built(free_format("1 2 3 4 5", 2)).findings()), ElementsAre("W-TOT-PAD"));
    EXPECT_THAT(refusal(free_format("1 2 3", 2)), HasSubstr("truncated"));
    EXPECT_THAT(refusal(free_format("1 2 3 4 5 6", 2)), HasSubstr("$TOT"));
    EXPECT_EQ(open_built(free_format("", 0)).data_set().n_events(), 0u);
}

TEST(FcsTextData, WarnsAboutSignsAndRefusesWhatIsNoNumber) {
    const FcsFile file = open_built(free_format("1 -2 3.5 +4", 2));
    EXPECT_THAT(warnings(file.findings()), ElementsAre("W-ASCII"));
    EXPECT_THAT(column(file.data_set(), 1), ElementsAre(-2, 4));
    EXPECT_THAT(column(file.data_set(), 0), ElementsAre(1, 3.5));
    for (const char* data : {"1 2 x 4", "1 2 3e 4", "1 2 nan 4", "1 2 1e999 4"})
        EXPECT_THAT(refusal(free_format(data, 2)), HasSubstr("is no number")) << data;
    EXPECT_THAT(refusal(fixed_width("0012 x5", 1)), HasSubstr("is no number"));
    EXPECT_THAT(refusal(fixed_width("       ", 1)), HasSubstr("is no number"));
    EXPECT_THAT(refusal(fixed_width("0012345", 2)), HasSubstr("$TOT"));
    EXPECT_THAT(refusal(fixed_width("0012345", 1).keyword("$P1B", "21")), HasSubstr("$P1B"));
}

TEST(FcsTextData, DecodesLogarithmsOfText) {
    const FcsFile file = open_built(fixed_width("0512  1", 1).keyword("$P1R", "1024").keyword("$P1E", "4,1"));
    EXPECT_DOUBLE_EQ(column(file.data_set(), 0, ValueKind::scale)[0], 100);
    const FcsFile free = open_built(free_format("512 1", 1).keyword("$P1R", "1024").keyword("$P1E", "4,1"));
    EXPECT_DOUBLE_EQ(column(free.data_set(), 0, ValueKind::scale)[0], 100);
    EXPECT_THAT(inspect_events(free, free.data_set()), IsEmpty());
}

TEST(FcsTextData, IsDeprecatedFromVersion31On) {
    EXPECT_THAT(open_built(free_format("1 2", 1)).findings(), IsEmpty());
    const FcsFile file = open_built(free_format("1 2", 1).version("3.1"), {.strict = true});
    ASSERT_EQ(file.findings().size(), 1u);
    EXPECT_EQ(file.findings()[0].code, "I-DEPRECATED");
}

}  // namespace
}  // namespace asparagate::test
