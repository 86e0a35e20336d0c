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
            LogicleTransform::make(262144, 2.2, 4.5, 0)};
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
    return LogicleTransform::make(p["T"], p["W"], p["M"], p["A"]);
}

}  // namespace

TEST(Transform, EqualsFiftyDigitArithmetic) {
    const auto table = read_delimited(std::filesystem::path(ASPARAGATE_SHARED_DATA) / "transforms/checks.csv");
    std::map<std::string, int> checked;
    for (const auto& row : table.rows) {
        const std::string& type = row.cells[0];
        if (type != "flin" && type != "flog" && type != "fasinh" && type != "logicle") continue;
        const Transform transform = from_text(type, row.cells[1]);
        const double input = *parse_number(row.cells[2]), output = *parse_number(row.cells[3]);
        EXPECT_NEAR(asparagate::apply(transform, input), output, 1e-9 * std::max(1.0, std::abs(output)))
            << type << " " << row.cells[1] << " of " << row.cells[2];
        ++checked[type];
    }
    EXPECT_EQ(checked, (std::map<std::string, int>{{"flin", 50}, {"flog", 30}, {"fasinh", 75}, {"logicle", 150}}));
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
    EXPECT_EQ(LogTransform{}.apply(-5), -infinity);
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

TEST(AxisTicks, AreNoneForAnEmptyOrInfiniteAxis) {
    EXPECT_TRUE(axis_ticks(IdentityTransform{}, 1, 1).empty());
    EXPECT_TRUE(axis_ticks(IdentityTransform{}, 0, infinity).empty());
    EXPECT_TRUE(axis_ticks(LogicleTransform{}, std::nan(""), 1).empty());
}
