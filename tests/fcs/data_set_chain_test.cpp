#include "fcs/fcs_support.hpp"

namespace asparagate::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

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

TEST(FcsDataSetChain, NeverGoesBack) {
    for (const char* next : {"-605", "1", "58", "100", "1e3", "99999999999999999999"}) {
        const FcsFile file = open_built(set(1).keyword("$NEXTDATA", next));
        EXPECT_EQ(file.data_sets().size(), 1u) << next;
        EXPECT_THAT(warnings(file.findings()), ElementsAre("W-NEXTDATA")) << next;
    }
}

TEST(FcsDataSetChain, NamesTheDataSetInErrorsAndOffsets) {
    const std::string message = refusal(chained(1) + set(2).without("$BYTEORD").bytes());
    EXPECT_THAT(message, HasSubstr("data set 1: $BYTEORD is missing"));
}

TEST(FcsDataSetChain, AHiddenDataSetThatCannotBeReadIsLeftOutOfAScan) {
    const std::string last = std::move(set(2).keyword("$NEXTDATA", "0")).bytes();
    const std::string broken = std::move(set(3).without("$BYTEORD")).bytes();
    const FcsFile file = open_bytes(last + broken, {.scan_data_sets = true});
    ASSERT_EQ(file.data_sets().size(), 1u);
    const auto found = find_code(file.findings(), "W-NEXTDATA-HIDDEN");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->offset, last.size());
    EXPECT_THAT(found->message, HasSubstr("left out: data set 1: $BYTEORD is missing"));
    EXPECT_EQ(open_bytes(last + set(3).bytes(), {.scan_data_sets = true}).data_sets().size(), 2u);
}

TEST(FcsDataSetChain, ALimitNamesItsOption) {
    const FcsFile file = open_bytes(chained(1) + set(2).bytes(), {.limits = {.data_sets = 1}});
    EXPECT_EQ(file.data_sets().size(), 1u);
    EXPECT_THAT(find_code(file.findings(), "W-NEXTDATA")->message, HasSubstr("--max-datasets"));
}

}  // namespace
}  // namespace asparagate::test
