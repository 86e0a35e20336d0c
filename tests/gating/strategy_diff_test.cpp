#include "asparagate/gating/strategy_diff.hpp"
#include "asparagate/gating/strategy_check.hpp"

#include <gmock/gmock.h>
#include <cmath>

using namespace asparagate;
using testing::ElementsAre;
using testing::IsEmpty;

namespace {

GateNode range(const std::string& parent, const std::string& name, double min, double max = INFINITY) {
    return {parent, name, RectangleGate{{{"CD3"}}, {{min, max}}, {}, {}}, ""};
}

GatingStrategy strategy() {
    GatingStrategy s;
    s.transforms["t"] = LogicleTransform{};
    s.nodes = {range("/", "Live", 1), range("/Live", "T", 900), range("/Live/T", "CD8", 5)};
    s.nodes.push_back(
        {"/Live", "Q", QuadrantGate::crossing({Dimension{"A"}, Dimension{"B"}}, {1, 2}, {"", "A+", "B+", ""}), ""});
    s.nodes.push_back({"/Live", "P", PolygonGate{{Dimension{"A"}, Dimension{"B"}}, {{0, 0}, {1, 0}, {1, 1}}, {}}, ""});
    s.nodes.push_back({"/", "Not", BooleanGate{BooleanGate::Operation::all_of, {{"/Live/T", true}}}, ""});
    return s;
}

std::vector<std::string> changes(const GatingStrategy& before, const GatingStrategy& after) {
    std::vector<std::string> texts;
    for (const StrategyChange& change : strategy_changes(before, after)) texts.push_back(describe(change));
    return texts;
}

std::vector<std::string> codes(const GatingStrategy& s) {
    std::vector<std::string> result;
    for (const Finding& finding : strategy_findings(s, "s")) result.push_back(finding.code + " " + finding.keyword);
    return result;
}

}  // namespace

TEST(StrategyDiff, SaysNothingOfEqualStrategies) {
    GatingStrategy other = strategy();
    std::swap(other.nodes[3], other.nodes[4]);
    other.nodes[0].note = "a word";
    EXPECT_THAT(changes(strategy(), other), IsEmpty());
}

TEST(StrategyDiff, SaysWhatChangedInWords) {
    GatingStrategy other = strategy();
    std::get<RectangleGate>(other.nodes[1].gate).bounds[0] = {950, 5000};
    std::get<RectangleGate>(other.nodes[2].gate).dimensions[0].transform = "t";
    std::get<QuadrantGate>(other.nodes[3].gate).dividers[1].values = {3};
    std::get<PolygonGate>(other.nodes[4].gate).vertices[2] = {1, 2};
    std::get<BooleanGate>(other.nodes[5].gate).operands[0].complement = false;
    other.compensation = uncompensated;
    other.transforms["t"] = LogTransform{};
    EXPECT_THAT(
        changes(strategy(), other),
        ElementsAre("changed compensation: file -> none", "changed transform t: its numbers or names differ",
                    "changed /Live/T: min of CD3: 900 -> 950", "changed /Live/T: max of CD3: inf -> 5000",
                    "changed /Live/T/CD8: dimension 1: CD3 -> CD3 on t", "changed /Live/A+: divider on B: [2] -> [3]",
                    "changed /Live/B+: divider on B: [2] -> [3]", "changed /Live/P: vertex 3: [1, 1] -> [1, 2]",
                    "changed /Not: rule: not /Live/T -> /Live/T"));
}

TEST(StrategyDiff, TellsAddedRemovedAndMovedPopulationsApart) {
    GatingStrategy other = strategy();
    other.nodes[2].parent = "/Live";
    other.nodes[4].name = "Monocytes";
    other.nodes[4].gate = RectangleGate{{{"CD14"}}, {{1, 2}}, {}, {}};
    EXPECT_THAT(changes(strategy(), other), ElementsAre("removed /Live/P: polygon", "moved /Live/CD8: from /Live/T/CD8",
                                                        "added /Live/Monocytes: range"));
}

TEST(StrategyFindings, NameGatesThatCanHoldNothingAndPolygonsThatCross) {
    GatingStrategy s = strategy();
    EXPECT_THAT(codes(s), IsEmpty());
    s.nodes.push_back(range("/Live/T", "Low", 0, 900));
    s.nodes.push_back(
        {"/", "Bow", PolygonGate{{Dimension{"A"}, Dimension{"B"}}, {{0, 0}, {1, 1}, {1, 0}, {0, 1}}, {}}, ""});
    s.nodes.push_back({"/", "Skew", EllipsoidGate{{{"A"}, {"B"}}, {0, 0}, {1, 2, 0, 1}, 1}, ""});
    EXPECT_THAT(codes(s), ElementsAre("G-EMPTY /Live/T/Low", "G-CROSSING /Bow", "G-ELLIPSE /Skew"));
}
