#include "fcs/fcs_support.hpp"

#include <cmath>
#include <limits>

namespace asparagate::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(FcsDecode, ReadsEveryIntegerWidthInBothOrders) {
    for (const char* order : {"1,2,3,4", "4,3,2,1"}) {
        for (unsigned bits = 8; bits <= 64; bits += 8) {
            const std::uint64_t word = 0x0102030405060708ull >> (64 - bits);
            FcsBuilder builder =
                FcsBuilder{}.datatype('I').byte_order(order).parameter("A", bits, "18446744073709551616").words({word});
            const FcsFile file = open_built(builder);
            EXPECT_EQ(column(file.data_set(), 0)[0], static_cast<double>(word)) << bits << " bits, " << order;
            EXPECT_THAT(file.findings(), IsEmpty());
        }
    }
}

TEST(FcsDecode, KeepsHighBytesUnsigned) {
    const FcsFile file = open_built(FcsBuilder{}
                                        .datatype('I')
                                        .parameter("A", 8, "256")
                                        .parameter("B", 64, "18446744073709551616")
                                        .words({200, ~0ull}));
    EXPECT_EQ(column(file.data_set(), 0)[0], 200);
    EXPECT_EQ(column(file.data_set(), 1)[0], 0x1p64);
}

TEST(FcsDecode, MixesWidthsInOneEvent) {
    FcsBuilder builder = FcsBuilder{}
                             .datatype('I')
                             .byte_order("4,3,2,1")
                             .parameter("A", 16, "65536")
                             .parameter("B", 24, "16777216")
                             .parameter("C", 8, "256")
                             .parameter("D", 32, "4294967296");
    const FcsFile file = open_built(builder.words({513, 70000, 7, 4000000000}).words({1, 2, 3, 4}));
    EXPECT_THAT(column(file.data_set(), 0), ElementsAre(513, 1));
    EXPECT_THAT(column(file.data_set(), 1), ElementsAre(70000, 2));
    EXPECT_THAT(column(file.data_set(), 2), ElementsAre(7, 3));
    EXPECT_THAT(column(file.data_set(), 3), ElementsAre(4000000000, 4));
}

TEST(FcsDecode, ReadsFloatsAndDoublesInBothOrders) {
    for (const char* order : {"1,2,3,4", "4,3,2,1"}) {
        EXPECT_EQ(column(open_built(FcsBuilder{}.byte_order(order).parameter("A").event({-0.1f})).data_set(), 0)[0],
                  static_cast<double>(-0.1f));
        EXPECT_EQ(
            column(open_built(FcsBuilder{}.datatype('D').byte_order(order).parameter("A").event({-0.1})).data_set(),
                   0)[0],
            -0.1);
    }
}

TEST(FcsDecode, ReadsTypesPerParameter) {
    FcsBuilder builder = FcsBuilder{}
                             .version("3.2")
                             .keyword("$CYT", "X")
                             .datatype('I')
                             .parameter("A", 24, "16777216")
                             .datatype('D')
                             .parameter("B")
                             .datatype('F')
                             .parameter("C");
    const FcsFile file = open_built(builder.event({70000, 0.1, 0.5}), {.strict = true});
    EXPECT_EQ(column(file.data_set(), 0)[0], 70000);
    EXPECT_EQ(column(file.data_set(), 1)[0], 0.1);
    EXPECT_EQ(column(file.data_set(), 2)[0], 0.5);
}

TEST(FcsDecode, ReadsMixedOrderWhereTheLengthFits) {
    const FcsBuilder floats = FcsBuilder{}.version("3.0").byte_order("3,4,1,2").parameter("A").event({1234.5});
    EXPECT_EQ(column(open_built(floats).data_set(), 0)[0], 1234.5);
    EXPECT_THAT(open_built(floats).findings(), IsEmpty());
    const FcsBuilder words = FcsBuilder{}
                                 .version("3.0")
                                 .datatype('I')
                                 .byte_order("3,4,1,2")
                                 .parameter("A", 32, "4294967296")
                                 .words({0x01020304});
    EXPECT_EQ(column(open_built(words).data_set(), 0)[0], 0x01020304);
    EXPECT_THAT(
        refusal(FcsBuilder{}.version("3.0").datatype('I').byte_order("3,4,1,2").parameter("A", 16, "1024").words({1})),
        HasSubstr("$BYTEORD"));
}

TEST(FcsDecode, RefusesWhatIsNoByteOrder) {
    for (const char* order : {"1,2,3", "1,1,2,3", "0,1,2,3", "1;2;3;4", "little", "1,2,3,5", "1"}) {
        const std::string message =
            refusal(FcsBuilder{}.version("3.0").parameter("A").event({1}).keyword("$BYTEORD", order));
        if (std::string(order) == "1,2,3") {
            EXPECT_EQ(message, "");  // plain order, other length: a warning
        } else {
            EXPECT_THAT(message, HasSubstr("$BYTEORD")) << order;
        }
    }
    EXPECT_EQ(refusal(FcsBuilder{}.version("3.0").datatype('I').byte_order("1").parameter("A", 8, "256").words({7})),
              "");
}

TEST(FcsDecode, WarnsAboutOrdersOfAnotherLength) {
    EXPECT_THAT(
        warnings(
            open_built(FcsBuilder{}.version("2.0").datatype('I').parameter("A", 16, "65536").words({7})).findings()),
        ElementsAre("W-BYTEORD"));
    EXPECT_THAT(
        open_built(FcsBuilder{}.version("2.0").datatype('I').byte_order("2,1").parameter("A", 16, "65536").words({7}))
            .findings(),
        IsEmpty());
    EXPECT_THAT(
        warnings(open_built(
                     FcsBuilder{}.version("3.1").datatype('I').byte_order("2,1").parameter("A", 16, "65536").words({7}))
                     .findings()),
        ElementsAre("W-BYTEORD"));
}

TEST(FcsDecode, ReadsAnyStretchOfEvents) {
    FcsBuilder builder = FcsBuilder{}.parameter("A").parameter("B");
    for (int i = 0; i < 10000; ++i) builder.event({double(i), double(-i)});
    const FcsFile file = open_built(builder);
    std::vector<double> stretch(3);
    file.data_set().read(1, 9997, stretch, ValueKind::raw);
    EXPECT_THAT(stretch, ElementsAre(-9997, -9998, -9999));
    const std::vector<std::size_t> columns{1};
    const EventMatrix events = file.data_set().read_all(columns, ValueKind::raw);
    EXPECT_EQ(events.n_events(), 10000u);
    EXPECT_THAT(events.channels(), ElementsAre("B"));
    EXPECT_EQ(events.column(0)[5000], -5000);
}

TEST(InspectEvents, CountsNonFiniteValuesAndKeepsThem) {
    const double infinity = std::numeric_limits<double>::infinity();
    const FcsFile file =
        open_built(FcsBuilder{}.parameter("A").event({NAN}).event({infinity}).event({-infinity}).event({-0.0}));
    const Findings findings = inspect_events(file, file.data_set());
    ASSERT_TRUE(find_code(findings, "W-NONFINITE"));
    EXPECT_THAT(find_code(findings, "W-NONFINITE")->message, HasSubstr("3 values"));
    EXPECT_TRUE(std::isnan(column(file.data_set(), 0)[0]));
    EXPECT_TRUE(std::signbit(column(file.data_set(), 0)[3]));
}

TEST(InspectEvents, CountsMaskedBitsAndValuesAboveTheRange) {
    FcsBuilder builder = FcsBuilder{}.datatype('I').parameter("A", 16, "1000");
    for (int i = 0; i < 20; ++i) builder.words({0xFC00u + 1020u});
    const FcsFile file = open_built(builder);
    const Findings findings = inspect_events(file, file.data_set());
    ASSERT_TRUE(find_code(findings, "I-PNR-HIGHBITS"));
    EXPECT_THAT(find_code(findings, "I-PNR-HIGHBITS")->message, HasSubstr("20 words"));
    ASSERT_TRUE(find_code(findings, "W-PNR-EXCEEDED"));
    EXPECT_THAT(find_code(findings, "W-PNR-EXCEEDED")->message, HasSubstr("20 values"));
    EXPECT_EQ(column(file.data_set(), 0)[0], 1020);
}

}  // namespace
}  // namespace asparagate::test
