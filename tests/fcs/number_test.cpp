#include "asparagate/fcs/number.hpp"

#include <gmock/gmock.h>

#include <bit>
#include <cmath>
#include <limits>

namespace asparagate::test {
namespace {

using testing::Eq;
using testing::Optional;

TEST(Number, FormatsTheShortestDecimalThatReadsBack) {
    EXPECT_EQ(format_number(0.1), "0.1");
    EXPECT_EQ(format_number(1000000), "1000000");
    EXPECT_EQ(format_number(-262144), "-262144");
    EXPECT_EQ(format_number(1e300), "1e+300");
    EXPECT_EQ(format_number(-0.0), "-0");
    EXPECT_EQ(format_number(NAN), "nan");
    EXPECT_EQ(format_number(-INFINITY), "-inf");
    for (const double value :
         {1.0 / 3, 123456789.123456789, 5e-324, std::numeric_limits<double>::max(), 999999999999999.0, 1e15}) {
        EXPECT_EQ(std::bit_cast<std::uint64_t>(*parse_number(format_number(value))),
                  std::bit_cast<std::uint64_t>(value));
    }
}

TEST(Number, ParsesWholeTextsOnly) {
    EXPECT_THAT(parse_number(" 1.5e3\t"), Optional(1500.0));
    EXPECT_THAT(parse_number("+2"), Optional(2.0));
    for (const char* text : {"", " ", "1,5", "1.5x", "0x10", "1e400", "+-1", "--1", "1 2", "."})
        EXPECT_FALSE(parse_number(text)) << text;
}

TEST(Number, ParsesUnsignedIntegersOnly) {
    EXPECT_THAT(parse_unsigned(" 0012 "), Optional(12u));
    EXPECT_THAT(parse_unsigned("18446744073709551615"), Optional(~std::uint64_t{0}));
    for (const char* text : {"", "-1", "+1", "1.0", "18446744073709551616", "1e3"})
        EXPECT_FALSE(parse_unsigned(text)) << text;
}

}  // namespace
}  // namespace asparagate::test
