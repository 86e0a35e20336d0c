// Many samples of a workspace as one strategy with tailored versions.
#include "asparagate/gating/strategy_file.hpp"
#include "asparagate/gating/workspace.hpp"
#include "workspace_builder.hpp"

#include <gmock/gmock.h>

using namespace asparagate;
using namespace asparagate::test::flowjo;
using test::SampleText;
using test::workspace_text;
using testing::ElementsAre;

namespace {

SampleText tube(const std::string& name, const std::string& id, const std::string& min, const std::string& spill,
                const std::string& more = "") {
    return SampleText(name, id)
        .channels({"X", "Y"})
        .matrix(matrix("X", "Y", spill, "0"))
        .axes(linear("Comp-X") + linear("Y"))
        .tree(population("P", range("Comp-X", "gating:min=\"" + min + "\"")) + more);
}

/// Three samples: the second has its own gate, the third its own matrix.
Workspace three() {
    const std::string group =
        "<GroupNode name=\"G\"><Group><SampleRefs><SampleRef sampleID=\"2\"/><SampleRef "
        "sampleID=\"3\"/></SampleRefs></Group></GroupNode>";
    return parse_workspace(workspace_text({tube("a.fcs", "1", "10", "0.1"), tube("b.fcs", "2", "20", "0.1"),
                                           tube("c.fcs", "3", "10", "0.2")},
                                          "10.8.1", group),
                           "w.wsp");
}

}  // namespace

TEST(FlowJoStrategy, TailorsWhatSamplesHaveOtherwise) {
    const Workspace workspace = three();
    const GatingStrategy merged = workspace_strategy(workspace).strategy;
    ASSERT_EQ(merged.versions.size(), 2u);
    EXPECT_THAT(merged.versions[0].samples, ElementsAre("b.fcs"));
    EXPECT_EQ(merged.versions[0].gates.size(), 1u);
    EXPECT_EQ(merged.versions[1].compensation, "M (2)");
    EXPECT_THAT(merged.groups.at("G"), ElementsAre("b.fcs", "c.fcs"));
    for (const WorkspaceSample& sample : workspace.samples) {
        const GatingStrategy own = strategy_for_sample(merged, "s", sample.file_name());
        EXPECT_EQ(own.nodes, sample.strategy.nodes);
        EXPECT_EQ(own.matrices.at(own.compensation), sample.strategy.matrices.at("M"));
    }
    EXPECT_EQ(parse_strategy(format_strategy(merged), "s.toml"), merged);
}

TEST(FlowJoStrategy, TakesOneSampleOrOneGroup) {
    const Workspace workspace = three();
    EXPECT_EQ(workspace_strategy(workspace, {"2", ""}).strategy.nodes, workspace.samples[1].strategy.nodes);
    EXPECT_TRUE(workspace_strategy(workspace, {"c.fcs", ""}).strategy.versions.empty());
    const GatingStrategy group = workspace_strategy(workspace, {"", "G"}).strategy;
    EXPECT_EQ(group.nodes, workspace.samples[1].strategy.nodes);
    EXPECT_THAT(group.versions.at(0).samples, ElementsAre("c.fcs"));
    EXPECT_THROW(workspace_strategy(workspace, {"gone", ""}), Error);
    EXPECT_THROW(workspace_strategy(workspace, {"", "gone"}), Error);
}

TEST(FlowJoStrategy, SaysWhereTreesDiffer) {
    const Workspace workspace = parse_workspace(
        workspace_text({tube("a.fcs", "1", "10", "0.1"),
                        tube("b.fcs", "2", "10", "0.1", population("Q", range("Y", "gating:max=\"5\"")))}),
        "w.wsp");
    const StrategyFile merged = workspace_strategy(workspace);
    EXPECT_EQ(merged.strategy.nodes.size(), 1u);
    ASSERT_EQ(merged.findings.size(), 1u);
    EXPECT_EQ(merged.findings[0].code, "J-TREE");
    EXPECT_EQ(merged.findings[0].keyword, "/Q");
}

TEST(FlowJoStrategy, KeepsTheRestWhereSamplesOfAGroupShareAFileName) {
    const std::string group =
        "<GroupNode name=\"G\"><Group><SampleRefs><SampleRef sampleID=\"1\"/><SampleRef "
        "sampleID=\"2\"/></SampleRefs></Group></GroupNode>";
    const StrategyFile merged = workspace_strategy(parse_workspace(
        workspace_text({tube("a.fcs", "1", "10", "0.1"), tube("a.fcs", "2", "20", "0.1")}, "10.8.1", group), "w.wsp"));
    EXPECT_THAT(merged.strategy.groups.at("G"), ElementsAre("a.fcs"));
    ASSERT_EQ(merged.findings.size(), 1u);
    EXPECT_EQ(merged.findings[0].code, "J-TREE");
}

TEST(FlowJoStrategy, IsReadWhereverAStrategyIs) {
    const StrategyFile file = parse_strategy_file(workspace_text({tube("a.fcs", "1", "10", "0.1")}), "w.wsp");
    EXPECT_EQ(file.format, StrategyFormat::flowjo);
    EXPECT_EQ(format_name(file.format), "FlowJo workspace");
    EXPECT_THROW(write_strategy(file.strategy, StrategyFormat::flowjo), GatingError);
}
