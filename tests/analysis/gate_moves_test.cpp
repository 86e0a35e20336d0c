#include "uncertainty/gate_moves.hpp"

#include "uncertainty/control_bootstrap.hpp"
#include "uncertainty/gate_width.hpp"
#include "uncertainty/threshold_draws.hpp"

#include <gtest/gtest.h>
#include <algorithm>
#include <cmath>
#include <random>

using namespace asparagate;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// FSC-A is linear to 1000, the others logicle.
std::optional<AxisScale> scale_of(const Dimension& dimension) {
    if (dimension.channel == "Time") return std::nullopt;
    if (dimension.channel == "FSC-A") return AxisScale{IdentityTransform{}, 0, 1000};
    return AxisScale{LogicleTransform{}, 0, 1};
}

GateNode range(const std::string& parent, const std::string& name, const std::string& channel, Interval bounds) {
    return {parent, name, RectangleGate{{{channel}}, {bounds}, {}, {}}, ""};
}

GateMoves moves_of(const GatingStrategy& strategy, double shift, std::vector<UncertaintySettings::Gate> gates = {},
                   std::uint64_t seed = 1) {
    UncertaintySettings settings;
    settings.shift = shift;
    settings.gates = std::move(gates);
    return GateMoves(strategy, "", "", settings, seed, scale_of);
}

const RectangleGate& rectangle(const GatingStrategy& strategy, std::size_t node) {
    return std::get<RectangleGate>(strategy.nodes[node].gate);
}

}  // namespace

TEST(GateMoves, LeavesDrawZeroAsItIs) {
    GatingStrategy strategy;
    strategy.nodes = {range("/", "A", "FSC-A", {200, 800}), range("/A", "B", "PE-A", {500, infinity})};
    EXPECT_EQ(moves_of(strategy, 0.02).moved(0), strategy);
    EXPECT_FALSE(moves_of(strategy, 0.02).moved(1) == strategy);
    EXPECT_EQ(moves_of(strategy, 0).moved(1), strategy);
}

TEST(GateMoves, ShiftsABoundNormallyOnItsScale) {
    GatingStrategy strategy;
    strategy.nodes = {range("/", "A", "FSC-A", {500, infinity}), range("/", "B", "PE-A", {500, infinity})};
    const GateMoves moves = moves_of(strategy, 0.02);
    const LogicleTransform logicle;
    constexpr std::size_t draws = 4000;
    double sum[2] = {}, squares[2] = {};
    for (std::size_t draw = 1; draw <= draws; ++draw) {
        const GatingStrategy moved = moves.moved(draw);
        const double distance[] = {(rectangle(moved, 0).bounds[0].min - 500) / 1000,
                                   logicle.apply(rectangle(moved, 1).bounds[0].min) - logicle.apply(500)};
        for (int d : {0, 1}) sum[d] += distance[d], squares[d] += distance[d] * distance[d];
        EXPECT_EQ(rectangle(moved, 0).bounds[0].max, infinity);
    }
    for (int d : {0, 1}) {
        EXPECT_NEAR(sum[d] / draws, 0, 4 * 0.02 / std::sqrt(draws));
        EXPECT_NEAR(std::sqrt(squares[d] / draws), 0.02, 0.001);
    }
}

TEST(GateMoves, MovesOneLineTogetherWhereverItStands) {
    GatingStrategy strategy;
    strategy.nodes = {range("/", "T", "CD3", {3500, infinity}), range("/", "not T", "CD3", {-infinity, 3500}),
                      range("/T", "other", "CD3", {3600, infinity}), range("/", "B", "CD19", {3500, infinity})};
    TailoredVersion version;
    version.gates = {{"/T", range("/", "T", "CD3", {3500, 90000}).gate}};
    strategy.versions = {version};
    strategy.nodes.push_back(
        {"/T", "Q", QuadrantGate::crossing({Dimension{"CD3"}, Dimension{"CD8"}}, {3500, 700}, {"a", "b", "c", "d"}),
         ""});
    const GatingStrategy moved = moves_of(strategy, 0.02).moved(7);
    const double line = rectangle(moved, 0).bounds[0].min;
    EXPECT_NE(line, 3500);
    EXPECT_EQ(rectangle(moved, 1).bounds[0].max, line);
    EXPECT_EQ(std::get<RectangleGate>(moved.versions[0].gates[0].gate).bounds[0].min, line);
    EXPECT_EQ(std::get<QuadrantGate>(moved.nodes[4].gate).dividers[0].values[0], line);
    EXPECT_NE(rectangle(moved, 2).bounds[0].min - 3600, line - 3500);
    EXPECT_NE(rectangle(moved, 3).bounds[0].min, line);
}

TEST(GateMoves, KeepsBoundsInOrderAndEndsOfTheScaleWhereTheyAre) {
    GatingStrategy strategy;
    strategy.nodes = {range("/", "narrow", "FSC-A", {500, 501}), range("/", "open", "FSC-A", {0, 1000}),
                      range("/", "beyond", "PE-A", {-1e6, 500000}), range("/", "time", "Time", {10, 20})};
    QuadrantGate quadrant;
    quadrant.dividers = {{Dimension{"FSC-A"}, {499, 500, 501}}};
    quadrant.quadrants = {{"low", {0}}, {"high", {3}}};
    strategy.nodes.push_back({"/", "Q", quadrant, ""});
    const GateMoves moves = moves_of(strategy, 0.05, {{"", "/narrow", 0.05}});
    for (std::size_t draw = 1; draw <= 200; ++draw) {
        const GatingStrategy moved = moves.moved(draw);
        EXPECT_LT(rectangle(moved, 0).bounds[0].min, rectangle(moved, 0).bounds[0].max);
        for (std::size_t node : {1u, 2u, 3u}) EXPECT_EQ(moved.nodes[node], strategy.nodes[node]);
        EXPECT_TRUE(std::ranges::is_sorted(std::get<QuadrantGate>(moved.nodes[4].gate).dividers[0].values));
        if (draw == 1) validate_strategy(moved, "moved");
    }
    EXPECT_EQ(moves.placements({})[3].how, "not moved: the dimension has no range to take a fraction of");
    EXPECT_FALSE(moves.placements({})[3].tolerance);
}

TEST(GateMoves, MovesPolygonsAndEllipsesAsAWhole) {
    GatingStrategy strategy;
    const std::vector<std::array<double, 2>> corners = {{200, 0.2}, {600, 0.2}, {600, 0.6}, {1000, 0.6}};
    strategy.nodes.push_back(
        {"/", "P", PolygonGate{{Dimension{"FSC-A"}, Dimension{"PE-A"}}, corners, GateUnits::scale}, ""});
    strategy.nodes.push_back({"/", "E", EllipsoidGate{{{"FSC-A"}, {"PE-A"}}, {500, 0.5}, {100, 0, 0, 0.01}, 1}, ""});
    PolygonGate data{{Dimension{"CD3"}, Dimension{"PE-A"}}, {{100, 100}, {900, 100}, {900, 5000}}};
    strategy.nodes.push_back({"/", "D", data, ""});
    const GatingStrategy moved = moves_of(strategy, 0.02).moved(3);
    const auto& vertices = std::get<PolygonGate>(moved.nodes[0].gate).vertices;
    const double dx = vertices[0][0] - 200, dy = vertices[0][1] - 0.2;
    EXPECT_NE(dx, 0);
    EXPECT_NE(dy, 0);
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_NEAR(vertices[i][0] - corners[i][0], dx, 1e-9);
        EXPECT_NEAR(vertices[i][1] - corners[i][1], dy, 1e-12);
    }
    EXPECT_EQ(vertices[3][0], 1000) << "the end of the scale means everything up to it";
    const auto& ellipse = std::get<EllipsoidGate>(moved.nodes[1].gate);
    EXPECT_NE(ellipse.mean[0], 500);
    EXPECT_EQ(ellipse.covariance, std::get<EllipsoidGate>(strategy.nodes[1].gate).covariance);
    const auto& in_data = std::get<PolygonGate>(moved.nodes[2].gate);
    const LogicleTransform logicle;
    EXPECT_EQ(in_data.units, GateUnits::data);
    EXPECT_NEAR(logicle.apply(in_data.vertices[0][0]) - logicle.apply(100),
                logicle.apply(in_data.vertices[1][0]) - logicle.apply(900), 1e-9);
}

TEST(GateMoves, TakesATolerancePerGateAndTellsIt) {
    GatingStrategy strategy;
    strategy.nodes = {range("/", "A", "FSC-A", {500, infinity}), range("/", "B", "FSC-A", {600, infinity})};
    strategy.nodes.push_back(range("/A", "C", "PE-A", {}));
    auto& controlled = std::get<RectangleGate>(strategy.nodes[2].gate);
    controlled.control = ControlThreshold{"FMO", 99.5, 500, 700};
    const GateMoves moves = moves_of(strategy, 0.02, {{"", "/A", 0}, {"", "/B", 0.1}});
    EXPECT_EQ(moves.moved(1).nodes[0], strategy.nodes[0]);
    ASSERT_EQ(moves.placements({}).size(), 3u);
    EXPECT_EQ(moves.placements({})[1].tolerance, 0.1);
    EXPECT_EQ(moves.placements({})[2].how, "bootstrap of the control's percentile");
    EXPECT_EQ(moves.moved_threshold(2, 900, 1), 900);
    EXPECT_NE(rectangle(moves.moved(1), 2).control->fallback, 700) << "a number set by hand moves";
    EXPECT_NE(moves_of(strategy, 0.02, {{"", "/A/C", 0.05}}).moved_threshold(2, 900, 1), 900);
    EXPECT_NE(moves.key(), moves_of(strategy, 0.03).key());
    EXPECT_NE(moves.key(), moves_of(strategy, 0.02, {}, 2).key());
}

TEST(GateMoves, NamesThePatientsWhoseThresholdFellBack) {
    GatingStrategy strategy;
    strategy.nodes = {range("/", "C", "PE-A", {})};
    std::get<RectangleGate>(strategy.nodes[0].gate).control = ControlThreshold{"FMO", 99.5, 500, 700};
    const GateMoves moves = moves_of(strategy, 0.02);
    const auto told = [&](bool first, bool second) {
        return moves.placements({{"P1", "", "/C", "FMO", 900, 600, first}, {"P2", "", "/C", "FMO", 700, 0, second}})[0];
    };
    EXPECT_EQ(told(false, true).how, "bootstrap of the control's percentile; shift of the fallback of P2");
    EXPECT_EQ(told(false, true).tolerance, 0.02);
    EXPECT_EQ(told(true, true).how, "shift of the fallback: too few control events");
    EXPECT_FALSE(told(false, false).tolerance);
}

TEST(GateMoves, MovesANarrowGateLess) {
    const std::vector<std::optional<AxisScale>> scales = {AxisScale{IdentityTransform{}, 0, 1000},
                                                          AxisScale{IdentityTransform{}, 0, 1000}};
    const Dimension x{"FSC-A"}, y{"FSC-A"};
    EXPECT_EQ(gate_width(RectangleGate{{x}, {{500, 600}}, {}, {}}, 0, scales), std::nullopt) << "others may share it";
    // A diagonal band, 100 high everywhere.
    const PolygonGate band{{x, y}, {{0, 0}, {900, 900}, {900, 1000}, {0, 100}}};
    EXPECT_NEAR(*gate_width(band, 1, scales), 100, 1e-9);
    EXPECT_NEAR(*gate_width(band, 0, scales), 90, 1e-9);
    const EllipsoidGate circle{{x, y}, {500, 500}, {100, 0, 0, 100}, 4};
    EXPECT_NEAR(*gate_width(circle, 0, scales), 3.14159265 / 2 * 20, 1e-6) << "area over extent";
    GatingStrategy strategy;
    strategy.nodes = {{"/", "P", band, ""}, range("/", "open", "FSC-A", {300, infinity})};
    EXPECT_NEAR(moves_of(strategy, 0.02).placements({})[0].tolerance.value(), 0.02 * 2.5 * 0.09, 1e-12);
    EXPECT_EQ(moves_of(strategy, 0.02).placements({})[1].tolerance, 0.02);
    EXPECT_EQ(moves_of(strategy, 0.02, {{"", "/P", 0.03}}).placements({})[0].tolerance, 0.03);
}

TEST(AxisScale, KnowsWhereScalesBeginAndEnd) {
    Parameter parameter;
    parameter.name = "FSC-A";
    parameter.range = 262144;
    EXPECT_EQ(axis_scale(IdentityTransform{}, &parameter)->width(), 262144);
    parameter.gain = 2;
    EXPECT_EQ(axis_scale(IdentityTransform{}, &parameter)->high, 131072);
    parameter.log_decades = 4;
    EXPECT_EQ(axis_scale(IdentityTransform{}, &parameter)->high, 10000);
    EXPECT_EQ(axis_scale(LogicleTransform{}, nullptr)->width(), 1);
    EXPECT_LT(axis_scale((AsinhTransform{262144, 4.5, 0}), nullptr)->low, 0);
    EXPECT_EQ(axis_scale(BoundedTransform{LogicleTransform{}, 0.1, 0.8}, nullptr)->width(), 0.8 - 0.1);
    EXPECT_FALSE(axis_scale(IdentityTransform{}, nullptr));
    parameter.name = "Time";
    EXPECT_FALSE(axis_scale(LinearTransform{}, &parameter));
}

TEST(ControlBootstrap, DrawsWhatResamplingEveryEventDraws) {
    std::mt19937_64 random(3);
    std::lognormal_distribution<double> value(3, 1);
    std::vector<double> events(700);
    for (double& event : events) event = value(random);
    constexpr std::size_t draws = 20000;
    for (const double percentile : {50.0, 90.0, 99.5}) {
        std::vector<double> direct, by_ranks, work = events;
        for (std::size_t draw = 0; draw < draws; ++draw) {
            std::vector<double> resample(events.size());
            for (double& event : resample) event = events[random() % events.size()];
            direct.push_back(control_percentile(resample, percentile));
            by_ranks.push_back(resampled_percentile(work, percentile, draw));
        }
        std::ranges::sort(direct);
        std::ranges::sort(by_ranks);
        // Kolmogorov-Smirnov: both are samples of one distribution.
        double distance = 0;
        for (std::size_t i = 0, j = 0; i < draws && j < draws;) {
            const double x = std::min(direct[i], by_ranks[j]);
            while (i < draws && direct[i] <= x) ++i;
            while (j < draws && by_ranks[j] <= x) ++j;
            distance = std::max(distance, std::abs(double(i) - double(j)) / draws);
        }
        EXPECT_LT(distance, 1.95 * std::sqrt(2.0 / draws)) << percentile;
    }
}

TEST(ControlBootstrap, HandlesTheEdges) {
    std::vector<double> one = {5}, two = {1, 3}, same(50, 2.0);
    EXPECT_EQ(control_percentile(one, 99.5), 5);
    EXPECT_EQ(control_percentile(two, 50), 2);
    EXPECT_EQ(control_percentile(two, 100), 3);
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
        EXPECT_EQ(resampled_percentile(one, 99.5, seed), 5);
        EXPECT_EQ(resampled_percentile(same, 37, seed), 2);
        const double drawn = resampled_percentile(two, 100, seed);
        EXPECT_TRUE(drawn == 1 || drawn == 3);
        EXPECT_EQ(resampled_percentile(two, 100, seed), drawn);
    }
}

TEST(ThresholdRounds, ResolveWhatOthersRestOnFirst) {
    GatingStrategy strategy;
    const auto controlled = [](const std::string& parent, const std::string& name) {
        GateNode node = range(parent, name, "PE-A", {});
        std::get<RectangleGate>(node.gate).control = ControlThreshold{};
        return node;
    };
    strategy.nodes = {controlled("/", "A"),
                      controlled("/A", "B"),
                      range("/A", "C", "FSC-A", {1, 2}),
                      {"/", "D", BooleanGate{BooleanGate::Operation::any_of, {{"/A/B"}}}, ""},
                      controlled("/D", "E"),
                      controlled("/", "F")};
    const std::vector<std::vector<std::size_t>> expected = {{0, 5}, {1}, {4}};
    EXPECT_EQ(threshold_rounds(strategy), expected);
    EXPECT_TRUE(threshold_rounds({}).empty());
}
