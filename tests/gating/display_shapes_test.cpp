#include "gatingml/display_shapes.hpp"

#include "engine/polygon.hpp"

#include <gtest/gtest.h>

namespace asparagate::gatingml {
namespace {

detail::Polygon in_data(const Vertices& vertices, const Transform& transform) {
    return detail::Polygon(cut_edges(vertices, {transform, transform}, {true, true}, pieces_per_edge));
}

TEST(CutEdges, RunFarBeyondTheEndsOfAnAxis) {
    // Everything up to 10 lies on 0, a decade is a quarter.
    const detail::Polygon square = in_data({{0, 0}, {0.5, 0}, {0.5, 0.5}, {0, 0.5}}, FlowJoLogTransform{10, 4});
    EXPECT_TRUE(square.contains(20, 20));
    EXPECT_TRUE(square.contains(-1000, 20));
    EXPECT_TRUE(square.contains(20, 0));
    EXPECT_TRUE(square.contains(-1000, -5));
    EXPECT_FALSE(square.contains(2000, 20));
    EXPECT_FALSE(square.contains(-1000, 2000));
}

TEST(CutEdges, FollowAnEdgeThatCrossesTheEndOfAnAxis) {
    const detail::Polygon triangle = in_data({{-0.5, 0}, {0.5, 0}, {0, 0.5}}, FlowJoLogTransform{10, 4});
    // The left edge crosses x = 0 at y = 0.5: all that lies on x = 0 is inside up to there.
    EXPECT_TRUE(triangle.contains(-1000, 900));
    EXPECT_FALSE(triangle.contains(-1000, 1100));
    EXPECT_TRUE(triangle.contains(100, 90));
    EXPECT_FALSE(triangle.contains(100, 1100));
}

TEST(CutEdges, KeepTheVerticesOfScalesWithoutEnds) {
    const Vertices vertices =
        cut_edges({{1, 1}, {3, 1}, {3, 3}}, {IdentityTransform{}, IdentityTransform{}}, {true, true}, 1);
    EXPECT_EQ(vertices, (Vertices{{1, 1}, {3, 1}, {3, 3}}));
}

}  // namespace
}  // namespace asparagate::gatingml
