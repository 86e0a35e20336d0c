#include "asparagate/fcs/spillover.hpp"

#include "fcs/fcs_support.hpp"

namespace asparagate::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

FcsFile with(const std::string& key, const std::string& value) {
    return open_built(FcsBuilder{}
                          .version("3.1")
                          .delimiter('|')
                          .parameter("FSC-A")
                          .parameter("FITC-A")
                          .parameter("PE-A")
                          .event({1, 2, 3})
                          .keyword(key, value));
}

TEST(FcsSpillover, ReadsEveryNameOfTheKeyword) {
    for (const char* key : {"$SPILLOVER", "SPILL", "spillover"}) {
        const FcsFile file = with(key, "2,PE-A,FITC-A,1,0.25,0.125,1");
        ASSERT_TRUE(file.data_set().spillover()) << key;
        EXPECT_THAT(file.data_set().spillover()->channels, ElementsAre("PE-A", "FITC-A"));
        EXPECT_EQ((*file.data_set().spillover())(0, 1), 0.25);
        EXPECT_EQ((*file.data_set().spillover())(1, 0), 0.125);
        EXPECT_THAT(file.findings(), IsEmpty());
    }
}

TEST(FcsSpillover, RepairsOnlyWhatIsUnambiguous) {
    const FcsFile numbers = with("$SPILLOVER", "2,2,3,1,0.25,0.125,1");
    ASSERT_TRUE(numbers.data_set().spillover());
    EXPECT_THAT(numbers.data_set().spillover()->channels, ElementsAre("FITC-A", "PE-A"));
    EXPECT_THAT(warnings(numbers.findings()), ElementsAre("W-SPILL-REPAIRED"));
    const FcsFile commas = with("$SPILLOVER", "2,FITC-A,PE-A,1,00,0,25,-0,125,1,0");
    ASSERT_TRUE(commas.data_set().spillover());
    EXPECT_THAT(commas.data_set().spillover()->values, ElementsAre(1, 0.25, -0.125, 1));
    EXPECT_THAT(warnings(commas.findings()), ElementsAre("W-SPILL-REPAIRED"));
    const FcsFile blanks = with("$SPILLOVER", "2, FITC-A, PE-A, 1, 0, 0, 1");
    ASSERT_TRUE(blanks.data_set().spillover());
    EXPECT_THAT(warnings(blanks.findings()), ElementsAre("W-SPILL-REPAIRED"));
}

TEST(FcsSpillover, LeavesUnusableMatricesOut) {
    for (const char* text : {"2,FITC-A,PE-A,1,0.25,0.125", "2,FITC-A,APC-A,1,0,0,1", "1,PE-A,1", "2,PE-A,PE-A,1,0,0,1",
                             "2,FITC-A,PE-A,1,x,0,1", "2,FITC-A,PE-A,1,nan,0,1", "2,FITC-A,PE-A,0,1,1,1",
                             "2000000000,FITC-A,PE-A,1,0,0,1", "rubbish", "2,FITC-A,PE-A,0,95,0,1,0,1,1"}) {
        const FcsFile file = with("$SPILLOVER", text);
        EXPECT_FALSE(file.data_set().spillover()) << text;
        EXPECT_THAT(warnings(file.findings()), ElementsAre("W-SPILL-UNUSABLE")) << text;
    }
}

TEST(FcsSpillover, PrefersTheStandardKeyword) {
    const FcsFile file = open_built(FcsBuilder{}
                                        .parameter("A")
                                        .parameter("B")
                                        .event({1, 2})
                                        .keyword("SPILL", "2,A,B,1,0.5,0,1")
                                        .keyword("$SPILLOVER", "2,A,B,1,0.25,0,1"));
    EXPECT_EQ((*file.data_set().spillover())(0, 1), 0.25);
    EXPECT_THAT(warnings(file.findings()), ElementsAre("W-SPILL-BOTH"));
}

TEST(SpilloverMatrix, FormatsWhatItReads) {
    const SpilloverMatrix matrix{{"FITC-A", "PE-A"}, {1, 0.1, 1.0 / 3, 1}};
    EXPECT_EQ(with("$SPILLOVER", format_spillover(matrix)).data_set().spillover(), matrix);
    EXPECT_FALSE(matrix.is_identity());
    EXPECT_TRUE((SpilloverMatrix{{"A", "B"}, {1, 0, 0, 1}}.is_identity()));
}

}  // namespace
}  // namespace asparagate::test
