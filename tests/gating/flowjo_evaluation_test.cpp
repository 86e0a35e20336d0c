// FlowJo-compatible evaluation: which events its grid of channels takes in and where its rectangles end.
#include "asparagate/gating/engine.hpp"
#include "event_file.hpp"

#include <gmock/gmock.h>

using namespace asparagate;
using test::EventFile;
using testing::ElementsAre;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// A strategy of one gate on x and y, both on `transform`.
GatingStrategy strategy_of(Gate gate, const Transform& transform, Evaluation evaluation) {
    GatingStrategy strategy;
    strategy.compensation = uncompensated;
    strategy.transforms["axis"] = transform;
    strategy.scales = {{"x", "axis"}, {"y", "axis"}};
    strategy.evaluation = evaluation;
    strategy.nodes = {{"/", "P", std::move(gate), ""}};
    return strategy;
}

/// 0 or 1 per event.
std::vector<int> inside(const Gate& gate, const Transform& transform, const std::vector<std::vector<double>>& events,
                        Evaluation evaluation = Evaluation::flowjo) {
    const EventFile file({"x", "y"}, events);
    GateOptions options;
    options.memberships = true;
    const SampleGates gates = gate_sample(file.data(), strategy_of(gate, transform, evaluation), "s", options);
    std::vector<int> result;
    for (std::size_t i = 0; i < events.size(); ++i) result.push_back(gates.memberships[0][i]);
    return result;
}

PolygonGate polygon(const std::vector<std::array<double, 2>>& vertices, int resolution = 256) {
    return {{Dimension{"x"}, Dimension{"y"}}, vertices, GateUnits::data, resolution};
}

RectangleGate rectangle(Interval x) {
    return {{Dimension{"x"}}, {x}, GateUnits::data, {}};
}

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
const Transform linear = LinearTransform{2560, 0};  // ten units per channel

}  // namespace

TEST(FlowJoEvaluation, RoundsEventsAndVerticesToChannelsAndIncludesTheBoundary) {
    const auto square = polygon({{100, 100}, {200, 100}, {200, 200}, {100, 200}});
    // Channels 10 to 20: 95 rounds up to 10, 204.9 down to 20.
    EXPECT_THAT(
        inside(square, linear, {{95, 150}, {94.9, 150}, {204.9, 150}, {205, 150}, {150, 204}, {not_a_number, 150}}),
        ElementsAre(1, 0, 1, 0, 1, 0));
    EXPECT_THAT(inside(square, linear, {{95, 150}, {100, 150}, {200, 150}, {204.9, 150}}, Evaluation::exact),
                ElementsAre(0, 1, 0, 0));
}

TEST(FlowJoEvaluation, DoesNotBinGatesWithoutAResolution) {
    const auto square = polygon({{100, 100}, {200, 100}, {200, 200}, {100, 200}}, 0);
    EXPECT_THAT(inside(square, linear, {{95, 150}, {100, 150}, {200, 150}}), ElementsAre(0, 1, 0));
}

TEST(FlowJoEvaluation, PutsEventsBeyondALinearAxisIntoItsLastChannels) {
    const auto whole = polygon({{-10, -10}, {3000, -10}, {3000, 3000}, {-10, 3000}});
    EXPECT_THAT(inside(whole, linear, {{-1e6, 100}, {1e6, 100}, {-infinity, 100}, {infinity, 1e9}}),
                ElementsAre(1, 1, 1, 1));
    // Vertices are not clamped: this one lies wholly above the axis.
    const auto above = polygon({{2600, 0}, {3000, 0}, {3000, 2000}, {2600, 2000}});
    EXPECT_THAT(inside(above, linear, {{2700, 100}}), ElementsAre(0));
}

TEST(FlowJoEvaluation, TakesTheEntryOfTheBiexTableBelowTheEvent) {
    const BiexTransform biex = BiexTransform::make(262144, 4.5, 0, -10);
    const auto entry = [&](std::size_t j) { return biex.table()[j]; };
    // Channels 100 to 120 of 256 hold the entries 1600 to 1935.
    const auto square = polygon({{entry(1600), entry(1600)},
                                 {entry(1920), entry(1600)},
                                 {entry(1920), entry(1920)},
                                 {entry(1600), entry(1920)}});
    EXPECT_THAT(inside(square, biex,
                       {{entry(1599), entry(1700)},
                        {entry(1600), entry(1700)},
                        {entry(1935), entry(1700)},
                        {entry(1936), entry(1700)}}),
                ElementsAre(0, 1, 1, 0));
    // Only the top of the table makes channel 256.
    const auto top = polygon({{entry(4096), -1e5}, {1e6, -1e5}, {1e6, 1e6}, {entry(4096), 1e6}});
    EXPECT_THAT(inside(top, biex, {{entry(4095), 0}, {entry(4096), 0}, {1e9, 0}}), ElementsAre(0, 1, 1));
}

TEST(FlowJoEvaluation, PutsWhatIsNotPositiveIntoTheFirstChannelOfALogAxis) {
    const Transform log = FlowJoLogTransform{1, 4};
    const auto low = polygon({{0, 0}, {10, 0}, {10, 10}, {0, 10}});
    EXPECT_THAT(inside(low, log, {{-5, 5}, {0.1, 1}, {10, 10}, {10.3, 5}}), ElementsAre(1, 1, 1, 0));
    // A vertex far below the axis is not clamped to it.
    const auto far = polygon({{1e-300, 1}, {10, 1}, {10, 10}, {1e-300, 10}});
    EXPECT_THAT(inside(far, log, {{-5, 5}, {0.1, 1}}), ElementsAre(1, 1));
}

TEST(FlowJoEvaluation, ClosesRectanglesAndOpensBoundsAtTheEndsOfTheAxis) {
    EXPECT_THAT(inside(rectangle({100, 200}), linear, {{100, 0}, {200, 0}, {200.1, 0}}), ElementsAre(1, 1, 0));
    EXPECT_THAT(inside(rectangle({0, 200}), linear, {{-1e6, 0}, {-infinity, 0}}), ElementsAre(1, 1));
    EXPECT_THAT(inside(rectangle({100, 2560}), linear, {{1e6, 0}, {50, 0}}), ElementsAre(1, 0));
    // Wholly outside: as drawn.
    EXPECT_THAT(inside(rectangle({-200, -100}), linear, {{-1000, 0}, {-150, 0}}), ElementsAre(0, 1));
    const BiexTransform biex = BiexTransform::make(262144, 4.5, 0, -10);
    EXPECT_THAT(inside(rectangle({biex.table().front(), 5}), biex, {{-1e6, 0}, {6, 0}}), ElementsAre(1, 0));
    EXPECT_THAT(inside(rectangle({5, 1e6}), biex, {{2e6, 0}}), ElementsAre(0));
    EXPECT_THAT(inside(rectangle({1, 5}), FlowJoLogTransform{1, 4}, {{-1, 0}, {0.5, 0}}), ElementsAre(1, 1));
}

TEST(FlowJoEvaluation, SaysWhereNoRuleIsKnown) {
    const EventFile file({"x", "y"}, {{1, 1}});
    const auto square = polygon({{0, 0}, {2, 0}, {2, 2}, {0, 2}});
    const SampleGates gates =
        gate_sample(file.data(), strategy_of(square, AsinhTransform{}, Evaluation::flowjo), "s", {});
    ASSERT_EQ(gates.findings.size(), 1u);
    EXPECT_EQ(gates.findings[0].code, "G-GRID");
    EXPECT_EQ(gates.rows[0].count, 1u);
}

TEST(FlowJoEvaluation, IsASwitchOfTheStrategyFile) {
    const auto written = strategy_of(polygon({{0, 0}, {2, 0}, {2, 2}}), FlowJoLogTransform{1, 4}, Evaluation::flowjo);
    EXPECT_EQ(parse_strategy(format_strategy(written), "s.toml"), written);
    const auto table = strategy_of(rectangle({1, 2}), TableTransform::make({-1, 0, 10}), Evaluation::exact);
    EXPECT_EQ(parse_strategy(format_strategy(table), "s.toml"), table);
    EXPECT_THROW(parse_strategy("[strategy]\nevaluation = \"fast\"\n", "s.toml"), GatingError);
}
