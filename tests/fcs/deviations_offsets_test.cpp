#include "fcs/fcs_support.hpp"

namespace asparagate::test {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// Two float parameters, three events: 24 bytes of DATA.
FcsBuilder three_events() {
    return std::move(FcsBuilder{}.parameter("FSC-A").parameter("FITC-A").event({1, 2}).event({3, 4}).event({5, 6}));
}

std::uint64_t data_begin() {
    return std::stoull(three_events().bytes().substr(26, 8));
}

/// As the builder writes offsets, so that another value leaves all bytes in place.
std::string ten_digits(std::uint64_t offset) {
    const std::string digits = std::to_string(offset);
    return std::string(10 - digits.size(), '0') + digits;
}

FcsBuilder with_text_offsets(std::uint64_t first, std::uint64_t last) {
    return std::move(three_events().keyword("$BEGINDATA", ten_digits(first)).keyword("$ENDDATA", ten_digits(last)));
}

void expect_values(const FcsFile& file, const std::string& code) {
    EXPECT_THAT(column(file.data_set(), 0), ElementsAre(1, 3, 5));
    EXPECT_THAT(warnings(file.findings()), ElementsAre(code));
}

/// A sparse file whose DATA lies at `begin`; HEADER has the last eight digits of its offsets.
FcsFile far_data(std::uint64_t begin) {
    const FcsBuilder builder =
        with_text_offsets(begin, begin + 23)
            .header_data(std::to_string(begin % 100'000'000), std::to_string((begin + 23) % 100'000'000));
    const std::string bytes = builder.bytes();
    const TemporaryFolder folder;
    std::ofstream stream(folder / "far.fcs", std::ios::binary);
    stream << bytes.substr(0, bytes.size() - 24);
    stream.seekp(static_cast<std::streamoff>(begin));
    stream << bytes.substr(bytes.size() - 24);
    stream.close();
    return FcsFile::open(folder / "far.fcs");
}

TEST(FcsDeviation, Row001_TheNinthDigitIsCutOff) {
    expect_values(far_data(169'993'256), "W-OFF-DIGITS");
}

TEST(FcsDeviation, Row002_TwoDigitsAreCutOff) {
    expect_values(far_data(1'481'286'288), "W-OFF-DIGITS");
}

TEST(FcsDeviation, Row003_NinesInsteadOfZeroMeanText) {
    expect_values(open_built(three_events().header_data(std::to_string(data_begin()), "99999999")), "W-OFF-99999999");
}

TEST(FcsDeviation, Row004_TextWithoutDataOffsetsMeansHeader) {
    expect_values(open_built(three_events().without("$BEGINDATA").without("$ENDDATA")), "W-OFF-MISSING");
}

TEST(FcsDeviation, Row005_AStartOffByOneIsSettledByTotal) {
    const std::uint64_t begin = data_begin();
    const std::string first = std::to_string(begin), last = std::to_string(begin + 23);
    expect_values(open_built(three_events().header_data(std::to_string(begin + 1), last)), "W-OFF-MISMATCH");
    expect_values(open_built(with_text_offsets(begin + 1, begin + 23).header_data(first, last)), "W-OFF-MISMATCH");
}

TEST(FcsDeviation, Row006_OffsetsThatDifferByHundredsAreSettledByTotal) {
    const std::uint64_t begin = data_begin();
    expect_values(open_built(three_events().header_data(std::to_string(begin - 100), std::to_string(begin + 323))),
                  "W-OFF-MISMATCH");
    EXPECT_THAT(
        refusal(three_events().header_data(std::to_string(begin - 100), std::to_string(begin + 323)).without("$TOT")),
        HasSubstr("--data-offsets"));
}

TEST(FcsDeviation, Row007_OffsetsOfLaterDataSetsMayCountFromTheStartOfTheFile) {
    const std::string first = [] {
        const std::size_t length = three_events().keyword("$NEXTDATA", "0000").bytes().size();
        return three_events().keyword("$NEXTDATA", "0" + std::to_string(length)).bytes();
    }();
    const std::uint64_t begin = first.size() + data_begin();
    const FcsFile file =
        open_bytes(first + with_text_offsets(begin, begin + 23)
                               .header_data(std::to_string(data_begin()), std::to_string(data_begin() + 23))
                               .bytes());
    ASSERT_EQ(file.data_sets().size(), 2u);
    EXPECT_THAT(column(file.data_sets()[1], 0), ElementsAre(1, 3, 5));
    EXPECT_THAT(warnings(file.findings()), ElementsAre("W-OFF-MISMATCH"));
    const FcsFile both = open_bytes(
        first +
        with_text_offsets(begin, begin + 23).header_data(std::to_string(begin), std::to_string(begin + 23)).bytes());
    EXPECT_THAT(column(both.data_sets()[1], 0), ElementsAre(1, 3, 5));
}

TEST(FcsDeviation, Row008_AWrongHeaderIsRefusedUnlessTextFits) {
    expect_values(open_built(three_events().header_data("4000", "5000")), "W-OFF-MISMATCH");
    std::string wrong_text = three_events().bytes();
    wrong_text.replace(10, 8, "      90");
    EXPECT_NE(refusal(wrong_text), "");
}

TEST(FcsDeviation, Row009_OffsetsThatBothFitAreRefused) {
    const std::uint64_t begin = data_begin();
    const FcsBuilder builder =
        three_events().trailer("12345678").header_data(std::to_string(begin + 8), std::to_string(begin + 31));
    EXPECT_THAT(refusal(builder), AllOf(HasSubstr(std::to_string(begin) + " to"),
                                        HasSubstr(std::to_string(begin + 8) + " to"), HasSubstr("$TOT")));
    const FcsFile by_text = open_built(builder, {.data_offsets = ReadOptions::DataOffsets::text});
    EXPECT_THAT(column(by_text.data_set(), 0), ElementsAre(1, 3, 5));
    ASSERT_TRUE(find_code(by_text.findings(), "I-OVERRIDE"));
    EXPECT_THAT(find_code(by_text.findings(), "I-OVERRIDE")->message, HasSubstr("--data-offsets=text"));
    const FcsFile by_header = open_built(builder, {.data_offsets = ReadOptions::DataOffsets::header});
    EXPECT_THAT(column(by_header.data_set(), 0), ElementsAre(3, 5, testing::_));
}

TEST(FcsDeviation, Row011_AnEndOnePastTheLastByteIsAWarning) {
    expect_values(open_built(three_events().shift_data_end(1)), "W-OFF-END1");
    expect_values(open_built(three_events().shift_data_end(1).trailer("x")), "W-OFF-END1");
}

TEST(FcsDeviation, Row012_AnEndEqualToTheBeginIsTakenFromTotal) {
    const std::uint64_t begin = data_begin();
    const std::string text = std::to_string(begin);
    expect_values(open_built(with_text_offsets(begin, begin).header_data(text, text)), "W-OFF-MISMATCH");
    EXPECT_NE(refusal(with_text_offsets(begin, begin).header_data(text, text).keyword("$TOT", "4")), "");
}

TEST(FcsDeviation, Row013_HeaderFieldsThatOverflowMeanText) {
    std::string bytes = three_events().bytes();
    bytes.replace(26, 32, "100000100100000123      0      0");
    const FcsFile file = open_bytes(bytes);
    EXPECT_THAT(column(file.data_set(), 0), ElementsAre(1, 3, 5));
    EXPECT_THAT(warnings(file.findings()), Contains("W-OFF-MISMATCH"));
}

TEST(FcsDeviation, Row014_TextThatSharesItsLastByteWithDataEndsBeforeIt) {
    std::string bytes = three_events().bytes();
    bytes.replace(18, 8, bytes.substr(26, 8));
    expect_values(open_bytes(bytes), "W-OFF-END1");
}

TEST(FcsDeviation, Row015_BlankAnalysisOffsetsAreNoWarning) {
    EXPECT_THAT(open_built(three_events().header_analysis("", "")).findings(), IsEmpty());
}

TEST(FcsDeviation, Row017_ATotalOfABillionReservesNothing) {
    const FcsBuilder builder = three_events().keyword("$TOT", "1000000000");
    EXPECT_THAT(refusal(builder), AllOf(HasSubstr("$TOT=1000000000"), HasSubstr("--recover-truncated")));
    const FcsFile recovered = open_built(builder, {.recover_truncated = true});
    EXPECT_TRUE(find_code(recovered.findings(), "I-OVERRIDE"));
    expect_values(recovered, "W-TRUNCATED");
}

TEST(FcsDeviation, Row018_ATotalAboveDataIsRefused) {
    EXPECT_THAT(refusal(three_events().keyword("$TOT", "4")), HasSubstr("truncated"));
}

TEST(FcsDeviation, Row019_ATotalOfZeroWithDataIsRefused) {
    EXPECT_THAT(refusal(three_events().keyword("$TOT", "0")), HasSubstr("--event-count"));
    EXPECT_EQ(open_built(three_events().keyword("$TOT", "0"), {.event_count = ReadOptions::EventCount::size})
                  .data_set()
                  .n_events(),
              3u);
    const FcsFile by_total =
        open_built(three_events().keyword("$TOT", "1"), {.event_count = ReadOptions::EventCount::total});
    EXPECT_EQ(by_total.data_set().n_events(), 1u);
    EXPECT_TRUE(find_code(by_total.findings(), "I-OVERRIDE"));
}

TEST(FcsDeviation, Row020_TruncatedFilesAreRefused) {
    const std::string bytes = three_events().bytes();
    EXPECT_THAT(refusal(bytes.substr(0, bytes.size() - 5)), HasSubstr("past the end of the file"));
    const FcsFile file = open_bytes(bytes.substr(0, bytes.size() - 5), {.recover_truncated = true});
    EXPECT_THAT(column(file.data_set(), 0), ElementsAre(1, 3));
    EXPECT_NE(refusal(bytes.substr(0, bytes.size() - 5), {.strict = true, .recover_truncated = true}), "");
}

TEST(FcsDeviation, Row021_FilesWithoutEventsAreLegal) {
    const FcsFile file = open_built(FcsBuilder{}.parameter("FSC-A"), {.strict = true});
    EXPECT_EQ(file.data_set().n_events(), 0u);
    EXPECT_EQ(file.data_set().read_all(ValueKind::scale).n_events(), 0u);
}

TEST(FcsDeviation, Row089_EndsBeforeBeginsMeanNoSegment) {
    for (const auto& [first, last] : {std::pair("0", "-1"), std::pair("1000", "999")}) {
        EXPECT_THAT(warnings(open_built(three_events().header_analysis(first, last)).findings()),
                    ElementsAre("W-OFF-MISMATCH"));
    }
    EXPECT_NE(refusal(three_events().header_data("0", "-2").without("$BEGINDATA").without("$ENDDATA")), "");
}

TEST(FcsDeviation, Row090_BlanksAroundOffsetsAreTrimmed) {
    const std::string begin = std::to_string(data_begin());
    expect_values(open_built(three_events().keyword("$BEGINDATA", std::string(10 - begin.size(), ' ') + begin)),
                  "W-PAD");
}

TEST(FcsDeviation, Row116_BytesAfterTheLastWholeEventArePadding) {
    expect_values(open_built(three_events().shift_data_end(7).trailer("1234567")), "W-TOT-PAD");
    EXPECT_NE(refusal(three_events().shift_data_end(8).trailer("12345678")), "");
}

TEST(FcsDeviation, Row117_SegmentsThatShareOneByteEndBeforeIt) {
    const std::uint64_t last = data_begin() + 23;
    const FcsFile file = open_built(three_events().shift_data_end(1).trailer("/A/1/").header_analysis(
        std::to_string(last + 1), std::to_string(last + 5)));
    EXPECT_THAT(column(file.data_set(), 0), ElementsAre(1, 3, 5));
    EXPECT_THAT(warnings(file.findings()), ElementsAre("W-OFF-END1", "W-OFF-END1"));
    EXPECT_EQ(file.data_set().analysis(), "/A/1/");
}

TEST(FcsDeviation, Row118_AnEndBeyondTheFileIsRefused) {
    EXPECT_THAT(refusal(three_events().shift_data_end(48)), HasSubstr("past the end of the file"));
    const FcsFile file =
        open_built(three_events().keyword("$TOT", "9").shift_data_end(48), {.recover_truncated = true});
    expect_values(file, "W-TRUNCATED");
}

TEST(FcsDeviation, Row125_ZeroEventsWithZeroOffsetsAreNoWarning) {
    EXPECT_THAT(warnings(open_built(FcsBuilder{}.parameter("A")).findings()), IsEmpty());
}

}  // namespace
}  // namespace asparagate::test
