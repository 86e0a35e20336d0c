// Each kernel against the plain loop that it stands for, on every set of instructions.
#include "engine/kernels/kernels.hpp"

#include "instruction_sets.hpp"

#include <gtest/gtest.h>
#include <cmath>
#include <cstring>
#include <random>

using namespace asparagate::detail;

namespace {

constexpr std::size_t n_events = 640, n_words = n_events / 64;

/// Between 0 and 1, many on a grid, so that they meet edges; some no numbers at all.
std::vector<double> coordinates(unsigned seed) {
    std::mt19937 random(seed);
    std::vector<double> values(n_events);
    for (double& value : values) {
        const unsigned u = random() % 100;
        value = u == 0 ? NAN : u == 1 ? INFINITY : u == 2 ? -INFINITY : static_cast<double>(random() % 41) / 40;
        if (u > 50) value += 1e-9 * (static_cast<double>(random() % 2001) - 1000);
    }
    return values;
}

bool bit(const std::vector<std::uint64_t>& words, std::size_t i) {
    return (words[i / 64] >> (i % 64)) & 1;
}

/// Every third event is asked about.
std::vector<std::uint64_t> asked() {
    std::vector<std::uint64_t> words(n_words);
    for (std::size_t i = 0; i < n_events; i += 3) words[i / 64] |= std::uint64_t{1} << (i % 64);
    return words;
}

const Polygon polygon({{0.1, 0.1}, {0.5, 0.1}, {0.9, 0.2}, {0.7, 0.7}, {0.5, 0.5}, {0.1, 0.6}, {0.3, 0.3}});

}  // namespace

TEST(Kernels, TestRangesWithBothEnds) {
    const auto x = coordinates(1);
    asparagate::test::for_each_instruction_set([&](const char* name) {
        auto inside = asked();
        std::vector<std::uint64_t> unsure(n_words);
        kernels::test_range(x.data(), n_words, {0.25, 0.75}, {0.5, 0.75}, inside.data(), unsure.data());
        for (std::size_t i = 0; i < n_events; ++i) {
            EXPECT_EQ(bit(inside, i), i % 3 == 0 && x[i] >= 0.25 && x[i] <= 0.75) << name << " " << x[i];
            EXPECT_EQ(bit(unsure, i), bit(inside, i) && x[i] < 0.5) << name << " " << x[i];
        }
    });
}

TEST(Kernels, TestPolygonsAsThePlainLoopDoes) {
    const auto x = coordinates(2), y = coordinates(3);
    asparagate::test::for_each_instruction_set([&](const char* name) {
        auto inside = asked();
        kernels::test_polygon(polygon, x.data(), y.data(), n_words, inside.data());
        for (std::size_t i = 0; i < n_events; ++i)
            EXPECT_EQ(bit(inside, i), i % 3 == 0 && polygon.contains(x[i], y[i])) << name << " " << x[i] << " " << y[i];
    });
}

TEST(Kernels, AreSureOfAPolygonOnlyWhereTheErrorOfCoordinatesCannotMatter) {
    const auto x = coordinates(4), y = coordinates(5);
    std::mt19937 random(6);
    const kernels::Slack slack{1e-7, 2e-7};
    std::vector<double> near_x = x, near_y = y;
    for (std::size_t i = 0; i < n_events; ++i) {
        near_x[i] += slack.x * (static_cast<double>(random() % 2001) / 1000 - 1);
        near_y[i] += slack.y * (static_cast<double>(random() % 2001) / 1000 - 1);
    }
    asparagate::test::for_each_instruction_set([&](const char* name) {
        auto inside = asked();
        std::vector<std::uint64_t> unsure(n_words);
        kernels::test_polygon_within(polygon, slack, near_x.data(), near_y.data(), n_words, inside.data(),
                                     unsure.data());
        std::size_t sure = 0;
        for (std::size_t i = 0; i < n_events; i += 3) {
            if (bit(unsure, i)) continue;
            ++sure;
            EXPECT_EQ(bit(inside, i), polygon.contains(x[i], y[i])) << name << " " << x[i] << " " << y[i];
        }
        EXPECT_GT(sure, n_events / 6);
    });
}

TEST(Kernels, GatherRowsAndSumTheirColumns) {
    constexpr std::size_t n_columns = 7, n_rows = 90, stride = 96;
    std::mt19937 random(7);
    std::vector<float> rows(n_rows * n_columns);
    for (float& value : rows) value = static_cast<float>(random() % 100000) / 7;
    std::vector<std::uint16_t> positions;
    for (std::size_t i = 0; i < n_rows; i += 1 + random() % 3) positions.push_back(static_cast<std::uint16_t>(i));
    const std::vector<std::size_t> wanted = {5, 0, 6, 1, 1};  // out of order, and one twice
    std::vector<std::uint32_t> offsets;
    for (const std::size_t column : wanted) offsets.push_back(static_cast<std::uint32_t>(column * sizeof(float)));
    const auto tiles = kernels::make_tiles(offsets, n_columns * sizeof(float));
    std::vector<double> weights(3 * wanted.size());
    for (double& weight : weights) weight = static_cast<double>(random() % 1000) / 999 - 0.5;
    asparagate::test::for_each_instruction_set([&](const char* name) {
        std::vector<float> columns(wanted.size() * stride);
        kernels::gather_rows(reinterpret_cast<const std::byte*>(rows.data()), n_columns * sizeof(float),
                             positions.data(), positions.size(), tiles, columns.data(), stride);
        std::vector<std::vector<double>> sums(3, std::vector<double>(stride));
        const std::vector<double*> targets = {sums[0].data(), sums[1].data(), sums[2].data()};
        kernels::weighted_sums(columns.data(), stride, wanted.size(), weights.data(), positions.size(), targets);
        for (std::size_t k = 0; k < positions.size(); ++k) {
            for (std::size_t c = 0; c < wanted.size(); ++c)
                EXPECT_EQ(columns[c * stride + k], rows[positions[k] * n_columns + wanted[c]]) << name;
            for (std::size_t s = 0; s < sums.size(); ++s) {
                double expected = weights[s * wanted.size()] * static_cast<double>(columns[k]);
                for (std::size_t c = 1; c < wanted.size(); ++c)
                    expected += weights[s * wanted.size() + c] * static_cast<double>(columns[c * stride + k]);
                EXPECT_EQ(sums[s][k], expected) << name;
            }
        }
    });
}
