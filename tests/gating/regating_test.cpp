#include "asparagate/gating/regating.hpp"

#include "event_file.hpp"

#include <gtest/gtest.h>
#include <algorithm>
#include <thread>

using namespace asparagate;
using test::EventFile;

namespace {

const EventFile& sample() {
    static const EventFile file = test::lognormal_events(11);
    return file;
}

GatingStrategy strategy(double fsc, double shift) {
    GatingStrategy s;
    s.transforms["logicle"] = LogicleTransform{};
    s.scales["default"] = "logicle";
    s.nodes.push_back({"/", "A", RectangleGate{{{"FSC-A"}}, {{fsc, INFINITY}}, {}, {}}, ""});
    s.nodes.push_back({"/A", "P",
                       PolygonGate{{Dimension{"FITC-A"}, Dimension{"PE-A"}},
                                   {{10 + shift, 10}, {5000 + shift, 50}, {9000, 20000}, {5, 900}},
                                   {}},
                       ""});
    s.nodes.push_back({"/A", "B", RectangleGate{{{"PE-A"}}, {{400 + shift, INFINITY}}, {}, {}}, ""});
    s.nodes.push_back({"/", "not P", BooleanGate{BooleanGate::Operation::all_of, {{"/A/P", true}}}, ""});
    s.nodes.push_back(
        {"/A", "Q",
         QuadrantGate::crossing({Dimension{"FITC-A"}, Dimension{"PE-A"}}, {300 + shift, 500}, {"Q1", "Q2", "Q3", "Q4"}),
         ""});
    s.nodes.push_back({"/A", "no such marker", RectangleGate{{{"CD99"}}, {{0, 1}}, {}, {}}, ""});
    return s;
}

RegatingWish wish() {
    RegatingWish asked;
    asked.populations = {"/A/P", "/A", "/not P", "/A/Q2", "/A/no such marker"};
    asked.medians = {{"/A/B", 2}, {"/A/Q3", 3}};
    asked.values = {{"/A/B", Dimension{"FITC-A"}}, {"/", Dimension{"PE-A"}}, {"/A", Dimension{"CD99"}}};
    return asked;
}

std::optional<double> median_of(const SampleGates& gates, const std::string& population, const std::string& channel) {
    for (const IntensityRow& row : gates.intensities)
        if (row.population == population && row.channel == channel && row.statistic == "median") return row.value;
    return std::nullopt;
}

void expect_equal_to_gate_sample(const Regating& regating, const GatingStrategy& moved) {
    GateOptions options;
    options.intensities = true;
    const SampleGates gates = gate_sample(sample().data(), moved, "sample", options);
    const Regated regated = regating.gate(moved);
    for (std::size_t i = 0; i < wish().populations.size(); ++i)
        for (const PopulationRow& row : gates.rows)
            if (row.population == wish().populations[i]) {
                EXPECT_EQ(regated.counts[i], row.count) << row.population;
            }
    EXPECT_EQ(regated.medians[0], median_of(gates, "/A/B", "FITC-A"));
    EXPECT_EQ(regated.medians[1], median_of(gates, "/A/Q3", "PE-A"));
    EXPECT_EQ(regated.values[0], population_values(sample().data(), moved, "/A/B", Dimension{"FITC-A"}, {}));
    EXPECT_EQ(regated.values[1], population_values(sample().data(), moved, "/", Dimension{"PE-A"}, {}));
    EXPECT_EQ(regated.values[2], std::nullopt);
}

}  // namespace

TEST(Regating, EqualsGateSampleWhereverTheGatesLie) {
    const Regating regating(sample().data(), strategy(100, 0), "sample", wish(), {});
    EXPECT_TRUE(regating.holds_columns());
    for (const auto& [fsc, shift] : {std::pair{100.0, 0.0}, {150.0, 40.0}, {1e9, 0.0}, {0.0, -9.0}})
        expect_equal_to_gate_sample(regating, strategy(fsc, shift));
}

TEST(Regating, ReadsTheFileEachTimeWhereMemoryIsShort) {
    GateOptions options;
    options.max_memory_bytes = 1;
    const Regating regating(sample().data(), strategy(100, 0), "sample", wish(), options);
    EXPECT_FALSE(regating.holds_columns());
    expect_equal_to_gate_sample(regating, strategy(150, 40));
    EXPECT_GT(Regating::needed_bytes(strategy(100, 0), 20000, 2, 1), 4u * 20000 * sizeof(double));
}

TEST(Regating, AnswersSeveralThreadsAtATime) {
    const Regating regating(sample().data(), strategy(100, 0), "sample", wish(), {});
    std::vector<Regated> alone(8), together(8);
    for (std::size_t i = 0; i < alone.size(); ++i) alone[i] = regating.gate(strategy(100 + 10.0 * double(i), 0));
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < together.size(); ++i)
        threads.emplace_back([&, i] { together[i] = regating.gate(strategy(100 + 10.0 * double(i), 0)); });
    threads.clear();
    for (std::size_t i = 0; i < alone.size(); ++i) {
        EXPECT_EQ(alone[i].counts, together[i].counts);
        EXPECT_EQ(alone[i].medians, together[i].medians);
        EXPECT_EQ(alone[i].values, together[i].values);
    }
}

TEST(Regating, RefusesAPopulationThatIsNotThere) {
    RegatingWish asked;
    asked.populations = {"/A/nothing"};
    EXPECT_THROW(Regating(sample().data(), strategy(100, 0), "sample", asked, {}), GatingError);
}

TEST(Regating, TellsTheScaleOfADimension) {
    const auto found = dimension_in_file(sample().data(), strategy(100, 0), Dimension{"FITC-A"}, {});
    ASSERT_TRUE(found);
    EXPECT_EQ(transform_type(found->transform), "logicle");
    EXPECT_EQ(found->parameter, 2u);
    EXPECT_FALSE(dimension_in_file(sample().data(), strategy(100, 0), Dimension{"CD99"}, {}));
}
