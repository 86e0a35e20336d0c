// Strategies of other programs: FACSDiva, Cytobank, Floreada, Gating-ML 1.5.
#include "asparagate/gating/engine.hpp"
#include "asparagate/gating/strategy_file.hpp"
#include "event_file.hpp"

#include <gmock/gmock.h>
#include <cmath>

using namespace asparagate;
using test::EventFile;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

namespace {

std::vector<std::string> paths(const GatingStrategy& strategy) {
    std::vector<std::string> result;
    for (const auto& population : strategy.populations()) result.push_back(population.path);
    return result;
}

std::vector<std::string> codes(const Findings& findings) {
    std::vector<std::string> result;
    for (const Finding& finding : findings) result.push_back(finding.code + " " + finding.keyword);
    return result;
}

std::string error_of(const std::string& text) {
    try {
        parse_strategy_file(text, "s.xml");
    } catch (const GatingError& error) {
        return error.what();
    }
    return "no error";
}

std::vector<std::uint64_t> counts(const EventFile& file, const GatingStrategy& strategy, const std::string& sample) {
    std::vector<std::uint64_t> result;
    for (const auto& row : gate_sample(file.data(), strategy_for_sample(strategy, sample, sample), sample, {}).rows)
        result.push_back(row.count.value());
    return result;
}

// FACSDiva ------------------------------------------------------------------------------------------------------------

std::string diva_gate(const std::string& name, const std::string& type, const std::string& content) {
    return "<gate fullname=\"All Events" + name + "\" type=\"" + type + "\">" + content + "</gate>";
}

std::string region(const std::string& type, const std::string& axes, const std::vector<std::array<int, 2>>& points,
                   const std::string& flags = "") {
    std::string text = "<region " + axes + " type=\"" + type + "\"><points>";
    for (const auto& point : points)
        text += "<point x=\"" + std::to_string(point[0]) + "\" y=\"" + std::to_string(point[1]) + "\"/>";
    return text + "</points></region>" + flags;
}

std::string tube(const std::string& name, const std::string& file, const std::string& gates,
                 const std::string& settings = "") {
    return "<tube name=\"" + name + "\"><data_filename>" + file + "</data_filename>" + settings + "<gates>" +
           diva_gate("", "EventSource_Classifier", "") + gates + "</gates></tube>";
}

std::string experiment(const std::string& tubes) {
    return "<bdfacs version=\"6\"><experiment name=\"E\"><specimen name=\"S\">" + tubes +
           "</specimen></experiment></bdfacs>";
}

const std::string xy = "xparm=\"FSC-A\" yparm=\"PE-A\"";
const std::string box = region("RECTANGLE_REGION", xy, {{10, 10}, {30, 10}, {30, 30}, {10, 30}});

// Gating-ML -----------------------------------------------------------------------------------------------------------

std::string gating_ml(const std::string& content, const std::string& version = "2.0") {
    const std::string base = "http://www.isac-net.org/std/Gating-ML/v" + version + "/";
    return "<g:Gating-ML xmlns:g=\"" + base + "gating\" xmlns:t=\"" + base + "transformations\" xmlns:d=\"" + base +
           "datatypes\" xmlns:f=\"https://floreada.io/gatingml\">" + content + "</g:Gating-ML>";
}

std::string range(const std::string& id, const std::string& channel, double min, const std::string& info = "") {
    return "<g:RectangleGate g:id=\"" + id + "\">" + info +
           "<g:dimension g:compensation-ref=\"uncompensated\" g:min=\"" + std::to_string(min) +
           "\"><d:fcs-dimension d:name=\"" + channel + "\"/></g:dimension></g:RectangleGate>";
}

std::string cytobank(const std::string& name, const std::string& gate_id, const std::string& file = "") {
    return "<d:custom_info><cytobank><name>" + name + "</name><gate_id>" + gate_id + "</gate_id><fcs_file_filename>" +
           file + "</fcs_file_filename></cytobank></d:custom_info>";
}

std::string gate_set(const std::string& id, const std::string& name, const std::vector<std::string>& gates) {
    std::string text = "<g:BooleanGate g:id=\"" + id + "\"><d:custom_info><cytobank><name>" + name +
                       "</name><gate_set_id>1</gate_set_id></cytobank></d:custom_info><g:and>";
    for (const std::string& gate : gates) {
        const bool complement = gate.starts_with("!");
        text += "<g:gateReference g:ref=\"" + gate.substr(complement) + "\"" +
                (complement ? " g:use-as-complement=\"true\"/>" : "/>");
    }
    return text + "</g:and></g:BooleanGate>";
}

std::string range_15(const std::string& id, const std::string& dimension, const std::string& bounds) {
    return "<g:RectangleGate g:id=\"" + id + "\"><g:dimension " + bounds + ">" + dimension +
           "</g:dimension></g:RectangleGate>";
}
const std::string fsc = "<d:parameter d:name=\"FSC-A\"/>", pe = "<d:parameter d:name=\"PE-A\"/>";

}  // namespace

TEST(FacsDiva, TubesThatDifferBecomeTailoredVersions) {
    const std::string other = region("RECTANGLE_REGION", xy, {{20, 10}, {30, 10}, {30, 30}, {20, 30}});
    const StrategyFile file =
        parse_strategy_file(experiment(tube("1", "a.fcs", diva_gate("\\P1", "Region_Classifier", box)) +
                                       tube("2", "b.fcs", diva_gate("\\P1", "Region_Classifier", other)) +
                                       tube("3", "c.fcs", diva_gate("\\P1", "Region_Classifier", box))),
                            "s.xml");
    EXPECT_EQ(file.format, StrategyFormat::diva);
    ASSERT_EQ(file.strategy.versions.size(), 1u);
    EXPECT_THAT(file.strategy.versions[0].samples, ElementsAre("b.fcs"));
    const EventFile events({"FSC-A", "PE-A"}, {{10, 10}, {25, 20}, {30, 20}});
    EXPECT_THAT(counts(events, file.strategy, "a.fcs"), ElementsAre(2));
    EXPECT_THAT(counts(events, file.strategy, "b.fcs"), ElementsAre(1));
    EXPECT_EQ(parse_strategy(format_strategy(file.strategy), "again"), file.strategy);
    EXPECT_THROW(write_strategy(file.strategy, StrategyFormat::diva), GatingError);
}

TEST(FacsDiva, ReadsDisplaysLogarithmsAndLinearBins) {
    const std::string bins = "<is_x_parameter_scaled>true</is_x_parameter_scaled>";
    const std::string logarithm = "<is_x_parameter_log>true</is_x_parameter_log>";
    const std::string r = "<x_parameter_scale_value>-262.144</x_parameter_scale_value>";
    const std::string x = "xparm=\"PE-A\"";
    const StrategyFile file = parse_strategy_file(
        experiment(
            tube("1", "a.fcs",
                 diva_gate("\\L", "Region_Classifier", region("INTERVAL_REGION", x, {{3, 0}, {5, 0}}, logarithm)) +
                     diva_gate("\\B", "Region_Classifier", region("INTERVAL_REGION", x, {{2048, 0}, {4096, 0}}, bins)) +
                     diva_gate("\\D", "Region_Classifier",
                               region("INTERVAL_REGION", x, {{2048, 0}, {4000, 0}}, bins + logarithm + r)))),
        "s.xml");
    const auto& logicle = std::get<LogicleTransform>(file.strategy.transforms.at("biexponential -262.144"));
    EXPECT_NEAR(logicle.W(), 0.75, 1e-12) << "(4.5 - log10(262144 / 262.144)) / 2";
    const double middle = logicle.inverse(0.5), end = logicle.inverse(4000 / 4096.0);
    const EventFile events({"PE-A"}, {{-5}, {999}, {1000}, {middle + 1}, {131072}, {end + 1}});
    EXPECT_THAT(counts(events, file.strategy, "a.fcs"), ElementsAre(2, 2, 2));
}

TEST(FacsDiva, TakesCrosshairsAsQuadrantsWithoutAnEnd) {
    const std::string hair = region("BINNER_REGION", xy, {{20, 20}, {20, 20}});
    const std::string parts = "<bin>All Events\\Q1</bin><bin>All Events\\Q2</bin>";
    const StrategyFile file = parse_strategy_file(
        experiment(tube("1", "a.fcs",
                        diva_gate("\\$1", "Composite_Classifier", hair + parts) +
                            diva_gate("\\Q1", "Region_Classifier",
                                      region("POLYGON_REGION", xy, {{20, 20}, {0, 20}, {0, 40}, {20, 40}})) +
                            diva_gate("\\Q2", "Region_Classifier",
                                      region("POLYGON_REGION", xy, {{20, 20}, {20, 40}, {40, 40}, {40, 20}})) +
                            diva_gate("\\Q2\\N", "NOT_Classifier", "<input>All Events\\Q1</input>") +
                            diva_gate("\\Rest", "RestOf_Classifier",
                                      "<input>All Events\\Q1</input><input>All Events\\Q2</input>"))),
        "s.xml");
    EXPECT_THAT(paths(file.strategy), ElementsAre("/Q1", "/Q2", "/Q2/N", "/Rest"));
    const EventFile events({"FSC-A", "PE-A"}, {{-5, 1e5}, {20, 20}, {1e5, 1e5}, {1, 1}});
    EXPECT_THAT(counts(events, file.strategy, "a.fcs"), ElementsAre(1, 2, 2, 1));
}

TEST(FacsDiva, CompensatesByTheInverseThatItStores) {
    const auto parameter = [](const std::string& name, const std::string& first, const std::string& second) {
        return "<parameter name=\"" + name + "\"><compensation><compensation_coefficient>" + first +
               "</compensation_coefficient><compensation_coefficient>" + second +
               "</compensation_coefficient></compensation></parameter>";
    };
    const std::string settings = "<instrument_settings><compensation_enabled>true</compensation_enabled>" +
                                 parameter("FSC-A", "1", "-0.5") + parameter("PE-A", "0", "1") +
                                 "</instrument_settings>";
    const StrategyFile file = parse_strategy_file(
        experiment(tube("1", "a.fcs", diva_gate("\\P1", "Region_Classifier", box), settings)), "s.xml");
    EXPECT_EQ(file.strategy.compensation, "tube 1");
    // FSC-A becomes FSC-A - 0.5 PE-A.
    const EventFile events({"FSC-A", "PE-A"}, {{15, 12}, {16, 12}, {12, 29}});
    EXPECT_THAT(counts(events, file.strategy, "a.fcs"), ElementsAre(1));
}

TEST(FacsDiva, NamesWhatItLeavesOutAndWhatIsDamaged) {
    const StrategyFile file = parse_strategy_file(
        experiment(tube("1", "a.fcs",
                        diva_gate("\\X", "Magic_Classifier", "") + diva_gate("\\X\\P", "Region_Classifier", box) +
                            diva_gate("\\S", "SnapTo_Classifier", box))),
        "s.xml");
    EXPECT_THAT(paths(file.strategy), ElementsAre("/S"));
    EXPECT_THAT(codes(file.findings), ElementsAre("X-GATE /X", "X-GATE /X/P", "X-SNAP /S", "X-DIVA "));
    const auto broken = [](const std::string& content) {
        return error_of(experiment(tube("1", "a.fcs", diva_gate("\\P", "Region_Classifier", content))));
    };
    EXPECT_THAT(broken(""), HasSubstr("/P: has no region"));
    EXPECT_THAT(broken(region("STAR_REGION", xy, {})), HasSubstr("/P: the region type \"STAR_REGION\" is unknown"));
    EXPECT_THAT(broken(region("POLYGON_REGION", xy, {{1, 2}, {3, 4}})), HasSubstr("/P: polygon has 2 vertices"));
    EXPECT_THAT(error_of("<bdfacs/>"), HasSubstr("holds no experiment"));
}

TEST(Cytobank, MakesATreeOfPopulationsAndVersionsOfTailoredGates) {
    const StrategyFile file = parse_strategy_file(
        gating_ml(range("G1", "FSC-A", 10, cytobank("cells", "1")) + range("G2", "PE-A", 10, cytobank("PE", "2")) +
                  range("G2b", "PE-A", 20, cytobank("PE", "2", "b.fcs")) +
                  range("G3", "APC-A", 10, cytobank("APC", "3")) + gate_set("S2", "PE+ cells", {"G1", "G2"}) +
                  gate_set("S1", "Cells", {"G1", "G1"}) + gate_set("S3", "PE+ APC-", {"G1", "G2", "!G3"})),
        "s.xml");
    EXPECT_THAT(paths(file.strategy),
                ElementsAre("/Cells", "/Cells/PE+ cells", "/Cells/PE+ cells/APC", "/Cells/PE+ cells/PE+ APC-"));
    ASSERT_EQ(file.strategy.versions.size(), 1u);
    EXPECT_THAT(file.strategy.versions[0].samples, ElementsAre("b.fcs"));
    const EventFile events({"FSC-A", "PE-A", "APC-A"}, {{10, 10, 0}, {10, 20, 10}, {10, 30, 0}, {0, 30, 0}});
    EXPECT_THAT(counts(events, file.strategy, "a.fcs"), ElementsAre(3, 3, 1, 2));
    EXPECT_THAT(counts(events, file.strategy, "b.fcs"), ElementsAre(3, 2, 1, 1));
    EXPECT_THAT(file.findings, IsEmpty());
}

TEST(Cytobank, RefusesVersionsThatContradictEachOther) {
    EXPECT_THAT(error_of(gating_ml(range("A", "X", 1, cytobank("n", "1")) + range("B", "X", 2, cytobank("n", "1")))),
                HasSubstr("two common versions"));
    EXPECT_THAT(
        error_of(gating_ml(range("A", "X", 1, cytobank("n", "1", "f")) + range("B", "X", 2, cytobank("n", "1", "f")))),
        HasSubstr("two versions for the file \"f\""));
    EXPECT_THAT(error_of(gating_ml(range("A", "X", 1, cytobank("n", "1")) + gate_set("S", "P", {"B"}))),
                HasSubstr("the referenced gate \"B\" is not defined"));
}

TEST(Floreada, PlacesGatesByTheTreesOfItsFiles) {
    const auto tree = [](const std::string& file, const std::string& cells, const std::string& t) {
        return "<f:fcsfile name=\"" + file + "\"><f:gate id=\"" + cells + "\" name=\"Cells\"><f:gate id=\"" + t +
               "\" name=\"T\"/></f:gate></f:fcsfile>";
    };
    const StrategyFile file = parse_strategy_file(
        gating_ml("<d:custom-info><f:workspace>" + tree("a.fcs", "A1", "A2") + tree("b.fcs", "B1", "B2") +
                  "</f:workspace></d:custom-info>" + range("A1", "X", 1) + range("A2", "Y", 5) + range("B1", "X", 1) +
                  range("B2", "Y", 6) + range("Unused", "Y", 7)),
        "s.xml");
    EXPECT_THAT(paths(file.strategy), ElementsAre("/Cells", "/Cells/T"));
    ASSERT_EQ(file.strategy.versions.size(), 1u);
    EXPECT_EQ(file.strategy.versions[0].gates[0].population, "/Cells/T");
    EXPECT_THAT(file.strategy.versions[0].samples, ElementsAre("b.fcs"));
    EXPECT_THAT(codes(file.findings), ElementsAre("X-TREE "));
}

TEST(GatingMl15, ReadsNestedBooleansTreesAndPolytopes) {
    const std::string tree = "<g:DecisionTreeGate g:id=\"D\"><g:rootNode g:threshold=\"10\">" + fsc +
                             "<g:leafLT g:inside=\"true\"/>" + "<g:nodeGTE g:threshold=\"5\">" + pe +
                             "<g:leafLT g:inside=\"false\"/><g:leafGTE g:inside=\"true\"/></g:nodeGTE>" +
                             "</g:rootNode></g:DecisionTreeGate>";
    const std::string polytope = "<g:PolytopeGate g:id=\"P\"><g:dimension>" + fsc +
                                 "</g:dimension><g:halfspace><g:entry d:value=\"0.1\"/><g:entry d:value=\"-1\"/>"
                                 "</g:halfspace></g:PolytopeGate>";
    const std::string nested =
        "<g:BooleanGate g:id=\"N\"><g:not>" + range_15("I", pe, "g:min=\"5\"") + "</g:not></g:BooleanGate>";
    const StrategyFile file = parse_strategy_file(gating_ml(tree + polytope + nested, "1.5"), "s.xml");
    EXPECT_THAT(paths(file.strategy), ElementsAre("/D leaf 1", "/D leaf 2", "/D", "/P", "/N", "/I"));
    const EventFile events({"FSC-A", "PE-A"}, {{9, 0}, {10, 0}, {11, 5}, {std::nextafter(10, 11), 9}});
    EXPECT_THAT(counts(events, file.strategy, "a.fcs"), ElementsAre(1, 2, 3, 2, 2, 2));
}

TEST(GatingMl15, NamesWhatItLeavesOut) {
    const std::string sqrt = "<t:transformation t:id=\"S\"><t:sqrt>" + fsc + "</t:sqrt></t:transformation>";
    const std::string reference = "<t:transformationReference t:ref=\"S\"/>";
    const std::string boolean =
        "<g:BooleanGate g:id=\"B\"><g:and><g:gateReference g:ref=\"A\"/><g:gateReference "
        "g:ref=\"C\"/></g:and></g:BooleanGate>";
    const StrategyFile file = parse_strategy_file(
        gating_ml(boolean + range_15("A", reference, "g:min=\"1\"") + range_15("C", fsc, "g:min=\"1\"") + sqrt, "1.5"),
        "s.xml");
    EXPECT_THAT(paths(file.strategy), ElementsAre("/C"));
    EXPECT_THAT(codes(file.findings), ElementsAre("X-GATE /A", "X-GATE /B"));
    EXPECT_THAT(file.findings[0].message, HasSubstr("its transformation \"sqrt\" is not read"));
    EXPECT_THAT(error_of(gating_ml(range_15("A", "<t:transformationReference t:ref=\"X\"/>", ""), "1.5")),
                HasSubstr("the transformation \"X\" is not defined"));
}
