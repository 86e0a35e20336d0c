// The edges of docs/gate-semantics.md, one event per point that matters.
#include "asparagate/gating/engine.hpp"
#include "asparagate/gating/gating_error.hpp"
#include "event_file.hpp"

#include <gmock/gmock.h>
#include <cmath>
#include <limits>

using namespace asparagate;
using test::EventFile;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
const double nan_value = std::nan("");

const Dimension x{"X"}, y{"Y"};

/// Events (by position) inside `gate` on two channels X and Y.
std::vector<std::size_t> inside(const Gate& gate, const std::vector<std::vector<double>>& events,
                                const std::string& population = "/P",
                                const Transform& transform = IdentityTransform{}) {
    const EventFile file({"X", "Y"}, events);
    GatingStrategy strategy;
    strategy.transforms["t"] = transform;
    strategy.scales["default"] = "t";
    strategy.nodes.push_back({"/", "P", gate, ""});
    GateOptions options;
    options.memberships = true;
    const SampleGates gates = gate_sample(file.data(), strategy, "s", options);
    std::vector<std::size_t> result;
    for (std::size_t row = 0; row < gates.rows.size(); ++row) {
        EXPECT_EQ(gates.memberships[row].count(), gates.rows[row].count);
        if (gates.rows[row].population == population)
            for (std::size_t event = 0; event < events.size(); ++event)
                if (gates.memberships[row][event]) result.push_back(event);
    }
    return result;
}

RectangleGate range(double min, double max, GateUnits units = GateUnits::data) {
    return {{x}, {{min, max}}, units, {}};
}

}  // namespace

TEST(GateRules, RangeIncludesItsLowerAndExcludesItsUpperBound) {
    EXPECT_THAT(inside(range(1, 2), {{std::nextafter(1, 0), 0}, {1, 0}, {1.5, 0}, {std::nextafter(2, 0), 0}, {2, 0}}),
                ElementsAre(1, 2, 3));
}

TEST(GateRules, OpenRangeIncludesInfinitiesButNeverNaN) {
    const std::vector<std::vector<double>> events = {{-infinity, 0}, {0, 0}, {infinity, 0}, {nan_value, 0}};
    EXPECT_THAT(inside(range(-infinity, infinity), events), ElementsAre(0, 1, 2));
    EXPECT_THAT(inside(range(0, infinity), events), ElementsAre(1, 2));
    EXPECT_THAT(inside(range(-infinity, 0), events), ElementsAre(0));
}

TEST(GateRules, ScaleBoundsEqualTheTransformedComparison) {
    const Transform logicle = LogicleTransform::make(262144, 0.5, 4.5, 0);
    for (const double bound : {0.1, 0.5, 0.731, 0.99}) {
        std::vector<std::vector<double>> events;
        double at = asparagate::inverse(logicle, bound);
        for (int i = 0; i < 40; ++i) at = std::nextafter(at, -infinity);
        for (int i = 0; i < 80; ++i, at = std::nextafter(at, infinity)) events.push_back({at, 0});
        std::vector<std::size_t> expected;
        for (std::size_t i = 0; i < events.size(); ++i)
            if (asparagate::apply(logicle, events[i][0]) >= bound) expected.push_back(i);
        EXPECT_EQ(inside(range(bound, infinity, GateUnits::scale), events, "/P", logicle), expected);
    }
}

TEST(GateRules, LogScaleHoldsZeroUnderEveryBoundAndNothingBelow) {
    const LogTransform log{1000, 3};
    EXPECT_THAT(inside(range(-5000, 0.5, GateUnits::scale), {{0, 0}, {-3, 0}, {5e-324, 0}, {1, 0}}, "/P", log),
                ElementsAre(2, 3));
    EXPECT_THAT(inside(range(-infinity, 0.5, GateUnits::scale), {{0, 0}, {-3, 0}, {1, 0}}, "/P", log),
                ElementsAre(0, 2));
    EXPECT_THAT(inside(range(-infinity, infinity, GateUnits::scale), {{0, 0}, {-3, 0}, {1, 0}}, "/P", log),
                ElementsAre(0, 2));
    EXPECT_THAT(inside(range(-infinity, 0.5), {{0, 0}, {-3, 0}, {1, 0}}, "/P", log), ElementsAre(0, 1))
        << "bounds in data units look at the data";
}

TEST(GateRules, BoundsOfATransformClipBeforeTheGateLooks) {
    const Transform clipped = BoundedTransform{LinearTransform{100, 0}, 0.2, 0.8};
    const std::vector<std::vector<double>> events = {{-infinity, 0}, {10, 0}, {20, 0},       {50, 0},
                                                     {80, 0},        {90, 0}, {infinity, 0}, {nan_value, 0}};
    EXPECT_THAT(inside(range(0.2, 0.8, GateUnits::scale), events, "/P", clipped), ElementsAre(0, 1, 2, 3));
    EXPECT_THAT(inside(range(0.1, 0.9, GateUnits::scale), events, "/P", clipped), ElementsAre(0, 1, 2, 3, 4, 5, 6));
    EXPECT_THAT(inside(range(0.8, 2, GateUnits::scale), events, "/P", clipped), ElementsAre(4, 5, 6));
    EXPECT_THAT(inside(range(0.9, 2, GateUnits::scale), events, "/P", clipped), ElementsAre());
    const Transform log = BoundedTransform{LogTransform{1000, 3}, 0, 1};
    EXPECT_THAT(inside(range(-infinity, 0.5, GateUnits::scale), {{0, 0}, {-3, 0}, {5, 0}, {500, 0}}, "/P", log),
                ElementsAre(0, 2));
}

TEST(GateRules, PolygonIncludesLeftAndLowerBoundaryOnly) {
    const PolygonGate square{{x, y}, {{0, 0}, {2, 0}, {2, 2}, {0, 2}}, {}};
    EXPECT_THAT(inside(square, {{0, 0}, {1, 0}, {0, 1}, {2, 1}, {1, 2}, {2, 2}, {0, 2}, {2, 0}, {1, 1}}),
                ElementsAre(0, 1, 2, 8));
}

TEST(GateRules, PolygonsThatShareAnEdgeShareNoEventAndLoseNone) {
    const PolygonGate lower{{x, y}, {{0, 0}, {7, 3}, {7, 0}}, {}}, upper{{x, y}, {{7, 3}, {0, 0}, {0, 3}}, {}};
    std::vector<std::vector<double>> events;
    for (int i = 0; i <= 1000; ++i) events.push_back({7.0 * i / 1001, 3.0 * i / 1001});
    const auto a = inside(lower, events), b = inside(upper, events);
    EXPECT_EQ(a.size() + b.size(), events.size());
    std::vector<std::size_t> both;
    std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
    EXPECT_TRUE(both.empty());
}

TEST(GateRules, PolygonCountsCrossingsEvenOdd) {
    // A pentagram: its middle is wound twice and therefore outside.
    std::vector<std::array<double, 2>> star;
    for (int i = 0; i < 5; ++i) star.push_back({std::cos(4 * M_PI * i / 5), std::sin(4 * M_PI * i / 5)});
    EXPECT_THAT(inside(PolygonGate{{x, y}, star, {}}, {{0, 0}, {0.9, 0.01}, {5, 0}}), ElementsAre(1));
}

TEST(GateRules, PolygonAllowsRepeatedVerticesAndRefusesNonFiniteEvents) {
    const PolygonGate gate{{x, y}, {{0, 0}, {0, 0}, {4, 0}, {4, 0}, {4, 4}, {0, 4}, {0, 0}}, {}};
    EXPECT_THAT(inside(gate, {{1, 1}, {nan_value, 1}, {1, nan_value}, {infinity, 1}, {-infinity, 1}}), ElementsAre(0));
}

TEST(GateRules, PolygonEdgesAreStraightOnTheTransformedScale) {
    const LogTransform log{10000, 4};
    // From (1, 1) to (10000, 10000) the middle of the diagonal is (100, 100) on the log scale.
    const PolygonGate gate{{x, y}, {{1, 1}, {10000, 1}, {10000, 10000}}, {}};
    EXPECT_THAT(inside(gate, {{100, 90}, {90, 100}, {5000, 20}, {20, 5000}}, "/P", log), ElementsAre(0, 2));
}

TEST(GateRules, EllipseIncludesItsBoundary) {
    const EllipsoidGate circle{{x, y}, {1, 1}, {1, 0, 0, 1}, 4};
    EXPECT_THAT(inside(circle, {{3, 1}, {1, -1}, {3.0000001, 1}, {1, 1}, {nan_value, 1}, {infinity, 1}}),
                ElementsAre(0, 1, 3));
    const EllipsoidGate tilted{{x, y}, {0, 0}, {2, 1.5, 1.5, 2}, 1};
    EXPECT_THAT(inside(tilted, {{1.2, 1.2}, {1.2, -1.2}}), ElementsAre(0));
}

TEST(GateRules, QuadrantsTakeDividerEventsToTheUpperSide) {
    const QuadrantGate gate = QuadrantGate::crossing({x, y}, {1, 1}, {"--", "+-", "-+", "++"});
    const std::vector<std::vector<double>> events = {
        {0, 0}, {1, 0}, {0, 1}, {1, 1}, {nan_value, 1}, {1, nan_value}, {-infinity, infinity}};
    EXPECT_THAT(inside(gate, events, "/--"), ElementsAre(0));
    EXPECT_THAT(inside(gate, events, "/+-"), ElementsAre(1));
    EXPECT_THAT(inside(gate, events, "/-+"), ElementsAre(2, 6));
    EXPECT_THAT(inside(gate, events, "/++"), ElementsAre(3));
}

TEST(GateRules, QuadrantsMayHaveSeveralValuesAndDividersThatDoNotMatter) {
    const QuadrantGate gate{{{x, {1, 2}}, {y, {5}}}, {{"middle", {1, -1}}, {"top right", {2, 1}}, {"high", {-1, 1}}}};
    const std::vector<std::vector<double>> events = {{0, 0}, {1, 0},         {1.5, 9},      {2, 5},
                                                     {3, 0}, {1, nan_value}, {nan_value, 9}};
    EXPECT_THAT(inside(gate, events, "/middle"), ElementsAre(1, 2, 5)) << "y does not matter, even where it is NaN";
    EXPECT_THAT(inside(gate, events, "/top right"), ElementsAre(3));
    EXPECT_THAT(inside(gate, events, "/high"), ElementsAre(2, 3, 6));
}

TEST(GateRules, EllipseWithoutACovarianceIsThePlainQuadraticForm) {
    const EllipsoidGate gate{{x, y}, {0, 0}, {1, 2, 0, 1}, 1};  // inverse [1 -2; 0 1]: u^2 - 2uv + v^2 <= 1
    EXPECT_THAT(inside(gate, {{0, 0}, {100, 100.5}, {1, 0}, {1, -0.1}}), ElementsAre(0, 1, 2));
    const EventFile file({"X", "Y"}, {{0, 0}});
    GatingStrategy strategy;
    strategy.nodes.push_back({"/", "P", gate, ""});
    const auto findings = gate_sample(file.data(), strategy, "s", {}).findings;
    EXPECT_THAT(findings, testing::Contains(testing::Field(&Finding::code, "G-ELLIPSE")));
}

TEST(GateRules, RatioIsADimensionOfItsOwn) {
    const EventFile file({"X", "Y"}, {{10, 5}, {10, 2}, {-10, 5}, {3, 0}, {0, 0}});
    GatingStrategy strategy;
    strategy.ratios["r"] = {"X", "Y", 2, 0, 0};
    strategy.transforms["log"] = LogTransform{100, 2};
    strategy.nodes.push_back({"/", "Plain", RectangleGate{{{"r", "", "", true}}, {{3, 5}}, {}, {}}, ""});
    strategy.nodes.push_back({"/", "Open", RectangleGate{{{"r", "", "", true}}, {{3, infinity}}, {}, {}}, ""});
    // log10(4 / 100) / 2 + 1 = 0.301...
    const RectangleGate scaled{{{"r", "log", "", true}}, {{0.3, 0.31}}, GateUnits::scale, {}};
    strategy.nodes.push_back({"/", "Scaled", scaled, ""});
    GateOptions options;
    options.memberships = true;
    const auto gates = gate_sample(file.data(), strategy, "s", options);
    EXPECT_EQ(gates.memberships[0].words()[0], 0b00001u);
    EXPECT_EQ(gates.memberships[1].words()[0], 0b01011u) << "3/0 is infinite, 0/0 is NaN";
    EXPECT_EQ(gates.memberships[2].words()[0], 0b00001u);
}

TEST(GateRules, DimensionsMayNameTheirOwnMatrix) {
    const EventFile file({"X", "Y", "Z"}, {{10, 12, 3}}, {{"$SPILLOVER", "2,X,Y,1,0.5,0,1"}});
    GatingStrategy strategy;
    // Dyes of 6 and 2 in three detectors: 6 a + 2 b.
    strategy.matrices["wide"] = {{"Dye A", "Dye B"}, {"X", "Y", "Z"}, {1, 0.5, 0, 0, 1, 0.5}};
    strategy.matrices["done"] = {{"Dye A", "Dye B"}, {"X", "Y"}, {1, 0, 0, 2}, true};
    const auto count = [&](const std::string& channel, const std::string& matrix, double about) {
        strategy.nodes = {
            {"/", "P", RectangleGate{{{channel, "", matrix}}, {{about - 1e-9, about + 1e-9}}, {}, {}}, ""}};
        return gate_sample(file.data(), strategy, "s", {}).rows[0].count;
    };
    EXPECT_EQ(count("Y", "", 7), 1u) << "of the file";
    EXPECT_EQ(count("Y", "none", 12), 1u);
    EXPECT_EQ(count("Dye B", "done", 24), 1u);
    EXPECT_EQ(count("Y", "done", 24), 1u) << "a detector stands for the fluorochrome of its place";
    EXPECT_EQ(count("Z", "done", 3), 1u) << "not part of the matrix";
    // Normal equations: a = (d.A |B|^2 - d.B A.B) / (|A|^2 |B|^2 - (A.B)^2)
    const double dA = 10 + 6, dB = 12 + 1.5, AA = 1.25, BB = 1.25, AB = 0.5;
    EXPECT_EQ(count("Dye A", "wide", (dA * BB - dB * AB) / (AA * BB - AB * AB)), 1u);
    EXPECT_EQ(count("X", "wide", 10), std::nullopt) << "which fluorochrome?";
    EXPECT_EQ(count("Dye A", "", 10), std::nullopt);
}

TEST(GateRules, QuadrantWithoutANameMakesNoPopulation) {
    const EventFile file({"X", "Y"}, {{0, 0}, {2, 2}});
    GatingStrategy strategy;
    strategy.nodes.push_back({"/", "Q", QuadrantGate::crossing({x, y}, {1, 1}, {"", "", "", "DP"}), ""});
    const auto rows = gate_sample(file.data(), strategy, "s", {}).rows;
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_EQ(rows[0].population, "/DP");
    EXPECT_EQ(rows[0].gate, "quadrant");
    EXPECT_EQ(rows[0].count, 1u);
}

TEST(GateRules, ComplementHoldsEverythingOutsideIncludingNaN) {
    const EventFile file({"X", "Y"}, {{0, 0}, {2, 0}, {2, 5}, {nan_value, 0}});
    GatingStrategy strategy;
    // The boolean comes first: it may read what is defined later and under another parent.
    strategy.nodes.push_back({"/", "NotA", BooleanGate{BooleanGate::Operation::all_of, {{"/B/A", true}}}, ""});
    strategy.nodes.push_back({"/", "B", RectangleGate{{y}, {{-infinity, 3}}, {}, {}}, ""});
    strategy.nodes.push_back({"/B", "A", range(1, infinity), ""});
    strategy.nodes.push_back(
        {"/B", "Either", BooleanGate{BooleanGate::Operation::any_of, {{"/B/A", false}, {"/NotA", false}}}, ""});
    GateOptions options;
    options.memberships = true;
    const auto gates = gate_sample(file.data(), strategy, "s", options);
    EXPECT_EQ(gates.memberships[0].words()[0], 0b1101u);
    EXPECT_EQ(gates.memberships[2].words()[0], 0b0010u);
    EXPECT_EQ(gates.memberships[3].words()[0], 0b1011u) << "within the parent";
}

TEST(GateRules, UncompensatedDimensionReadsTheFileValue) {
    const EventFile file({"X", "Y"}, {{10, 10}}, {{"$SPILLOVER", "2,X,Y,1,0.5,0,1"}});
    GatingStrategy strategy;
    strategy.nodes.push_back({"/", "Compensated", RectangleGate{{y}, {{9, infinity}}, {}, {}}, ""});
    strategy.nodes.push_back({"/", "Raw", RectangleGate{{{"Y", "", uncompensated}}, {{9, infinity}}, {}, {}}, ""});
    const auto rows = gate_sample(file.data(), strategy, "s", {}).rows;
    EXPECT_EQ(rows[0].count, 0u);
    EXPECT_EQ(rows[1].count, 1u);
}

TEST(NotComputable, LeavesTheOtherPopulationsUnharmed) {
    const EventFile file({"X", "Y"}, {{0, 0}, {2, 2}});
    GatingStrategy strategy;
    strategy.nodes.push_back({"/", "A", range(1, infinity), ""});
    strategy.nodes.push_back({"/A", "Missing", RectangleGate{{{"CD99"}}, {{0, 1}}, {}, {}}, ""});
    strategy.nodes.push_back({"/A/Missing", "Below", range(0, 1), ""});
    strategy.nodes.push_back({"/A", "B", BooleanGate{BooleanGate::Operation::all_of, {{"/A/Missing", true}}}, ""});
    strategy.nodes.push_back({"/A", "C", range(0, 9), ""});
    GateOptions options;
    options.memberships = options.intensities = true;
    const auto gates = gate_sample(file.data(), strategy, "tube", options);
    EXPECT_EQ(gates.rows[0].count, 1u);
    EXPECT_EQ(gates.rows[1].count, std::nullopt);
    EXPECT_EQ(gates.rows[1].state, "not computable: the file has no CD99");
    EXPECT_EQ(gates.rows[1].parent_count, 1u);
    EXPECT_EQ(gates.rows[2].state, "not computable: /A/Missing is not computable");
    EXPECT_EQ(gates.rows[2].parent_count, std::nullopt);
    EXPECT_EQ(gates.rows[3].state, "not computable: /A/Missing is not computable");
    EXPECT_EQ(gates.rows[4].count, 1u);
    std::vector<std::string> codes;
    for (const auto& finding : gates.findings) codes.push_back(finding.code + " " + finding.keyword);
    EXPECT_THAT(codes, testing::Contains("G-MARKER /A/Missing"));
    for (const auto& row : gates.intensities) EXPECT_NE(row.population, "/A/Missing");
    options.read.strict = true;
    EXPECT_THROW(gate_sample(file.data(), strategy, "tube", options), GatingError);
}

TEST(NotComputable, SaysWhatAnAmbiguousMarkerMayMean) {
    const EventFile file({"X", "Y"}, {{0, 0}}, {{"$P1S", "CD3"}, {"$P2S", "CD3"}});
    GatingStrategy strategy;
    strategy.nodes.push_back({"/", "T", RectangleGate{{{"CD3"}}, {{0, 1}}, {}, {}}, ""});
    EXPECT_EQ(gate_sample(file.data(), strategy, "s", {}).rows[0].state, "not computable: CD3 may mean X, Y");
}

TEST(NotComputable, VertexWithoutPlaceOnItsScaleIsAFinding) {
    const EventFile file({"X", "Y"}, {{1, 1}});
    GatingStrategy strategy;
    strategy.transforms["log"] = LogTransform{};
    strategy.nodes.push_back({"/", "P", PolygonGate{{Dimension{"X", "log"}, y}, {{-1, 0}, {5, 0}, {5, 5}}, {}}, ""});
    const auto gates = gate_sample(file.data(), strategy, "s", {});
    EXPECT_THAT(gates.rows[0].state,
                HasSubstr("not computable: the vertex coordinate -1 of X has no place on its log scale"));
    EXPECT_THAT(gates.findings, testing::Contains(testing::Field(&Finding::code, "G-SCALE")));
}

TEST(GateSample, CountsNothingInAFileWithoutEvents) {
    const EventFile file({"X", "Y"}, {});
    GatingStrategy strategy;
    strategy.nodes.push_back({"/", "P", range(0, 1), ""});
    GateOptions options;
    options.memberships = options.intensities = true;
    const auto gates = gate_sample(file.data(), strategy, "s", options);
    EXPECT_EQ(gates.rows[0].count, 0u);
    EXPECT_EQ(gates.rows[0].state, "ND");
    EXPECT_EQ(gates.rows[0].percent_of_parent(), std::nullopt);
    for (const auto& row : gates.intensities) EXPECT_EQ(row.value, std::nullopt);
}

TEST(GateSample, StopsWhenAskedTo) {
    const EventFile file({"X", "Y"}, {{1, 1}});
    GatingStrategy strategy;
    strategy.nodes.push_back({"/", "P", range(0, 1), ""});
    std::stop_source stop;
    stop.request_stop();
    TaskControl control;
    control.stop = stop.get_token();
    EXPECT_THROW(gate_sample(file.data(), strategy, "s", {}, control), Interrupted);
}

TEST(GateSample, RefusesToExceedItsMemory) {
    const EventFile file({"X", "Y"}, std::vector<std::vector<double>>(5000, {1, 1}));
    GatingStrategy strategy;
    strategy.nodes.push_back({"/", "P", range(0, 1), ""});
    GateOptions options;
    options.threads = 1;
    options.intensities = true;
    options.max_memory_bytes = 100000;
    EXPECT_THROW(gate_sample(file.data(), strategy, "s", options), GatingError);
    options.max_memory_bytes = 1000000;
    EXPECT_EQ(gate_sample(file.data(), strategy, "s", options).rows.size(), 1u);
}
