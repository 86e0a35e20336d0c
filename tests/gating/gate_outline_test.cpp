#include "asparagate/gating/gate_outline.hpp"

#include <gmock/gmock.h>

#include <cmath>

using namespace asparagate;
using testing::ElementsAre;

namespace {

const Transform identity = IdentityTransform{};
const Transform tenth = LinearTransform{10, 0};
constexpr double infinite = std::numeric_limits<double>::infinity();

using Point = std::array<double, 2>;

}  // namespace

TEST(GateOutline, EndsOpenSidesOfARectangleAtTheEdgeOfTheAxes) {
    RectangleGate gate;
    gate.dimensions = {{"A"}, {"B"}, {"C"}};
    gate.bounds = {{2, infinite}, {-infinite, 30}, {0, 1}};
    const auto outlines = gate_outlines(gate, {0, &tenth, -0.1, 1.1}, {1, &identity, 0, 20});
    ASSERT_EQ(outlines.size(), 1u);
    EXPECT_THAT(outlines[0], ElementsAre(Point{0.2, 0}, Point{1.1, 0}, Point{1.1, 20}, Point{0.2, 20}));
}

TEST(GateOutline, LetsARangeSpanTheAxisItSaysNothingAbout) {
    RectangleGate gate;
    gate.dimensions = {{"A"}};
    gate.bounds = {{0.25, 0.5}};
    gate.units = GateUnits::scale;
    const auto outlines = gate_outlines(gate, {std::nullopt, &tenth, 0, 1}, {0, &tenth, 0, 1});
    EXPECT_THAT(outlines.at(0), ElementsAre(Point{0, 0.25}, Point{1, 0.25}, Point{1, 0.5}, Point{0, 0.5}));
}

TEST(GateOutline, TurnsAPolygonWithItsAxes) {
    PolygonGate gate;
    gate.dimensions = {Dimension{"A"}, Dimension{"B"}};
    gate.vertices = {{0, 5}, {10, 5}, {10, 9}};
    const auto outlines = gate_outlines(gate, {1, &identity, 0, 10}, {0, &tenth, 0, 1});
    EXPECT_THAT(outlines.at(0), ElementsAre(Point{5, 0}, Point{5, 1}, Point{9, 1}));
}

TEST(GateOutline, GivesOneBoxPerQuadrant) {
    const QuadrantGate gate = QuadrantGate::crossing({Dimension{"A"}, Dimension{"B"}}, {4, 6}, {"--", "+-", "", "++"});
    const auto outlines = gate_outlines(gate, {0, &identity, 0, 10}, {1, &identity, 0, 10});
    ASSERT_EQ(outlines.size(), 3u);
    EXPECT_THAT(outlines[0], ElementsAre(Point{0, 0}, Point{4, 0}, Point{4, 6}, Point{0, 6}));
    EXPECT_THAT(outlines[2], ElementsAre(Point{4, 6}, Point{10, 6}, Point{10, 10}, Point{4, 10}));
}

TEST(GateOutline, PutsEveryPointOfAnEllipseOnItsEdge) {
    EllipsoidGate gate;
    gate.dimensions = {{"A"}, {"B"}};
    gate.mean = {3, 4};
    gate.covariance = {2, 0.6, 0.6, 1};
    gate.distance_square = 2.5;
    const OutlinePoints points = ellipse_outline(gate);
    ASSERT_EQ(points.size(), 96u);
    const double determinant = 2 * 1 - 0.6 * 0.6;
    for (const auto& [x, y] : points) {
        const double dx = x - 3, dy = y - 4;
        EXPECT_NEAR((dx * dx * 1 - 2 * dx * dy * 0.6 + dy * dy * 2) / determinant, 2.5, 1e-9);
    }
}

TEST(GateOutline, IsEmptyWhereNoneTellsTheTruth) {
    const OutlineAxis x{0, &identity, 0, 1}, y{1, &identity, 0, 1};
    EXPECT_TRUE(gate_outlines(BooleanGate{}, x, y).empty());
    EllipsoidGate skewed;
    skewed.dimensions = {{"A"}, {"B"}};
    skewed.mean = {0, 0};
    skewed.covariance = {1, 0.5, 0.2, 1};
    EXPECT_TRUE(gate_outlines(skewed, x, y).empty());
    QuadrantGate three;
    three.dividers.resize(3);
    EXPECT_TRUE(gate_outlines(three, x, y).empty());
}
