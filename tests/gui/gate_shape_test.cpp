#include "plot/gate_shape.hpp"

#include "text/number_text.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace asparagate::gui {
namespace {

/// 100 x 100 pixels from (50, 20); x logicle, y linear as it is from 0 to 1000.
PlotMap plot_map() {
    PlotMap map;
    map.x = {{"CD19"}, LogicleTransform(), 0, 1, "CD19", "PE-A", true, {}};
    map.y = PlotAxis{{"SSC-A"}, IdentityTransform(), 0, 1000, "SSC-A", "", false, {}};
    map.area = QRectF(50, 20, 100, 100);
    return map;
}

bool same(const Dimension& a, const Dimension& b) {
    return a.channel == b.channel;
}

TEST(PlotMap, LeadsFromDataToPixelsAndBack) {
    const PlotMap map = plot_map();
    EXPECT_DOUBLE_EQ(map.pixel_x(0), 50);
    EXPECT_DOUBLE_EQ(map.pixel_x(1), 150);
    EXPECT_DOUBLE_EQ(map.pixel_y(0), 120);
    EXPECT_DOUBLE_EQ(map.pixel_y(1000), 20);
    for (const double x : {-200.0, 0.0, 13.0, 54321.0}) {
        const double pixel = map.pixel_x(gate_to_scale(x, GateUnits::data, map.x.transform));
        EXPECT_NEAR(gate_from_scale(map.scale_x(pixel), GateUnits::data, map.x.transform), x,
                    1e-6 + 1e-4 * std::abs(x));
    }
}

TEST(GateShape, DrawsInDataUnitsRoundedToFiveDigits) {
    const PlotMap map = plot_map();
    const auto gate = drawn_rectangle(map, {70, 40}, {110, 90});
    ASSERT_TRUE(gate);
    EXPECT_EQ(gate->units, GateUnits::data);
    EXPECT_EQ(gate->dimensions[0].channel, "CD19");
    const double low = inverse(map.x.transform, map.scale_x(70));
    EXPECT_EQ(gate->bounds[0].min, round_significant(low, 5));
    EXPECT_NEAR(gate->bounds[0].min, low, std::abs(low) * 1e-4);
    EXPECT_DOUBLE_EQ(gate->bounds[1].min, 300);
    EXPECT_DOUBLE_EQ(gate->bounds[1].max, 800);
}

TEST(GateShape, OpensASideThatIsDrawnPastTheEdge) {
    const auto gate = drawn_rectangle(plot_map(), {100, 10}, {158, 90});
    ASSERT_TRUE(gate);
    EXPECT_TRUE(std::isfinite(gate->bounds[0].min));
    EXPECT_EQ(gate->bounds[0].max, std::numeric_limits<double>::infinity());
    EXPECT_EQ(gate->bounds[1].max, std::numeric_limits<double>::infinity());
    EXPECT_FALSE(drawn_rectangle(plot_map(), {100, 40}, {101, 90})) << "a slip of the mouse is no gate";
}

TEST(GateShape, FindsGatesWithSwappedAxesAndLeavesOutOthers) {
    const PlotMap map = plot_map();
    PolygonGate polygon;
    polygon.dimensions = {Dimension{"SSC-A"}, Dimension{"CD19"}};
    polygon.vertices = {{100, 0}, {900, 0}, {500, 5000}};
    const auto on = gate_on_plot(polygon, map, same);
    ASSERT_TRUE(on);
    EXPECT_EQ(on->x, 1u);
    EXPECT_EQ(on->y, 0u);
    const GateShape shape = gate_shape(polygon, *on, map);
    EXPECT_NEAR(shape.handles[0].pixel.y(), 110, 1e-9);
    polygon.dimensions[1].channel = "CD3";
    EXPECT_FALSE(gate_on_plot(polygon, map, same));
    EllipsoidGate solid{{{"CD19"}, {"SSC-A"}, {"CD3"}}, {0, 0, 0}, {1, 0, 0, 0, 1, 0, 0, 0, 1}, 1};
    EXPECT_FALSE(gate_on_plot(solid, map, same));
}

TEST(GateShape, DragsAVertexToThePixelItIsPutOn) {
    const PlotMap map = plot_map();
    const auto polygon = drawn_polygon(map, QPolygonF{{60, 30}, {140, 30}, {140, 110}, {60, 110}});
    ASSERT_TRUE(polygon);
    const GateOnPlot on{0, 1};
    const Gate dragged = reshaped_gate(*polygon, on, map, 2, {120, 90});
    const GateShape shape = gate_shape(dragged, on, map);
    EXPECT_NEAR(shape.handles[2].pixel.x(), 120, 0.01);
    EXPECT_NEAR(shape.handles[2].pixel.y(), 90, 0.01);
    EXPECT_NEAR(shape.handles[0].pixel.x(), 60, 0.01);
    EXPECT_EQ(std::get<PolygonGate>(dragged).vertices.size(), 4u);
}

TEST(GateShape, MovesAGateWithoutChangingItsShapeOnThePlot) {
    const PlotMap map = plot_map();
    const auto polygon = drawn_polygon(map, QPolygonF{{60, 30}, {100, 30}, {80, 90}});
    const GateShape before = gate_shape(*polygon, {0, 1}, map);
    const GateShape after = gate_shape(moved_gate(*polygon, {0, 1}, map, {15, -5}), {0, 1}, map);
    for (std::size_t v = 0; v < 3; ++v) {
        EXPECT_NEAR(after.handles[v].pixel.x(), before.handles[v].pixel.x() + 15, 0.02);
        EXPECT_NEAR(after.handles[v].pixel.y(), before.handles[v].pixel.y() - 5, 0.02);
    }
}

TEST(GateShape, KeepsARectangleWhoseSideWouldCrossItsOpposite) {
    const PlotMap map = plot_map();
    const auto gate = drawn_rectangle(map, {70, 40}, {110, 90});
    const Gate same_gate = reshaped_gate(*gate, {0, 1}, map, side_left, {130, 60});
    EXPECT_EQ(std::get<RectangleGate>(same_gate), *gate);
}

TEST(GateShape, ReplacesAControlThresholdByTheNumberPutByHand) {
    const PlotMap map = plot_map();
    RectangleGate range;
    range.dimensions = {{"CD19"}};
    range.bounds = {{1000, std::numeric_limits<double>::infinity()}};
    range.control = ControlThreshold{"FMO CD19", 99.5, 500, 1000};
    const GateOnPlot on{0, {}};
    EXPECT_TRUE(std::get<RectangleGate>(reshaped_gate(range, on, map, side_right, {140, 60})).control);
    EXPECT_FALSE(std::get<RectangleGate>(reshaped_gate(range, on, map, side_left, {100, 60})).control);
    EXPECT_FALSE(std::get<RectangleGate>(moved_gate(range, on, map, {5, 0})).control);
}

TEST(GateShape, TakesHandlesWithinTwelvePixelsAndTheBodyElse) {
    const PlotMap map = plot_map();
    const GateShape shape = gate_shape(*drawn_rectangle(map, {60, 30}, {140, 110}), {0, 1}, map);
    EXPECT_EQ(hit_gate(shape, {60, 41}, true).kind, HitKind::handle);
    EXPECT_EQ(hit_gate(shape, {60, 41}, true).handle, side_left | side_high);
    EXPECT_EQ(hit_gate(shape, {100, 50}, true).kind, HitKind::body);
    EXPECT_EQ(hit_gate(shape, {60, 41}, false).kind, HitKind::body);
    EXPECT_EQ(hit_gate(shape, {20, 20}, true).kind, HitKind::none);
}

TEST(GateShape, AddsAVertexOnTheNearestEdgeAndKeepsThreeAtLeast) {
    const PlotMap map = plot_map();
    const auto polygon = drawn_polygon(map, QPolygonF{{60, 30}, {140, 30}, {100, 110}});
    const PolygonGate more = with_vertex(*polygon, {0, 1}, map, {100, 34});
    ASSERT_EQ(more.vertices.size(), 4u);
    EXPECT_NEAR(gate_shape(more, {0, 1}, map).handles[1].pixel.x(), 100, 0.02);
    EXPECT_EQ(without_vertex(more, 1), *polygon);
    EXPECT_EQ(without_vertex(*polygon, 1), *polygon);
}

TEST(GateShape, SplitsThePlotIntoNamedQuadrants) {
    const PlotMap map = plot_map();
    const QuadrantGate gate = QuadrantGate::crossing({Dimension{"CD19"}, Dimension{"SSC-A"}}, {0.5, 500},
                                                     {"--", "+-", "", "++"}, GateUnits::scale);
    const GateShape shape = gate_shape(gate, {0, 1}, map);
    ASSERT_EQ(shape.regions.size(), 3u);
    EXPECT_EQ(hit_gate(shape, {70, 110}, false).quadrant, 0);
    EXPECT_EQ(hit_gate(shape, {130, 110}, false).quadrant, 1);
    EXPECT_EQ(hit_gate(shape, {70, 30}, false).kind, HitKind::none);
    EXPECT_EQ(hit_gate(shape, {130, 30}, false).quadrant, 2) << "the third of three";
}

}  // namespace
}  // namespace asparagate::gui
