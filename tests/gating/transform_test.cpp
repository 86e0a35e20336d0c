#include "asparagate/gating/transform.hpp"
#include "asparagate/fcs/delimited_text.hpp"
#include "asparagate/fcs/number.hpp"
#include "asparagate/gating/gating_error.hpp"

#include <gmock/gmock.h>
#include <cmath>
#include <limits>
#include <map>
#include <sstream>

using namespace asparagate;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

std::vector<Transform> battery() {
    return {LinearTransform{1000, 100},
            AsinhTransform{262144, 4.5, 0},
            AsinhTransform{1000, 4, 1},
            LogicleTransform::make(262144, 0.5, 4.5, 0),
            LogicleTransform::make(1000, 0, 4.5, 1),
            LogicleTransform::make(4194304, 1.2, 5, -0.5),
            LogicleTransform::make(262144, 2.2, 4.5, 0),
            HyperlogTransform::make(262144, 0.5, 4.5, 0),
            HyperlogTransform::make(1000, 0.01, 5, 0),
            HyperlogTransform::make(4194304, 1.2, 5, -0.5)};
}

}  // namespace

#ifdef ASPARAGATE_SHARED_DATA
namespace {

Transform from_text(const std::string& type, const std::string& parameters) {
    std::map<std::string, double> p;
    std::stringstream stream(parameters);
    for (std::string item; std::getline(stream, item, ';');)
        p[item.substr(0, item.find('='))] = *parse_number(item.substr(item.find('=') + 1));
    if (type == "flin") return LinearTransform{p["T"], p["A"]};
    if (type == "flog") return LogTransform{p["T"], p["M"]};
    if (type == "fasinh") return AsinhTransform{p["T"], p["M"], p["A"]};
    if (type == "hyperlog") return HyperlogTransform::make(p["T"], p["W"], p["M"], p["A"]);
    if (type == "flowjo_log") return FlowJoLogTransform{p["offset"], p["decades"]};
    if (type == "biex") return BiexTransform::make(p["maxRange"], p["pos"], p["neg"], p["width"]);
    return LogicleTransform::make(p["T"], p["W"], p["M"], p["A"]);
}

}  // namespace

TEST(Transform, EqualsFiftyDigitArithmetic) {
    const auto table = read_delimited(std::filesystem::path(ASPARAGATE_SHARED_DATA) / "transforms/checks.csv");
    std::map<std::string, int> checked;
    for (const auto& row : table.rows) {
        const std::string& type = row.cells[0];
        if (type == "fratio") continue;
        const Transform transform = from_text(type, row.cells[1]);
        const double unit = type == "biex" ? 4096 : 1;  // the table holds positions, the transform shares of the axis
        const double input = *parse_number(row.cells[2]), output = *parse_number(row.cells[3]);
        EXPECT_NEAR(unit * asparagate::apply(transform, input), output, 1e-9 * std::max(unit, std::abs(output)))
            << type << " " << row.cells[1] << " of " << row.cells[2];
        ++checked[type];
    }
    EXPECT_EQ(checked, (std::map<std::string, int>{{"flin", 50},
                                                   {"flog", 30},
                                                   {"fasinh", 75},
                                                   {"logicle", 150},
                                                   {"hyperlog", 100},
                                                   {"biex", 100},
                                                   {"flowjo_log", 48}}));
}

TEST(Transform, RatioEqualsFiftyDigitArithmetic) {
    const auto table = read_delimited(std::filesystem::path(ASPARAGATE_SHARED_DATA) / "transforms/checks.csv");
    int checked = 0;
    for (const auto& row : table.rows) {
        if (row.cells[0] != "fratio") continue;
        double a = 0, b = 0, c = 0, x = 0, y = 0;
        ASSERT_EQ(std::sscanf(row.cells[1].c_str(), "A=%lf;B=%lf;C=%lf", &a, &b, &c), 3);
        ASSERT_EQ(std::sscanf(row.cells[2].c_str(), "%lf;%lf", &x, &y), 2);
        const double output = *parse_number(row.cells[3]);
        EXPECT_NEAR((Ratio{"x", "y", a, b, c}.apply(x, y)), output, 1e-9 * std::max(1.0, std::abs(output)));
        ++checked;
    }
    EXPECT_EQ(checked, 13);
}

/// The table that FlowJo itself exports, six digits.
TEST(Transform, BiexEqualsTheTableThatFlowJoExports) {
    const auto table = read_delimited(std::filesystem::path(ASPARAGATE_SHARED_DATA) /
                                      "transforms/tr_biex_l256_w-7.943282_n1.000000_m4.418540_r262144.000029.csv");
    const BiexTransform biex = BiexTransform::make(262144.000029, 4.418540, 1, -7.943282);
    ASSERT_EQ(table.rows.size(), 4096u);
    for (std::size_t j = 0; j < table.rows.size(); ++j) {
        const double exported = *parse_number(table.rows[j].cells[1]);
        EXPECT_NEAR(biex.table()[j], exported, 5.1e-6 * std::abs(exported)) << j;
    }
}
#endif

TEST(Transform, InverseReturnsTheValueToABillionthOfTheScale) {
    for (const Transform& transform : battery())
        for (const double x : {-1e4, -250.0, -1.0, -1e-3, 0.0, 1e-6, 0.5, 3.0, 77.7, 900.0, 26214.4, 262144.0}) {
            const double T = std::visit(
                [](const auto& t) {
                    if constexpr (requires { t.T(); })
                        return t.T();
                    else if constexpr (requires { t.T; })
                        return t.T;
                    else
                        return 1.0;
                },
                transform);
            EXPECT_NEAR(asparagate::inverse(transform, asparagate::apply(transform, x)), x,
                        1e-9 * std::max(T, std::abs(x)))
                << transform_type(transform);
        }
}

TEST(Transform, IncreasesStrictly) {
    for (const Transform& transform : battery()) {
        double before = -infinity;
        for (double x = -5000; x < 5000; x += 0.37) {
            const double y = asparagate::apply(transform, x);
            ASSERT_GT(y, before) << transform_type(transform) << " at " << x;
            before = y;
        }
    }
}

TEST(Transform, KeepsNaNAndInfinities) {
    for (const Transform& transform : battery()) {
        EXPECT_TRUE(std::isnan(asparagate::apply(transform, std::nan("")))) << transform_type(transform);
        EXPECT_EQ(asparagate::apply(transform, infinity), infinity);
        EXPECT_EQ(asparagate::apply(transform, -infinity), -infinity);
        EXPECT_TRUE(std::isfinite(asparagate::apply(transform, 1e300)));
    }
    EXPECT_TRUE(std::isnan(LogTransform{}.apply(std::nan(""))));
    EXPECT_EQ(LogTransform{}.apply(0), -infinity);
    EXPECT_TRUE(std::isnan(LogTransform{}.apply(-5)));
    EXPECT_TRUE(std::isnan(LogTransform{}.apply(-infinity)));
}

TEST(Transform, MapsTopOfScaleToOneAndZeroToItsPlace) {
    EXPECT_NEAR(LogicleTransform::make(262144, 0.5, 4.5, 0.5).apply(262144), 1, 1e-14);
    EXPECT_NEAR(LogicleTransform::make(262144, 0.5, 4.5, 0.5).apply(0), 1.0 / 5.0, 1e-15);
    EXPECT_NEAR((AsinhTransform{262144, 4.5, 0.5}.apply(0)), 0.1, 1e-15);
    EXPECT_NEAR((LogTransform{262144, 4.5}.apply(262144)), 1, 1e-15);
}

TEST(Transform, LogicleIsOddAboutTheImageOfZero) {
    const auto t = LogicleTransform::make(262144, 0.7, 4.5, 0.2);
    for (const double x : {1.0, 30.0, 999.0, 1e6}) EXPECT_NEAR(t.apply(x) + t.apply(-x), 2 * t.apply(0), 1e-14);
}

TEST(Transform, BiexEndsWhereItsTableDoes) {
    const BiexTransform biex = BiexTransform::make(262144, 4.418539922, 0, -10);
    EXPECT_EQ(biex.apply(-infinity), 0);
    EXPECT_EQ(biex.apply(-132.5), 0);
    EXPECT_EQ(biex.apply(0), 463.0 / 4096);
    EXPECT_EQ(biex.apply(262144), 1);
    EXPECT_EQ(biex.apply(infinity), 1);
    EXPECT_TRUE(std::isnan(biex.apply(std::nan(""))));
    for (const double x : {-130.0, -5.0, 0.0, 0.25, 77.0, 1e4, 2.5e5})
        EXPECT_NEAR(biex.inverse(biex.apply(x)), x, 1e-9 * std::max(1.0, std::abs(x)));
    EXPECT_EQ(BiexTransform::make(262144, 4.5, 0, -2).table(), BiexTransform::make(262144, 4.5, 0, -5000).table())
        << "widths that FlowJo does not know act alike";
    EXPECT_THROW(BiexTransform::make(262144, 0.2, 0, -10), GatingError);
    EXPECT_THROW(BiexTransform::make(262144, 4.5, 0, std::nan("")), GatingError);
    EXPECT_THROW(BiexTransform::make(-1, 4.5, 0, -10), GatingError);
    EXPECT_THROW(BiexTransform::make(262144, 4.5, 1e308, -10), GatingError) << "beyond the numbers of a table";
}

TEST(Transform, BoundsClipTheResult) {
    const BoundedTransform t{LinearTransform{100, 0}, 0.25, 0.75};
    EXPECT_EQ(t.apply(-infinity), 0.25);
    EXPECT_EQ(t.apply(50), 0.5);
    EXPECT_EQ(t.apply(1e9), 0.75);
    EXPECT_TRUE(std::isnan(t.apply(std::nan(""))));
    EXPECT_EQ(transform_type(t), "linear");
    EXPECT_EQ((Ratio{"x", "y", 1, 0, 0, -2, 2}.apply(1, 0)), 2);
    EXPECT_TRUE(std::isnan(Ratio{"x", "y"}.apply(0, 0)));
}

TEST(Transform, HyperlogRefusesParametersOutsideTheirRanges) {
    EXPECT_THROW(HyperlogTransform::make(262144, 0, 4.5, 0), GatingError);
    EXPECT_THROW(HyperlogTransform::make(262144, 2.3, 4.5, 0), GatingError);
    EXPECT_THROW(HyperlogTransform::make(262144, 0.5, 4.5, -0.6), GatingError);
}

TEST(Transform, LogicleRefusesParametersOutsideTheirRanges) {
    EXPECT_THROW(LogicleTransform::make(0, 0.5, 4.5, 0), GatingError);
    EXPECT_THROW(LogicleTransform::make(262144, 2.3, 4.5, 0), GatingError);
    EXPECT_THROW(LogicleTransform::make(262144, 0.5, 4.5, -0.6), GatingError);
    EXPECT_THROW(LogicleTransform::make(262144, 0.5, 4.5, 3.6), GatingError);
    EXPECT_THROW(LogicleTransform::make(262144, std::nan(""), 4.5, 0), GatingError);
}

namespace {

std::vector<std::string> labels(const std::vector<Tick>& ticks) {
    std::vector<std::string> result;
    for (const Tick& tick : ticks)
        if (!tick.label.empty()) result.push_back(tick.label);
    return result;
}

}  // namespace

TEST(AxisTicks, MarkDecadesAndZeroOfALogicleScale) {
    const Transform transform = LogicleTransform::make(262144, 0.5, 4.5, 0);
    const auto ticks = axis_ticks(transform, -0.25, 1.0);
    EXPECT_THAT(labels(ticks), testing::ElementsAre("-10^3", "-10^2", "0", "10^2", "10^3", "10^4", "10^5"));
    EXPECT_GT(ticks.size(), 30u) << "minor ticks have no label";
    for (const Tick& tick : ticks) EXPECT_DOUBLE_EQ(tick.position, asparagate::apply(transform, tick.value));
    EXPECT_TRUE(std::is_sorted(ticks.begin(), ticks.end(), [](auto& a, auto& b) { return a.position < b.position; }));
}

TEST(AxisTicks, LeaveRoomAroundZeroOfAWideLogicleScale) {
    const auto found = labels(axis_ticks(LogicleTransform::make(262144, 1.2, 4.5, 0), -0.2, 1.0));
    EXPECT_THAT(found, testing::Contains("0"));
    EXPECT_THAT(found, testing::Not(testing::Contains("10^1")));
    EXPECT_THAT(found, testing::Contains("10^5"));
}

TEST(AxisTicks, AreRoundNumbersOnALinearScale) {
    EXPECT_THAT(labels(axis_ticks(IdentityTransform{}, 0, 262144)),
                testing::ElementsAre("0", "50000", "100000", "150000", "200000", "250000"));
    EXPECT_THAT(labels(axis_ticks(IdentityTransform{}, -0.25, 0.65)),
                testing::ElementsAre("-0.2", "0", "0.2", "0.4", "0.6"));
}

TEST(AxisTicks, MarkDecadesOfALogScale) {
    EXPECT_THAT(labels(axis_ticks(LogTransform{10000, 4}, 0, 1)),
                testing::ElementsAre("10^0", "10^1", "10^2", "10^3", "10^4"));
}

TEST(AxisTicks, OfABiexAxisLieWithinItsEnds) {
    const Transform biex = BiexTransform::make(262144, 4.418539922, 0, -10);
    const auto ticks = axis_ticks(biex, -0.02, 1.02);
    EXPECT_THAT(labels(ticks), testing::ElementsAre("-10^2", "0", "10^2", "10^3", "10^4", "10^5"));
    for (const Tick& tick : ticks) EXPECT_DOUBLE_EQ(tick.position, asparagate::apply(biex, tick.value));
    EXPECT_FALSE(axis_ticks(BoundedTransform{LogTransform{1000, 3}, 0, 1}, -0.1, 1.1).empty());
}

TEST(AxisTicks, AreNoneForAnEmptyOrInfiniteAxis) {
    EXPECT_TRUE(axis_ticks(IdentityTransform{}, 1, 1).empty());
    EXPECT_TRUE(axis_ticks(IdentityTransform{}, 0, infinity).empty());
    EXPECT_TRUE(axis_ticks(LogicleTransform{}, std::nan(""), 1).empty());
}

TEST(LogicleTransform, IsStraightAroundZeroAlsoWithoutALinearPart) {
    for (const auto& logicle : {LogicleTransform::make(262144, 0, 4.5, 0), LogicleTransform::make(1000, 0.3, 3, -0.2)}) {
        const double centre = logicle.apply(0), slope = logicle.slope(centre);
        for (const double x : {5e-324, 1e-12, -1e-9, 1e-6, -1e-3}) {
            EXPECT_NEAR(logicle.apply(x), centre + x / slope, 1e-9) << x;
        }
    }
}
