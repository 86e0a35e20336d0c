// Keys with one broken byte: no keyword that decides values may get lost without a word.
#include "fcs/fcs_support.hpp"

namespace asparagate::test {
namespace {

using testing::HasSubstr;

FcsBuilder integers_among_floats() {
    return FcsBuilder{}
        .version("3.2")
        .keyword("$CYT", "cytometer")
        .parameter("A")
        .datatype('I')
        .parameter("B")
        .datatype('F');
}

TEST(FcsDamagedKeys, AnotherFirstByteThanTheDollarIsAWarning) {
    FcsBuilder builder = integers_among_floats().without("$P2DATATYPE").keyword("dP2DATATYPE", "I").event({1, 2});
    const FcsFile file = open_built(builder);
    const Finding* finding = find_code(file.findings(), "W-KEY-VERSION");
    ASSERT_TRUE(finding);
    EXPECT_THAT(finding->message, HasSubstr("dP2DATATYPE"));
}

TEST(FcsDamagedKeys, AMissingDollarIsAWarning) {
    FcsBuilder builder = integers_among_floats().without("$P2DATATYPE").keyword(" P2DATATYPE", "I").event({1, 2});
    EXPECT_TRUE(find_code(open_built(builder).findings(), "W-KEY-VERSION"));
}

TEST(FcsDamagedKeys, ABlankTypeOfAParameterIsAWarning) {
    FcsBuilder builder = integers_among_floats().without("$P2DATATYPE").keyword("$P2DATATYPE", "\t").event({1, 2});
    EXPECT_TRUE(find_code(open_built(builder).findings(), "W-TEXT-EMPTY"));
}

TEST(FcsDamagedKeys, AParameterZeroIsAWarning) {
    const FcsFile file = open_built(FcsBuilder{}.parameter("A").keyword("$P0G", "2").event({1}));
    const Finding* finding = find_code(file.findings(), "W-HYPER-PAR");
    ASSERT_TRUE(finding);
    EXPECT_THAT(finding->message, HasSubstr("$P0G"));
}

TEST(FcsDamagedKeys, PrivateKeysOfOtherFormsAreNoWarning) {
    const FcsFile file = open_built(FcsBuilder{}
                                        .parameter("A")
                                        .keyword("P1DISPLAY", "LOG")
                                        .keyword("@P1NUMBER", "2")
                                        .keyword("XP1", "2")
                                        .event({1}));
    EXPECT_EQ(warnings(file.findings()), std::vector<std::string>{});
}

}  // namespace
}  // namespace asparagate::test
