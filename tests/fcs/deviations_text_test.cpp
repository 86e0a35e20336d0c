#include "fcs/fcs_support.hpp"

namespace asparagate::test {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Optional;
using testing::UnorderedElementsAre;

FcsBuilder one_event() {
    return std::move(FcsBuilder{}.parameter("FSC-A").event({1.5}));
}

std::optional<std::string_view> value(const FcsFile& file, const std::string& key) {
    return file.data_set().keywords().find(key);
}

auto is(std::string_view text) {
    return Optional(text);
}

/// TEXT, DATA, then supplemental TEXT of `bytes`.
FcsBuilder with_supplement(const std::string& bytes) {
    const auto padded = [](std::size_t offset) {
        return std::string(7 - std::to_string(offset).size(), '0') + std::to_string(offset);
    };
    const auto built = [&](std::size_t first, std::size_t last) {
        return one_event().trailer(bytes).keyword("$BEGINSTEXT", padded(first)).keyword("$ENDSTEXT", padded(last));
    };
    const std::size_t begin = built(0, 0).bytes().size() - bytes.size();
    return built(begin, begin + bytes.size() - 1);
}

TEST(FcsDeviation, Row022_EmptyValuesAndEscapesAreToldApartByScore) {
    const FcsFile file = open_built(one_event().keyword("$OP", "").keyword("$COM", "and//or").keyword("$INST", ""));
    EXPECT_THAT(value(file, "$COM"), is("and/or"));
    EXPECT_THAT(value(file, "$INST"), is(""));
    EXPECT_THAT(warnings(file.findings()), Contains("W-TEXT-LITERAL"));
}

TEST(FcsDeviation, Row023_AnEmptyOperatorSwallowsNoKeyword) {
    const FcsFile file = open_built(one_event().keyword("$OP", "").keyword("$INST", "Core Lab"));
    EXPECT_THAT(value(file, "$OP"), is(""));
    EXPECT_THAT(value(file, "$INST"), is("Core Lab"));
    EXPECT_THAT(warnings(file.findings()), UnorderedElementsAre("W-TEXT-LITERAL", "W-TEXT-EMPTY"));
}

TEST(FcsDeviation, Row024_DoubledDelimitersInValuesAreUnescaped) {
    const FcsFile file = open_built(one_event().keyword("$COM", "a//b"));
    EXPECT_THAT(value(file, "$COM"), is("a/b"));
    EXPECT_THAT(file.findings(), IsEmpty());
}

TEST(FcsDeviation, Row025_ACarriageReturnMayDelimit) {
    const FcsFile file = open_built(one_event().delimiter('\r').keyword("$COM", "a/b"));
    EXPECT_THAT(value(file, "$COM"), is("a/b"));
    EXPECT_THAT(file.findings(), IsEmpty());
}

TEST(FcsDeviation, Row026_BackslashesDelimitAndPathsAreEscaped) {
    const FcsFile file = open_built(one_event().delimiter('\\').keyword("FILENAME", "C:\\\\data\\\\x.fcs"));
    EXPECT_THAT(value(file, "FILENAME"), is("C:\\data\\x.fcs"));
}

TEST(FcsDeviation, Row027_AnOddNumberOfWordsIsReadLiterally) {
    const FcsFile file = open_built(one_event().keyword("X", "1").keyword("LAB", ""));
    EXPECT_THAT(value(file, "LAB"), is(""));
    EXPECT_THAT(value(file, "X"), is("1"));
    EXPECT_THAT(warnings(file.findings()), Contains("W-TEXT-LITERAL"));
}

TEST(FcsDeviation, Row028_OneOfTwoFinalDelimitersIsIgnored) {
    EXPECT_THAT(warnings(open_built(one_event().text_end("/")).findings()), ElementsAre("W-TEXT-NOEND"));
}

TEST(FcsDeviation, Row029_TheLastValueIsKeptWithoutFinalDelimiter) {
    const FcsFile file = open_built(one_event().keyword("$COM", "last").without_final_delimiter());
    EXPECT_THAT(value(file, "$COM"), is("last"));
    EXPECT_THAT(warnings(file.findings()), ElementsAre("W-TEXT-NOEND"));
}

TEST(FcsDeviation, Row030_SoIsAVendorKeyAtTheEnd) {
    EXPECT_THAT(value(open_built(one_event().keyword("$B..LP", "440").without_final_delimiter()), "$B..LP"), is("440"));
}

TEST(FcsDeviation, Row031_TextAfterTheLastDelimiterIsNamed) {
    const FcsFile file = open_built(one_event().text_end("C"));
    EXPECT_FALSE(value(file, "C"));
    EXPECT_THAT(warnings(file.findings()), Contains("W-TEXT-NOEND"));
}

TEST(FcsDeviation, Row032_BlanksAfterTextAreTrimmed) {
    EXPECT_THAT(open_built(one_event().text_end(std::string("  \r\n\0\0", 6))).findings(), IsEmpty());
}

TEST(FcsDeviation, Row033_AnAsteriskMayDelimit) {
    EXPECT_THAT(value(open_built(one_event().delimiter('*').keyword("$COM", "a.b|c")), "$COM"), is("a.b|c"));
}

TEST(FcsDeviation, Row034_SupplementalTextMayLackItsLeadingDelimiter) {
    const FcsFile file = open_built(with_supplement("$COM/more/"));
    EXPECT_THAT(value(file, "$COM"), is("more"));
    EXPECT_THAT(warnings(file.findings()), ElementsAre("W-STEXT"));
}

TEST(FcsDeviation, Row034_SupplementalTextThatLiesInDataIsAWarning) {
    const auto built = [](const std::string& first, const std::string& last) {
        return FcsBuilder{}
            .parameter("FSC-A")
            .event({1})
            .event({2})
            .keyword("$BEGINSTEXT", first)
            .keyword("$ENDSTEXT", last);
    };
    const std::string end = std::to_string(built("000", "000").bytes().size() - 1);
    const std::string begin = std::to_string(std::stoul(end) - 7);
    const FcsFile file = open_built(built(begin, end));
    EXPECT_THAT(warnings(file.findings()), testing::Contains("W-STEXT"));
    EXPECT_TRUE(std::any_of(file.findings().begin(), file.findings().end(), [](const Finding& finding) {
        return finding.message.find("overlaps DATA") != std::string::npos;
    }));
}

TEST(FcsDeviation, Row035_MissingSupplementalOffsetsAreZero) {
    EXPECT_THAT(warnings(open_built(one_event().without("$BEGINSTEXT").without("$ENDSTEXT")).findings()),
                ElementsAre("W-OFF-MISSING"));
    EXPECT_THAT(warnings(open_built(one_event().keyword("$BEGINSTEXT", "none")).findings()), ElementsAre("W-STEXT"));
}

TEST(FcsDeviation, Row036_AByteThatIsNoUtf8IsWindows1252) {
    const FcsFile file = open_built(one_event().keyword("$COM", "a\xAA"));
    EXPECT_THAT(value(file, "$COM"), is("aª"));
    EXPECT_THAT(warnings(file.findings()), ElementsAre("W-TEXT-ENC"));
}

TEST(FcsDeviation, Row037_Latin1IsReadForTheWholeSegment) {
    const FcsFile file = open_built(one_event().keyword("$OP", "J\xFCrgen").keyword("$INST", "Z\xFCrich"));
    EXPECT_THAT(value(file, "$OP"), is("Jürgen"));
    EXPECT_THAT(value(file, "$INST"), is("Zürich"));
}

TEST(FcsDeviation, Row038_ControlCharactersAreKeptAndNamed) {
    const FcsFile file = open_built(one_event().version("3.0").keyword("$COM", "a\x01z"));
    EXPECT_THAT(value(file, "$COM"), is("a\x01z"));
    EXPECT_THAT(warnings(file.findings()), ElementsAre("W-TEXT-ENC"));
}

TEST(FcsDeviation, Row039_AVersionThatIsNotReadIsNamed) {
    EXPECT_THAT(refusal(one_event().version("1.0")), HasSubstr("\"1.0\" is not supported"));
    std::string bytes = one_event().bytes();
    bytes.replace(0, 6, "MQS3.1");
    EXPECT_THAT(refusal(bytes), HasSubstr("MQS3.1"));
}

TEST(FcsDeviation, Row092_KeywordsOfALaterVersionAreNamedAndTheVersionHolds) {
    const FcsBuilder builder = one_event().version("3.0").keyword("$P1TYPE", "Forward Scatter");
    const FcsFile file = open_built(builder);
    EXPECT_EQ(file.data_set().version(), "3.0");
    EXPECT_THAT(warnings(file.findings()), ElementsAre("W-KEY-VERSION"));
    const FcsFile overridden = open_built(builder, {.fcs_version = "3.2"});
    EXPECT_EQ(overridden.data_set().version(), "3.2");
    EXPECT_TRUE(find_code(overridden.findings(), "I-OVERRIDE"));
}

TEST(FcsDeviation, Row109_SupplementalTextMayHaveItsOwnDelimiter) {
    const FcsFile file = open_built(with_supplement("|$COM|more|"));
    EXPECT_THAT(value(file, "$COM"), is("more"));
    EXPECT_THAT(warnings(file.findings()), ElementsAre("W-STEXT"));
}

TEST(FcsDeviation, Row110_ALastKeywordWithoutValueIsDroppedByName) {
    const FcsFile file = open_built(one_event().text_end("STRAY"));
    ASSERT_TRUE(find_code(file.findings(), "W-TEXT-NOEND"));
    EXPECT_FALSE(value(file, "STRAY"));
    EXPECT_EQ(file.findings().back().keyword, "STRAY");
    EXPECT_THAT(refusal(one_event().without("$BYTEORD").text_end("$BYTEORD")), HasSubstr("$BYTEORD is missing"));
}

TEST(FcsDeviation, Row111_ThreeDelimitersKeepTheEscapeOnTheWordBefore) {
    const FcsFile file = open_built(one_event().keyword("$COM", "end//"));
    EXPECT_THAT(value(file, "$COM"), is("end/"));
    EXPECT_THAT(warnings(file.findings()), ElementsAre("W-TEXT-BOUNDARY"));
}

TEST(FcsDeviation, Row112_AnEmptyKeyIsDroppedWithItsValue) {
    const FcsFile file = open_built(one_event().keyword(" ", "lost").keyword("$COM", "kept"));
    EXPECT_THAT(value(file, "$COM"), is("kept"));
    ASSERT_TRUE(find_code(file.findings(), "W-TEXT-EMPTY"));
    EXPECT_THAT(find_code(file.findings(), "W-TEXT-EMPTY")->message, HasSubstr("lost"));
}

TEST(FcsDeviation, Row113_AKeyBeyondAsciiIsKept) {
    const FcsFile file = open_built(one_event().keyword("Größe", "7"));
    EXPECT_THAT(value(file, "Größe"), is("7"));
    EXPECT_THAT(warnings(file.findings()), ElementsAre("W-TEXT-ENC"));
}

TEST(FcsDeviation, Row128_EscapesWorkWithRegularExpressionCharacters) {
    for (const char delimiter : {'*', '|', '\\'}) {
        const std::string doubled(2, delimiter);
        const FcsFile file = open_built(one_event().delimiter(delimiter).keyword("X", "a" + doubled + "b"));
        EXPECT_THAT(value(file, "X"), Optional(std::string("a") + delimiter + "b"));
        EXPECT_THAT(file.findings(), IsEmpty());
    }
}

TEST(FcsDeviation, Row130_LettersBeyondLatin1Survive) {
    const FcsFile file = open_built(one_event().keyword("$P1S", "CD8α Ω"));
    EXPECT_THAT(value(file, "$P1S"), is("CD8α Ω"));
    EXPECT_THAT(file.findings(), IsEmpty());
}

TEST(FcsText, NamesUtf16ByteOrderMarksAndCodePages) {
    const FcsFile file = open_built(one_event()
                                        .keyword("A", std::string("a\0b\0", 4))
                                        .keyword("B", "\xEF\xBB\xBFtext")
                                        .keyword("$UNICODE", "932,$OP"));
    EXPECT_THAT(value(file, "A"), is(std::string_view("a\0b\0", 4)));
    EXPECT_EQ(std::ranges::count(warnings(file.findings()), "W-TEXT-ENC"), 3);
}

TEST(FcsText, ReadsUnusableDelimitersOnRequestOnly) {
    EXPECT_THAT(refusal(one_event().delimiter('\0')),
                AllOf(HasSubstr("delimiter is byte 0"), HasSubstr("--delimiter=0")));
    const FcsFile file = open_built(one_event().delimiter('\xA7').keyword("$COM", "x"), {.delimiter = 0xA7});
    EXPECT_THAT(value(file, "$COM"), is("x"));
    EXPECT_TRUE(find_code(file.findings(), "I-OVERRIDE"));
}

TEST(FcsText, LimitsAreOptions) {
    EXPECT_THAT(refusal(one_event(), {.limits = {.text_bytes = 50}}), HasSubstr("--max-text"));
    EXPECT_THAT(refusal(one_event(), {.limits = {.keywords = 5}}), HasSubstr("--max-keywords"));
    EXPECT_THAT(refusal(one_event().keyword("X", "12345678901234567"), {.limits = {.value_bytes = 16}}),
                HasSubstr("--max-value"));
    EXPECT_THAT(refusal(one_event(), {.limits = {.parameters = 0}}), HasSubstr("$PAR"));
}

}  // namespace
}  // namespace asparagate::test
