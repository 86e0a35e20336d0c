#include "analysis/run_fixture.hpp"

#include "uncertainty/conclusion_band.hpp"

#include <nlohmann/json.hpp>

using namespace asparagate;
using namespace asparagate::test;

namespace {

/// One linear channel X with a range of 1000, uniform from `from` to 1000, and one Y.
void write_uniform_tube(const std::filesystem::path& path, double from, int events = 20000) {
    std::filesystem::create_directories(path.parent_path());
    std::vector<Parameter> parameters(2);
    for (std::size_t p = 0; p < parameters.size(); ++p) {
        parameters[p].index = p + 1;
        parameters[p].name = p == 0 ? "X" : "Y";
        parameters[p].range = 1000;
    }
    FcsWriter writer(path, parameters, {}, static_cast<std::uint64_t>(events));
    for (int event = 0; event < events; ++event) {
        const double x = from + (1000 - from) * (event + 0.5) / events;
        const float values[] = {static_cast<float>(x), static_cast<float>(event % 1000)};
        writer.append(values);
    }
    writer.finish();
}

/// Two patients whose cells are uniform on X; half of them lie above the gate before treatment.
Study uniform_study(const std::filesystem::path& folder) {
    write_text(folder / "strategy.toml", R"([strategy]
name = "uniform"
[compensation]
source = "none"
[population."/High"]
gate = "range"
x = "X"
min = 500
[population."/High/Half"]
gate = "range"
x = "Y"
max = 500
[population."/Control"]
gate = "range"
x = "X"
min = { control = "FMO", percentile = 90, minimum_events = 100, fallback = 100 }
)");
    write_text(folder / "study.toml", R"([study]
title = "uniform"
[strategy]
file = "strategy.toml"
[tables]
samples = "samples.csv"
patients = "patients.csv"
[uncertainty]
draws = 1000
shift = 0.02
[compute]
seed = 5
[[feature]]
id = "high"
population = "/High"
[[feature]]
id = "half"
population = "/High/Half"
[[feature]]
id = "above control"
population = "/Control"
[[feature]]
id = "median"
population = "/High"
measure = "median"
channel = "X"
)");
    write_text(folder / "patients.csv", "patient,sex\nP1,F\n");
    write_text(folder / "samples.csv",
               "sample,patient,visit,control,file\nb,P1,day 0,,b.fcs\na,P1,day 14,,a.fcs\nc,P1,day 0,FMO,c.fcs\n");
    write_uniform_tube(folder / "b.fcs", 0);
    write_uniform_tube(folder / "a.fcs", 500);
    write_uniform_tube(folder / "c.fcs", 0, 900);
    return read_study(folder / "study.toml");
}

const PlacementBand& band_of(const Evidence& evidence, const std::string& feature, const std::string& quantity) {
    const auto found = std::ranges::find_if(evidence.uncertainty.bands, [&](const PlacementBand& band) {
        return band.feature == feature && band.quantity == quantity;
    });
    EXPECT_NE(found, evidence.uncertainty.bands.end()) << feature << ' ' << quantity;
    return *found;
}

RunResult run_draws(const Study& study, const std::filesystem::path& output, std::size_t draws, unsigned threads = 1,
                    const TaskControl& control = {}, std::uint64_t max_memory_bytes = 0) {
    RunOptions options;
    options.output = output;
    options.threads = threads;
    options.draws = draws;
    options.max_memory_bytes = max_memory_bytes;
    options.command = "asparagate run";
    RunResult result = run_study(study, options, control);
    write_results(result.evidence, output);
    return result;
}

const std::vector<std::string> placement_files = {"placement.csv", "conclusions.csv", "gate_placements.csv"};

ConclusionBand concluded(double estimate, double p, const std::vector<TestDraw>& draws) {
    ConclusionBand conclusion;
    conclusion.estimate = estimate;
    conclusion.p = p;
    set_conclusion(conclusion, draws, {});
    return conclusion;
}

}  // namespace

TEST(GatePlacement, GivesTheBandThatAKnownDistributionImplies) {
    const TemporaryFolder folder;
    const RunResult run = run_draws(uniform_study(folder / "study"), folder / "results", 1000, 2);
    ASSERT_FALSE(has_code(run.evidence.findings, "PLACEMENT_FAILED"));
    EXPECT_EQ(run.evidence.uncertainty.draws, 1000u);
    EXPECT_EQ(run.evidence.uncertainty.seed, 5u);
    // Cells are uniform on the range, so a shift of sd 0.02 of it moves 2 % of them.
    const PlacementBand& before = band_of(run.evidence, "high", "before");
    EXPECT_EQ(before.value, 50);
    EXPECT_NEAR(*before.low, 50 - 1.96 * 2, 0.5);
    EXPECT_NEAR(*before.high, 50 + 1.96 * 2, 0.5);
    EXPECT_EQ(before.draws, 1000u);
    // After treatment all cells lie above the gate: only a move upwards loses some, twice as many.
    const PlacementBand& after = band_of(run.evidence, "high", "after");
    EXPECT_EQ(after.value, 100);
    EXPECT_EQ(after.high, 100);
    EXPECT_NEAR(*after.low, 100 - 1.96 * 4, 1);
    // Both visits share the gate, so the fold change varies less than the sides would if they moved apart.
    const PlacementBand& change = band_of(run.evidence, "high", "log2 fold change");
    const double b = 0.46, a = 0.92;
    EXPECT_NEAR(*change.value, 1, 1e-3);
    EXPECT_NEAR(*change.low, std::log2(1 / 0.54), 0.02);
    EXPECT_NEAR(*change.high, std::log2(a / b), 0.02);
    const PlacementBand& median = band_of(run.evidence, "median", "before");
    EXPECT_NEAR(*median.low, 750 - 1.96 * 10, 2);
    EXPECT_NEAR(*median.high, 750 + 1.96 * 10, 2);
}

TEST(GatePlacement, BootstrapsAThresholdWithTheEventsOfItsControl) {
    const TemporaryFolder folder;
    const RunResult run = run_draws(uniform_study(folder / "study"), folder / "results", 1000);
    // The 90th percentile of 900 uniform events has a standard error of sqrt(0.9 0.1 / 900) = 1 %.
    const PlacementBand& band = band_of(run.evidence, "above control", "before");
    EXPECT_NEAR(*band.value, 10, 0.1);
    EXPECT_NEAR(*band.low, 10 - 1.96, 0.25);
    EXPECT_NEAR(*band.high, 10 + 1.96, 0.25);
    ASSERT_EQ(run.evidence.uncertainty.gates.size(), 3u);
    EXPECT_EQ(run.evidence.uncertainty.gates[2].how, "bootstrap of the control's percentile");
    EXPECT_EQ(run.evidence.uncertainty.gates[0].how, "shift");
    EXPECT_EQ(run.evidence.uncertainty.gates[0].tolerance, 0.02);
}

TEST(GatePlacement, SaysWhoseFallbackWasShifted) {
    const TemporaryFolder folder;
    Study study = uniform_study(folder / "study");
    auto& gate = std::get<RectangleGate>(study.strategies.begin()->second.nodes[2].gate);
    ASSERT_TRUE(gate.control);
    const auto told = [&](const std::string& results) {
        return run_draws(study, folder / results, 20).evidence.uncertainty.gates[2];
    };
    EXPECT_FALSE(told("control").tolerance) << "a bootstrap has no tolerance";
    gate.control->minimum_events = 1000000;
    EXPECT_EQ(told("fallback").how, "shift of the fallback: too few control events");
    EXPECT_EQ(told("fallback").tolerance, 0.02);
}

TEST(GatePlacement, LeavesEveryOtherResultAsItIs) {
    const TemporaryFolder folder;
    const Study study = StudyFolder(folder / "study").read();
    EXPECT_EQ(study.settings.uncertainty.draws, 0u);
    run_into(study, folder / "without");
    run_draws(study, folder / "with", 40);
    for (const std::string& name : result_files())
        if (name != "study.h5" && std::ranges::find(placement_files, name) == placement_files.end()) {
            EXPECT_EQ(read_bytes(folder / "without" / name), read_bytes(folder / "with" / name)) << name;
        }
    const Evidence without = read_results(folder / "without");
    EXPECT_EQ(without.uncertainty.draws, 0u);
    EXPECT_TRUE(without.uncertainty.bands.empty());
    const std::string header = read_bytes(folder / "without" / "conclusions.csv");
    EXPECT_EQ(header, read_bytes(folder / "with" / "conclusions.csv").substr(0, header.size()));
}

TEST(GatePlacement, GivesTheSameBytesForAnyNumberOfThreadsAndLittleMemory) {
    const TemporaryFolder folder;
    const Study study = StudyFolder(folder / "study").read();
    run_draws(study, folder / "1", 30);
    for (const unsigned threads : {2u, 3u, 16u}) run_draws(study, folder / std::to_string(threads), 30, threads);
    run_draws(study, folder / "small", 30, 2, {}, 20 << 20);
    for (const std::string other : {"2", "3", "16", "small"}) expect_equal_results(folder / "1", folder / other);
    Study reseeded = study;
    reseeded.settings.seed = 99;
    run_draws(reseeded, folder / "reseeded", 30);
    EXPECT_NE(read_bytes(folder / "1/placement.csv"), read_bytes(folder / "reseeded/placement.csv"));
}

TEST(GatePlacement, ComesBackFromTheStore) {
    const TemporaryFolder folder;
    const RunResult run = run_draws(StudyFolder(folder / "study").read(), folder / "a", 20);
    ASSERT_FALSE(run.evidence.uncertainty.conclusions.empty());
    const Evidence read = read_results(folder / "a");
    EXPECT_EQ(read.uncertainty.draws, 20u);
    EXPECT_EQ(read.settings.uncertainty.shift, 0.02);
    write_results(read, folder / "b");
    expect_equal_results(folder / "a", folder / "b");
    const auto provenance = nlohmann::json::parse(read_bytes(folder / "a/provenance.json"));
    EXPECT_EQ(provenance.at("gate_placement").at("draws"), 20);
    EXPECT_EQ(provenance.at("gate_placement").at("seed"), 1);
}

TEST(GatePlacement, StopsWhenAskedAndGoesOnToTheSameBytes) {
    const TemporaryFolder folder;
    const Study study = StudyFolder(folder / "study").read();
    run_draws(study, folder / "whole", 30);
    for (const std::string stage : {"move controls", "move gates"}) {
        std::stop_source stop;
        TaskControl control;
        control.stop = stop.get_token();
        std::uint64_t done = 0, total = 0;
        control.report = [&](const ProgressUpdate& update) {
            if (update.stage != stage) return;
            EXPECT_EQ(update.unit, "draws");
            EXPECT_GE(update.done, done);
            done = update.done;
            total = update.total;
            if (update.done > 40) stop.request_stop();
        };
        EXPECT_THROW(run_draws(study, folder / "stopped", 30, 2, control), Interrupted) << stage;
        EXPECT_EQ(total, (stage == "move gates" ? 4u : 2u) * 31u);
    }
    run_draws(study, folder / "stopped", 30);
    run_draws(study, folder / "stopped", 30);  // all of it from what was kept
    expect_equal_results(folder / "whole", folder / "stopped");
}

TEST(GatePlacement, HidesGroupsWhereTheStudyIsBlind) {
    const TemporaryFolder folder;
    Study study = StudyFolder(folder / "study").read();
    const auto subjects = [&](const std::string& name) {
        const RunResult run = run_draws(study, folder / name, 20);
        std::set<std::string> found;
        for (const ConclusionBand& conclusion : run.evidence.uncertainty.conclusions) found.insert(conclusion.subject);
        return found;
    };
    EXPECT_TRUE(subjects("open").contains("AAR vs AANR"));
    study.settings.blind = true;
    const std::set<std::string> blind = subjects("blind");
    EXPECT_FALSE(blind.contains("AAR vs AANR"));
    EXPECT_FALSE(blind.contains("AAR"));
    EXPECT_TRUE(blind.contains("all"));
    EXPECT_EQ(read_bytes(folder / "blind/placement.csv").find("AANR"), std::string::npos);
}

TEST(GatePlacement, LeavesOutAFailedSample) {
    const TemporaryFolder folder;
    const StudyFolder files(folder / "study");
    const Study study = files.read();
    std::filesystem::resize_file(files.tube("P2 day 14"), 100);
    const RunResult run = run_draws(study, folder / "results", 20, 2);
    EXPECT_EQ(run.failed, 1u);
    EXPECT_FALSE(has_code(run.evidence.findings, "PLACEMENT_FAILED"));
    for (const PlacementBand& band : run.evidence.uncertainty.bands)
        if (band.patient == "P2" && band.quantity != "before") {
            EXPECT_EQ(band.draws, 0u);
        }
}

TEST(GatePlacement, PutsShardsTogether) {
    const TemporaryFolder folder;
    const Study study = StudyFolder(folder / "study").read();
    run_draws(study, folder / "whole", 20);
    for (const std::size_t shard : {0u, 1u}) {
        RunOptions options;
        options.output = folder / ("shard" + std::to_string(shard));
        options.shard = shard;
        options.shards = 2;
        options.draws = 20;
        run_study(study, options);
        std::filesystem::create_directories(folder / "merged");
        std::filesystem::copy(
            options.output / "samples", folder / "merged" / "samples",
            std::filesystem::copy_options::overwrite_existing | std::filesystem::copy_options::recursive);
    }
    run_draws(study, folder / "merged", 20);
    expect_equal_results(folder / "whole", folder / "merged");
}

TEST(ConclusionBand, SaysWhatHoldsAndWhatRestsOnTheGates) {
    std::vector<TestDraw> draws(100, {1.0, 0.01});
    const ConclusionBand holding = concluded(1, 0.01, draws);
    EXPECT_FALSE(holding.changes);
    EXPECT_EQ(holding.same_direction, 1);
    EXPECT_EQ(holding.below_alpha, 1);
    EXPECT_EQ(holding.note,
              "holds within the tolerance of the gates: same direction in all 100 draws, p <= 0.05 in all 100 draws "
              "(p = 0.01 as drawn)");
    for (std::size_t i = 0; i < 6; ++i) draws[i] = {1, 0.2};
    const ConclusionBand verdict = concluded(1, 0.01, draws);
    EXPECT_TRUE(verdict.changes);
    EXPECT_EQ(verdict.below_alpha, 0.94);
    EXPECT_EQ(verdict.note.find("rests on where the gates lie: "), 0u);
    for (std::size_t i = 0; i < 6; ++i) draws[i] = {-1, 0.01};
    EXPECT_EQ(concluded(1, 0.01, draws).note.find("the direction rests on where the gates lie: "), 0u);
    for (std::size_t i = 0; i < 6; ++i) draws[i] = {};
    const ConclusionBand untested = concluded(1, 0.01, draws);
    EXPECT_TRUE(untested.changes) << "a test that cannot be made confirms nothing";
    EXPECT_EQ(untested.draws, 94u);
    EXPECT_NE(untested.note.find("no test possible in 6 of 100 draws"), std::string::npos);
}

TEST(ConclusionBand, NamesTheShareOfThePlaceThatItFollows) {
    std::mt19937 random(1);
    std::normal_distribution<double> normal;
    std::vector<TestDraw> draws(5000);
    std::vector<double> first, second;
    for (TestDraw& draw : draws) {
        first.push_back(normal(random));
        second.push_back(normal(random));
        draw.estimate = 10 + 3 * first.back() - 1 * second.back();
    }
    EXPECT_NEAR(explained_share(draws, first), 0.89, 0.02);
    EXPECT_NEAR(explained_share(draws, second), 0.1, 0.02);
    draws[0].estimate = 1e300;
    EXPECT_NEAR(explained_share(draws, first), 0.89, 0.02) << "one draw that fell apart says little";
    draws[0].estimate.reset();
    EXPECT_NEAR(explained_share(draws, first), 0.89, 0.02);
    EXPECT_EQ(explained_share(draws, std::vector<double>(draws.size(), 1)), 0);
}

TEST(ConclusionBand, KnowsWhatNoGateCanChange) {
    ConclusionBand conclusion;
    conclusion.estimate = 1;
    conclusion.p = conclusion.p_min_attainable = 2.0 / 21;
    set_conclusion(conclusion, std::vector<TestDraw>(50, {2.0, 2.0 / 21}), {});
    EXPECT_FALSE(conclusion.changes);
    EXPECT_NE(conclusion.note.find("none of 50 draws (these n allow no p below 0.095)"), std::string::npos)
        << conclusion.note;
    ConclusionBand untested;
    set_conclusion(untested, std::vector<TestDraw>(50, {2.0, 0.01}), {});
    EXPECT_FALSE(untested.changes);
    EXPECT_EQ(untested.note, "not tested with the gates as drawn; it could be tested in all 50 draws");
}

TEST(ConclusionBand, EndsOfPAreValuesThatOccurred) {
    std::vector<TestDraw> draws(98, {2.0, 2.0 / 21});
    draws.push_back({2.0, 4.0 / 21});
    draws.insert(draws.end(), 3, {2.0, 6.0 / 21});
    ConclusionBand conclusion;
    conclusion.estimate = 1;
    conclusion.p = 2.0 / 21;
    set_conclusion(conclusion, draws, {});
    EXPECT_EQ(conclusion.p_low, 2.0 / 21);
    EXPECT_EQ(conclusion.p_high, 6.0 / 21);  // the 100th of 102
    std::vector<TestDraw> two = {{2.0, 0.1}, {2.0, 0.2}};
    set_conclusion(conclusion, two, {});
    EXPECT_EQ(conclusion.p_low, 0.1);
    EXPECT_EQ(conclusion.p_high, 0.2);
}

TEST(ConclusionBands, HoldInTheShareOfDrawsThatTheRulesAsk) {
    std::vector<TestDraw> draws(100, {1.0, 0.01});
    for (std::size_t i = 0; i < 15; ++i) draws[i].estimate = -1.0;
    EXPECT_TRUE(concluded(1, 0.01, draws).changes);
    ConclusionBand conclusion;
    conclusion.estimate = 1;
    conclusion.p = 0.01;
    StudySettings settings;
    settings.uncertainty.holding_share = 0.8;
    set_conclusion(conclusion, draws, settings);
    EXPECT_FALSE(conclusion.changes);
}
