#include "fcs/fcs_support.hpp"

namespace asparagate::test {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

FcsBuilder floats() {
    return std::move(FcsBuilder{}.parameter("FSC-A").parameter("FITC-A").event({1, 2}));
}
FcsBuilder integer(const std::string& range, const std::string& amplification = "0,0") {
    return std::move(
        FcsBuilder{}.datatype('I').byte_order("1,2,3,4").parameter("FL1-H", 16, range, amplification).words({0xFFFF}));
}

TEST(FcsParameters, RefusesWhatItCannotDecodeByName) {
    EXPECT_THAT(refusal(floats().keyword("$MODE", "C")), HasSubstr("correlated histograms"));
    EXPECT_THAT(refusal(floats().keyword("$MODE", "U")), HasSubstr("univariate histograms"));
    EXPECT_THAT(refusal(floats().keyword("$DATATYPE", "Q")), HasSubstr("$DATATYPE"));
    EXPECT_THAT(refusal(integer("1024").keyword("$P1B", "72")), HasSubstr("$P1B"));
    EXPECT_THAT(refusal(integer("1024").keyword("$P1B", "*")), HasSubstr("$P1B"));
}

TEST(FcsParameters, RefusesMissingRequiredKeywords) {
    for (const char* key : {"$PAR", "$BYTEORD", "$DATATYPE", "$P2B"}) {
        EXPECT_THAT(refusal(floats().without(key)), HasSubstr(std::string(key) + " is missing")) << key;
    }
    EXPECT_THAT(refusal(integer("1024").without("$P1R")), HasSubstr("$P1R is missing"));
}

TEST(FcsParameters, ProvesParBeforeAllocating) {
    EXPECT_THAT(refusal(floats().keyword("$PAR", "1000000000")), HasSubstr("$PAR"));
    EXPECT_THAT(refusal(floats().keyword("$PAR", "60000")), HasSubstr("$P3B is missing"));
    EXPECT_THAT(refusal(floats().keyword("$PAR", "0")), HasSubstr("$PAR"));
}

TEST(FcsParameters, TakesDefaultsWithAWarning) {
    EXPECT_THAT(warnings(open_built(floats().without("$MODE")).findings()), ElementsAre("W-VERSION"));
    EXPECT_THAT(warnings(open_built(floats().without("$P1E")).findings()), ElementsAre("W-VERSION"));
    EXPECT_THAT(warnings(open_built(floats().without("$NEXTDATA")).findings()), ElementsAre("W-NEXTDATA"));
    const FcsFile unnamed = open_built(floats().without("$P2N"));
    EXPECT_THAT(warnings(unnamed.findings()), ElementsAre("W-NAME-MISSING"));
    EXPECT_EQ(unnamed.data_set().parameters()[1].name, "P2");
    EXPECT_THAT(warnings(open_built(floats().without("$P1R")).findings()), ElementsAre("W-PNR"));
    EXPECT_THAT(warnings(open_built(floats().keyword("$DATATYPE", "f")).findings()), ElementsAre("W-CASE"));
}

TEST(FcsParameters, MakesRepeatedNamesUnique) {
    const FcsFile file = open_built(FcsBuilder{}.parameter("A").parameter("A").parameter("A#2").event({1, 2, 3}));
    EXPECT_EQ(file.data_set().parameters()[0].name, "A");
    EXPECT_EQ(file.data_set().parameters()[1].name, "A#2#");
    EXPECT_EQ(file.data_set().parameters()[2].name, "A#2");
    EXPECT_EQ(file.data_set().find_channel("A#2"), 2u);
    EXPECT_FALSE(file.data_set().find_channel("a"));
    EXPECT_THAT(warnings(file.findings()), ElementsAre("W-NAME-DUP"));
}

struct MaskCase {
    const char* range;
    double value;  ///< what 65535 in 16 bits becomes
};

TEST(FcsParameters, MasksIntegersToTheNextPowerOfTwo) {
    for (const auto& [range, expected] : {MaskCase{"1024", 1023},
                                          {"1000", 1023},
                                          {"1025", 2047},
                                          {"65536", 65535},
                                          {"4294967296", 65535},
                                          {"18446744073709551616", 65535},
                                          {"1023.5", 1023},
                                          {"340282366920938463463374607431768211456", 65535},
                                          {"2", 1}}) {
        EXPECT_EQ(column(open_built(integer(range)).data_set(), 0)[0], expected) << range;
    }
}

TEST(FcsParameters, NeverMasksToNothing) {
    for (const char* range : {"0", "-5", "NA", " ", "1"}) {
        const FcsFile file = open_built(integer(range));
        EXPECT_EQ(column(file.data_set(), 0)[0], 65535) << range;
        EXPECT_THAT(warnings(file.findings()), Contains("W-PNR")) << range;
    }
}

TEST(FcsParameters, NeverMasksOrClipsFloats) {
    EXPECT_EQ(column(open_built(FcsBuilder{}.parameter("A", 32, "16").event({70000.5})).data_set(), 0)[0], 70000.5);
}

TEST(FcsScale, DecodesLogarithmsWithTheRangeAsDivisor) {
    FcsBuilder builder = FcsBuilder{}.datatype('I').byte_order("1,2,3,4").parameter("FL1-H", 32, "1000", "4,0.5");
    const FcsFile file = open_built(builder.words({0}).words({250}).words({1000}));
    EXPECT_THAT(column(file.data_set(), 0, ValueKind::scale),
                ElementsAre(0.5, testing::DoubleEq(5), testing::DoubleEq(5000)));
    EXPECT_THAT(column(file.data_set(), 0, ValueKind::raw), ElementsAre(0, 250, 1000));
}

TEST(FcsScale, GivesTheSameLogarithmsWithAndWithoutTable) {
    // 1,024 values and 5,000 events use the table; one event of the same parameter does not.
    FcsBuilder many = FcsBuilder{}.datatype('I').version("2.0").byte_order("1,2").parameter("FL1-H", 16, "1024", "4,1");
    for (std::uint64_t i = 0; i < 5000; ++i) many.words({i % 1024});
    const std::vector<double> tabulated = column(open_built(many).data_set(), 0, ValueKind::scale);
    for (const std::uint64_t raw : {0u, 1u, 512u, 1023u}) {
        FcsBuilder one =
            FcsBuilder{}.datatype('I').version("2.0").byte_order("1,2").parameter("FL1-H", 16, "1024", "4,1");
        EXPECT_EQ(column(open_built(one.words({raw})).data_set(), 0, ValueKind::scale)[0], tabulated[raw]);
    }
}

TEST(FcsScale, TakesAZeroOffsetAsOne) {
    const FcsFile file = open_built(integer("1024", "4,0"));
    EXPECT_THAT(warnings(file.findings()), Contains("W-PNE-F2"));
    EXPECT_EQ(file.data_set().parameters()[0].log_offset, 1);
}

TEST(FcsScale, IgnoresLogarithmsOfFloatsAndTime) {
    const FcsFile file = open_built(floats().keyword("$P1E", "4,1"));
    EXPECT_THAT(warnings(file.findings()), ElementsAre("W-PNE-FLOAT"));
    EXPECT_EQ(column(file.data_set(), 0, ValueKind::scale)[0], 1);
}

TEST(FcsScale, RefusesAmplificationThatIsNone) {
    EXPECT_THAT(refusal(integer("1024", "four,1")), HasSubstr("$P1E"));
    EXPECT_THAT(refusal(integer("NA", "4,1")), HasSubstr("$P1R"));
    EXPECT_THAT(warnings(open_built(integer("65536", "0, 0").keyword("$BYTEORD", "1,2,3,4")).findings()),
                Contains("W-PAD"));
}

TEST(FcsScale, DividesByGain) {
    EXPECT_EQ(column(open_built(floats().keyword("$P2G", "8")).data_set(), 1, ValueKind::scale)[0], 0.25);
    const FcsFile zero = open_built(floats().keyword("$P2G", "0"));
    EXPECT_EQ(column(zero.data_set(), 1, ValueKind::scale)[0], 2);
    EXPECT_THAT(warnings(zero.findings()), ElementsAre("W-PNG"));
}

TEST(FcsScale, GivesTimeInSecondsWithoutGain) {
    const FcsFile file =
        open_built(FcsBuilder{}.parameter("Time").keyword("$TIMESTEP", "0.01").keyword("$P1G", "5").event({250}));
    EXPECT_DOUBLE_EQ(column(file.data_set(), 0, ValueKind::scale)[0], 2.5);
    EXPECT_EQ(column(file.data_set(), 0, ValueKind::raw)[0], 250);
    EXPECT_THAT(warnings(file.findings()), ElementsAre("W-PNG"));
}

TEST(FcsParameters, ReadsFloatsWithAWrongWidthOnlyWhenDataProvesIt) {
    EXPECT_THAT(warnings(open_built(floats().keyword("$P1B", "16")).findings()), ElementsAre("W-PNB"));
    EXPECT_THAT(refusal(floats().keyword("$P1B", "16").without("$TOT")), HasSubstr("$P1B"));
}

TEST(FcsParameters, ReportsKeywordsThatDoNotBelong) {
    EXPECT_THAT(warnings(open_built(floats().keyword("$P1TYPE", "Mass")).findings()), ElementsAre("W-KEY-VERSION"));
    EXPECT_THAT(warnings(open_built(floats().keyword("$P9V", "1")).findings()), ElementsAre("W-HYPER-PAR"));
    EXPECT_THAT(warnings(open_built(floats().version("3.2")).findings()), ElementsAre("W-CYT"));
    EXPECT_EQ(open_built(floats().keyword("$PK1", "5")).findings()[0].code, "I-DEPRECATED");
}

TEST(FcsParameters, FoldsFindingsOfManyParametersIntoOne) {
    const FcsFile file = open_built(floats().keyword("$P1E", "4,1").keyword("$P2E", "4,1"));
    ASSERT_EQ(file.findings().size(), 1u);
    EXPECT_THAT(file.findings()[0].message, AllOf(HasSubstr("$P1E"), HasSubstr("likewise $P2E")));
}

TEST(Parameter, KnowsScatterAndTime) {
    const auto named = [](const char* name) {
        Parameter parameter;
        parameter.name = name;
        return parameter;
    };
    for (const char* name : {"FSC-A", "SSC-H", "fsc", "SSC-B-A", "FS INT LIN", "FS", "SS LOG", "Forward Scatter"})
        EXPECT_TRUE(named(name).is_scatter()) << name;
    for (const char* name : {"CD3", "FSX", "SSEA-4", "FITC-A", "Time"}) EXPECT_FALSE(named(name).is_scatter()) << name;
    EXPECT_TRUE(named("TIME").is_time());
    EXPECT_FALSE(named("Timer-A").is_time());
    EXPECT_TRUE(named("CD19").is_fluorescence());
}

}  // namespace
}  // namespace asparagate::test
