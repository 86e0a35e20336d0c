// Deviations in how events are laid out and what their integers mean, one test each.
#include "fcs/fcs_support.hpp"

#include <cmath>

namespace asparagate::test {
namespace {

using testing::Contains;
using testing::DoubleEq;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

FcsBuilder floats() {
    return std::move(FcsBuilder{}.parameter("FSC-A").parameter("FITC-A").event({1, 2}));
}
FcsBuilder integers(const std::string& range, const std::string& amplification = "0,0") {
    return std::move(FcsBuilder{}.datatype('I').parameter("FL1-H", 16, range, amplification));
}
std::vector<std::string> inspected(const FcsFile& file) {
    std::vector<std::string> codes;
    for (const Finding& finding : inspect_events(file, file.data_set())) codes.push_back(finding.code);
    return codes;
}

TEST(FcsDeviation, Row010_NaNOfADamagedFileIsCounted) {
    const FcsFile file = open_built(FcsBuilder{}.parameter("A").event({NAN}).event({1}));
    EXPECT_THAT(inspected(file), ElementsAre("W-NONFINITE"));
    EXPECT_TRUE(std::isnan(column(file.data_set(), 0)[0]));
}

TEST(FcsDeviation, Row016_DataBeyondTwoGibibytesIsReadByBlocks) {
    constexpr std::uint64_t begin = 4096, n_events = 300'000'000;  // sparse: 2.4 GB that take no room
    const TemporaryFolder folder;
    const auto path = folder / "large.fcs";
    FcsBuilder builder = FcsBuilder{}.datatype('D').parameter("A").keyword("$TOT", std::to_string(n_events));
    builder.keyword("$BEGINDATA", std::to_string(begin)).keyword("$ENDDATA", std::to_string(begin + n_events * 8 - 1));
    builder.write(path);
    std::filesystem::resize_file(path, begin + n_events * 8 - 8);
    std::ofstream(path, std::ios::binary | std::ios::app).write("\0\0\0\0\0\0\xF0\x3F", 8);
    const FcsFile file = FcsFile::open(path, {.strict = true});
    ASSERT_EQ(file.data_set().n_events(), n_events);
    std::vector<double> last(2);
    file.data_set().read(0, n_events - 2, last, ValueKind::raw);
    EXPECT_THAT(last, ElementsAre(0, 1));
}

TEST(FcsDeviation, Row046_ParLargerThanTheParametersNamesTheMissingOne) {
    EXPECT_THAT(refusal(floats().keyword("$PAR", "3")), HasSubstr("$P3B is missing"));
}

TEST(FcsDeviation, Row047_MissingDescriptorsAreRefusedOnlyWhereDecodingNeedsThem) {
    FcsBuilder builder = integers("1024").parameter("FL2-H", 16, "1024").words({1, 2});
    EXPECT_THAT(refusal(FcsBuilder(builder).without("$P2B")), HasSubstr("$P2B is missing"));
    EXPECT_THAT(refusal(FcsBuilder(builder).without("$P2R")), HasSubstr("$P2R is missing"));
    const FcsFile file = open_built(builder.without("$P2N").without("$P2E"));
    EXPECT_THAT(warnings(file.findings()), ElementsAre("W-NAME-MISSING", "W-VERSION"));
}

TEST(FcsDeviation, Row049_RangeNotAvailableMasksNothing) {
    const FcsFile file = open_built(integers("NA").words({0xFFFF}));
    EXPECT_EQ(column(file.data_set(), 0)[0], 65535);
    EXPECT_THAT(warnings(file.findings()), ElementsAre("W-PNR"));
    EXPECT_THAT(warnings(open_built(floats().keyword("$P1R", "NA")).findings()), ElementsAre("W-PNR"));
}

TEST(FcsDeviation, Row050_DecimalRangeIsRoundedUp) {
    const FcsFile file = open_built(integers("1023.5").words({0xFFFF}));
    EXPECT_EQ(column(file.data_set(), 0)[0], 1023);
    EXPECT_THAT(warnings(file.findings()), ElementsAre("W-PNR"));
}

TEST(FcsDeviation, Row051_ValuesAboveTheRangeAreCountedNotClipped) {
    const FcsFile file = open_built(integers("1000").words({1020}));
    EXPECT_EQ(column(file.data_set(), 0)[0], 1020);
    EXPECT_THAT(inspected(file), ElementsAre("I-PNR-EXCEEDED"));
}

TEST(FcsDeviation, Row052_RangeZeroOfTimeKeepsTheValues) {
    const FcsFile file =
        open_built(FcsBuilder{}.datatype('I').parameter("Time", 32, "0").keyword("$TIMESTEP", "0.5").words({70000}));
    EXPECT_EQ(column(file.data_set(), 0)[0], 70000);
    EXPECT_EQ(column(file.data_set(), 0, ValueKind::scale)[0], 35000);
    EXPECT_THAT(warnings(file.findings()), ElementsAre("W-PNR"));
}

TEST(FcsDeviation, Row053_RangeOfAllBitsMasksNothing) {
    const FcsFile file =
        open_built(FcsBuilder{}.datatype('I').parameter("A", 32, "4294967296").words({0xFFFFFFFF}), {.strict = true});
    EXPECT_EQ(column(file.data_set(), 0)[0], 4294967295.0);
    EXPECT_THAT(inspected(file), IsEmpty());
}

TEST(FcsDeviation, Row054_JunkInUnusedHighBitsIsMasked) {
    EXPECT_EQ(column(open_built(integers("1024").words({0xA400 + 17})).data_set(), 0)[0], 17);
}

TEST(FcsDeviation, Row055_WordsThatTheMaskChangesAreCounted) {
    FcsBuilder builder = FcsBuilder{}.datatype('I').parameter("A", 32, "16777216");
    for (std::uint64_t i = 0; i < 3; ++i) builder.words({0x01000000 + i});
    const FcsFile file = open_built(builder);
    EXPECT_THAT(column(file.data_set(), 0), ElementsAre(0, 1, 2));
    const Findings findings = inspect_events(file, file.data_set());
    ASSERT_THAT(inspected(file), ElementsAre("I-PNR-HIGHBITS"));
    EXPECT_THAT(findings[0].message, HasSubstr("3 words"));
}

TEST(FcsDeviation, Row056_ManyWordsThatLoseBitsAreAWarning) {
    FcsBuilder builder = FcsBuilder{}.datatype('I').parameter("A", 32, "1073741824");
    for (std::uint64_t i = 0; i < 5000; ++i) builder.words({i % 400 == 0 ? 0x40000000 + i : i});
    const FcsFile file = open_built(builder);
    EXPECT_THAT(inspected(file), ElementsAre("I-PNR-HIGHBITS", "W-PNR"));
    for (const unsigned threads : {2u, 3u})
        EXPECT_EQ(inspect_events(file, file.data_set(), threads)[0].message,
                  inspect_events(file, file.data_set())[0].message);
    EXPECT_EQ(column(open_built(FcsBuilder{}.parameter("A", 32, "16").event({70000.5})).data_set(), 0)[0], 70000.5);
}

TEST(FcsDeviation, Row057_TenBitsInWordsOfSixteenAreReadWhenDataProvesThem) {
    FcsBuilder builder = integers("1024").keyword("$P1B", "10").words({0x7C11}).words({2});
    const FcsFile file = open_built(builder);
    EXPECT_THAT(column(file.data_set(), 0), ElementsAre(17, 2));
    EXPECT_EQ(file.data_set().parameters()[0].bits, 16u);
    EXPECT_THAT(warnings(file.findings()), ElementsAre("W-PNB"));
    // The exclusive end of the same instruments.
    const FcsFile shifted = open_built(FcsBuilder(builder).trailer("x").shift_data_end(1));
    EXPECT_THAT(warnings(shifted.findings()), ElementsAre("W-OFF-END1", "W-PNB"));
    // Four values of 10 bits in five bytes.
    FcsBuilder packed = FcsBuilder{}.datatype('I');
    for (const char* name : {"A", "B", "C", "D"}) packed.parameter(name, 10, "1024");
    EXPECT_THAT(refusal(packed.data("12345", 1)), HasSubstr("$P1B=10: integers that are not whole bytes"));
    EXPECT_THAT(refusal(FcsBuilder(builder).version("2.0").without("$TOT")), HasSubstr("$P1B"));
}

TEST(FcsDeviation, Row058_WidthsMayDifferFromParameterToParameter) {
    const FcsFile file = open_built(FcsBuilder{}
                                        .version("3.0")
                                        .datatype('I')
                                        .byte_order("4,3,2,1")
                                        .parameter("A", 16, "65536")
                                        .parameter("B", 16, "65536")
                                        .parameter("C", 32, "4294967296")
                                        .parameter("D", 8, "256")
                                        .words({1, 65535, 4000000000, 200}));
    for (const auto& [p, expected] : {std::pair{0u, 1.0}, {1u, 65535.0}, {2u, 4e9}, {3u, 200.0}})
        EXPECT_EQ(column(file.data_set(), p)[0], expected);
}

TEST(FcsDeviation, Row059_WordsOfTwentyFourBitsAreRead) {
    for (const char* order : {"1,2,3,4", "4,3,2,1"}) {
        FcsBuilder builder =
            FcsBuilder{}.datatype('I').byte_order(order).parameter("A", 24, "16777216").words({0x123456});
        EXPECT_EQ(column(open_built(builder, {.strict = true}).data_set(), 0)[0], 0x123456);
    }
}

TEST(FcsDeviation, Row060_IntegersAndDoublesAreRead) {
    EXPECT_EQ(column(open_built(integers("65536").words({7})).data_set(), 0)[0], 7);
    EXPECT_EQ(column(open_built(FcsBuilder{}.datatype('D').parameter("A").event({0.1})).data_set(), 0)[0], 0.1);
}

TEST(FcsDeviation, Row061_ByteOrderOfTwoBytesIsRead) {
    for (const auto& [order, text] : {std::pair{"1,2", "\x01\x02"}, {"2,1", "\x02\x01"}}) {
        const FcsFile file = open_built(integers("65536").version("2.0").byte_order(order).data(text, 1));
        EXPECT_EQ(column(file.data_set(), 0)[0], 0x0201) << order;
        EXPECT_THAT(file.findings(), IsEmpty());
    }
}

TEST(FcsDeviation, Row062_ByteOrderOneServesSingleBytesOnly) {
    FcsBuilder bytes = FcsBuilder{}.version("3.0").datatype('I').byte_order("1").parameter("A", 8, "256").words({7});
    EXPECT_EQ(column(open_built(bytes).data_set(), 0)[0], 7);
    EXPECT_THAT(warnings(open_built(bytes).findings()), ElementsAre("W-BYTEORD"));
    EXPECT_THAT(refusal(integers("65536").version("3.0").byte_order("1").words({7})), HasSubstr("$BYTEORD"));
}

TEST(FcsDeviation, Row063_LogarithmOfFloatsIsIgnored) {
    const FcsFile file = open_built(floats().keyword("$P1E", "4.07918,1"));
    EXPECT_EQ(column(file.data_set(), 0, ValueKind::scale)[0], 1);
    EXPECT_THAT(warnings(file.findings()), ElementsAre("W-PNE-FLOAT"));
}

TEST(FcsDeviation, Row066_LogarithmsAreDecodedWithTheRangeAsDivisor) {
    const FcsFile file = open_built(integers("1024", "4,1").words({512}), {.strict = true});
    EXPECT_THAT(column(file.data_set(), 0, ValueKind::scale), ElementsAre(DoubleEq(100)));
    EXPECT_THAT(column(file.data_set(), 0, ValueKind::raw), ElementsAre(512));
}

TEST(FcsDeviation, Row067_GainDividesScaleValuesOnly) {
    const FcsFile file = open_built(floats().keyword("$P2G", "8"), {.strict = true});
    EXPECT_EQ(column(file.data_set(), 1, ValueKind::scale)[0], 0.25);
    EXPECT_EQ(column(file.data_set(), 1, ValueKind::raw)[0], 2);
}

TEST(FcsDeviation, Row084_NaNDoesNotStopTheRangeTest) {
    const FcsFile file = open_built(FcsBuilder{}.parameter("A", 32, "10").event({NAN}).event({11}).event({5}));
    EXPECT_THAT(inspected(file), ElementsAre("W-NONFINITE", "I-PNR-EXCEEDED"));
}

TEST(FcsDeviation, Row085_FloatTimeAboveTheRangeIsNeitherMaskedNorClipped) {
    const FcsFile file =
        open_built(FcsBuilder{}.parameter("Time", 32, "262144").keyword("$TIMESTEP", "1").event({300000}).event({1e9}));
    EXPECT_THAT(column(file.data_set(), 0, ValueKind::scale), ElementsAre(300000, 1e9));
}

TEST(FcsDeviation, Row086_ChannelIndexInTheHighBitsIsMasked) {
    FcsBuilder builder = integers("1024");
    for (const std::uint64_t word : {34015u, 44256u}) builder.words({word});
    EXPECT_THAT(column(open_built(builder).data_set(), 0), ElementsAre(34015 % 1024, 44256 % 1024));
}

TEST(FcsDeviation, Row087_ValuesFarAboveTheRangeAreKeptWithAWarning) {
    FcsBuilder builder = FcsBuilder{}.parameter("FSC", 32, "214748");
    for (int i = 0; i < 20; ++i) builder.event({9e7 + 1e8 * i});
    const FcsFile file = open_built(builder);
    EXPECT_THAT(inspected(file), ElementsAre("W-PNR-EXCEEDED"));
    EXPECT_EQ(column(file.data_set(), 0, ValueKind::scale)[19], 1.99e9f);
}

TEST(FcsDeviation, Row088_TopValuesAreNotCutOff) {
    const FcsFile file = open_built(integers("1000", "4,1").words({999}).words({1000}).words({1023}));
    EXPECT_THAT(column(file.data_set(), 0), ElementsAre(999, 1000, 1023));
    EXPECT_THAT(column(file.data_set(), 0, ValueKind::scale)[1], DoubleEq(1e4));
}

TEST(FcsDeviation, Row094_KeywordsBeyondParAreIgnoredUnlessDataFitsThem) {
    EXPECT_THAT(warnings(open_built(floats().keyword("$P3B", "32").keyword("$P3R", "10")).findings()),
                ElementsAre("W-HYPER-PAR"));
    EXPECT_THAT(refusal(floats().keyword("$PAR", "1")), HasSubstr("$PAR=1 is too small"));
    // Without $TOT the length has to be whole events of the larger count alone.
    FcsBuilder three = FcsBuilder{}.version("2.0").without("$TOT").parameter("A").parameter("B").parameter("C");
    three.event({1, 2, 3});
    EXPECT_THAT(refusal(FcsBuilder(three).keyword("$PAR", "2")), HasSubstr("$PAR=2 is too small"));
    EXPECT_THAT(warnings(open_built(three.keyword("$PAR", "1")).findings()), Contains("W-HYPER-PAR"));
}

TEST(FcsDeviation, Row100_ByteOrderOfAnotherLengthServesWhenItIsPlain) {
    const FcsFile plain = open_built(integers("65536").version("3.0").words({513}));
    EXPECT_EQ(column(plain.data_set(), 0)[0], 513);
    EXPECT_THAT(warnings(plain.findings()), ElementsAre("W-BYTEORD"));
    EXPECT_THAT(refusal(integers("65536").version("3.0").byte_order("3,4,1,2").words({513})), HasSubstr("$BYTEORD"));
    EXPECT_THAT(refusal(integers("65536").version("3.0").words({513}).keyword("$BYTEORD", "1,1")),
                HasSubstr("$BYTEORD"));
}

TEST(FcsDeviation, Row101_RangeBeyondTheWordMasksNothing) {
    for (const char* range : {"340282366920938463463374607431768211456", "18446744073709551616", "65536"}) {
        EXPECT_EQ(column(open_built(integers(range).words({0xFFFF}), {.strict = true}).data_set(), 0)[0], 65535)
            << range;
    }
}

TEST(FcsDeviation, Row104_GainOfTimeIsIgnored) {
    const FcsFile file =
        open_built(FcsBuilder{}.parameter("Time").keyword("$TIMESTEP", "0.01").keyword("$P1G", "5").event({250}));
    EXPECT_DOUBLE_EQ(column(file.data_set(), 0, ValueKind::scale)[0], 2.5);
    EXPECT_THAT(warnings(file.findings()), ElementsAre("W-PNG"));
    // In every file of FACSDiva, which a strict reader must take.
    const FcsFile same =
        open_built(FcsBuilder{}.parameter("Time").keyword("$TIMESTEP", "0.01").keyword("$P1G", "0.01").event({250}));
    EXPECT_DOUBLE_EQ(column(same.data_set(), 0, ValueKind::scale)[0], 2.5);
    EXPECT_TRUE(find_code(same.findings(), "I-TIME-GAIN"));
    EXPECT_TRUE(warnings(same.findings()).empty());
}

TEST(FcsDeviation, Row105_LogarithmicTimeIsReadAsLinear) {
    const FcsFile file = open_built(
        FcsBuilder{}.datatype('I').parameter("Time", 16, "1024", "4,1").keyword("$TIMESTEP", "0.1").words({500}));
    EXPECT_DOUBLE_EQ(column(file.data_set(), 0, ValueKind::scale)[0], 50);
    EXPECT_THAT(warnings(file.findings()), ElementsAre("W-PNE-FLOAT"));
}

TEST(FcsDeviation, Row124_ModeIsOptionalInVersion32) {
    const FcsBuilder builder = floats().version("3.2").keyword("$CYT", "X").without("$MODE");
    EXPECT_THAT(open_built(builder, {.strict = true}).findings(), IsEmpty());
    EXPECT_THAT(warnings(open_built(FcsBuilder(builder).version("3.1")).findings()), Contains("W-VERSION"));
}

TEST(FcsDeviation, Row126_DoublesAndIntegersOf56BitsAreExact) {
    const std::uint64_t word = 0x00FFEEDDCCBBAA99;
    FcsBuilder builder =
        FcsBuilder{}.version("3.2").keyword("$CYT", "X").datatype('I').parameter("A", 56, "72057594037927936");
    builder.datatype('D').parameter("B").words({word, std::bit_cast<std::uint64_t>(0.1)});
    const FcsFile file = open_built(builder);
    EXPECT_EQ(file.data_set().read_all<std::uint64_t>(ValueKind::raw).column(0)[0], word);
    EXPECT_EQ(column(file.data_set(), 1)[0], 0.1);
}

TEST(FcsDeviation, Row127_RangeOfTwoToThe64IsRead) {
    const FcsFile file = open_built(
        FcsBuilder{}.datatype('I').parameter("A", 64, "18446744073709551616").words({~0ull}), {.strict = true});
    EXPECT_EQ(file.data_set().read_all<std::uint64_t>(ValueKind::raw).column(0)[0], ~0ull);
}

}  // namespace
}  // namespace asparagate::test
