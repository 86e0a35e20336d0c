#include "strategy/strategy_edit.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace asparagate::gui {
namespace {

Gate range(const char* channel, double min) {
    RectangleGate gate;
    gate.dimensions = {{channel}};
    gate.bounds = {{min, std::numeric_limits<double>::infinity()}};
    return gate;
}

GatingStrategy lymphocytes() {
    GatingStrategy strategy;
    strategy.nodes = {{"/", "Live", range("CD45", 1), {}},
                      {"/Live", "T", range("CD3", 2), {}},
                      {"/Live/T", "CD8", range("CD8", 3), {}},
                      {"/", "Not T", BooleanGate{BooleanGate::Operation::all_of, {{"/Live/T", true}}}, {}}};
    return strategy;
}

TEST(StrategyEdit, InsertsAGateBelowItsParentSoThatTheFileReadsLikeTheTree) {
    const auto next = with_gate(lymphocytes(), "/Live/T", "CD4", range("CD4", 1));
    ASSERT_EQ(next.nodes.size(), 5u);
    EXPECT_EQ(next.nodes[3].name, "CD4");
    EXPECT_TRUE(find_population(next, "/Live/T/CD4"));
}

TEST(StrategyEdit, RenamesAPopulationWithEverythingThatReadsIt) {
    const auto next = with_renamed(lymphocytes(), "/Live/T", "T cells");
    EXPECT_TRUE(find_population(next, "/Live/T cells/CD8"));
    EXPECT_EQ(std::get<BooleanGate>(next.nodes[3].gate).operands[0].population, "/Live/T cells");
    EXPECT_THROW((void)with_renamed(lymphocytes(), "/Live/T", "a/b"), GatingError);
    EXPECT_THROW((void)with_renamed(lymphocytes(), "/Live", "Not T"), GatingError);
    EXPECT_THROW((void)with_renamed(lymphocytes(), "/Live", ""), GatingError);
}

TEST(StrategyEdit, RefusesToRemoveWhatABooleanStillReads) {
    EXPECT_THROW((void)without_population(lymphocytes(), "/Live"), GatingError);
    const auto next = without_population(without_population(lymphocytes(), "/Not T"), "/Live");
    EXPECT_TRUE(next.nodes.empty());
}

TEST(StrategyEdit, ChangesTheVersionThatASampleUses) {
    GatingStrategy strategy = lymphocytes();
    strategy.versions = {{"late", {"b.fcs"}, {}, "dim", {{"/Live/T", range("CD3", 5)}}, {}, {}}};
    const auto lower_bound = [](const Gate& gate) { return std::get<RectangleGate>(gate).bounds[0].min; };

    const auto late = with_replaced_gate(strategy, 1, range("CD3", 7), "b", "b.fcs");
    EXPECT_EQ(lower_bound(late.versions[0].gates[0].gate), 7);
    EXPECT_EQ(lower_bound(late.nodes[1].gate), 2);
    const auto common = with_replaced_gate(strategy, 1, range("CD3", 7), "a", "a.fcs");
    EXPECT_EQ(lower_bound(common.nodes[1].gate), 7);
    EXPECT_EQ(lower_bound(common.versions[0].gates[0].gate), 5);

    EXPECT_EQ(lower_bound(strategy_in_force(strategy, "b", "b.fcs").nodes[1].gate), 5);
    EXPECT_EQ(with_renamed(strategy, "/Live", "Viable").versions[0].gates[0].population, "/Viable/T");
    EXPECT_TRUE(without_population(without_population(strategy, "/Not T"), "/Live/T").versions.empty());
}

TEST(StrategyEdit, RemovesAndRenamesSingleQuadrants) {
    GatingStrategy strategy;
    strategy.nodes = {{"/",
                       "CD4 against CD8",
                       QuadrantGate::crossing({Dimension{"CD4"}, Dimension{"CD8"}}, {1, 1}, {"DN", "CD4", "CD8", "DP"}),
                       {}},
                      {"/CD8", "GzmB+", range("GzmB", 1), {}}};
    const auto renamed = with_renamed(strategy, "/CD8", "CD8 T");
    EXPECT_TRUE(find_population(renamed, "/CD8 T/GzmB+"));
    const auto removed = without_population(strategy, "/CD8");
    ASSERT_EQ(removed.nodes.size(), 1u);
    EXPECT_FALSE(find_population(removed, "/CD8"));
    EXPECT_TRUE(find_population(removed, "/CD4"));
}

TEST(StrategyEdit, ProposesNamesFromMarkersAndNeverATakenOne) {
    EXPECT_EQ(proposed_name({{"CD3", true, true}, {"CD19", true, false}}), "CD3+ CD19-");
    EXPECT_EQ(proposed_name({{"FSC-A", false, true}, {"FSC-H", false, true}}), "Singlets");
    EXPECT_EQ(proposed_name({{"FSC-A", false, true}, {"SSC-A", false, true}}), "Cells");
    EXPECT_EQ(unique_name(lymphocytes(), "/Live", "T"), "T 2");
    EXPECT_EQ(unique_name(lymphocytes(), "/Live", "HLA/DR+"), "HLA-DR+");
}

TEST(StrategyEdit, NamesDimensionsAsTheStrategyDoesElseByMarker) {
    std::vector<Parameter> parameters(3);
    parameters[0].name = "FSC-A";
    parameters[1].name = "PE-A", parameters[1].marker = "CD3";
    parameters[2].name = "APC-A", parameters[2].marker = "CD19";
    GatingStrategy strategy;
    strategy.nodes = {{"/", "T", range("PE-A", 1), {}}};
    EXPECT_EQ(dimension_for(strategy, parameters, 0).channel, "FSC-A");
    EXPECT_EQ(dimension_for(strategy, parameters, 1).channel, "PE-A");
    EXPECT_EQ(dimension_for(strategy, parameters, 2).channel, "CD19");
    EXPECT_TRUE(same_dimension(strategy, parameters, {"CD3"}, {"PE-A"}));
    EXPECT_FALSE(same_dimension(strategy, parameters, {"CD3"}, {"CD19"}));
    EXPECT_FALSE(same_dimension(strategy, parameters, {"CD3"}, {"CD3", "", uncompensated}));
}

TEST(StrategyEdit, ListsAncestorsFromTheRoot) {
    EXPECT_EQ(path_and_ancestors("/"), (std::vector<std::string>{"/"}));
    EXPECT_EQ(path_and_ancestors("/A/B"), (std::vector<std::string>{"/", "/A", "/A/B"}));
}

}  // namespace
}  // namespace asparagate::gui
