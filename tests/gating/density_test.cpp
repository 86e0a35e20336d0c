#include "asparagate/gating/density.hpp"

#include <gmock/gmock.h>
#include <cmath>
#include <vector>

using namespace asparagate;
using testing::ElementsAre;

TEST(DensityGrid, CountsMembersOnceAndOutsidersAtTheEdge) {
    const std::vector<double> x = {0.1, 0.6, 0.6, -5, NAN, 0.1}, y = {0.1, 0.6, 0.6, 9, 0.5, 0.1};
    Membership members(x.size(), true);
    members.words()[0] &= ~std::uint64_t{1};  // not the first event
    const DensityGrid grid = density_grid(x, y, &members, 2, 2, {0, 1}, {0, 1});
    EXPECT_THAT(grid.counts, ElementsAre(1, 0, 1, 2));
    EXPECT_EQ(grid.maximum, 2u);
}

TEST(ContourLevels, EncloseTheirShareOfTheEvents) {
    DensityGrid grid{2, 3, 0, 1, 0, 1, {60, 20, 10, 5, 5, 0}, 60};
    const std::vector<double> probabilities = {0, 0.5, 0.6, 0.61, 0.8, 0.9, 1};
    EXPECT_THAT(contour_levels(grid, probabilities), ElementsAre(60, 59, 59, 19, 19, 9, 4));
    EXPECT_THAT(contour_levels(DensityGrid{1, 1, 0, 1, 0, 1, {0}, 0}, probabilities), testing::Each(0u));
}
