// Gating-ML 2.0 in and out: the compliance suite to the event, hostile documents, and what is written.
#include "asparagate/fcs/delimited_text.hpp"
#include "asparagate/fcs/number.hpp"
#include "asparagate/gating/engine.hpp"
#include "asparagate/gating/strategy_file.hpp"
#include "event_file.hpp"

#include <gmock/gmock.h>
#include <cmath>
#include <fstream>
#include <random>

using namespace asparagate;
using test::EventFile;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

const std::string head =
    "<g:Gating-ML xmlns:g=\"http://www.isac-net.org/std/Gating-ML/v2.0/gating\" "
    "xmlns:t=\"http://www.isac-net.org/std/Gating-ML/v2.0/transformations\" "
    "xmlns:d=\"http://www.isac-net.org/std/Gating-ML/v2.0/datatypes\">\n";

std::string document(const std::string& content) {
    return head + content + "</g:Gating-ML>\n";
}

std::string axis(const std::string& attributes, const std::string& channel = "X") {
    return "<g:dimension g:compensation-ref=\"uncompensated\" " + attributes + "><d:fcs-dimension d:name=\"" + channel +
           "\"/></g:dimension>";
}

std::string range(const std::string& id, const std::string& attributes, const std::string& bounds) {
    return "<g:RectangleGate g:id=\"" + id + "\" " + attributes + ">" + axis(bounds) + "</g:RectangleGate>\n";
}

StrategyFile read(const std::string& content) {
    return parse_strategy_file(document(content), "test.xml");
}

std::string error_of(const std::string& text) {
    try {
        parse_strategy_file(text, "test.xml");
    } catch (const GatingError& error) {
        return error.what();
    }
    return "no error";
}

std::string written(const GatingStrategy& strategy) {
    return write_strategy(strategy, StrategyFormat::gating_ml).text;
}

SampleGates gated(const DataSet& data, const GatingStrategy& strategy) {
    GateOptions options;
    options.memberships = true;
    return gate_sample(data, strategy, "s", options);
}

/// Events that differ between two gatings, by position of the population.
std::size_t differences(const SampleGates& a, const SampleGates& b) {
    std::size_t different = a.rows.size() == b.rows.size() ? 0 : 1;
    for (std::size_t p = 0; p < std::min(a.rows.size(), b.rows.size()); ++p)
        if (!(a.memberships[p] == b.memberships[p]) || a.rows[p].count != b.rows[p].count) ++different;
    return different;
}

}  // namespace

#ifdef ASPARAGATE_SHARED_DATA
namespace {

const std::filesystem::path suite = std::filesystem::path(ASPARAGATE_SHARED_DATA) / "gatingml";

bool has_xmllint() {
    return std::system("xmllint --version >/dev/null 2>&1") == 0;
}

struct SuiteGate {
    std::filesystem::path document, truth;
    std::string id;
};

std::vector<SuiteGate> suite_gates() {
    std::vector<SuiteGate> gates;
    const auto table = read_delimited(suite / "manifest.csv");
    for (const auto& row : table.rows)
        if (row.cells[1].starts_with("v2.0/"))
            gates.push_back({suite / row.cells[1], suite / row.cells[4], row.cells[2]});
    return gates;
}

std::vector<bool> truth_of(const std::filesystem::path& path) {
    std::vector<bool> truth;
    std::ifstream stream(path);
    for (int value = 0; stream >> value;) truth.push_back(value == 1);
    return truth;
}

std::size_t events_that_differ(const SampleGates& gates, const SuiteGate& gate) {
    for (std::size_t p = 0; p < gates.rows.size(); ++p) {
        if (!gates.rows[p].population.ends_with("/" + gate.id)) continue;
        const auto truth = truth_of(gate.truth);
        EXPECT_EQ(truth.size(), gates.n_events);
        std::size_t different = 0;
        for (std::size_t event = 0; event < truth.size(); ++event)
            different += gates.memberships[p][event] != truth[event];
        return different;
    }
    ADD_FAILURE() << "no population " << gate.id;
    return 0;
}

}  // namespace

TEST(GatingMlSuite, EveryGateOfVersion2EqualsTheTruthToTheEvent) {
    const FcsFile file = FcsFile::open(suite / "v2.0/data1.fcs");
    const auto gates = suite_gates();
    EXPECT_EQ(gates.size(), 34u);
    for (const SuiteGate& gate : gates) {
        const GatingStrategy strategy = read_strategy_file(gate.document).strategy;
        EXPECT_EQ(events_that_differ(gated(file.data_set(), strategy), gate), 0u) << gate.id;
    }
}

TEST(GatingMlSuite, OutAndInAgainHasTheSameMembershipsInBothFormats) {
    const FcsFile file = FcsFile::open(suite / "v2.0/data1.fcs");
    for (const SuiteGate& gate : suite_gates()) {
        const GatingStrategy strategy = read_strategy_file(gate.document).strategy;
        const auto before = gated(file.data_set(), strategy);
        const auto xml = parse_strategy_file(written(strategy), "again.xml").strategy;
        EXPECT_EQ(differences(before, gated(file.data_set(), xml)), 0u) << gate.id;
        EXPECT_EQ(parse_strategy(format_strategy(strategy), "again.toml"), strategy) << gate.id;
        EXPECT_EQ(written(xml), written(strategy)) << gate.id;
    }
}

TEST(GatingMlSuite, WhatIsWrittenIsValidAgainstTheSchema) {
    if (!has_xmllint()) GTEST_SKIP() << "xmllint (libxml2-utils) is not installed";
    const test::TextFolder folder;
    std::string files;
    for (const SuiteGate& gate : suite_gates())
        files += " " + folder.write(gate.id + ".xml", written(read_strategy_file(gate.document).strategy)).string();
    const std::string command = "xmllint --nonet --noout --schema " +
                                (suite / "v2.0/schema/Gating-ML.v2.0.xsd").string() + files + " 2>" +
                                (folder.path() / "errors").string();
    EXPECT_EQ(std::system(command.c_str()), 0);
}

TEST(HostileXml, IsRefusedAsTheManifestSays) {
    const auto folder = std::filesystem::path(ASPARAGATE_SHARED_DATA) / "hostile";
    const auto message = [&](const char* name) -> std::string {
        try {
            read_strategy_file(folder / name);
        } catch (const GatingError& error) {
            return error.what();
        }
        return "no error";
    };
    EXPECT_THAT(message("x01_billion_laughs.xml"), HasSubstr("DOCTYPE"));
    EXPECT_THAT(message("x02_external_entity.xml"), HasSubstr("DOCTYPE"));
    EXPECT_THAT(message("x02_external_entity.xml"), testing::Not(HasSubstr("CANARY")));
    EXPECT_THAT(message("x03_deep_nesting.xml"), HasSubstr("nested deeper"));
    EXPECT_THAT(message("x04_gate_cycle.xml"), HasSubstr("cycle"));
}
#endif

TEST(GatingMl, IsToldByItsContent) {
    EXPECT_EQ(read("").format, StrategyFormat::gating_ml);
    EXPECT_EQ(parse_strategy_file("\xEF\xBB\xBF  " + document(""), "s").format, StrategyFormat::gating_ml);
    EXPECT_EQ(parse_strategy_file("[strategy]\n", "s").format, StrategyFormat::toml);
    EXPECT_THAT(error_of("<Other/>"), HasSubstr("expected Gating-ML of version 2.0"));
    EXPECT_THAT(error_of("<Workspace/>"), HasSubstr("FlowJo"));
}

TEST(GatingMl, MakesATreeOfGatesInAnyOrder) {
    const auto file = read(range("C", "g:parent_id=\"B\"", "g:min=\"3\"") + range("A", "", "g:min=\"1\"") +
                           range("B", "g:parent_id=\"A\"", "g:min=\"2\"") +
                           range("D", "g:parent_id=\"A\" g:name=\"CD3/CD4\"", "g:max=\"5\""));
    std::vector<std::string> paths;
    for (const auto& population : file.strategy.populations()) paths.push_back(population.path);
    EXPECT_THAT(paths, ElementsAre("/A", "/A/B", "/A/B/C", "/A/CD3_CD4"));
    EXPECT_THAT(file.findings, testing::Contains(testing::Field(&Finding::code, "X-NAME")));
}

TEST(GatingMl, TellsSiblingsOfOneNameApart) {
    const auto file = read(range("a1", "g:name=\"T\"", "g:min=\"1\"") + range("a2", "g:name=\"T\"", "g:min=\"2\""));
    EXPECT_EQ(file.strategy.nodes[0].name, "T");
    EXPECT_EQ(file.strategy.nodes[1].name, "T (a2)");
}

TEST(GatingMl, NamesTheGateOfAnError) {
    EXPECT_THAT(error_of(document(range("A", "g:parent_id=\"Z\"", ""))), HasSubstr("test.xml:2: A: parent \"Z\""));
    EXPECT_THAT(error_of(document(range("A", "g:parent_id=\"B\"", "") + range("B", "g:parent_id=\"A\"", ""))),
                HasSubstr("cycle"));
    EXPECT_THAT(error_of(document(range("A", "", "") + range("A", "", ""))), HasSubstr("the id is used twice"));
    EXPECT_THAT(error_of(document(range("A", "", "g:min=\"NaN\""))), HasSubstr("/A: test.xml:2: min is"));
    EXPECT_THAT(error_of(document(range("A", "", "g:min=\"2\" g:max=\"1\""))), HasSubstr("expected min < max"));
    EXPECT_THAT(error_of(document(range("A", "", "g:transformation-ref=\"t\""))),
                HasSubstr("transformation-ref \"t\""));
    EXPECT_THAT(error_of(document("<g:PolygonGate g:id=\"P\">" + axis("") + axis("", "Y") + "</g:PolygonGate>")),
                HasSubstr("/P: polygon has 0 vertices"));
    EXPECT_THAT(error_of(document("<g:BooleanGate g:id=\"N\"><g:not><g:gateReference g:ref=\"N\"/></g:not>"
                                  "</g:BooleanGate>")),
                HasSubstr("cycle"));
    EXPECT_THAT(error_of(head), HasSubstr("not well-formed XML"));
}

TEST(GatingMl, ReadsNoOtherPrefixThanTheNamespaceSays) {
    std::string text = document(range("A", "", "g:min=\"1\""));
    EXPECT_THAT(error_of("<a:Gating-ML xmlns:a=\"http://elsewhere/gating\"/>"), HasSubstr("expected Gating-ML"));
    for (auto at = text.find("g:"); at != std::string::npos; at = text.find("g:", at + 1)) text.replace(at, 1, "q");
    text.replace(text.find("xmlns:g"), 7, "xmlns:q");
    EXPECT_EQ(parse_strategy_file(text, "s").strategy.nodes.size(), 1u) << text;
}

TEST(GatingMl, KeepsCustomInfoWithItsNamespaces) {
    const std::string info =
        "<d:custom_info><c:cytobank xmlns:c=\"urn:c\" g:x=\"1\"><name>T &amp; B</name></c:cytobank>"
        "</d:custom_info>";
    const auto file = read(info + "<g:RectangleGate g:id=\"A\">" + info + axis("g:min=\"1\"") + "</g:RectangleGate>");
    ASSERT_EQ(file.strategy.custom_info.size(), 1u);
    EXPECT_THAT(file.strategy.nodes[0].custom_info, HasSubstr("xmlns:d="));
    const auto again = parse_strategy_file(written(file.strategy), "again.xml").strategy;
    EXPECT_EQ(again.nodes[0].custom_info, file.strategy.nodes[0].custom_info);
    EXPECT_EQ(again.custom_info, file.strategy.custom_info);
    EXPECT_EQ(parse_strategy(format_strategy(file.strategy), "again.toml"), file.strategy);
    GatingStrategy forged = file.strategy;
    forged.nodes[0].custom_info = "</g:RectangleGate><g:evil/>";
    EXPECT_THROW(written(forged), GatingError);
}

TEST(GatingMl, ABareDoctypeIsANote) {
    const auto file = parse_strategy_file("<!DOCTYPE Gating-ML>" + document(""), "s");
    EXPECT_THAT(file.findings, ElementsAre(testing::Field(&Finding::code, "X-DOCTYPE")));
    EXPECT_THAT(error_of("<!DOCTYPE a SYSTEM \"x.dtd\">" + document("")), HasSubstr("refused"));
    EXPECT_THAT(error_of("<!DOCTYPE a [<!ENTITY b \"c\">]>" + document("")), HasSubstr("refused"));
}

TEST(GatingMl, ReadsLatin1AndRefusesWhatIsNoText) {
    const auto file = parse_strategy_file(
        "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>" + document(range("A", "g:name=\"\xE4\"", "g:min=\"1\"")),
        "s");
    EXPECT_EQ(file.strategy.nodes[0].name, "\xC3\xA4");
    EXPECT_THAT(error_of(document(range("A", "g:name=\"\xE4\"", ""))), HasSubstr("not valid UTF-8"));
    EXPECT_THAT(error_of("<?xml version=\"1.0\" encoding=\"UTF-16\"?><a/>"), HasSubstr("encoding"));
}

TEST(GatingMl, RefusesMatricesThatDoNotFit) {
    const auto matrix = [](const std::string& attributes, const std::string& rows) {
        return document("<t:spectrumMatrix t:id=\"m\" " + attributes +
                        "><t:fluorochromes><d:fcs-dimension d:name=\"a\"/></t:fluorochromes><t:detectors>"
                        "<d:fcs-dimension d:name=\"X\"/><d:fcs-dimension d:name=\"Y\"/></t:detectors>" +
                        rows + "</t:spectrumMatrix>");
    };
    const auto row = [](std::initializer_list<const char*> values) {
        std::string text = "<t:spectrum>";
        for (const char* value : values) text += "<t:coefficient t:value=\"" + std::string(value) + "\"/>";
        return text + "</t:spectrum>";
    };
    EXPECT_THAT(error_of(matrix("", row({"1"}))), HasSubstr("the matrix is 1 x 1"));
    const auto plain = parse_strategy_file(matrix("", row({"1", "0.5"})), "s").strategy.matrices.at("m");
    EXPECT_FALSE(plain.inverted);
    // An inverse in either shape is the same multiplier.
    const std::string inverted = "t:matrix-inverted-already=\"true\"";
    const auto tall = parse_strategy_file(matrix(inverted, row({"2"}) + row({"3"})), "s").strategy.matrices.at("m");
    const auto wide = parse_strategy_file(matrix(inverted, row({"2", "3"})), "s").strategy.matrices.at("m");
    EXPECT_EQ(tall, wide);
    EXPECT_EQ(tall.values, (std::vector<double>{2, 3}));
}

namespace {

/// A strategy with everything that Gating-ML can say, and a file on whose edges some events lie.
GatingStrategy everything() {
    GatingStrategy s;
    s.transforms = {{"lgcl", LogicleTransform{}},
                    {"hyper", HyperlogTransform{}},
                    {"bounded", BoundedTransform{AsinhTransform{262144, 4, 0.5}, 0.1, 0.9}},
                    {"log scale", LogTransform{262144, 5}}};
    s.ratios = {{"r", {"PE-A", "FSC-A", 100, 1, -2}}};
    s.matrices = {{"none of these", {{"A", "B"}, {"FITC-A", "PE-A", "APC-A"}, {1, 0.2, 0, 0.1, 1, 0.3}}},
                  {"2nd", {{"PE-A", "APC-A"}, {"PE-A", "APC-A"}, {1, 0, -0.1, 1}, true}}};
    s.nodes.push_back({"/", "All of it", RectangleGate{{{"FSC-A"}}, {{-50, 200000}}, {}, {}}, ""});
    s.nodes.push_back({"/All of it", "1st",
                       RectangleGate{{{"PE-A", "lgcl", "2nd"}, {"A", "hyper", "none of these"}},
                                     {{0.2, 0.8}, {0.1, INFINITY}},
                                     GateUnits::scale,
                                     {}},
                       ""});
    s.nodes.push_back({"/", "poly",
                       PolygonGate{{Dimension{"PE-A", "bounded"}, Dimension{"APC-A", "lgcl"}},
                                   {{100, 10}, {90000, 300}, {40000, 60000}, {500, 5000}},
                                   GateUnits::data},
                       ""});
    s.nodes.push_back({"/poly", "ellipse",
                       EllipsoidGate{{{"PE-A", "lgcl"}, {"APC-A", "lgcl"}, {"FSC-A"}},
                                     {0.5, 0.5, 1000},
                                     {0.1, 0.01, 0, 0.01, 0.1, 0, 0, 0, 1e9},
                                     2},
                       ""});
    s.nodes.push_back({"/", "quads",
                       QuadrantGate{{{{"PE-A", "log scale"}, {0.4, 0.6}}, {{"APC-A", "lgcl"}, {0.5}}},
                                    {{"low", {0, -1}}, {"mid up", {1, 1}}, {"high", {2, -1}}},
                                    GateUnits::scale},
                       ""});
    s.nodes.push_back({"/high", "ratio", RectangleGate{{{"r", "", "none", true}}, {{-10, 50}}, {}, {}}, ""});
    s.nodes.push_back({"/poly", "not", BooleanGate{BooleanGate::Operation::all_of, {{"/mid up", true}}}, ""});
    s.nodes.push_back(
        {"/", "either", BooleanGate{BooleanGate::Operation::any_of, {{"/poly/not", true}, {"/low", false}}}, ""});
    s.nodes.push_back({"/", "same", BooleanGate{BooleanGate::Operation::any_of, {{"/high", false}}}, ""});
    return s;
}

EventFile random_events() {
    std::mt19937 random(7);
    std::vector<std::vector<double>> events;
    const auto value = [&] {
        const double u = std::uniform_real_distribution<double>(0, 1)(random);
        if (u < 0.01) return std::nan("");
        return u < 0.2 ? -2000 * u : std::exp(12.5 * u);
    };
    for (int i = 0; i < 4000; ++i) events.push_back({value(), value(), value(), value()});
    return EventFile({"FSC-A", "FITC-A", "PE-A", "APC-A"}, events, {{"$SPILLOVER", "2,PE-A,APC-A,1,0.2,0.1,1"}});
}

}  // namespace

TEST(GatingMlWriter, ReadsBackWithTheSameMemberships) {
    const GatingStrategy strategy = everything();
    const EventFile file = random_events();
    const auto text = write_strategy(strategy, StrategyFormat::gating_ml);
    const StrategyFile again = parse_strategy_file(text.text, "again.xml");
    const auto before = gated(file.data(), strategy), after = gated(file.data(), again.strategy);
    EXPECT_EQ(differences(before, after), 0u) << text.text;
    std::size_t members = 0;
    for (const auto& row : before.rows) members += row.count.value_or(0);
    EXPECT_GT(members, 3000u);
    EXPECT_EQ(again.strategy.nodes[1].name, "1st") << "a name that is no id is kept";
    EXPECT_THAT(text.losses, testing::Contains(testing::Field(&Finding::code, "X-NAME"))) << "except for a quadrant's";
}

TEST(GatingMlWriter, WritesBoundsOnABiexAxisToTheEvent) {
    GatingStrategy strategy;
    strategy.transforms["b"] = BiexTransform::make(262144, 4.4, 0.5, -30);
    const Dimension x{"PE-A", "b"}, y{"APC-A", "b"};
    strategy.nodes.push_back(
        {"/", "R", RectangleGate{{x, y}, {{0.3, 0.7}, {0.25, INFINITY}}, GateUnits::scale, {}}, ""});
    strategy.nodes.push_back(
        {"/", "Q", QuadrantGate::crossing({x, y}, {0.5, 0.4}, {"a", "b", "c", "d"}, GateUnits::scale), ""});
    strategy.nodes.push_back(
        {"/", "P", PolygonGate{{x, y}, {{0.2, 0.2}, {0.8, 0.3}, {0.7, 0.9}}, GateUnits::scale}, ""});
    strategy.nodes.push_back({"/", "E", EllipsoidGate{{x, y}, {0.5, 0.5}, {0.04, 0.01, 0.01, 0.03}, 1}, ""});
    const auto text = write_strategy(strategy, StrategyFormat::gating_ml);
    const EventFile file = random_events();
    const auto before = gated(file.data(), strategy);
    const auto after = gated(file.data(), parse_strategy_file(text.text, "again.xml").strategy);
    for (std::size_t p = 0; p < 5; ++p)
        EXPECT_EQ(before.memberships[p], after.memberships[p]) << before.rows[p].population;
    for (std::size_t p = 5; p < 7; ++p) {
        EXPECT_NEAR(static_cast<double>(*before.rows[p].count), static_cast<double>(*after.rows[p].count),
                    0.01 * static_cast<double>(*before.rows[p].count));
        EXPECT_GT(*before.rows[p].count, 100u);
    }
    EXPECT_THAT(text.losses, testing::Contains(testing::Field(&Finding::code, "X-CURVE")));
}

TEST(GatingMlWriter, SaysWhatIsLost) {
    GatingStrategy strategy;
    strategy.name = "Panel";
    strategy.panel["CD3"] = {"UCHT1"};
    strategy.transforms["t"] = LogicleTransform{};
    strategy.scales["default"] = "t";
    strategy.nodes.push_back(
        {"/", "G", RectangleGate{{{"GzmB"}}, {{}}, {}, ControlThreshold{"FMO", 99, 10, 1200}}, "by hand"});
    std::vector<std::string> codes;
    for (const Finding& loss : write_strategy(strategy, StrategyFormat::gating_ml).losses) codes.push_back(loss.code);
    EXPECT_THAT(codes, testing::UnorderedElementsAre("X-CONTROL", "X-NOTE", "X-TITLE", "X-PANEL", "X-SCALES"));
    EXPECT_TRUE(write_strategy(strategy, StrategyFormat::toml).losses.empty());
}
