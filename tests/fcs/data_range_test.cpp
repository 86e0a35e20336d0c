#include "fcs/fcs_support.hpp"

namespace asparagate::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// Two float parameters, three events: 24 bytes of DATA.
FcsBuilder three_events() {
    return std::move(FcsBuilder{}.parameter("FSC-A").parameter("FITC-A").event({1, 2}).event({3, 4}).event({5, 6}));
}

std::uint64_t data_begin(const FcsBuilder& builder) {
    return std::stoull(builder.bytes().substr(26, 8));
}

void expect_values(const FcsFile& file) {
    EXPECT_THAT(column(file.data_set(), 0), ElementsAre(1, 3, 5));
    EXPECT_THAT(column(file.data_set(), 1), ElementsAre(2, 4, 6));
}

TEST(FcsDataRange, UsesTextWhenHeaderIsZero) {
    const FcsFile file = open_built(three_events().header_data("0", "0"));
    EXPECT_THAT(file.findings(), IsEmpty());
    expect_values(file);
}

TEST(FcsDataRange, UsesTextWhenHeaderFieldsWereTooNarrow) {
    const std::string begin = std::to_string(data_begin(three_events()));
    const FcsFile nines = open_built(three_events().header_data(begin, "99999999"));
    EXPECT_THAT(warnings(nines.findings()), ElementsAre("W-OFF-99999999"));
    expect_values(nines);
    const FcsFile no_end = open_built(three_events().header_data(begin, "0"));
    EXPECT_THAT(warnings(no_end.findings()), ElementsAre("W-OFF-99999999"));
    expect_values(no_end);
    const FcsFile overflown = open_built(three_events().header_data(begin, "12 34567"));
    EXPECT_THAT(warnings(overflown.findings()), testing::Contains("W-OFF-DIGITS"));
    expect_values(overflown);
}

TEST(FcsDataRange, LetsTotalDecideBetweenHeaderAndText) {
    const std::uint64_t begin = data_begin(three_events());
    const FcsFile text_wins =
        open_built(three_events().header_data(std::to_string(begin - 100), std::to_string(begin + 23)));
    EXPECT_THAT(warnings(text_wins.findings()), ElementsAre("W-OFF-MISMATCH"));
    expect_values(text_wins);
    const FcsFile header_wins = open_built(
        three_events()
            .keyword("$ENDDATA", std::to_string(begin))
            .keyword("$BEGINDATA", std::to_string(begin))
            .header_data(
                std::to_string(data_begin(three_events().keyword("$ENDDATA", "000").keyword("$BEGINDATA", "000"))),
                std::to_string(data_begin(three_events().keyword("$ENDDATA", "000").keyword("$BEGINDATA", "000")) +
                               23)));
    EXPECT_THAT(warnings(header_wins.findings()), ElementsAre("W-OFF-MISMATCH"));
    expect_values(header_wins);
}

TEST(FcsDataRange, RefusesAnotherNumberOfEvents) {
    EXPECT_THAT(refusal(three_events().keyword("$TOT", "2")), HasSubstr("$TOT=2"));
    EXPECT_THAT(refusal(three_events().keyword("$TOT", "0")), HasSubstr("$TOT=0"));
    EXPECT_THAT(refusal(three_events().keyword("$TOT", "4")), HasSubstr("truncated"));
    EXPECT_THAT(refusal(three_events().keyword("$TOT", "1000000000000000000")), HasSubstr("$TOT=1000000000000000000"));
    EXPECT_THAT(refusal(three_events().keyword("$TOT", "-3")), HasSubstr("$TOT"));
    EXPECT_THAT(refusal(three_events().keyword("$TOT", "3.0")), HasSubstr("$TOT"));
}

TEST(FcsDataRange, CountsEventsWithoutTotal) {
    const FcsFile file = open_built(three_events().without("$TOT"));
    EXPECT_THAT(warnings(file.findings()), ElementsAre("W-TOT-MISSING"));
    expect_values(file);
    EXPECT_THAT(open_built(three_events().version("2.0").without("$TOT")).findings(), IsEmpty());
}

TEST(FcsDataRange, RejectsDataSegmentPastEndOfFile) {
    EXPECT_THAT(refusal(three_events().shift_data_end(48)), HasSubstr("past the end of the file"));
    const std::string bytes = three_events().bytes();
    EXPECT_THAT(refusal(bytes.substr(0, bytes.size() - 1)), HasSubstr("truncated"));
}

TEST(FcsDataRange, RefusesImpossibleOffsetsExactly) {
    for (const char* end : {"2147483647", "2147483648", "4294967296", "9223372036854775807", "9223372036854775808",
                            "18446744073709551615", "100000000000000000000", "-1", "1e9", "0x10", "12 3"}) {
        EXPECT_NE(refusal(three_events().header_data("0", "0").keyword("$ENDDATA", end)), "") << end;
        EXPECT_NE(refusal(three_events().header_data("0", "0").keyword("$BEGINDATA", end)), "") << end;
    }
}

TEST(FcsDataRange, RefusesDataOverTextOrHeader) {
    EXPECT_THAT(refusal(three_events().header_data("60", "83").keyword("$BEGINDATA", "60").keyword("$ENDDATA", "83")),
                HasSubstr("overlaps TEXT"));
    EXPECT_THAT(refusal(three_events().header_data("10", "33").keyword("$BEGINDATA", "10").keyword("$ENDDATA", "33")),
                HasSubstr("58 or more"));
}

TEST(FcsDataRange, OpensFilesWithoutEvents) {
    const FcsFile file = open_built(FcsBuilder{}.parameter("FSC-A"));
    EXPECT_EQ(file.data_set().n_events(), 0u);
    ASSERT_EQ(file.findings().size(), 1u);
    EXPECT_EQ(file.findings()[0].code, "I-EMPTY");
    EXPECT_EQ(file.data_set().read_all(ValueKind::scale).n_events(), 0u);
    EXPECT_THAT(refusal(FcsBuilder{}.parameter("FSC-A").keyword("$TOT", "5")), HasSubstr("says where DATA is"));
}

}  // namespace
}  // namespace asparagate::test
