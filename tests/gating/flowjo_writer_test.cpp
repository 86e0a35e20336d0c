// Workspaces that are written, read back and compared event by event.
#include "asparagate/gating/engine.hpp"
#include "asparagate/gating/workspace.hpp"
#include "event_file.hpp"

#include <gmock/gmock.h>
#include <random>

using namespace asparagate;
using test::EventFile;
using testing::AllOf;
using testing::Contains;
using testing::Field;
using testing::HasSubstr;

namespace {

SampleGates gated(const DataSet& data, GatingStrategy strategy, Evaluation evaluation) {
    strategy.evaluation = evaluation;
    GateOptions options;
    options.memberships = true;
    return gate_sample(data, strategy, "s", options);
}

StrategyText written(const GatingStrategy& strategy, const EventFile& file) {
    return write_workspace(strategy, {{"sample", file.path()}});
}

/// Paths of the populations whose events are not the same; populations of `before` that are missing count.
std::vector<std::string> differences(const SampleGates& before, const SampleGates& after) {
    std::vector<std::string> result;
    for (std::size_t p = 0; p < before.rows.size(); ++p) {
        const auto same = [&](const PopulationRow& row) { return row.population == before.rows[p].population; };
        const auto found = std::find_if(after.rows.begin(), after.rows.end(), same);
        const auto at = static_cast<std::size_t>(found - after.rows.begin());
        if (found == after.rows.end() || !(before.memberships[p] == after.memberships[at]))
            result.push_back(before.rows[p].population);
    }
    return result;
}

/// Scatter, two dyes that spill, Time; also zeros, negatives and values beyond the range.
EventFile events(std::size_t n, unsigned seed) {
    std::mt19937_64 random(seed);
    std::lognormal_distribution<double> dye(5, 2);
    std::normal_distribution<double> noise(0, 60);
    std::uniform_real_distribution<double> scatter(-1000, 280000);
    std::vector<std::vector<double>> rows;
    for (std::size_t i = 0; i < n; ++i) {
        const double a = dye(random), b = dye(random);
        rows.push_back({std::floor(scatter(random)), std::floor(scatter(random)), a + 0.1 * b + noise(random),
                        b + 0.2 * a + noise(random), static_cast<double>(i)});
    }
    return EventFile({"FSC-A", "SSC-A", "LIVE/DEAD-A", "PE-A", "Time"}, rows,
                     {{"$SPILLOVER", "2,LIVE/DEAD-A,PE-A,1,0.2,0.1,1"}, {"$TIMESTEP", "0.01"}, {"$FIL", "sample.fcs"}});
}

GatingStrategy strategy_with(const Transform& dye_scale) {
    GatingStrategy strategy;
    strategy.transforms["dye"] = dye_scale;
    strategy.scales = {{"LIVE/DEAD-A", "dye"}, {"PE-A", "dye"}};
    return strategy;
}

const std::vector<Transform> dye_scales = {
    BiexTransform{},     LogicleTransform{},        AsinhTransform{262144, 4.5, 0.5},
    HyperlogTransform{}, FlowJoLogTransform{10, 4}, IdentityTransform{}};

}  // namespace

TEST(FlowJoWriter, KeepsEveryMembershipOfEveryKindOfGate) {
    const EventFile file = events(4000, 1);
    for (const Transform& scale : dye_scales) {
        GatingStrategy strategy = strategy_with(scale);
        const Dimension fsc{"FSC-A"}, ssc{"SSC-A"}, live{"LIVE/DEAD-A"}, pe{"PE-A"};
        const auto at = [&](double data) { return asparagate::apply(scale, data); };
        const double spread = (at(5000) - at(20)) / 4;
        strategy.nodes = {
            {"/", "scatter", PolygonGate{{fsc, ssc}, {{1000, 500}, {200000, 20000}, {250000, 260000}, {5000, 240000}}},
             ""},
            {"/scatter", "range", RectangleGate{{pe}, {{100, 20000}}, GateUnits::data, {}}, ""},
            {"/scatter", "open", RectangleGate{{pe, live}, {{50, 1e9}, {-1e9, 3000}}, GateUnits::data, {}}, ""},
            {"/scatter", "drawn", PolygonGate{{live, pe}, {{20, 20}, {4000, 30}, {9000, 8000}, {40, 5000}}}, ""},
            {"/scatter", "ellipse",
             EllipsoidGate{{live, pe},
                           {at(300), at(400)},
                           {spread * spread, spread * spread / 3, spread * spread / 3, spread * spread},
                           1.5},
             ""},
            {"/scatter", "quadrants", QuadrantGate::crossing({live, pe}, {300, 400}, {"--", "+-", "-+", "++"}), ""},
            {"/scatter", "either",
             BooleanGate{BooleanGate::Operation::any_of, {{"/scatter/drawn", false}, {"/scatter/range", true}}}, ""},
            {"/scatter", "not drawn", BooleanGate{BooleanGate::Operation::all_of, {{"/scatter/drawn", true}}}, ""},
            {"/scatter/not drawn", "same", BooleanGate{BooleanGate::Operation::all_of, {{"/scatter/range", false}}},
             ""},
            {"/scatter", "raw",
             RectangleGate{{Dimension{"PE-A", "", uncompensated}}, {{200, 2000}}, GateUnits::data, {}}, ""},
            {"/", "time", RectangleGate{{Dimension{"Time"}}, {{3.005, 25.555}}, GateUnits::data, {}}, ""}};
        const StrategyText text = written(strategy, file);
        const Workspace workspace = parse_workspace(text.text, "written.wsp");
        ASSERT_EQ(workspace.samples.size(), 1u);
        const auto before = gated(file.data(), strategy, Evaluation::exact);
        const auto after = gated(file.data(), workspace.samples[0].strategy, Evaluation::exact);
        EXPECT_EQ(differences(before, after), std::vector<std::string>{}) << transform_type(scale);
        for (const PopulationRow& row : before.rows)
            EXPECT_THAT(workspace.samples[0].populations,
                        Contains(AllOf(Field(&StoredPopulation::population, row.population),
                                       Field(&StoredPopulation::count, row.count))));
    }
}

TEST(FlowJoWriter, KeepsUprightGatesAsFlowJoCounts) {
    const EventFile file = events(3000, 2);
    GatingStrategy strategy = strategy_with(BiexTransform{});
    const Dimension fsc{"FSC-A"}, ssc{"SSC-A"}, pe{"PE-A"};
    strategy.nodes = {
        {"/", "upright", PolygonGate{{fsc, ssc}, {{20000, 30000}, {20000, 200000}, {150000, 200000}, {150000, 30000}}},
         ""},
        {"/upright", "low", RectangleGate{{pe}, {{-1e9, 150}}, GateUnits::data, {}}, ""},
        {"/", "quadrants", QuadrantGate::crossing({fsc, ssc}, {90000, 100000}, {"a", "b", "c", "d"}), ""}};
    const Workspace workspace = parse_workspace(written(strategy, file).text, "written.wsp");
    const auto before = gated(file.data(), strategy, Evaluation::exact);
    EXPECT_EQ(differences(before, gated(file.data(), workspace.samples[0].strategy, Evaluation::flowjo)),
              std::vector<std::string>{});
    EXPECT_EQ(differences(before, gated(file.data(), workspace.samples[0].strategy, Evaluation::exact)),
              std::vector<std::string>{});
}

TEST(FlowJoWriter, MovesUpperBoundsOffTheEventsThatLieOnThem) {
    const EventFile file({"X"}, {{1}, {5}, {7}, {9}});
    GatingStrategy strategy;
    strategy.nodes = {{"/", "P", RectangleGate{{Dimension{"X"}}, {{5, 9}}, GateUnits::data, {}}, ""}};
    const StrategyText text = written(strategy, file);
    EXPECT_THAT(text.text, HasSubstr("gating:max=\"8\""));
    std::vector<std::string> codes;
    for (const Finding& loss : text.losses) codes.push_back(loss.code);
    EXPECT_THAT(codes, Contains("J-BOUND"));
}

TEST(FlowJoWriter, CutsEdgesThatFlowJoCannotDrawStraight) {
    const EventFile file = events(3000, 3);
    GatingStrategy strategy = strategy_with(TableTransform::make({-1000, 0, 10, 100, 1000, 100000}));
    strategy.nodes = {
        {"/", "P", PolygonGate{{Dimension{"LIVE/DEAD-A"}, Dimension{"PE-A"}}, {{20, 20}, {4000, 30}, {90, 8000}}}, ""}};
    const StrategyText text = written(strategy, file);
    EXPECT_EQ(text.losses.front().code, "J-CURVE");
    const Workspace workspace = parse_workspace(text.text, "written.wsp");
    const auto before = gated(file.data(), strategy, Evaluation::exact);
    const auto after = gated(file.data(), workspace.samples[0].strategy, Evaluation::exact);
    ASSERT_GT(*before.rows[0].count, 100u);
    EXPECT_NEAR(static_cast<double>(*before.rows[0].count), static_cast<double>(*after.rows[0].count), 3);
}

TEST(FlowJoWriter, KeepsSpectralMatricesAndSeveralOfThem) {
    const EventFile file({"D1", "D2", "D3"}, {{100, 50, 10}, {10, 80, 30}, {5, 5, 90}, {60, 60, 60}});
    GatingStrategy strategy;
    strategy.matrices["unmixing"] = {{"PE", "FITC"}, {"D1", "D2", "D3"}, {1, 0.5, 0.1, 0.1, 1, 0.4}, false};
    strategy.matrices["second"] = {{"D1", "D2"}, {"D1", "D2"}, {1, 0.3, 0.2, 1}, false};
    strategy.compensation = "unmixing";
    strategy.nodes = {{"/", "PE", RectangleGate{{Dimension{"PE"}}, {{20, 90}}, GateUnits::data, {}}, ""},
                      {"/", "D2", RectangleGate{{Dimension{"D2", "", "second"}}, {{30, 70}}, GateUnits::data, {}}, ""}};
    const Workspace workspace = parse_workspace(written(strategy, file).text, "written.wsp");
    EXPECT_EQ(differences(gated(file.data(), strategy, Evaluation::exact),
                          gated(file.data(), workspace.samples[0].strategy, Evaluation::exact)),
              std::vector<std::string>{});
}

TEST(FlowJoWriter, RefusesWhatFlowJoHasNoFormFor) {
    const EventFile file({"X", "Y", "Z"}, {{1, 2, 3}});
    GatingStrategy strategy;
    const auto refusal = [&] {
        try {
            written(strategy, file);
        } catch (const GatingError& error) {
            return std::string(error.what());
        }
        return std::string("no error");
    };
    strategy.nodes = {
        {"/", "P",
         RectangleGate{{Dimension{"X"}, Dimension{"Y"}, Dimension{"Z"}}, {{0, 1}, {0, 1}, {0, 1}}, GateUnits::data, {}},
         ""}};
    EXPECT_THAT(refusal(), AllOf(HasSubstr("/P"), HasSubstr("3 dimensions")));
    strategy.ratios["r"] = {"X", "Y"};
    Dimension ratio{"r"};
    ratio.ratio = true;
    strategy.nodes = {{"/", "R", RectangleGate{{ratio}, {{0, 1}}, GateUnits::data, {}}, ""}};
    EXPECT_THAT(refusal(), HasSubstr("ratio"));
    EXPECT_THROW(write_workspace(strategy, {}), Error);
}
