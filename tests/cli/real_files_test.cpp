// The same commands on real instrument files, with made-up clinical tables.
#ifdef ASPARAGATE_SHARED_DATA
#include "cli/program.hpp"

#include <functional>
#include <sstream>

namespace asparagate::test {
namespace {

const std::filesystem::path shared_data = ASPARAGATE_SHARED_DATA;

using RealFiles = ProgramTest;

/// Count of one population in a `gate` table.
std::uint64_t count_of(const std::string& table, const std::string& population) {
    std::istringstream lines(table);
    for (std::string line; std::getline(lines, line);) {
        std::vector<std::string> cells;
        std::istringstream row(line);
        for (std::string cell; std::getline(row, cell, ',');) cells.push_back(cell);
        if (cells.size() > 4 && cells[1] == population) return std::stoull(cells[4]);
    }
    ADD_FAILURE() << population << " is not in\n" << table;
    return 0;
}

/// Counts events with a plain loop over all of them: what the engine must equal.
std::uint64_t plain_count(const std::filesystem::path& path, const std::vector<std::string>& channels,
                          const std::function<bool(const std::vector<double>&)>& inside) {
    const FcsFile file = FcsFile::open(path);
    std::vector<std::size_t> columns;
    for (const std::string& channel : channels) columns.push_back(file.data_set().find_channel(channel).value());
    const EventMatrix events = file.data_set().read_all(columns, ValueKind::scale);
    std::uint64_t count = 0;
    std::vector<double> event(channels.size());
    for (std::size_t i = 0; i < events.n_events(); ++i) {
        for (std::size_t p = 0; p < event.size(); ++p) event[p] = events.column(p)[i];
        count += inside(event);
    }
    return count;
}

TEST_F(RealFiles, GateGivesBAndTAndNkOfA37ColourPanel) {
    const auto file = shared_data / "fcs/valid/cyCombine_37colour_labelled.fcs";
    write_text(folder_ / "s.toml", R"([strategy]
name = "B, T and NK cells of a spectral panel whose values are already asinh-transformed"
[compensation]
source = "none"
[population."/CD45+"]
gate = "range"
x = "CD45"
min = 1.0
[population."/CD45+/Live"]
gate = "range"
x = "LiveDead"
max = 1.0
[population."/CD45+/Live/CD3 against CD19"]
gate = "quadrant"
x = "CD3"
y = "CD19"
x_divider = 0.7
y_divider = 1.8
names = { "+-" = "T", "-+" = "B", "--" = "Neither" }
[population."/CD45+/Live/T/CD8"]
gate = "rectangle"
x = "CD8"
y = "CD4"
x_min = 0.5
y_max = 1.0
[population."/CD45+/Live/Neither/NK"]
gate = "range"
x = "CD56"
min = 1.2
)");
    const Outcome run = asparagate({"gate", folder_ / "s.toml", file});
    ASSERT_EQ(run.exit_code, 0) << run.err;
    const std::vector<std::string> channels{"PacBlue-A", "LiveDeadFixableBlue-A", "PE-Fire640-A", "BB515-A",
                                            "PerCP-A",   "NovaFluorBlue610-A",    "SparkYG-581-A"};
    const auto live = [](const std::vector<double>& e) { return e[0] >= 1.0 && e[1] < 1.0; };
    const auto expect = [&](const std::string& population,
                            const std::function<bool(const std::vector<double>&)>& rule) {
        const std::uint64_t expected = plain_count(file, channels, [&](const auto& e) { return live(e) && rule(e); });
        EXPECT_EQ(count_of(run.out, population), expected) << population;
        EXPECT_GT(expected, 50u) << population << " would show nothing";
    };
    expect("/CD45+/Live/T", [](const auto& e) { return e[2] >= 0.7 && e[3] < 1.8; });
    expect("/CD45+/Live/B", [](const auto& e) { return e[2] < 0.7 && e[3] >= 1.8; });
    expect("/CD45+/Live/T/CD8", [](const auto& e) { return e[2] >= 0.7 && e[3] < 1.8 && e[4] >= 0.5 && e[5] < 1.0; });
    expect("/CD45+/Live/Neither/NK", [](const auto& e) { return e[2] < 0.7 && e[3] < 1.8 && e[6] >= 1.2; });
}

/// B cells of the LSR II panel and NK cells of the dendritic-cell panel: stored gates, stored counts.
TEST_F(RealFiles, GateEqualsTheStoredCountsOfBAndNkPanels) {
    write_text(folder_ / "b.toml", R"([strategy]
name = "B"
[compensation]
source = "none"
[population."/boundary"]
gate = "rectangle"
x = "FSC-A"
y = "SSC-A"
x_max = 250000
y_max = 250000
[population."/boundary/nonDebris"]
gate = "range"
x = "FSC-A"
min = 50000
[population."/boundary/nonDebris/lymph"]
gate = "ellipse"
x = "FSC-A"
y = "SSC-A"
center = [96008.8828125, 35283.80859375]
covariance = [[147605728.0, 25095142.0], [25095142.0, 97438640.0]]
distance_square = 13.888543955483556
[population."/boundary/nonDebris/lymph/Live"]
gate = "range"
x = "Live"
max = 1533.47119140625
)");
    const Outcome run =
        asparagate({"gate", folder_ / "b.toml", shared_data / "panels/bcell_12828_1/bcell_12828_1.converted.fcs"});
    ASSERT_EQ(run.exit_code, 0) << run.err;
    EXPECT_EQ(count_of(run.out, "/boundary"), 81185u);
    EXPECT_EQ(count_of(run.out, "/boundary/nonDebris"), 80711u);
    EXPECT_EQ(count_of(run.out, "/boundary/nonDebris/lymph"), 52927u);
    EXPECT_EQ(count_of(run.out, "/boundary/nonDebris/lymph/Live"), 51652u);
}

/// 16 spectral files of 8 donors as day 0 and day 14 of 8 patients. P6 has activity but no files.
void write_study(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(shared_data / "workspaces/coereba_vd2")) {
        if (entry.path().extension() == ".fcs") files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    ASSERT_GE(files.size(), 16u);
    std::string samples = "sample,patient,visit,file\n", patients = "patient,reaction,blinatumomab_days\n",
                outcomes = "patient,label,tolerated\n";
    std::string doses = "patient,day,product,dose,unit\n";
    std::string activity = "patient,period,nominal_day,day,activity,unit,lloq,method\n";
    for (int p = 1; p <= 8; ++p) {
        const std::string id = "P" + std::to_string(p);
        const bool restored = p <= 6;
        patients += id + (p % 4 ? ",silent inactivation,28\n" : ",clinical hypersensitivity,28\n");
        outcomes += id + (restored ? ",AAR,yes\n" : ",AANR,yes\n");
        doses += id + ",-60,pegaspargase,2500,U/m2\n" + id + ",60,pegaspargase,2000,U/m2\n";
        for (const int day : {7, 14, 21}) {
            activity +=
                id + ",before," + std::to_string(day) + "," + std::to_string(day - 60) + ",<20,IU/L,20,colorimetric\n";
            activity += id + ",after," + std::to_string(day) + "," + std::to_string(day + 60) + "," +
                        (restored ? std::to_string(700 - 20 * day + 10 * p) : "<20") + ",IU/L,20,colorimetric\n";
        }
        if (p == 6) continue;
        for (int visit = 0; visit < 2; ++visit) {
            samples += id + "_v" + std::to_string(visit) + "," + id + (visit ? ",day 14," : ",day 0,") +
                       files[2 * (p - 1) + visit].string() + "\n";
        }
    }
    write_text(folder / "samples.csv", samples);
    write_text(folder / "patients.csv", patients);
    write_text(folder / "outcomes.csv", outcomes);
    write_text(folder / "doses.csv", doses);
    write_text(folder / "activity.csv", activity);
    write_text(folder / "strategy.toml", R"([strategy]
name = "T cell subsets of a spectral panel, unmixed by the cytometer"
[transforms.spectral]
type = "logicle"
T = 4194304
W = 0.8
M = 5.5
[scales]
default = "spectral"
[population."/Live"]
gate = "range"
x = "Viability"
max = 3000
[population."/Live/T"]
gate = "range"
x = "CD3"
min = 6000
[population."/Live/T/Naive-like"]
gate = "rectangle"
x = "CD45RA"
y = "CD27"
x_min = 8000
y_min = 3000
[population."/Live/T/Vd2"]
gate = "range"
x = "Vd2"
min = 5000
)");
    write_text(folder / "study.toml", R"([study]
title = "Real files, made-up clinic"
baseline_visit = "day 0"
followup_visit = "day 14"
[study.visit_days]
"day 0" = 0
"day 14" = 14
[strategy]
file = "strategy.toml"
[tables]
samples = "samples.csv"
patients = "patients.csv"
doses = "doses.csv"
activity = "activity.csv"
outcomes = "outcomes.csv"
[restoration]
rule = "R-A"
threshold_iu_l = 100
)");
}

TEST_F(RealFiles, RunMakesAStudyOfThem) {
    write_study(folder_);
    std::vector<std::string> arguments = {"run", folder_ / "study.toml", "-o", folder_ / "results"};
    if (!ASPARAGATE_HAS_REPORT) arguments.emplace_back("--no-report");
    const Outcome run = asparagate(arguments);
    ASSERT_EQ(run.exit_code, 0) << run.err;
    const std::string populations = read_text(folder_ / "results/populations.csv");
    EXPECT_EQ(std::count(populations.begin(), populations.end(), '\n'), 1 + 14 * 4);
    // 5 against 2 cannot reach 0.05, and the table says so.
    const std::string comparisons = read_text(folder_ / "results/comparisons.csv");
    EXPECT_NE(comparisons.find("0.0952380952"), std::string::npos);
    EXPECT_NE(read_text(folder_ / "results/foldchanges.csv").find("MISSING"), std::string::npos) << "P6 has no files";
    EXPECT_EQ(asparagate({"verify", folder_ / "results"}).exit_code, 0);
    EXPECT_EQ(std::filesystem::exists(folder_ / "results/report.html"), bool(ASPARAGATE_HAS_REPORT));
}

}  // namespace
}  // namespace asparagate::test
#endif
