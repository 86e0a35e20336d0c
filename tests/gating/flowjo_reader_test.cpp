// FlowJo workspaces: what their gates mean, what is lost, and what is refused.
#include "asparagate/gating/engine.hpp"
#include "asparagate/gating/workspace.hpp"
#include "event_file.hpp"
#include "workspace_builder.hpp"

#include <gmock/gmock.h>

using namespace asparagate;
using namespace asparagate::test::flowjo;
using test::EventFile;
using test::SampleText;
using test::workspace_text;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

const std::vector<std::pair<std::string, std::string>> square = {
    {"100", "100"}, {"200", "100"}, {"200", "200"}, {"100", "200"}};

Workspace read(const SampleText& sample, const std::string& version = "10.8.1") {
    return parse_workspace(workspace_text({sample}, version), "test.wsp");
}

/// A sample of the plain channels X and Y.
SampleText plain() {
    return SampleText("a.fcs").channels({"X", "Y"}).axes(linear("X") + linear("Y"));
}

std::string error_of(const SampleText& sample) {
    try {
        read(sample);
    } catch (const GatingError& error) {
        return error.what();
    }
    return "no error";
}

std::vector<std::string> codes(const Workspace& workspace) {
    std::vector<std::string> result;
    for (const Finding& finding : workspace.findings) result.push_back(finding.code);
    return result;
}

/// Counts of the populations in the events of X and Y.
std::vector<std::uint64_t> counts(const Workspace& workspace, const EventFile& file) {
    std::vector<std::uint64_t> result;
    for (const auto& row : gate_sample(file.data(), workspace.samples[0].strategy, "s", {}).rows)
        result.push_back(row.count.value_or(999));
    return result;
}

}  // namespace

TEST(FlowJoReader, ReadsTreesCountsAndGroups) {
    const std::string groups =
        "<GroupNode name=\"Lymph\"><Group name=\"Lymph\"><SampleRefs><SampleRef sampleID=\"1\"/><SampleRef "
        "sampleID=\"9\"/></SampleRefs></Group></GroupNode>";
    const SampleText sample = plain().tree(
        population("A", range("X", "gating:min=\"1\""), population("B", polygon("X", "Y", square), "", "-1")));
    const Workspace workspace = parse_workspace(workspace_text({sample}, "10.8.1", groups), "test.wsp");
    EXPECT_EQ(workspace.software, "FlowJo 10.8.1");
    const WorkspaceSample& read = workspace.samples[0];
    EXPECT_EQ(read.name, "a.fcs");
    EXPECT_EQ(read.n_events, 4u);
    EXPECT_THAT(read.groups, ElementsAre("Lymph"));
    ASSERT_EQ(read.populations.size(), 2u);
    EXPECT_EQ(read.populations[1].population, "/A/B");
    EXPECT_EQ(read.populations[0].count, 1u);
    EXPECT_EQ(read.populations[1].count, std::nullopt);
    EXPECT_EQ(workspace.groups[0].sample_ids.size(), 1u);
}

TEST(FlowJoReader, TellsCompensatedFromRawChannelsByTheirNames) {
    const SampleText sample = SampleText("a.fcs")
                                  .channels({"X", "Y"})
                                  .matrix(matrix("X", "Y", "0.5", "0"))
                                  .tree(population("comp", range("Comp-Y", "gating:min=\"50\"")) +
                                        population("raw", range("Y", "gating:min=\"50\"")));
    const Workspace workspace = read(sample);
    // Compensated Y is Y - 0.5 X.
    EXPECT_THAT(counts(workspace, EventFile({"X", "Y"}, {{100, 60}, {0, 60}, {10, 40}})), ElementsAre(1u, 2u));
    const auto& strategy = workspace.samples[0].strategy;
    EXPECT_EQ(strategy.compensation, "M");
    EXPECT_EQ(gate_dimensions(strategy.nodes[1].gate)[0].compensation, uncompensated);
}

TEST(FlowJoReader, TakesAParameterOfTheCompensatedNameAsItIs) {
    const SampleText sample =
        SampleText("a.fcs").channels({"Comp-X", "Y"}).tree(population("P", range("Comp-X", "gating:min=\"50\"")));
    EXPECT_THAT(counts(read(sample), EventFile({"Comp-X", "Y"}, {{60, 0}, {40, 0}})), ElementsAre(1u));
}

TEST(FlowJoReader, IgnoresTheChannelsThatFlowJoAddsToTheKeywords) {
    const SampleText sample = SampleText("a.fcs")
                                  .channels({"X", "Y", "Comp-X", "Comp-Y"})
                                  .keyword("$PAR", "2")
                                  .matrix(matrix("X", "Y", "0.5", "0"))
                                  .tree(population("comp", range("Comp-Y", "gating:min=\"50\"")));
    EXPECT_THAT(counts(read(sample), EventFile({"X", "Y"}, {{100, 60}, {0, 60}})), ElementsAre(1u));
}

TEST(FlowJoReader, NeverFallsBackToRawValues) {
    const SampleText sample =
        plain().tree(population("P", range("Comp-X", "gating:min=\"50\""), population("C", range("X", ""))));
    const Workspace workspace = read(sample);
    EXPECT_THAT(codes(workspace), Contains("J-MATRIX"));
    EXPECT_TRUE(workspace.samples[0].strategy.nodes.empty());
    EXPECT_THAT(workspace.samples[0].populations[0].obstacle, HasSubstr("Comp-X"));
    EXPECT_THAT(workspace.samples[0].populations[1].obstacle, HasSubstr("/P"));
}

TEST(FlowJoReader, FindsChannelsWhoseSlashFlowJoWritesOtherwise) {
    const SampleText sample =
        SampleText("a.fcs").channels({"LIVE/DEAD", "Y"}).tree(population("P", range("LIVE_DEAD", "gating:min=\"5\"")));
    EXPECT_THAT(counts(read(sample), EventFile({"LIVE/DEAD", "Y"}, {{6, 0}, {4, 0}})), ElementsAre(1u));
    const SampleText twice =
        SampleText("a.fcs").channels({"A/B", "A_B"}).tree(population("P", range("A_B", "gating:min=\"5\"")));
    EXPECT_THAT(codes(read(twice)), Contains("J-CHANNEL"));
}

TEST(FlowJoReader, DrawsPolygonsStraightOnTheDisplay) {
    const SampleText sample =
        SampleText("a.fcs")
            .channels({"X", "Y"})
            .axes(axis("log transforms:offset=\"1\" transforms:decades=\"4\"", "X") +
                  axis("log transforms:offset=\"1\" transforms:decades=\"4\"", "Y"))
            .tree(population("P", polygon("X", "Y", {{"1", "1"}, {"10000", "1"}, {"1", "10000"}})));
    // On the display the slanted edge is log x + log y = 4; below the axis is at its start.
    EXPECT_THAT(counts(read(sample), EventFile({"X", "Y"}, {{90, 90}, {110, 110}, {-5, 10}})), ElementsAre(2u));
}

TEST(FlowJoReader, KnowsEveryAxisAndSaysWhichItDoesNot) {
    const SampleText sample =
        SampleText("a.fcs")
            .channels({"A", "B", "C", "D", "E", "F"})
            .axes(axis("biex transforms:length=\"256\" transforms:maxRange=\"262144\" transforms:neg=\"0\" "
                       "transforms:width=\"-10\" transforms:pos=\"4.5\"",
                       "A") +
                  axis("logicle transforms:T=\"262144\" transforms:W=\"1\" transforms:M=\"4.5\" transforms:A=\"0\"",
                       "B") +
                  axis("fasinh transforms:T=\"262144\" transforms:M=\"4\" transforms:A=\"1\"", "C") +
                  axis("hyperlog transforms:T=\"262144\" transforms:W=\"1\" transforms:M=\"4.5\" transforms:A=\"0\"",
                       "D") +
                  axis("miltenyi transforms:maxRange=\"262144\"", "E") + linear("F", "10", "5"))
            .tree(population("P", polygon("E", "F", square)));
    const Workspace workspace = read(sample);
    const auto& scales = workspace.samples[0].strategy.scales;
    EXPECT_EQ(scales.at("A"), "biex_262144_4.5_0_-10");
    EXPECT_EQ(scales.at("B"), "logicle_262144_1_4.5_0");
    EXPECT_EQ(scales.at("C"), "asinh_262144_4_1");
    EXPECT_EQ(scales.at("D"), "hyperlog_262144_1_4.5_0");
    EXPECT_FALSE(scales.contains("E"));
    EXPECT_FALSE(scales.contains("F"));
    EXPECT_EQ(std::count_if(workspace.findings.begin(), workspace.findings.end(),
                            [](const Finding& f) { return f.code == "J-SCALE"; }),
              2);
    EXPECT_THAT(
        counts(workspace, EventFile({"A", "B", "C", "D", "E", "F"}, {{0, 0, 0, 0, 150, 150}, {0, 0, 0, 0, 50, 150}})),
        ElementsAre(1u));
}

TEST(FlowJoReader, MakesEllipsesFromChannelsOfTheDisplay) {
    const std::string ellipse = "<Gate><gating:EllipsoidGate gating:distance=\"100\">" + dimension("X") +
                                dimension("Y") + "<gating:foci>" + vertex("98", "128") + vertex("158", "128") +
                                "</gating:foci><gating:edge>" + vertex("178", "128") + vertex("78", "128") +
                                vertex("128", "168") + vertex("128", "88") +
                                "</gating:edge></gating:EllipsoidGate></Gate>";
    const SampleText sample = SampleText("a.fcs")
                                  .channels({"X", "Y"})
                                  .axes(linear("X", "0", "256") + linear("Y", "0", "2560"))
                                  .tree(population("P", ellipse));
    // Half axes of 50 channels in x and 40 in y, ten units each in y.
    EXPECT_THAT(
        counts(read(sample), EventFile({"X", "Y"}, {{177, 1280}, {179, 1280}, {128, 1670}, {128, 1690}, {170, 1600}})),
        ElementsAre(2u));
}

TEST(FlowJoReader, TakesTheOutsideOfAGate) {
    const SampleText sample = plain().tree(population("P", range("X", "gating:min=\"10\"", "eventsInside=\"0\"")));
    const Workspace workspace = read(sample);
    EXPECT_THAT(counts(workspace, EventFile({"X", "Y"}, {{5, 0}, {15, 0}, {7, 0}})), ElementsAre(1u, 2u));
    EXPECT_EQ(workspace.samples[0].populations[0].population, "/P");
    EXPECT_THAT(codes(workspace), ElementsAre("J-INVERTED"));
}

TEST(FlowJoReader, CombinesPopulationsByTheirPaths) {
    const SampleText sample = plain().tree(
        boolean("OrNode", "either", {"A/B", "C"}) +
        population("A", range("X", "gating:min=\"10\""),
                   population("B", range("Y", "gating:min=\"10\"")) + boolean("NotNode", "not B", {"A/B"})) +
        population("C", range("X", "gating:max=\"5\"")) + boolean("AndNode", "both", {"A", "A/B"}));
    // either, A, B, not B, C, both
    EXPECT_THAT(counts(read(sample), EventFile({"X", "Y"}, {{20, 20}, {20, 5}, {1, 1}})),
                ElementsAre(2u, 2u, 1u, 1u, 1u, 1u));
}

TEST(FlowJoReader, LeavesOutBooleansWhosePartsAreMissing) {
    const SampleText sample =
        plain().tree(boolean("AndNode", "both", {"A", "gone"}) + boolean("OrNode", "either", {"both", "A"}) +
                     boolean("NotNode", "not gone", {"gone"}, range("X", "gating:min=\"10\"")) +
                     population("A", range("X", "gating:min=\"10\"")));
    const Workspace workspace = read(sample);
    EXPECT_THAT(workspace.samples[0].populations[0].obstacle, HasSubstr("gone"));
    EXPECT_THAT(workspace.samples[0].populations[1].obstacle, HasSubstr("/both"));
    // The copy of its gate stands in: the shape, its outside, and A.
    EXPECT_THAT(counts(workspace, EventFile({"X", "Y"}, {{20, 0}, {5, 0}, {6, 0}})), ElementsAre(1u, 2u, 1u));
}

TEST(FlowJoReader, RenamesWhatAPathCannotHold) {
    const SampleText sample = plain().tree(population("CD4/CD8", range("X", "gating:min=\"1\""), "", "5") +
                                           population("T", range("X", "gating:min=\"2\""), "", "6") +
                                           population("T", range("X", "gating:min=\"3\""), "", "7"));
    const Workspace workspace = read(sample);
    const auto& populations = workspace.samples[0].populations;
    EXPECT_EQ(populations[0].population, "/CD4_CD8");
    EXPECT_EQ(populations[0].flowjo_path, "CD4/CD8");
    EXPECT_EQ(populations[1].population, "/T");
    EXPECT_EQ(populations[2].population, "/T (2)");
    EXPECT_EQ(populations[2].count, 7u);
    EXPECT_THAT(codes(workspace), ElementsAre("J-NAME", "J-NAME"));
}

TEST(FlowJoReader, BringsTimeIntoSecondsOfTheFile) {
    const auto sample = [](const std::string& gain) {
        return SampleText("a.fcs")
            .channels({"Time", "Y"})
            .keyword("$TIMESTEP", "0.01")
            .axes(linear("Time", "0", "100", gain))
            .tree(population("P", range("Time", "gating:min=\"50\"")));
    };
    const EventFile file({"Time", "Y"}, {{4980, 0}, {4990, 0}, {5010, 0}}, {{"$TIMESTEP", "0.01"}});
    EXPECT_THAT(counts(read(sample("1")), file), ElementsAre(1u));
    // FlowJo takes 4990 for 50.05 s.
    EXPECT_THAT(counts(read(sample("0.01003")), file), ElementsAre(2u));
}

TEST(FlowJoReader, ReadsCurlyQuadrantsAsParts) {
    const auto part = [](const std::string& x, const std::string& y) {
        return "<Gate><gating:CurlyQuad>" + dimension("X", "gating:" + x + "=\"100\"") +
               dimension("Y", "gating:" + y + "=\"100\"") + "</gating:CurlyQuad></Gate>";
    };
    const SampleText sample = SampleText("a.fcs")
                                  .channels({"X", "Y"})
                                  .axes(linear("X", "0", "255") + linear("Y", "0", "255"))
                                  .tree(population("UL", part("max", "min")) + population("UR", part("min", "min")) +
                                        population("LR", part("min", "max")) + population("LL", part("max", "max")));
    // At x = 200 the arm has risen by 10.
    EXPECT_THAT(counts(read(sample), EventFile({"X", "Y"}, {{50, 150}, {200, 105}, {200, 115}, {50, 50}, {-999, 999}})),
                ElementsAre(2u, 1u, 1u, 1u));
}

TEST(FlowJoReader, TellsWhichPolygonsFlowJoBins) {
    const SampleText sample =
        SampleText("a.fcs")
            .channels({"X", "Y", "Time"})
            .axes(linear("X") + linear("Y", "0", "1000", "4") + linear("Time"))
            .tree(population("no gain", polygon("X", "X", square)) + population("gain", polygon("X", "Y", square)) +
                  population("time", polygon("X", "Time", square)) +
                  population("panel", polygon("X", "X", square, "quadId=\"1\" gateResolution=\"256\"")));
    const Workspace workspace = read(sample);
    std::vector<int> resolutions;
    for (const GateNode& node : workspace.samples[0].strategy.nodes)
        resolutions.push_back(std::get<PolygonGate>(node.gate).flowjo_resolution);
    EXPECT_THAT(resolutions, ElementsAre(256, 0, 0, 0));
}

TEST(FlowJoReader, PutsOldVerticesOfLogAxesFarBelow) {
    const auto sample = SampleText("a.fcs")
                            .channels({"X", "Y"})
                            .axes(axis("log transforms:offset=\"1\" transforms:decades=\"4\"", "X") + linear("Y"))
                            .tree(population("P", polygon("X", "Y", {{"0", "0"}, {"10", "0"}, {"10", "10"}})));
    EXPECT_EQ(std::get<PolygonGate>(read(sample, "10.5.3").samples[0].strategy.nodes[0].gate).vertices[0][0], 1e-300);
    EXPECT_EQ(std::get<PolygonGate>(read(sample, "10.6.2").samples[0].strategy.nodes[0].gate).vertices[0][0], 0);
}

TEST(FlowJoReader, LeavesOutGatesOnWhatTheFileHasNot) {
    const SampleText sample = plain().tree(population("cluster", range("FlowSOM", "gating:min=\"1\"")) +
                                           population("odd", "<Gate><gating:SpiderGate/></Gate>") +
                                           population("none", "") + population("X", range("X", "gating:min=\"1\"")));
    const Workspace workspace = read(sample);
    EXPECT_THAT(codes(workspace), ElementsAre("J-CHANNEL", "J-GATE", "J-GATE"));
    EXPECT_EQ(workspace.samples[0].strategy.nodes.size(), 1u);
}

TEST(FlowJoReader, RefusesMalformedGatesByName) {
    EXPECT_THAT(error_of(plain().tree(population("Bad", polygon("X", "Y", {{"1", "2"}, {"3", "4"}})))),
                AllOf(HasSubstr("/Bad"), HasSubstr("2 vertices"), HasSubstr("test.wsp:")));
    EXPECT_THAT(error_of(plain().tree(population("Bad", polygon("X", "Y", {{"NaN", "1"}, {"3", "4"}, {"5", "6"}})))),
                AllOf(HasSubstr("/Bad"), HasSubstr("NaN")));
    EXPECT_THAT(error_of(plain().tree(population("Bad", range("X", "gating:min=\"5\" gating:max=\"4\"")))),
                HasSubstr("expected min < max"));
    EXPECT_THAT(error_of(plain().tree(boolean("AndNode", "A", {"B", "B"}) + boolean("AndNode", "B", {"A", "A"}))),
                HasSubstr("A"));
    EXPECT_THAT(error_of(plain().tree(boolean("AndNode", "A", {"B"}))), HasSubstr("expected at least 2"));
}

TEST(FlowJoReader, RefusesOtherFormsOfWorkspaces) {
    const auto refusal = [](const std::string& root) {
        try {
            parse_workspace(root, "x");
        } catch (const GatingError& error) {
            return std::string(error.what());
        }
        return std::string("no error");
    };
    EXPECT_THAT(refusal("<Workspace version=\"1.61\"/>"), HasSubstr("FlowJo 7"));
    EXPECT_THAT(refusal("<Workspace version=\"99\"/>"), HasSubstr("expected 20.0"));
    EXPECT_THAT(refusal("<Workspace version=\"20.0\"/>"), HasSubstr("no sample"));
    EXPECT_THAT(refusal("<Other/>"), HasSubstr("expected a FlowJo Workspace"));
}

TEST(FlowJoReader, RecognisesAWorkspaceByItsRoot) {
    EXPECT_TRUE(looks_like_workspace("<?xml version=\"1.0\"?>\n<!-- <a> -->\n<Workspace version=\"20.0\">"));
    EXPECT_TRUE(looks_like_workspace("<!DOCTYPE Workspace>\n<Workspace>"));
    EXPECT_FALSE(looks_like_workspace("<gating:Gating-ML>"));
    EXPECT_FALSE(looks_like_workspace("[strategy]\n"));
}
