#include "asparagate/fcs/delimited_text.hpp"
#include "asparagate/fcs/fcs_file.hpp"
#include "asparagate/gating/engine.hpp"
#include "simulation_fixture.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

namespace asparagate {
namespace {

using test::blina_cohort;
using test::read_text;
using test::TemporaryCohort;
namespace fs = std::filesystem;

std::vector<fs::path> files_below(const fs::path& folder) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (entry.is_regular_file()) files.push_back(entry.path().lexically_relative(folder));
    std::sort(files.begin(), files.end());
    return files;
}

SimulationOptions small(unsigned threads, std::uint64_t events = 1500) {
    SimulationOptions options;
    options.events_per_tube = events;
    options.threads = threads;
    return options;
}

TEST(SimulatedCohort, IsTheSameBytesForAnyThreadCountAndAgain) {
    TemporaryCohort one("one"), many("many");
    one.simulate(small(1));
    many.simulate(small(5));
    const auto files = files_below(one.folder());
    ASSERT_EQ(files, files_below(many.folder()));
    for (const auto& file : files) EXPECT_EQ(read_text(one.folder() / file), read_text(many.folder() / file)) << file;
    many.simulate(small(3));
    for (const auto& file : files) EXPECT_EQ(read_text(one.folder() / file), read_text(many.folder() / file)) << file;
}

TEST(SimulatedCohort, BlocksOfOneTubeInParallelGiveTheSameBytes) {
    // More threads than tubes: the blocks within each tube are what runs in parallel.
    TemporaryCohort one("blocks1"), many("blocks64");
    one.simulate(small(1, 5000));
    many.simulate(small(64, 5000));
    for (const auto& file : files_below(one.folder()))
        EXPECT_EQ(read_text(one.folder() / file), read_text(many.folder() / file)) << file;
}

TEST(SimulatedCohort, AnotherSeedGivesOtherEventsButTheSameTables) {
    TemporaryCohort first("seed1"), second("seed2");
    first.simulate(small(2));
    auto options = small(2);
    options.seed = 7;
    second.simulate(options);
    EXPECT_NE(read_text(first.folder() / "fcs/P1_day0_lymphocyte.fcs"),
              read_text(second.folder() / "fcs/P1_day0_lymphocyte.fcs"));
    EXPECT_EQ(read_text(first.folder() / "tables/activity.csv"), read_text(second.folder() / "tables/activity.csv"));
}

TEST(SimulatedCohort, TablesInTheSampleAreWhatTheGeneratorWrites) {
    TemporaryCohort cohort("tables");
    cohort.simulate(small(2, 1000));
    for (const char* table : {"samples", "patients", "doses", "activity", "antibodies", "outcomes", "counts"}) {
        const auto name = fs::path("tables") / (std::string(table) + ".csv");
        EXPECT_EQ(read_text(blina_cohort() / name), read_text(cohort.folder() / name)) << name;
    }
    for (const char* file : {"study.toml", "rules.toml", "tables/liver.csv", "tables/not_done.csv",
                             "strategies/lymphocyte.toml", "strategies/cytotoxic.toml"})
        EXPECT_EQ(read_text(blina_cohort() / file), read_text(cohort.folder() / file)) << file;
}

TEST(SimulatedCohort, FilesOpenUnderStrictWithoutFindings) {
    TemporaryCohort cohort("strict");
    const auto result = cohort.simulate(small(2));
    EXPECT_EQ(result.files.size(), 56u);
    EXPECT_EQ(result.events, 56u * 1500u);
    for (const auto& path : result.files) {
        const auto file = FcsFile::open(path, {.strict = true});
        const auto& data = file.data_set();
        EXPECT_EQ(data.version(), "3.1");
        EXPECT_EQ(data.n_events(), 1500u);
        EXPECT_THAT(std::string(*data.keywords().find("$CYT")), ::testing::HasSubstr("SYNTHETIC"));
        EXPECT_THAT(std::string(*data.keywords().find("$SRC")), ::testing::HasSubstr("SYNTHETIC"));
        EXPECT_TRUE(data.spillover() && !data.spillover()->is_identity());
        auto findings = file.findings();
        const auto seen = inspect_events(file, data);
        findings.insert(findings.end(), seen.begin(), seen.end());
        for (const auto& finding : findings) EXPECT_NE(finding.severity, Severity::warning) << describe(finding);
    }
}

TEST(SimulatedCohort, TruthHasOneLinePerEventAndAgreesWithTheCounts) {
    TemporaryCohort cohort("truth");
    cohort.simulate(small(2, 5000));
    const auto truth = read_delimited(cohort.folder() / "truth/P3_day0_cytotoxic.csv");
    EXPECT_EQ(truth.rows.size(), 5000u);
    const auto naive = std::count_if(truth.rows.begin(), truth.rows.end(),
                                     [](const auto& row) { return row.cells[0] == "CD4 naive"; });
    bool found = false;
    for (const auto& row : read_delimited(cohort.folder() / "truth/populations.csv").rows) {
        if (row.cells[0] != "P3_day0_cytotoxic" || row.cells[1] != "CD4 naive" || !row.cells[2].empty()) continue;
        EXPECT_EQ(row.cells[3], std::to_string(naive));
        found = true;
    }
    EXPECT_TRUE(found);
}

TEST(SimulatedCohort, CompensationLeavesNegativeValuesAroundZero) {
    TemporaryCohort cohort("negative");
    cohort.simulate(small(2));
    const auto file = FcsFile::open(cohort.folder() / "fcs/P1_day0_lymphocyte.fcs");
    const auto& data = file.data_set();
    const auto compensation = Compensation::from_spillover(*data.spillover(), "file");
    for (const char* channel : {"PE-A", "APC-A", "PE-Cy7-A"}) {
        const auto values = compensated_column(data, *data.find_channel(channel), compensation);
        const auto negative = std::count_if(values.begin(), values.end(), [](double v) { return v < 0; });
        EXPECT_GT(negative, 150) << channel;
        EXPECT_LT(*std::min_element(values.begin(), values.end()), -50) << channel;
    }
}

TEST(SimulatedCohort, AreaIsHeightTimesWidthAndTimeNeverRunsBack) {
    TemporaryCohort cohort("pulse");
    cohort.simulate(small(2, 10000));
    const auto file = FcsFile::open(cohort.folder() / "fcs/P4_day14_lymphocyte.fcs");
    const auto events = file.data_set().read_all(ValueKind::scale);
    const auto column = [&](const char* name) { return events.column(*file.data_set().find_channel(name)); };
    const auto area = column("FSC-A"), height = column("FSC-H"), width = column("FSC-W"), time = column("Time");
    for (std::size_t e = 0; e < events.n_events(); ++e)
        ASSERT_TRUE(area[e] >= 262143 || std::abs(area[e] - height[e] * width[e] / 65536) < 1e-5 * area[e]) << e;
    EXPECT_TRUE(std::is_sorted(time.begin(), time.end()));
    // The clog: a quarter of the event rate and weaker signals from 55 to 65 % of this file's events.
    const double seconds_before = time[5000] - time[4000], seconds_within = time[6400] - time[5600];
    EXPECT_NEAR(seconds_within / 800, 4 * seconds_before / 1000, 0.4 * seconds_before / 1000);
    const auto mean = [&](std::size_t from, std::size_t to) {
        return std::accumulate(height.begin() + static_cast<std::ptrdiff_t>(from),
                               height.begin() + static_cast<std::ptrdiff_t>(to), 0.0) /
               static_cast<double>(to - from);
    };
    EXPECT_LT(mean(5800, 6200), 0.85 * mean(4000, 5000));
}

TEST(SimulatedCohort, StopsWhenAsked) {
    TemporaryCohort cohort("stop");
    std::stop_source stop;
    stop.request_stop();
    TaskControl control;
    control.stop = stop.get_token();
    EXPECT_THROW(simulate_cohort(blina_cohort() / "settings.toml", cohort.folder(), small(2), control), Interrupted);
    EXPECT_TRUE(files_below(cohort.folder()).empty());
}

TEST(SimulatedCohort, HasNoFlowAndNoAntibodiesForP6ButItsActivity) {
    const auto patients_of = [](const char* table) {
        std::set<std::string> patients;
        const auto text = read_delimited(blina_cohort() / "tables" / table);
        const auto column = static_cast<std::size_t>(std::find(text.columns.begin(), text.columns.end(), "patient") -
                                                     text.columns.begin());
        for (const auto& row : text.rows) patients.insert(row.cells.at(column));
        return patients;
    };
    EXPECT_EQ(patients_of("samples.csv").size(), 7u);
    EXPECT_FALSE(patients_of("samples.csv").contains("P6"));
    EXPECT_FALSE(patients_of("antibodies.csv").contains("P6"));
    EXPECT_EQ(patients_of("activity.csv").size(), 8u);
    EXPECT_EQ(patients_of("patients.csv").size(), 8u);
}

}  // namespace
}  // namespace asparagate
