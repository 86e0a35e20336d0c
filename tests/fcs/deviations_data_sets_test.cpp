#include "fcs/fcs_support.hpp"

namespace asparagate::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Optional;

FcsBuilder set(double value) {
    return std::move(FcsBuilder{}.parameter("A").event({value}));
}

/// `builder` with a `$NEXTDATA` that points `off` bytes beside its own end.
std::string chained(const FcsBuilder& builder, int off = 0) {
    FcsBuilder measured = builder;
    const std::size_t length = measured.keyword("$NEXTDATA", "0000").bytes().size();
    FcsBuilder linked = builder;
    return linked.keyword("$NEXTDATA", "0" + std::to_string(static_cast<int>(length) + off)).bytes();
}

TEST(FcsDeviation, Row080_DataSetsOfTwoVersionsAreBothListed) {
    const FcsFile file = open_bytes(chained(set(1).version("2.0")) + set(2).version("3.0").bytes());
    ASSERT_EQ(file.data_sets().size(), 2u);
    EXPECT_EQ(file.data_sets()[0].version(), "2.0");
    EXPECT_EQ(file.data_sets()[1].version(), "3.0");
    ASSERT_TRUE(find_code(file.findings(), "I-DATASETS"));
    EXPECT_THAT(find_code(file.findings(), "I-DATASETS")->message, HasSubstr("FCS 2.0 and FCS 3.0"));
}

TEST(FcsDeviation, Row081_NextDataWithNothingThereEndsTheChain) {
    EXPECT_THAT(warnings(open_bytes(chained(set(1))).findings()), ElementsAre("W-NEXTDATA"));
    EXPECT_THAT(warnings(open_bytes(chained(set(1)) + "nothing of interest").findings()), ElementsAre("W-NEXTDATA"));
}

TEST(FcsDeviation, Row082_NinetySixWellsInOneFileAreCounted) {
    std::string bytes;
    for (int well = 0; well < 95; ++well) bytes += chained(set(well));
    const FcsFile file = open_bytes(bytes + set(95).bytes());
    ASSERT_EQ(file.data_sets().size(), 96u);
    EXPECT_THAT(column(file.data_sets()[95], 0), ElementsAre(95));
    EXPECT_THAT(find_code(file.findings(), "I-DATASETS")->message, HasSubstr("96 data sets"));
}

TEST(FcsDeviation, Row108_OtherOffsetsOfAnyWidthAreRead) {
    for (const std::size_t width : {8u, 20u, 10u}) {
        const auto pair = [&](std::size_t first, std::size_t last) {
            const std::string a = std::to_string(first), b = std::to_string(last);
            return std::string(width - a.size(), ' ') + a + std::string(width - b.size(), ' ') + b;
        };
        const std::size_t end = set(1).behind_header(pair(0, 0)).bytes().size();
        const FcsFile file = open_built(set(1).behind_header(pair(end, end + 4)).trailer("other"));
        ASSERT_EQ(file.data_set().other_segments().size(), 1u) << width;
        EXPECT_EQ(file.data_set().other_segments()[0].bytes, "other");
        EXPECT_EQ(file.data_set().other_segments()[0].offset, end);
        if (width == 8)
            EXPECT_THAT(file.findings(), IsEmpty());
        else
            EXPECT_THAT(warnings(file.findings()), ElementsAre("W-OTHER"));
    }
    EXPECT_THAT(open_built(set(1).behind_header(std::string(198, ' '))).findings(), IsEmpty());
    const FcsFile unclear = open_built(set(1).behind_header("whatever this may be"));
    EXPECT_THAT(unclear.data_set().other_segments(), IsEmpty());
    EXPECT_THAT(warnings(unclear.findings()), ElementsAre("W-OTHER"));
}

TEST(FcsDeviation, Row114_HiddenDataSetsAreCountedAndReadByAScan) {
    const std::string bytes = set(1).bytes() + "00000000" + set(2).bytes() + set(3).bytes();
    const FcsFile file = open_bytes(bytes);
    EXPECT_EQ(file.data_sets().size(), 1u);
    ASSERT_TRUE(find_code(file.findings(), "W-NEXTDATA-HIDDEN"));
    EXPECT_THAT(find_code(file.findings(), "W-NEXTDATA-HIDDEN")->message, HasSubstr("2 more"));
    const FcsFile scanned = open_bytes(bytes, {.scan_data_sets = true});
    ASSERT_EQ(scanned.data_sets().size(), 3u);
    EXPECT_THAT(column(scanned.data_sets()[2], 0), ElementsAre(3));
    EXPECT_TRUE(find_code(scanned.findings(), "I-OVERRIDE"));
}

TEST(FcsDeviation, Row115_NextDataOffByAFewBytesFindsTheHeader) {
    for (const int off : {-16, -1, 3, 16}) {
        const FcsFile file = open_bytes(chained(set(1), off) + set(2).bytes() + std::string(20, ' '));
        ASSERT_EQ(file.data_sets().size(), 2u) << off;
        EXPECT_THAT(column(file.data_sets()[1], 0), ElementsAre(2));
        EXPECT_THAT(warnings(file.findings()), ElementsAre("W-NEXTDATA"));
    }
    EXPECT_EQ(open_bytes(chained(set(1), 17) + set(2).bytes() + std::string(20, ' ')).data_sets().size(), 1u);
}

TEST(FcsAnalysis, IsGivenAsBytesAndAsKeywords) {
    const std::size_t end = set(1).bytes().size();
    const auto with = [&](const std::string& bytes) {
        return open_built(
            set(1).trailer(bytes).header_analysis(std::to_string(end), std::to_string(end + bytes.size() - 1)));
    };
    const FcsFile file = with("/GATE1/lymphocytes/");
    EXPECT_THAT(file.findings(), IsEmpty());
    EXPECT_THAT(file.data_set().analysis(), Optional(std::string_view("/GATE1/lymphocytes/")));
    ASSERT_TRUE(file.data_set().analysis_keywords());
    EXPECT_THAT(file.data_set().analysis_keywords()->find("GATE1"), Optional(std::string_view("lymphocytes")));
    const FcsFile lines = with("/GATE1/a/\nGATE2/b/\n");
    EXPECT_THAT(lines.data_set().analysis_keywords()->find("GATE2"), Optional(std::string_view("b")));
    const FcsFile picture = with(std::string("\x89PNG\r\n\x1A\n", 8));
    EXPECT_THAT(warnings(picture.findings()), ElementsAre("W-ANALYSIS"));
    EXPECT_TRUE(picture.data_set().analysis());
    EXPECT_FALSE(picture.data_set().analysis_keywords());
}

/// CRC-16/CCITT as the standard's bit by bit definition has it.
unsigned plain_crc(const std::string& bytes) {
    unsigned crc = 0;
    for (const char c : bytes) {
        crc ^= static_cast<unsigned char>(c);
        for (int bit = 0; bit < 8; ++bit) crc = crc & 1 ? crc >> 1 ^ 0x8408 : crc >> 1;
    }
    return crc;
}

TEST(FcsCrc, MatchesInBothBasesAndByteOrders) {
    EXPECT_EQ(plain_crc("123456789"), 0x2189u);
    const std::string bytes = set(1).bytes();
    const unsigned crc = plain_crc(bytes), swapped = (crc << 8 | crc >> 8) & 0xFFFF;
    const auto state = [&](const char* format, unsigned value) {
        char field[16];
        std::snprintf(field, sizeof field, format, value);
        return open_bytes(bytes + field).data_set().check_crc();
    };
    for (const unsigned value : {crc, swapped}) {
        for (const char* format : {"%08X", "%08x", "%08u", "%8u"}) EXPECT_EQ(state(format, value), CrcState::matches);
    }
    EXPECT_EQ(state("%08u", 0), CrcState::zero);
    EXPECT_EQ(state("%08X", crc ^ 0x100), CrcState::differs);
    EXPECT_EQ(open_bytes(bytes).data_set().check_crc(), CrcState::absent);
    EXPECT_EQ(open_bytes(bytes + "no check").data_set().check_crc(), CrcState::absent);
    const FcsFile wrong = open_bytes(bytes + "0000FFFE");
    EXPECT_THAT(warnings(inspect_crc(wrong, wrong.data_set())), ElementsAre("W-CRC"));
    EXPECT_THAT(inspect_crc(open_bytes(bytes), open_bytes(bytes).data_set()), IsEmpty());
}

TEST(FcsOptions, StrictPassesOnlyWhatIsAllowed) {
    const FcsBuilder builder = set(1).header_analysis("0", "-1").keyword("$OP", "");
    EXPECT_THAT(refusal(builder, {.strict = true}), HasSubstr("W-OFF-MISMATCH"));
    EXPECT_THAT(refusal(builder, {.strict = true, .allow = {"W-OFF-MISMATCH"}}), HasSubstr("W-TEXT-"));
    EXPECT_EQ(refusal(builder, {.strict = true, .allow = {"W-OFF-MISMATCH", "W-TEXT-LITERAL", "W-TEXT-EMPTY"}}), "");
}

TEST(FcsOptions, TimeCanBeNamedAndGivenAStep) {
    FcsBuilder builder = FcsBuilder{}.parameter("Clock").parameter("Time").event({250, 1});
    const FcsFile file = open_built(builder, {.time_name = "Clock", .timestep = 0.01});
    EXPECT_TRUE(file.data_set().parameters()[0].is_time());
    EXPECT_FALSE(file.data_set().parameters()[1].is_time());
    EXPECT_THAT(column(file.data_set(), 0, ValueKind::scale), ElementsAre(2.5));
    EXPECT_THAT(warnings(file.findings()), IsEmpty());
    EXPECT_TRUE(find_code(file.findings(), "I-OVERRIDE"));
    EXPECT_THAT(refusal(builder, {.time_name = "Nowhere"}), HasSubstr("--time-name"));
}

TEST(FcsOptions, AreSpelledAsOnTheCommandLine) {
    EXPECT_EQ(ReadOptions{}.text(), "");
    EXPECT_EQ((ReadOptions{.allow = {"W-A", "W-B"}, .recover_truncated = true, .timestep = 0.5}.text()),
              "--allow=W-A,W-B --recover-truncated=true --timestep=0.5");
}

TEST(FcsFile, ReadsBytesInMemory) {
    const FcsFile file = FcsFile::from_bytes(set(7).bytes(), "tube.fcs");
    EXPECT_THAT(column(file.data_set(), 0), ElementsAre(7));
    EXPECT_EQ(file.path(), "tube.fcs");
    EXPECT_THROW(FcsFile::from_bytes(""), FcsError);
}

}  // namespace
}  // namespace asparagate::test
