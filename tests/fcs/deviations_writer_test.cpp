// What other writers do wrong and this one must not; the numbers are those of the list of deviations.
#include "fcs/fcs_support.hpp"
#include "fcs/rewrite.hpp"

namespace asparagate::test {
namespace {

using testing::Optional;

/// The file written again with some of its parameters, read strictly.
FcsFile with_parameters(const FcsFile& file, const std::vector<std::size_t>& columns, Findings& findings) {
    FcsOutline outline = outline_of(file.data_set(), "tube.fcs", findings);
    select_parameters(outline, columns, findings);
    FcsWriter writer = FcsWriter::into_memory();
    writer.begin_data_set(outline);
    append_events(writer, file.data_set(), columns);
    writer.finish();
    return FcsFile::from_bytes(writer.take_bytes(), "again.fcs", {.strict = true});
}

TEST(FcsDeviation, Row025_AValueWithTheOldOrNewDelimiterSurvivesRewriting) {
    const FcsFile file = open_built(FcsBuilder{}
                                        .version("3.2")
                                        .delimiter('\r')
                                        .keyword("$CYT", "S8")
                                        .keyword("$COM", "a|b/c")
                                        .parameter("A")
                                        .event({1}));
    Findings findings;
    const FcsFile again = FcsFile::from_bytes(rewrite(file, findings), "again.fcs", {.strict = true});
    EXPECT_EQ(again.data_set().version(), "3.2");
    EXPECT_THAT(again.data_set().keywords().find("$COM"), Optional(std::string_view("a|b/c")));
}

TEST(FcsDeviation, Row026_TheWriterAddsNoPath) {
    const TemporaryFolder folder;
    FcsWriter writer(folder / "out.fcs", open_built(FcsBuilder{}.parameter("A")).data_set().parameters(), {}, 0);
    writer.finish();
    std::ifstream stream(folder / "out.fcs", std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
    EXPECT_EQ(bytes.find("out.fcs"), std::string::npos);
    EXPECT_EQ(bytes.find(folder.path().string()), std::string::npos);
}

TEST(FcsDeviation, Row064_DecodedLogarithmsAreNamedAndNeverDecodedAgain) {
    const FcsFile file = open_built(FcsBuilder{}.datatype('I').parameter("A", 16, "1024", "4,1").event({512}));
    Findings findings;
    FcsOutline outline = outline_of(file.data_set(), "tube.fcs", findings);
    decode_to_scale(outline);
    stamp_modification(outline, Originality::data_modified, "", "values: scale");
    FcsWriter writer = FcsWriter::into_memory();
    writer.begin_data_set(outline);
    const std::vector<std::uint64_t> words{std::bit_cast<std::uint64_t>(100.0)};
    const std::vector<std::span<const std::uint64_t>> columns{words};
    writer.append_columns(columns);
    writer.finish();
    const FcsFile again = FcsFile::from_bytes(writer.take_bytes(), "again.fcs", {.strict = true});
    const Keywords& keywords = again.data_set().keywords();
    EXPECT_THAT(keywords.find("$P1E"), Optional(std::string_view("0,0")));
    EXPECT_THAT(keywords.find("$P1R"), Optional(std::string_view("10000")));
    EXPECT_THAT(keywords.find("$ORIGINALITY"), Optional(std::string_view("DataModified")));
    EXPECT_THAT(keywords.find("ASPARAGATE CONVERSION"), Optional(std::string_view("values: scale")));
    EXPECT_EQ(column(again.data_set(), 0, ValueKind::scale), std::vector<double>{100});
}

TEST(FcsDeviation, Row065_FloatsNeverHaveALogarithmicAmplification) {
    const FcsFile file = open_built(FcsBuilder{}.parameter("A", 32, "262144", "4.07918,1").event({1}));
    Findings findings;
    const FcsFile again = FcsFile::from_bytes(rewrite(file, findings), "again.fcs", {.strict = true});
    EXPECT_THAT(again.data_set().keywords().find("$P1E"), Optional(std::string_view("0,0")));
}

TEST(FcsDeviation, Row129_KeysAndValuesAreEscapedWhenNoDelimiterIsFree) {
    const FcsFile file = open_built(FcsBuilder{}.parameter("A").event({1}));
    Findings findings;
    FcsOutline outline = outline_of(file.data_set(), "tube.fcs", findings);
    outline.keywords.set("K|/",
                         "| / \x0C a\x1E"
                         "b ! ~");
    FcsWriter writer = FcsWriter::into_memory();
    writer.begin_data_set(outline);
    append_events(writer, file.data_set(), {0});
    writer.finish();
    const FcsFile again = FcsFile::from_bytes(writer.take_bytes(), "again.fcs", {.strict = true});
    EXPECT_EQ(again.data_set().keywords().find("K|/"), outline.keywords.find("K|/"));
}

TEST(FcsDeviation, Row131_RenumberingMatchesWholeIndicesOnly) {
    FcsBuilder builder;
    for (int p = 1; p <= 11; ++p) builder.parameter("CH" + std::to_string(p));
    builder.keyword("$P1V", "1").keyword("$P10V", "10").keyword("$P11V", "11").keyword("P10DISPLAY", "LOG");
    builder.keyword("flowCore_$P10Rmax", "1024").keyword("$TR", "CH1,5").keyword("$R1I", "P10").keyword("$R1W", "0,1");
    builder.keyword("$SPILLOVER", "3,CH9,CH10,CH11,1,0.1,0.2,0,1,0.3,0,0,1");
    builder.event({1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
    Findings findings;
    const FcsFile again = with_parameters(open_built(builder), {9, 10, 1}, findings);
    const Keywords& keywords = again.data_set().keywords();
    EXPECT_THAT(keywords.find("$P1V"), Optional(std::string_view("10")));
    EXPECT_THAT(keywords.find("$P2V"), Optional(std::string_view("11")));
    EXPECT_FALSE(keywords.contains("$P3V"));
    EXPECT_FALSE(keywords.contains("$P10V"));
    EXPECT_THAT(keywords.find("P1DISPLAY"), Optional(std::string_view("LOG")));
    EXPECT_THAT(keywords.find("flowCore_$P1Rmax"), Optional(std::string_view("1024")));
    EXPECT_THAT(keywords.find("TR"), Optional(std::string_view("CH1,5")));
    EXPECT_THAT(keywords.find("$R1I"), Optional(std::string_view("P1")));
    EXPECT_THAT(keywords.find("$SPILLOVER"), Optional(std::string_view("2,CH10,CH11,1,0.3,0,1")));
    EXPECT_TRUE(find_code(findings, "W-SPILL-CUT"));
    EXPECT_EQ(column(again.data_set(), 2), std::vector<double>{2});
}

}  // namespace
}  // namespace asparagate::test
