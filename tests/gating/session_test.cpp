#include "asparagate/gating/session.hpp"

#include "asparagate/gating/gating_error.hpp"
#include "event_file.hpp"

#include <gmock/gmock.h>

using namespace asparagate;
using test::EventFile;

namespace {

const EventFile& sample() {
    static const EventFile file = test::lognormal_events(7);
    return file;
}

GateNode range(const std::string& parent, const std::string& name, const std::string& channel, double min) {
    return {parent, name, RectangleGate{{{channel}}, {{min, INFINITY}}, {}, {}}, ""};
}

/// /A (range) -> /A/P (polygon), /A/B (range); /N = not /A/P; /C (range).
GatingStrategy strategy() {
    GatingStrategy s;
    s.transforms["logicle"] = LogicleTransform{};
    s.scales["default"] = "logicle";
    s.nodes.push_back(range("/", "A", "FSC-A", 100));
    s.nodes.push_back(
        {"/A", "P",
         PolygonGate{{Dimension{"FITC-A"}, Dimension{"PE-A"}}, {{10, 10}, {5000, 50}, {9000, 20000}, {5, 900}}, {}},
         ""});
    s.nodes.push_back(range("/A", "B", "PE-A", 400));
    s.nodes.push_back({"/", "N", BooleanGate{BooleanGate::Operation::all_of, {{"/A/P", true}}}, ""});
    s.nodes.push_back(range("/", "C", "SSC-A", 300));
    return s;
}

void expect_equal_to_gate_sample(const SampleSession& session) {
    GateOptions options;
    options.memberships = true;
    const auto gates = gate_sample(session.data_set(), session.strategy(), "sample.fcs", options);
    ASSERT_EQ(session.rows().size(), gates.rows.size());
    for (std::size_t i = 0; i < gates.rows.size(); ++i) {
        EXPECT_EQ(session.rows()[i].population, gates.rows[i].population);
        EXPECT_EQ(session.rows()[i].count, gates.rows[i].count) << gates.rows[i].population;
        EXPECT_EQ(session.rows()[i].parent_count, gates.rows[i].parent_count);
        EXPECT_EQ(session.rows()[i].state, gates.rows[i].state);
        if (gates.rows[i].count) {
            EXPECT_EQ(*session.membership(gates.rows[i].population), gates.memberships[i]);
        }
    }
}

}  // namespace

TEST(SampleSession, EqualsGateSample) {
    const SampleSession session(sample().path(), strategy());
    expect_equal_to_gate_sample(session);
    EXPECT_EQ(session.last_evaluated_gates(), 5u);
    EXPECT_EQ(session.compensation(), "file ($SPILLOVER, 2 channels)");
}

TEST(SampleSession, EvaluatesOnlyWhatAChangeTouches) {
    SampleSession session(sample().path(), strategy());
    GatingStrategy s = strategy();
    session.set_strategy(s);
    EXPECT_EQ(session.last_evaluated_gates(), 0u) << "nothing changed";
    std::get<RectangleGate>(s.nodes[4].gate).bounds[0].min = 900;
    session.set_strategy(s);
    EXPECT_EQ(session.last_evaluated_gates(), 1u) << "/C alone";
    expect_equal_to_gate_sample(session);
    std::get<PolygonGate>(s.nodes[1].gate).vertices[0] = {60, 60};
    session.set_strategy(s);
    EXPECT_EQ(session.last_evaluated_gates(), 2u) << "/A/P and /N, which reads it";
    expect_equal_to_gate_sample(session);
    std::get<RectangleGate>(s.nodes[0].gate).bounds[0].min = 250;
    session.set_strategy(s);
    EXPECT_EQ(session.last_evaluated_gates(), 4u) << "all but /C";
    expect_equal_to_gate_sample(session);
}

TEST(SampleSession, FollowsAddedRemovedAndReorderedGates) {
    SampleSession session(sample().path(), strategy());
    GatingStrategy s = strategy();
    s.nodes.push_back(range("/A/B", "D", "SSC-A", 50));
    session.set_strategy(s);
    EXPECT_EQ(session.last_evaluated_gates(), 1u);
    s.nodes.erase(s.nodes.begin() + 3);
    std::swap(s.nodes[1], s.nodes[2]);
    session.set_strategy(s);
    EXPECT_EQ(session.last_evaluated_gates(), 0u);
    expect_equal_to_gate_sample(session);
    EXPECT_THROW((void)session.membership("/N"), GatingError);
}

TEST(SampleSession, FollowsChangedScalesAndCompensation) {
    SampleSession session(sample().path(), strategy());
    GatingStrategy s = strategy();
    s.transforms["logicle"] = LogicleTransform::make(262144, 1, 4.5, 0);
    session.set_strategy(s);
    EXPECT_EQ(session.last_evaluated_gates(), 3u) << "the two ranges off the scale stay";
    expect_equal_to_gate_sample(session);
    s.compensation = uncompensated;
    session.set_strategy(s);
    EXPECT_EQ(session.last_evaluated_gates(), 3u) << "and so do they off the matrix";
    EXPECT_EQ(session.compensation(), "none");
    expect_equal_to_gate_sample(session);
}

TEST(SampleSession, KeepsItsStateWhenAStrategyIsRefused) {
    SampleSession session(sample().path(), strategy());
    GatingStrategy broken = strategy();
    broken.nodes.push_back(range("/Nowhere", "X", "SSC-A", 1));
    EXPECT_THROW(session.set_strategy(broken), GatingError);
    EXPECT_EQ(session.strategy(), strategy());
    expect_equal_to_gate_sample(session);
}

TEST(SampleSession, FollowsChangesWithItsMedians) {
    SampleSession session(sample().path(), strategy());
    const auto expect_medians_of_the_table = [&] {
        GateOptions options;
        options.intensities = true;
        const auto gates = gate_sample(session.data_set(), session.strategy(), "sample.fcs", options);
        for (const char* channel : {"FITC-A", "PE-A"}) {
            std::vector<std::optional<double>> expected;
            for (const IntensityRow& row : gates.intensities)
                if (row.channel == channel && row.statistic == "median") expected.push_back(row.value);
            EXPECT_EQ(session.medians({channel}), expected) << channel;
        }
    };
    expect_medians_of_the_table();
    GatingStrategy s = strategy();
    std::get<RectangleGate>(s.nodes[0].gate).bounds[0].min = 250;
    session.set_strategy(s);
    expect_medians_of_the_table();
    s.compensation = uncompensated;
    std::swap(s.nodes[2], s.nodes[4]);
    session.set_strategy(s);
    expect_medians_of_the_table();
    std::get<RectangleGate>(s.nodes[4].gate).bounds[0].min = 1e9;
    session.set_strategy(s);
    expect_medians_of_the_table();
    EXPECT_EQ(session.medians({"nowhere"}), std::vector<std::optional<double>>(5));
}

TEST(SampleSession, GivesTransformedColumnsAndTheirScale) {
    SampleSession session(sample().path(), strategy());
    const Dimension pe{"PE-A"};
    const auto column = session.column(pe);
    const auto values = compensated_column(session.data_set(), 3, compensation_for(session.data_set(), strategy(), {}));
    ASSERT_EQ(column.size(), values.size());
    for (std::size_t i = 0; i < values.size(); i += 97)
        EXPECT_NEAR(column[i], asparagate::apply(session.transform(pe), values[i]), 1e-6);
    EXPECT_EQ(session.column(pe).data(), column.data()) << "computed once";
    EXPECT_EQ(session.parameter(pe)->name, "PE-A");
    EXPECT_TRUE(session.column({"CD99"}).empty());
    EXPECT_EQ(session.parameter({"CD99"}), nullptr);
    EXPECT_EQ(transform_type(session.transform({"CD99"})), "identity");
    EXPECT_EQ(session.membership("/"), nullptr);
}

TEST(SampleSession, ShowsTheDataWithinItsDisplayRange) {
    SampleSession session(sample().path(), strategy());
    for (const char* channel : {"FSC-A", "PE-A"}) {
        const Dimension dimension{channel};
        const auto [low, high] = session.display_range(dimension);
        const auto column = session.column(dimension);
        const auto shown =
            std::count_if(column.begin(), column.end(), [&, l = low, h = high](double v) { return v >= l && v <= h; });
        EXPECT_GE(shown, 19940) << channel;
        EXPECT_LE(low, asparagate::apply(session.transform(dimension), 0));
    }
    const auto [low, high] = session.display_range({"CD99"});
    EXPECT_LT(low, high);
}

TEST(SampleSession, GivesSnapshotsThatStayAsTheyAre) {
    SampleSession session(sample().path(), strategy());
    const auto before = session.snapshot();
    const std::uint64_t count = *before->rows[4].count;
    GatingStrategy s = strategy();
    std::get<RectangleGate>(s.nodes[4].gate).bounds[0].min = 900;
    session.set_strategy(s);
    const auto after = session.snapshot();
    EXPECT_EQ(before->strategy, strategy());
    EXPECT_EQ(before->rows[4].count, count);
    EXPECT_EQ(before->memberships[4]->count(), count);
    EXPECT_LT(*after->rows[4].count, count);
    EXPECT_EQ(after->memberships[0], before->memberships[0]) << "shared, since nothing changed there";
    EXPECT_NE(after->memberships[4], before->memberships[4]);
}
