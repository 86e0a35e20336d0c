#include "text/number_text.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace asparagate::gui {
namespace {

std::string utf8(const QString& text) {
    return text.toStdString();
}

TEST(NumberText, SeparatesThousandsByThinSpaces) {
    EXPECT_EQ(utf8(count_text(0)), "0");
    EXPECT_EQ(utf8(count_text(999)), "999");
    EXPECT_EQ(utf8(count_text(1234567)), "1\u2009234\u2009567");
}

TEST(NumberText, ShowsPercentagesWithOneDecimalAboveOneAndTwoDigitsBelow) {
    EXPECT_EQ(utf8(percent_text(12.44)), "12.4");
    EXPECT_EQ(utf8(percent_text(100.0)), "100.0");
    EXPECT_EQ(utf8(percent_text(1.0)), "1.0");
    EXPECT_EQ(utf8(percent_text(0.996)), "1.0");
    EXPECT_EQ(utf8(percent_text(0.0996)), "0.10");
    EXPECT_EQ(utf8(percent_text(0.0346)), "0.035");
    EXPECT_EQ(utf8(percent_text(0.0012)), "0.0012");
    EXPECT_EQ(utf8(percent_text(0.0)), "0");
    EXPECT_EQ(utf8(percent_text(std::nullopt)), "–");
}

TEST(NumberText, RoundsCoordinatesToSevenDigitsWithoutExponent) {
    EXPECT_EQ(utf8(coordinate_text(1234.56789)), "1234.568");
    EXPECT_EQ(utf8(coordinate_text(262144.04)), "262\u2009144");
    EXPECT_EQ(utf8(coordinate_text(-0.25)), "−0.25");
    EXPECT_EQ(utf8(coordinate_text(std::numeric_limits<double>::infinity())), "∞");
    EXPECT_EQ(utf8(coordinate_text(-std::numeric_limits<double>::infinity())), "−∞");
}

TEST(NumberText, RoundsToSignificantDigits) {
    EXPECT_EQ(round_significant(123456.0, 5), 123460.0);
    EXPECT_EQ(round_significant(-0.00123456, 3), -0.00123);
    EXPECT_EQ(round_significant(0.0, 5), 0.0);
}

TEST(NumberText, ShowsDurationsInMinutesAndHours) {
    EXPECT_EQ(utf8(duration_text(65)), "1:05");
    EXPECT_EQ(utf8(duration_text(3723)), "1:02:03");
}

}  // namespace
}  // namespace asparagate::gui
