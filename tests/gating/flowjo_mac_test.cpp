// Workspaces of FlowJo 8 and 9 for Mac.
#include "asparagate/gating/engine.hpp"
#include "asparagate/gating/workspace.hpp"
#include "event_file.hpp"

#include <gmock/gmock.h>

using namespace asparagate;
using test::EventFile;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

/// A shape on two axes with vertices "x,y".
std::string shape(const std::string& kind, const std::string& axes, const std::vector<std::pair<int, int>>& vertices) {
    std::string text = "<PolygonGate><ParameterNames/><Graph/><" + kind + " " + axes + "><Polygon>";
    for (const auto& [x, y] : vertices)
        text += "<Vertex x=\"" + std::to_string(x) + "\" y=\"" + std::to_string(y) + "\"/>";
    return text + "</Polygon></" + kind + "></PolygonGate>";
}

std::string population(const std::string& name, const std::string& gate, const std::string& below = "") {
    return "<Population name=\"" + name + "\" count=\"1\"><Graph/>" + gate + below + "</Population>";
}

/// Channels X and Y: X linear to 1000, Y on a table from -10 to 1000; a matrix of 0.5 from X to Y.
std::string workspace(const std::string& populations, const std::string& compensation = "1") {
    return "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<!DOCTYPE Workspace>\n"
           "<Workspace version=\"2.0\" flowJoVersion=\"9.2\"><SampleList><Sample sampleID=\"1\" compensationID=\"" +
           compensation +
           "\"><Keywords><Keyword name=\"$FIL\" value=\"a.fcs\"/><Keyword name=\"$P1N\" value=\"X\"/><Keyword "
           "name=\"$P2N\" value=\"Y\"/></Keywords><Parameter name=\"X\" log=\"0\" range=\"4000\" "
           "gain=\"4\"/><Parameter "
           "name=\"Y\" log=\"1\" calibrationIndex=\"1\"/><SampleNode name=\"a\" count=\"3\">" +
           populations +
           "</SampleNode></Sample></SampleList><CompensationMatrices><CompensationMatrix name=\"M\" prefix=\"&lt;\" "
           "suffix=\"&gt;\"><Channel name=\"X\"><ChannelValue name=\"X\" value=\"1\"/><ChannelValue name=\"Y\" "
           "value=\"0.5\"/></Channel><Channel name=\"Y\"><ChannelValue name=\"X\" value=\"0\"/><ChannelValue "
           "name=\"Y\" "
           "value=\"1\"/></Channel></CompensationMatrix></CompensationMatrices><CalibrationTables><Table "
           "name=\"common\">0,-10,1,0,2,10,3,100,4,1000</Table></CalibrationTables></Workspace>";
}

std::vector<std::uint64_t> counts(const Workspace& workspace, const std::vector<std::vector<double>>& events) {
    const EventFile file({"X", "Y"}, events);
    std::vector<std::uint64_t> result;
    for (const auto& row : gate_sample(file.data(), workspace.samples[0].strategy, "s", {}).rows)
        result.push_back(row.count.value_or(999));
    return result;
}

const std::string axes = "xAxisName=\"X\" yAxisName=\"Y\"";

}  // namespace

TEST(FlowJoMac, ReadsShapesInValuesOfTheFile) {
    const Workspace read = parse_workspace(
        workspace(population("polygon", shape("Polygon", axes, {{100, 0}, {300, 0}, {300, 100}, {100, 100}})) +
                  population("upright", shape("PolyRect", axes, {{100, 0}, {300, 0}, {300, 50}, {100, 50}})) +
                  population("range", shape("Range", "xAxisName=\"X\"", {{150, 7}, {250, 7}}))),
        "a.xml");
    EXPECT_THAT(counts(read, {{200, 20}, {200, 60}, {50, 20}, {280, 40}}), ElementsAre(3u, 2u, 2u));
    EXPECT_FALSE(read.has_known_rule());
    EXPECT_EQ(read.samples[0].populations[0].count, 1u);
}

TEST(FlowJoMac, TakesWhatLiesBeyondATableIntoABoundAtItsEnd) {
    const Workspace read =
        parse_workspace(workspace(population("low", shape("Range", "xAxisName=\"Y\"", {{-12, 7}, {5, 7}}))), "a.xml");
    EXPECT_THAT(counts(read, {{0, -500}, {0, 4}, {0, 6}}), ElementsAre(2u));
}

TEST(FlowJoMac, CompensatesChannelsInTheBracketsOfTheMatrix) {
    const std::string gate = population("P", shape("Range", "xAxisName=\"&lt;Y&gt;\"", {{50, 7}, {900, 7}}));
    EXPECT_THAT(counts(parse_workspace(workspace(gate), "a.xml"), {{100, 60}, {0, 60}}), ElementsAre(1u));
    // Without a number the file is compensated already.
    EXPECT_THAT(counts(parse_workspace(workspace(gate, ""), "a.xml"), {{100, 60}, {0, 60}}), ElementsAre(2u));
    EXPECT_EQ(parse_workspace(workspace(gate, "7"), "a.xml").samples[0].strategy.nodes.size(), 0u);
}

TEST(FlowJoMac, MakesEllipsesOnTheDisplayFromTheEndsOfTheirAxes) {
    const Workspace read = parse_workspace(
        workspace(population("P", shape("Ellipse", axes, {{100, 10}, {500, 10}, {300, 0}, {300, 100}}))), "a.xml");
    EXPECT_THAT(counts(read, {{120, 10}, {300, 90}, {300, 110}, {120, 90}}), ElementsAre(2u));
}

TEST(FlowJoMac, CombinesGatesByTheirRule) {
    const auto boolean = [](const std::string& rule) {
        return "<BooleanGate specification=\"" + rule +
               "\"><GatePaths><StringArray><String>\"A\"</String><String>B</String></StringArray></GatePaths></"
               "BooleanGate>";
    };
    const std::string gates = population("A", shape("Range", "xAxisName=\"X\"", {{100, 7}, {300, 7}})) +
                              population("B", shape("Range", "xAxisName=\"X\"", {{200, 7}, {400, 7}}));
    const Workspace read =
        parse_workspace(workspace(gates + population("only A", boolean("G0&amp;!G1")) +
                                  population("either", boolean("G0|G1")) + population("odd", boolean("G0|G1&amp;G0"))),
                        "a.xml");
    EXPECT_THAT(counts(read, {{150, 0}, {250, 0}, {350, 0}}), ElementsAre(2u, 2u, 1u, 3u));
    EXPECT_THAT(read.samples[0].populations[4].obstacle, HasSubstr("joined by"));
}

TEST(FlowJoMac, RefusesMalformedShapesByName) {
    try {
        parse_workspace(workspace(population("Bad", shape("Polygon", axes, {{1, 2}, {3, 4}}))), "a.xml");
        FAIL() << "no error";
    } catch (const GatingError& error) {
        EXPECT_THAT(error.what(), AllOf(HasSubstr("/Bad"), HasSubstr("at least 3")));
    }
}

TEST(FlowJoMac, SaysThatItsRuleOfCountingIsNotKnown) {
    const Workspace read =
        parse_workspace(workspace(population("P", shape("Range", "xAxisName=\"X\"", {{1, 7}, {2, 7}}))), "a.xml");
    std::vector<std::string> codes;
    for (const Finding& finding : read.findings) codes.push_back(finding.code);
    EXPECT_THAT(codes, ElementsAre("X-DOCTYPE", "J-OLD"));
}
