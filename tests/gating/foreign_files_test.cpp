// Strategies that other programs wrote, on the files they are for.
#ifdef ASPARAGATE_SHARED_DATA
#include "asparagate/fcs/delimited_text.hpp"
#include "asparagate/gating/engine.hpp"
#include "asparagate/gating/strategy_file.hpp"

#include <gmock/gmock.h>
#include <fstream>

using namespace asparagate;

namespace {

const std::filesystem::path shared = ASPARAGATE_SHARED_DATA;

SampleGates gated(const std::filesystem::path& fcs, const GatingStrategy& strategy) {
    GateOptions options;
    options.memberships = true;
    const std::string sample = fcs.stem().string();
    return gate_sample(FcsFile::open(fcs).data_set(), strategy_for_sample(strategy, sample, fcs), sample, options);
}

/// `All Events\P1\P2` -> `/P1/P2`.
std::string path_of(std::string full_name) {
    full_name.erase(0, full_name.find('\\'));
    std::replace(full_name.begin(), full_name.end(), '\\', '/');
    return full_name;
}

/// The rows of a table about one workspace.
std::vector<std::vector<std::string>> rows_of(const std::filesystem::path& table, const std::string& workspace) {
    std::vector<std::vector<std::string>> rows;
    for (const auto& row : read_delimited(table).rows)
        if (row.cells[0] == workspace) rows.push_back(row.cells);
    return rows;
}

struct SuiteGate {
    std::string id;
    std::filesystem::path fcs, truth;
};

/// Gates of the suite of Gating-ML 1.5 by their document.
std::map<std::filesystem::path, std::vector<SuiteGate>> suite_of_version_15() {
    std::map<std::filesystem::path, std::vector<SuiteGate>> suite;
    for (const auto& row : read_delimited(shared / "gatingml/manifest.csv").rows)
        if (row.cells[1].starts_with("v1.5/"))
            suite[shared / "gatingml" / row.cells[1]].push_back(
                {row.cells[2], shared / "gatingml" / row.cells[3], shared / "gatingml" / row.cells[4]});
    return suite;
}

std::vector<bool> truth_of(const std::filesystem::path& path) {
    std::ifstream stream(path);
    std::string id;
    std::getline(stream, id);
    std::vector<bool> truth;
    for (int value = 0; stream >> value;) truth.push_back(value == 1);
    return truth;
}

/// Events exactly on the right or upper edge of a polygon are inside in Gating-ML 1.5 alone.
bool has_polygon(const StrategyFile& file) {
    return std::any_of(file.findings.begin(), file.findings.end(),
                       [](const Finding& finding) { return finding.code == "X-EDGE"; });
}

/// Compares one gate event by event; false when the document was read without it, which a finding has to say.
bool agrees(const SuiteGate& gate, const StrategyFile& file, const SampleGates& gates, std::size_t& on_edges) {
    for (std::size_t p = 0; p < gates.rows.size(); ++p) {
        if (!gates.rows[p].population.ends_with("/" + gate.id)) continue;
        const std::vector<bool> truth = truth_of(gate.truth);
        EXPECT_EQ(truth.size(), gates.n_events) << gate.id;
        std::size_t missing = 0, added = 0;
        for (std::size_t event = 0; event < std::min<std::size_t>(truth.size(), gates.n_events); ++event) {
            missing += truth[event] && !gates.memberships[p][event];
            added += !truth[event] && gates.memberships[p][event];
        }
        EXPECT_EQ(added, 0u) << gate.id;
        EXPECT_TRUE(missing == 0 || has_polygon(file)) << gate.id << ": " << missing;
        on_edges += missing;
        return true;
    }
    EXPECT_TRUE(std::any_of(file.findings.begin(), file.findings.end(), [&](const Finding& finding) {
        return finding.code == "X-GATE" && finding.keyword.ends_with("/" + gate.id);
    })) << gate.id;
    return false;
}

}  // namespace

TEST(ForeignFiles, FacsDivaCountsAreMetWithinTwoPercent) {
    const auto folder = shared / "workspaces/diva_pe2";
    const StrategyFile file = read_strategy_file(folder / "PE_2.xml");
    EXPECT_EQ(file.format, StrategyFormat::diva);
    const SampleGates gates = gated(folder / "124500.fcs", file.strategy);
    std::size_t compared = 0;
    for (const auto& row : rows_of(shared / "workspaces/expected_counts.csv", "diva_pe2/PE_2.xml")) {
        if (row[2] != "124500.fcs" || row[6] == "All Events") continue;
        const double stored = std::stod(row[9]);
        for (const PopulationRow& population : gates.rows)
            if (population.population == path_of(row[6])) {
                EXPECT_NEAR(static_cast<double>(population.count.value()), stored, 0.02 * stored) << row[6];
                ++compared;
            }
    }
    EXPECT_EQ(compared, 5u);
    EXPECT_TRUE(std::any_of(file.findings.begin(), file.findings.end(),
                            [](const Finding& finding) { return finding.code == "X-DIVA"; }));
    EXPECT_EQ(parse_strategy(format_strategy(file.strategy), "again.toml"), file.strategy);
}

TEST(ForeignFiles, FloreadaTreesBecomeOneTreeWithVersions) {
    const auto folder = shared / "workspaces/floreada_cellcounts5L";
    const StrategyFile file = read_strategy_file(folder / "workspace.xml");
    std::set<std::string> paths;
    for (const auto& population : file.strategy.populations()) paths.insert(population.path);
    for (const char* path : {"/SingletsFSC", "/SingletsFSC/Cells", "/SingletsFSC/Debris", "/SingletsFSC/Cells/CD45+",
                             "/SingletsFSC/Cells/CD45+/CD19+"})
        EXPECT_TRUE(paths.contains(path)) << path;
    EXPECT_EQ(paths.size(), 5u);
    for (const char* name : {"CellCounts5L_AB_01-INF041-09_01.fcs", "CellCounts5L_AB_01-INF041-09_02.fcs"})
        for (const PopulationRow& row : gated(folder / name, file.strategy).rows)
            EXPECT_GT(row.count.value(), 0u) << name << row.population;
    EXPECT_EQ(parse_strategy(format_strategy(file.strategy), "again.toml"), file.strategy);
}

TEST(ForeignFiles, CytobankGatesAreComputableInTheirFile) {
    const auto document = shared / "workspaces/cytobank_gatingml/example_gatingML.xml";
    const GatingStrategy strategy = read_strategy_file(document).strategy;
    const SampleGates gates = gated(shared / "fcs/valid/example_cytof_data_for_gatingML.fcs", strategy);
    EXPECT_EQ(gates.rows.size(), 21u);
    for (const PopulationRow& row : gates.rows) EXPECT_TRUE(row.count.has_value()) << row.population;
}

TEST(ForeignFiles, GatesOfGatingMl15EqualTheTruthToTheEvent) {
    std::size_t compared = 0, left_out = 0, on_edges = 0;
    for (const auto& [document, gates] : suite_of_version_15()) {
        const StrategyFile file = read_strategy_file(document);
        const SampleGates found = gated(gates.front().fcs, file.strategy);
        for (const SuiteGate& gate : gates) {
            EXPECT_EQ(gate.fcs, gates.front().fcs);
            ++(agrees(gate, file, found, on_edges) ? compared : left_out);
        }
    }
    EXPECT_EQ(compared + left_out, 315u);
    EXPECT_EQ(left_out, 79u) << "other transformations, slanted polytopes";
    EXPECT_EQ(on_edges, 44u) << "events on an integer grid";
}
#endif
