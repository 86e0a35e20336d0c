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
    for (const char* key : {"$SPILLOVER", "$SPILL", "SPILL", "spillover"}) {
        const FcsFile file = with(key, "2,PE-A,FITC-A,1,0.25,0.125,1");
        ASSERT_TRUE(file.data_set().spillover()) << key;
        EXPECT_THAT(file.data_set().spillover()->channels, ElementsAre("PE-A", "FITC-A"));
        EXPECT_EQ((*file.data_set().spillover())(0, 1), 0.25);
        EXPECT_EQ((*file.data_set().spillover())(1, 0), 0.125);
        // Only $SPILLOVER is of the standard.
        EXPECT_EQ(file.findings().empty(), key == std::string("$SPILLOVER")) << key;
    }
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

TEST(FcsSpillover, KeepsMatricesThatCannotBeInvertedAndSaysSo) {
    for (const char* text : {"2,FITC-A,PE-A,1,1,1,1", "2,FITC-A,PE-A,1,1,1,1.000000001"}) {
        const FcsFile file = with("$SPILLOVER", text);
        EXPECT_TRUE(file.data_set().spillover()) << text;
        ASSERT_THAT(warnings(file.findings()), ElementsAre("W-SPILL-UNUSABLE")) << text;
        EXPECT_THAT(file.findings()[0].message, HasSubstr("condition number"));
    }
    EXPECT_THAT(with("$SPILLOVER", "2,FITC-A,PE-A,1,0.999,0.999,1").findings(), IsEmpty());
}

TEST(FcsSpillover, RefusesMoreChannelsThanAnyInstrumentHas) {
    FcsBuilder builder;
    std::string text = "1001", values;
    std::vector<double> event;
    for (int i = 0; i < 1001; ++i) {
        const std::string name = "C" + std::to_string(i);
        builder.parameter(name);
        event.push_back(0);
        text += ',' + name;
        for (int j = 0; j < 1001; ++j) values += i == j ? ",1" : ",0";
    }
    const FcsFile file = open_built(builder.event(event).keyword("$SPILLOVER", text + values));
    EXPECT_FALSE(file.data_set().spillover());
    EXPECT_THAT(warnings(file.findings()), ElementsAre("W-SPILL-UNUSABLE"));
}

TEST(SpilloverMatrix, KnowsItsConditionNumber) {
    EXPECT_EQ(condition_number({{"A", "B"}, {1, 0, 0, 1}}), 1);
    EXPECT_NEAR(condition_number({{"A", "B"}, {2, 0, 0, 0.5}}), 4, 1e-12);
    EXPECT_GT(condition_number({{"A", "B"}, {1, 1, 1, 1}}), 1e15);
}

TEST(SpilloverMatrix, FormatsWhatItReads) {
    const SpilloverMatrix matrix{{"FITC-A", "PE-A"}, {1, 0.1, 1.0 / 3, 1}};
    EXPECT_EQ(with("$SPILLOVER", format_spillover(matrix)).data_set().spillover(), matrix);
    EXPECT_FALSE(matrix.is_identity());
    EXPECT_TRUE((SpilloverMatrix{{"A", "B"}, {1, 0, 0, 1}}.is_identity()));
}

}  // namespace
}  // namespace asparagate::test
