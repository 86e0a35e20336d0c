// Workspaces of FlowJo, with the counts that FlowJo stored in them.
#ifdef ASPARAGATE_SHARED_DATA
#include "asparagate/fcs/delimited_text.hpp"
#include "asparagate/fcs/number.hpp"
#include "asparagate/gating/engine.hpp"
#include "asparagate/gating/workspace.hpp"

#include <gtest/gtest.h>
#include <cmath>
#include <map>

using namespace asparagate;

namespace {

const std::filesystem::path folder = std::filesystem::path(ASPARAGATE_SHARED_DATA) / "workspaces";

struct ExpectedCount {
    std::string uri_file, fil, sample, path;
    std::optional<std::uint64_t> count;
    bool fcs_present = false;
};

/// The rows of one workspace.
std::vector<ExpectedCount> expected_counts(const std::string& workspace) {
    const auto table = read_delimited(folder / "expected_counts.csv");
    std::vector<ExpectedCount> result;
    for (const auto& row : table.rows) {
        if (row.cells[0] != workspace) continue;
        result.push_back({row.cells[2], unguarded_cell(row.cells[3]), row.cells[4], row.cells[6],
                          parse_unsigned(row.cells[9]), row.cells[10] == "yes"});
    }
    return result;
}

/// The sample of an expected row: by file name, else by $FIL.
const WorkspaceSample* find(const Workspace& workspace, const ExpectedCount& expected) {
    for (const WorkspaceSample& sample : workspace.samples) {
        const auto fil = sample.keywords.find("$FIL").value_or("");
        if (sample.name == expected.sample && (fil.empty() || trim(fil) == expected.fil)) return &sample;
    }
    return nullptr;
}

std::filesystem::path file_of(const std::string& workspace, const ExpectedCount& expected) {
    const auto parent = (folder / workspace).parent_path();
    for (const std::string& name : {expected.uri_file, expected.sample, expected.fil})
        if (!name.empty() && std::filesystem::is_regular_file(parent / name)) return parent / name;
    return {};
}

std::map<std::string, std::optional<std::uint64_t>> stored_counts(const WorkspaceSample& sample) {
    std::map<std::string, std::optional<std::uint64_t>> counts = {{"/", sample.n_events}};
    for (const StoredPopulation& population : sample.populations)
        counts["/" + population.flowjo_path] = population.count;
    return counts;
}

std::vector<PopulationRow> rows_of(const DataSet& data_set, GatingStrategy strategy, Evaluation evaluation) {
    strategy.evaluation = evaluation;
    return gate_sample(data_set, strategy, "s", {}).rows;
}

class FlowJoWorkspace : public testing::TestWithParam<const char*> {};

}  // namespace

TEST_P(FlowJoWorkspace, HoldsTheTreesAndCountsThatAreStored) {
    const Workspace workspace = read_workspace(folder / GetParam());
    for (const ExpectedCount& expected : expected_counts(GetParam())) {
        const WorkspaceSample* sample = find(workspace, expected);
        ASSERT_NE(sample, nullptr) << expected.sample;
        const auto counts = stored_counts(*sample);
        const auto found = counts.find(expected.path);
        ASSERT_NE(found, counts.end()) << expected.sample << " " << expected.path;
        EXPECT_EQ(found->second, expected.count) << expected.sample << " " << expected.path;
    }
    for (const WorkspaceSample& sample : workspace.samples)
        for (const StoredPopulation& population : sample.populations)
            EXPECT_EQ(population.obstacle, "") << sample.name << " " << population.flowjo_path;
}

TEST_P(FlowJoWorkspace, GivesTheStoredCountsAgain) {
    const Workspace workspace = read_workspace(folder / GetParam());
    const double tolerance = workspace.has_known_rule() ? 0.005 : 0.02;
    std::map<const WorkspaceSample*, std::pair<std::vector<PopulationRow>, std::vector<PopulationRow>>> gated;
    for (const ExpectedCount& expected : expected_counts(GetParam())) {
        const auto path = file_of(GetParam(), expected);
        if (!expected.fcs_present || path.empty() || !expected.count || expected.path == "/") continue;
        const WorkspaceSample* sample = find(workspace, expected);
        auto& [exact, compatible] = gated[sample];
        if (exact.empty()) {
            const FcsFile file = FcsFile::open(path);
            exact = rows_of(file.data_set(), sample->strategy, Evaluation::exact);
            compatible = rows_of(file.data_set(), sample->strategy, Evaluation::flowjo);
        }
        for (std::size_t i = 0; i < exact.size(); ++i) {
            if (exact[i].population != expected.path) continue;
            const auto stored = static_cast<double>(*expected.count);
            ASSERT_TRUE(exact[i].count && compatible[i].count) << expected.path << exact[i].state;
            if (stored >= 200) {
                EXPECT_NEAR(static_cast<double>(*exact[i].count), stored, tolerance * stored) << expected.path;
            }
            if (workspace.has_known_rule()) {
                EXPECT_NEAR(static_cast<double>(*compatible[i].count), stored, std::max(2.0, 0.001 * stored))
                    << expected.path;
            }
        }
    }
}

INSTANTIATE_TEST_SUITE_P(All, FlowJoWorkspace,
                         testing::Values("coereba_vd2/CytoML.wsp", "flowjo9_a2004/A2004Analysis.xml",
                                         "flowkit_8color_no_fcs/8_color_ICS.wsp",
                                         "flowkit_8color_no_fcs/8_color_ICS_boolean_gate_testing.wsp",
                                         "flowkit_8color_no_fcs/8_color_ICS_dot_gate_name.wsp",
                                         "flowkit_diamond/simple_diamond_example_quad_gate.wsp",
                                         "flowkit_diamond/test_data_diamond_asinh_rect.wsp",
                                         "flowkit_diamond/test_data_diamond_biex_rect.wsp",
                                         "flowkit_line/simple_poly_and_rect.wsp",
                                         "flowkit_line/simple_poly_and_rect_v2_poly50.wsp",
                                         "luciernaga_cellcounts/CellCounts.wsp"));
#endif
