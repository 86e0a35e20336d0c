// Deviations met in real files that concern spillover matrices; one test each.
#include "fcs/fcs_support.hpp"

namespace asparagate::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

FcsBuilder three_channels(const std::string& fluorescence_1 = "FITC-A", const std::string& fluorescence_2 = "PE-A") {
    return std::move(FcsBuilder{}
                         .delimiter('|')
                         .parameter("FSC-A")
                         .parameter(fluorescence_1)
                         .parameter(fluorescence_2)
                         .event({1, 2, 3}));
}

FcsFile with(const std::string& text, const char* key = "$SPILLOVER") {
    return open_built(three_channels().keyword(key, text));
}

void expect_unusable(const std::string& text, const char* key = "$SPILLOVER") {
    const FcsFile file = with(text, key);
    EXPECT_FALSE(file.data_set().spillover()) << text;
    EXPECT_EQ(file.data_set().spillover_keyword(), "") << text;
    EXPECT_THAT(warnings(file.findings()), ElementsAre("W-SPILL-UNUSABLE")) << text;
    EXPECT_EQ(file.data_set().keywords().find(key), text);
}

TEST(FcsDeviation, Row040_ASparseMatrixWithTooFewFieldsIsUnusableAndDataAreRead) {
    const FcsFile file = open_built(FcsBuilder{}.parameter("FITC//A").parameter("PE//A").event({1, 2}).keyword(
        "$SPILLOVER", "2,FITC//A,PE//A,1,1"));
    EXPECT_EQ(file.data_set().parameters()[0].name, "FITC/A");
    EXPECT_FALSE(file.data_set().spillover());
    EXPECT_THAT(warnings(file.findings()), ElementsAre("W-SPILL-UNUSABLE"));
    EXPECT_EQ(column(file.data_set(), 1)[0], 2);
}

TEST(FcsDeviation, Row071_TheStandardKeywordWinsOverSpill) {
    const FcsFile differ = open_built(
        three_channels().keyword("SPILL", "2,FITC-A,PE-A,1,0.5,0,1").keyword("$SPILLOVER", "2,FITC-A,PE-A,1,0.25,0,1"));
    EXPECT_EQ((*differ.data_set().spillover())(0, 1), 0.25);
    EXPECT_EQ(differ.data_set().spillover_keyword(), "$SPILLOVER");
    EXPECT_THAT(warnings(differ.findings()), ElementsAre("W-SPILL-BOTH"));
    const FcsFile same = open_built(
        three_channels().keyword("SPILL", "2,FITC-A,PE-A,1,0.5,0,1").keyword("$SPILLOVER", "2,FITC-A,PE-A,1,0.5,0,1"));
    EXPECT_THAT(same.findings(), IsEmpty());
}

TEST(FcsDeviation, Row072_AccuriNumbersAndDecimalCommasAreRebuilt) {
    const FcsFile file = with("2,2,3,1,00,0,25,-0,125,1,0");
    ASSERT_TRUE(file.data_set().spillover());
    EXPECT_THAT(file.data_set().spillover()->channels, ElementsAre("FITC-A", "PE-A"));
    EXPECT_THAT(file.data_set().spillover()->values, ElementsAre(1, 0.25, -0.125, 1));
    EXPECT_THAT(warnings(file.findings()), ElementsAre("W-SPILL-REPAIRED", "W-SPILL-REPAIRED"));
}

TEST(FcsDeviation, Row073_DecimalCommasAreRebuiltOnlyWhenUnambiguous) {
    const FcsFile file = with("2,FITC-A,PE-A,1,0,0,95,0,05,1,0");
    ASSERT_TRUE(file.data_set().spillover());
    EXPECT_THAT(file.data_set().spillover()->values, ElementsAre(1, 0.95, 0.05, 1));
    EXPECT_THAT(warnings(file.findings()), ElementsAre("W-SPILL-REPAIRED"));
    expect_unusable("2,FITC-A,PE-A,1,0,95,0,05,1");
}

TEST(FcsDeviation, Row074_TextInPlaceOfNumbersIsUnusable) {
    expect_unusable("2,FITC-A,PE-A,1,n/a,n/a,1");
}

TEST(FcsDeviation, Row075_WhatIsNoMatrixAtAllIsUnusable) {
    expect_unusable("rubbish", "SPILL");
    expect_unusable("0", "SPILL");
    expect_unusable("99999999999999999999,A", "SPILL");
    expect_unusable("4294967296,FITC-A,PE-A,1,0,0,1");
}

TEST(FcsDeviation, Row076_NaviosNumbersAreTakenForNames) {
    const FcsFile file = with("2,3,2,1,0.25,0.125,1");
    ASSERT_TRUE(file.data_set().spillover());
    EXPECT_THAT(file.data_set().spillover()->channels, ElementsAre("PE-A", "FITC-A"));
    EXPECT_THAT(warnings(file.findings()), ElementsAre("W-SPILL-REPAIRED"));
    expect_unusable("2,3,4,1,0.25,0.125,1");
}

TEST(FcsDeviation, Row076_ChannelsThatAreCalledByNumbersKeepTheirNames) {
    const FcsFile file = open_built(three_channels("3", "2").keyword("$SPILLOVER", "2,3,2,1,0.25,0.125,1"));
    EXPECT_THAT(file.data_set().spillover()->channels, ElementsAre("3", "2"));
    EXPECT_THAT(file.findings(), IsEmpty());
}

TEST(FcsDeviation, Row077_AMatrixMayCoverSomeChannelsOnly) {
    const FcsFile file = with("2,PE-A,FITC-A,1,0.25,0.125,1");
    EXPECT_THAT(file.data_set().spillover()->channels, ElementsAre("PE-A", "FITC-A"));
    EXPECT_THAT(file.findings(), IsEmpty());
}

TEST(FcsDeviation, Row078_BlocksOfAreaAndHeightAreRead) {
    const FcsFile file =
        open_built(FcsBuilder{}
                       .parameter("B-A")
                       .parameter("B-H")
                       .parameter("Y-A")
                       .parameter("Y-H")
                       .event({1, 2, 3, 4})
                       .keyword("$SPILLOVER", "4,B-A,B-H,Y-A,Y-H,1,0,0.2,0,0,1,0,0.2,0.1,0,1,0,0,0.1,0,1"));
    ASSERT_TRUE(file.data_set().spillover());
    EXPECT_EQ((*file.data_set().spillover())(1, 3), 0.2);
    EXPECT_THAT(file.findings(), IsEmpty());
}

TEST(FcsDeviation, Row079_CompensatedChannelsAreFlagged) {
    for (const auto& [first, second] : std::vector<std::pair<std::string, std::string>>{
             {"<FITC-A>", "<PE-A>"}, {"Comp-FITC-A", "Comp-PE-A"}, {"FJComp-FITC-A", "FJComp-PE-A"}}) {
        const FcsFile file = open_built(three_channels(first, second));
        ASSERT_THAT(warnings(file.findings()), ElementsAre("W-SPILL-PRECOMP"));
        EXPECT_THAT(file.findings()[0].message, HasSubstr(first + ", " + second));
    }
    EXPECT_FALSE(names_compensated_values("FITC-A"));
    EXPECT_FALSE(names_compensated_values("<>"));
    EXPECT_FALSE(names_compensated_values("Compound"));
}

TEST(FcsDeviation, Row121_TimeInTheMatrixIsReported) {
    const FcsFile file = open_built(FcsBuilder{}
                                        .parameter("FITC-A")
                                        .parameter("Time")
                                        .event({1, 2})
                                        .keyword("$TIMESTEP", "1")
                                        .keyword("$SPILLOVER", "2,FITC-A,Time,1,0,0,1"));
    EXPECT_THAT(warnings(file.findings()), ElementsAre("W-LINK"));
}

}  // namespace
}  // namespace asparagate::test
