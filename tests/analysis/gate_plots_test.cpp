#include "run/gate_plots.hpp"

#include "analysis/run_fixture.hpp"

#include <numeric>
#include <set>

using namespace asparagate;
using namespace asparagate::test;

namespace {

std::vector<GatePlotPlan> planned(const std::string& gates) {
    return plan_gate_plots(parse_strategy("[strategy]\nname = \"s\"\n" + gates, "s.toml"));
}

std::string range(const std::string& path, const std::string& channel, const std::string& bound = "min = 1") {
    return "[population.\"" + path + "\"]\ngate = \"range\"\nx = \"" + channel + "\"\n" + bound + "\n";
}

std::string rectangle(const std::string& path, const std::string& x, const std::string& y) {
    return "[population.\"" + path + "\"]\ngate = \"rectangle\"\nx = \"" + x + "\"\ny = \"" + y +
           "\"\nx_min = 1\ny_max = 5\n";
}

std::uint64_t events(const GatePlot& plot) {
    return std::accumulate(plot.grid.counts.begin(), plot.grid.counts.end(), std::uint64_t{0});
}

}  // namespace

TEST(GatePlotPlan, PutsGatesOfTheSameAxesOnOnePlotAlsoTurned) {
    const auto plans = planned(rectangle("/T", "CD3", "CD19") + rectangle("/B", "CD19", "CD3"));
    ASSERT_EQ(plans.size(), 1u);
    ASSERT_EQ(plans[0].gates.size(), 2u);
    EXPECT_EQ(plans[0].gates[1].x, 1u);
    EXPECT_EQ(plans[0].gates[1].y, 0u);
}

TEST(GatePlotPlan, LetsRangesShareAPlane) {
    const auto plans = planned(range("/Live", "Viability") + range("/Live/GzmB+", "GzmB") +
                               range("/Live/Perf+", "Perforin") + range("/Live/GzmB-", "GzmB", "max = 1"));
    ASSERT_EQ(plans.size(), 2u);
    EXPECT_FALSE(plans[0].y);
    EXPECT_EQ(plans[1].parent, "/Live");
    EXPECT_EQ(plans[1].y->channel, "Perforin");
    ASSERT_EQ(plans[1].gates.size(), 3u);
    EXPECT_FALSE(plans[1].gates[1].x);
}

TEST(GatePlotPlan, DrawsARangeWhereItsParentShowsItsDimension) {
    const auto plans = planned(range("/T", "CD3") + rectangle("/NK", "CD56", "CD3"));
    ASSERT_EQ(plans.size(), 1u);
    EXPECT_EQ(plans[0].x.channel, "CD56");
    EXPECT_FALSE(plans[0].gates[0].x);
    EXPECT_EQ(plans[0].gates[0].y, 0u);
}

TEST(GatePlotPlan, KeepsBoundsInFurtherDimensionsApart) {
    const auto plans = planned(
        "[population.\"/NK\"]\ngate = \"rectangle\"\ndimensions = [\"CD56\", \"CD16\", \"CD3\"]\nmin = [1, 2, -inf]\n"
        "max = [inf, inf, 3]\n" +
        rectangle("/other", "CD56", "CD16"));
    ASSERT_EQ(plans.size(), 2u);
    ASSERT_EQ(plans[0].limits.size(), 1u);
    EXPECT_EQ(plans[0].limits[0].dimension.channel, "CD3");
    EXPECT_EQ(plans[0].limits[0].bound.max, 3);
    EXPECT_TRUE(plans[1].limits.empty());
}

TEST(GatePlots, HoldEveryEventOfTheirParentAtBothVisitsOfOnePatient) {
    const TemporaryFolder folder;
    const Study study = StudyFolder(folder / "study").read();
    const RunResult run = run_into(study, folder / "results");
    ASSERT_FALSE(run.evidence.gate_plots.empty());
    std::set<std::string> visits;
    for (const GatePlot& plot : run.evidence.gate_plots) {
        EXPECT_EQ(plot.patient, "P1");
        EXPECT_EQ(events(plot), plot.events) << plot.parent;
        visits.insert(plot.visit);
        ASSERT_FALSE(plot.gates.empty());
        for (const DrawnGate& gate : plot.gates) {
            const auto row = std::find_if(run.evidence.populations.begin(), run.evidence.populations.end(),
                                          [&](const PopulationRow& r) {
                                              return r.sample == "P1 " + plot.visit && r.population == gate.population;
                                          });
            ASSERT_NE(row, run.evidence.populations.end());
            EXPECT_EQ(gate.count, row->count);
            EXPECT_GE(gate.outline.size(), 4u);
        }
    }
    EXPECT_EQ(visits, (std::set<std::string>{"day 0", "day 14"}));
    const auto controlled = std::find_if(run.evidence.gate_plots.begin(), run.evidence.gate_plots.end(),
                                         [](const GatePlot& plot) { return plot.parent == "/CD8"; });
    ASSERT_NE(controlled, run.evidence.gate_plots.end());
    EXPECT_EQ(controlled->gates.front().control, "FMO GzmB");
}

TEST(GatePlots, ComeBackFromTheStoreAndTheCacheAsTheyWere) {
    const TemporaryFolder folder;
    const Study study = StudyFolder(folder / "study").read();
    const Evidence first = run_into(study, folder / "results").evidence;
    const RunResult again = run_into(study, folder / "results");
    EXPECT_EQ(again.reused, 8u);
    const Evidence stored = read_results(folder / "results");
    for (const Evidence* evidence : {&again.evidence, &stored}) {
        ASSERT_EQ(evidence->gate_plots.size(), first.gate_plots.size());
        for (std::size_t i = 0; i < first.gate_plots.size(); ++i) {
            const GatePlot &a = first.gate_plots[i], &b = evidence->gate_plots[i];
            EXPECT_EQ(a.grid.counts, b.grid.counts);
            EXPECT_EQ(a.grid.maximum, b.grid.maximum);
            EXPECT_EQ(a.grid.x_high, b.grid.x_high);
            EXPECT_EQ(a.x.transform, b.x.transform);
            EXPECT_EQ(a.y.has_value(), b.y.has_value());
            ASSERT_EQ(a.gates.size(), b.gates.size());
            for (std::size_t g = 0; g < a.gates.size(); ++g) {
                EXPECT_EQ(a.gates[g].outline, b.gates[g].outline);
                EXPECT_EQ(a.gates[g].population, b.gates[g].population);
                EXPECT_EQ(a.gates[g].percent, b.gates[g].percent);
            }
        }
    }
}

TEST(RepresentativePatient, IsTheOneWithTheMostCompleteData) {
    Study study;
    for (const std::string id : {"P1", "P2", "P3"}) {
        Patient patient;
        patient.id = id;
        study.patients.push_back(patient);
    }
    EXPECT_EQ(representative_patient(study), "");
    const auto add = [&](const std::string& patient, const std::string& visit, const std::string& control) {
        StudySample sample;
        sample.patient = patient, sample.visit = visit, sample.control = control;
        study.samples.push_back(sample);
    };
    add("P1", "day 0", ""), add("P1", "day 0", "FMO GzmB"), add("P1", "day 28", "");
    add("P2", "day 0", ""), add("P2", "day 14", "");
    add("P3", "day 0", ""), add("P3", "day 14", "");
    EXPECT_EQ(representative_patient(study), "P2");
    ActivitySample activity;
    activity.patient = "P3";
    study.activity.push_back(activity);
    EXPECT_EQ(representative_patient(study), "P3");
}
