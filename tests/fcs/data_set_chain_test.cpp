#include "fcs/fcs_support.hpp"

namespace asparagate::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

FcsBuilder set(double value) {
    return std::move(FcsBuilder{}.parameter("A").event({value}));
}

/// A data set whose `$NEXTDATA` points behind its own bytes and `gap` more.
std::string chained(double value, const std::string& gap = "00000000") {
    const std::size_t length = set(value).keyword("$NEXTDATA", "0000").trailer(gap).bytes().size();
    return set(value)
        .keyword("$NEXTDATA", std::string(4 - std::to_string(length).size(), '0') + std::to_string(length))
        .trailer(gap)
        .bytes();
}

TEST(FcsDataSetChain, ReadsEveryDataSetWithItsOwnOffsets) {
    const FcsFile file = open_bytes(chained(1) + chained(2) + set(3).bytes(), {.strict = true});
    ASSERT_EQ(file.data_sets().size(), 3u);
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(file.data_sets()[i].index(), i);
        EXPECT_THAT(column(file.data_sets()[i], 0), ElementsAre(double(i + 1)));
    }
    EXPECT_EQ(file.findings().back().code, "I-DATASETS");
}

TEST(FcsDataSetChain, StopsWhereNothingFollows) {
    EXPECT_THAT(warnings(open_bytes(chained(1) + "not an FCS header").findings()), ElementsAre("W-NEXTDATA"));
    EXPECT_THAT(warnings(open_bytes(chained(1)).findings()), ElementsAre("W-NEXTDATA"));
}

TEST(FcsDataSetChain, NeverGoesBack) {
    for (const char* next : {"-605", "1", "58", "100", "1e3", "99999999999999999999"}) {
        const FcsFile file = open_built(set(1).keyword("$NEXTDATA", next));
        EXPECT_EQ(file.data_sets().size(), 1u) << next;
        EXPECT_THAT(warnings(file.findings()), ElementsAre("W-NEXTDATA")) << next;
    }
}

TEST(FcsDataSetChain, ReportsDataSetsThatNothingPointsTo) {
    const FcsFile file = open_bytes(set(1).bytes() + "00000000" + set(2).bytes() + set(3).bytes());
    EXPECT_EQ(file.data_sets().size(), 1u);
    ASSERT_TRUE(find_code(file.findings(), "W-NEXTDATA-HIDDEN"));
    EXPECT_THAT(find_code(file.findings(), "W-NEXTDATA-HIDDEN")->message, HasSubstr("2 more"));
    EXPECT_THAT(open_bytes(set(1).bytes() + "00000000").findings(), IsEmpty());
}

TEST(FcsDataSetChain, NamesTheDataSetInErrorsAndOffsets) {
    const std::string message = refusal(chained(1) + set(2).without("$BYTEORD").bytes());
    EXPECT_THAT(message, HasSubstr("data set 2: $BYTEORD is missing"));
}

}  // namespace
}  // namespace asparagate::test
