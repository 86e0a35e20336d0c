// FlowJo workspaces through the program: gating, counts, conversion, hostile files.
#include "cli/program.hpp"
#include "gating/workspace_builder.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>
#include <regex>

#ifdef ASPARAGATE_SHARED_DATA
#include "asparagate/fcs/delimited_text.hpp"
#endif

namespace asparagate::test {
namespace {

using namespace flowjo;
using testing::HasSubstr;
using testing::Not;

class WorkspaceCommand : public ProgramTest {
protected:
    /// A workspace with one sample per name: /Cells from `bound` on, and a stored count.
    std::string workspace(const std::vector<std::string>& names, const std::string& bound, const std::string& stored) {
        std::vector<SampleText> samples;
        for (const std::string& name : names)
            samples.push_back(
                SampleText(name, std::to_string(samples.size() + 1))
                    .channels({"FSC-A", "FITC-A", "PE-A"})
                    .count("1000")
                    .axes(linear("FSC-A", "0", "262144"))
                    .tree(population("Cells", range("FSC-A", "gating:min=\"" + bound + "\""), "", stored)));
        write_text(folder_ / "study.wsp", workspace_text(samples));
        return (folder_ / "study.wsp").string();
    }
};

TEST_F(WorkspaceCommand, GatesEachFileWithItsOwnSample) {
    const std::string wsp = workspace({"a.fcs"}, "100.5", "899");
    const Outcome run = asparagate({"gate", wsp, small_fcs("a.fcs")});
    EXPECT_EQ(run.exit_code, 0) << run.err;
    EXPECT_THAT(run.out, HasSubstr("\na,/Cells,/,range,899,1000,1000,"));
}

TEST_F(WorkspaceCommand, NamesAFileWithoutASample) {
    const std::string wsp = workspace({"a.fcs"}, "100.5", "899");
    const Outcome run = asparagate({"gate", wsp, small_fcs("a.fcs"), small_fcs("b.fcs")});
    EXPECT_EQ(run.exit_code, 4);
    EXPECT_THAT(run.err, HasSubstr("b.fcs"));
    const Outcome mapped = asparagate({"gate", wsp, small_fcs("b.fcs"), "--map", "1=b.fcs"});
    EXPECT_EQ(mapped.exit_code, 0) << mapped.err;
    EXPECT_THAT(mapped.out, HasSubstr("\nb,/Cells,/,range,899,"));
}

TEST_F(WorkspaceCommand, RefusesTiesAndTakesATableOfNames) {
    const std::string wsp = workspace({"a.fcs", "a.fcs"}, "100.5", "899");
    const Outcome tie = asparagate({"gate", wsp, small_fcs("a.fcs")});
    EXPECT_EQ(tie.exit_code, 3);
    EXPECT_THAT(tie.err, HasSubstr("equally well"));
    write_text(folder_ / "map.csv", "sample,file\n2,a.fcs\n");
    EXPECT_EQ(asparagate({"gate", wsp, small_fcs("a.fcs"), "--map", folder_ / "map.csv"}).exit_code, 0);
    EXPECT_EQ(asparagate({"gate", wsp, small_fcs("a.fcs"), "--map", "7=a.fcs"}).exit_code, 2);
}

TEST_F(WorkspaceCommand, ComparesStoredCounts) {
    const Outcome good =
        asparagate({"gate", workspace({"a.fcs"}, "100.5", "899"), small_fcs("a.fcs"), "--flowjo-counts"});
    EXPECT_EQ(good.exit_code, 0) << good.err;
    EXPECT_THAT(good.out,
                HasSubstr("sample,population,stored,exact,flowjo,exact_difference,flowjo_difference,verdict,why\n"));
    EXPECT_THAT(good.out, HasSubstr("\na,/,1000,1000,1000,0,0,agrees,\na,/Cells,899,899,899,0,0,agrees,\n"));
    const Outcome bad =
        asparagate({"gate", workspace({"a.fcs"}, "100.5", "950"), small_fcs("a.fcs"), "--flowjo-counts"});
    EXPECT_EQ(bad.exit_code, 5);
    EXPECT_THAT(bad.out, HasSubstr(",differs,"));
    const Outcome json = asparagate(
        {"gate", workspace({"a.fcs"}, "100.5", "-1"), small_fcs("a.fcs"), "--flowjo-counts", "--format", "json"});
    EXPECT_EQ(json.exit_code, 0) << json.err;
    const auto document = nlohmann::json::parse(json.out);
    EXPECT_EQ(document.at("schema"), "asparagate.flowjo-counts/1");
    EXPECT_EQ(document.at("rows")[1].at("why"), "not stored");
}

TEST_F(WorkspaceCommand, NeedsAWorkspaceForCountsAndMaps) {
    EXPECT_EQ(asparagate({"gate", small_strategy(), small_fcs("a.fcs"), "--flowjo-counts"}).exit_code, 2);
    EXPECT_EQ(asparagate({"gate", small_strategy(), small_fcs("a.fcs"), "--map", "1=a.fcs"}).exit_code, 2);
}

TEST_F(WorkspaceCommand, EvaluatesAsFlowJoWhenTold) {
    // FlowJo takes in what lies on an upper bound.
    const std::string strategy = small_strategy("[population.\"/Low\"]\ngate = \"range\"\nx = \"FSC-A\"\nmax = 50\n");
    EXPECT_THAT(asparagate({"gate", strategy, small_fcs("a.fcs")}).out, HasSubstr("a,/Low,/,range,50,"));
    EXPECT_THAT(asparagate({"gate", strategy, small_fcs("a.fcs"), "--evaluation", "flowjo"}).out,
                HasSubstr("a,/Low,/,range,51,"));
}

TEST_F(WorkspaceCommand, ConvertsBothWays) {
    const std::string wsp = workspace({"a.fcs"}, "100.5", "899");
    const Outcome out = asparagate({"strategy", "convert", wsp, folder_ / "s.toml"});
    ASSERT_EQ(out.exit_code, 0) << out.err;
    EXPECT_THAT(asparagate({"gate", folder_ / "s.toml", small_fcs("a.fcs")}).out, HasSubstr("a,/Cells,/,range,899,"));
    const Outcome back =
        asparagate({"strategy", "convert", folder_ / "s.toml", folder_ / "back.wsp", "--fcs", small_fcs("a.fcs")});
    ASSERT_EQ(back.exit_code, 0) << back.err;
    EXPECT_EQ(asparagate({"gate", folder_ / "back.wsp", small_fcs("a.fcs"), "--flowjo-counts"}).exit_code, 0);
    EXPECT_EQ(asparagate({"strategy", "diff", wsp, folder_ / "s.toml"}).out, "no difference\n");
    EXPECT_EQ(asparagate({"strategy", "convert", folder_ / "s.toml", folder_ / "none.wsp"}).exit_code, 2);
    EXPECT_EQ(asparagate({"strategy", "convert", wsp, folder_ / "x.toml", "--sample", "gone"}).exit_code, 2);
}

#ifdef ASPARAGATE_SHARED_DATA

TEST_F(WorkspaceCommand, RefusesHostileStrategiesAsTheirManifestSays) {
    const std::filesystem::path shared = std::filesystem::path(ASPARAGATE_SHARED_DATA) / "hostile";
    const DelimitedText table = read_delimited(shared / "manifest.csv");
    int checked = 0;
    for (const auto& row : table.rows) {
        if (row.cells[1] != "wsp" && row.cells[1] != "gating-ml") continue;
        SCOPED_TRACE(row.cells[0]);
        const std::string file = shared / row.cells[0];
        for (const auto& arguments : {std::vector<std::string>{"strategy", "check", file},
                                      std::vector<std::string>{"gate", file, small_fcs("a.fcs")}}) {
            const Outcome run = asparagate(arguments);
            expect_within_limits(run);
            EXPECT_EQ(run.exit_code, 3);
            EXPECT_TRUE(std::regex_search(run.err, std::regex(row.cells[6], std::regex::icase))) << run.err;
            EXPECT_THAT(run.out + run.err, Not(HasSubstr("CANARY")));
        }
        ++checked;
    }
    EXPECT_EQ(checked, 5);
}

TEST_F(WorkspaceCommand, FindsTheStoredCountsOfRealWorkspaces) {
    const std::filesystem::path shared =
        std::filesystem::path(ASPARAGATE_SHARED_DATA) / "workspaces/luciernaga_cellcounts";
    const Outcome run = asparagate({"gate", shared / "CellCounts.wsp", shared / "CellCounts4L-NY071-1.fcs",
                                    shared / "CellCounts4L-NY072-1.fcs", "--flowjo-counts"});
    EXPECT_EQ(run.exit_code, 0) << run.err;
    EXPECT_THAT(run.out, HasSubstr("/Margin/CD45+,2983,"));
}

#endif

}  // namespace
}  // namespace asparagate::test
