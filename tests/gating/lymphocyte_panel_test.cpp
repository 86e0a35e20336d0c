// A strategy as laboratories use it, in Gating-ML 2.0: scatter polygons on values as they are, lymphocyte subsets on
// compensated logicle scales, booleans. Its own cells; every event compared with the plain evaluation.
#include "asparagate/gating/engine.hpp"
#include "asparagate/gating/strategy_file.hpp"
#include "event_file.hpp"
#include "gating/reference_engine.hpp"

#include <gtest/gtest.h>

#include <random>

using namespace asparagate;
using test::EventFile;

namespace {

const std::vector<std::string> channels = {"FSC-A", "FSC-H", "SSC-A", "FITC-A", "PE-A", "APC-A", "BV421-A", "BV510-A"};
constexpr const char* spillover =
    "5,FITC-A,PE-A,APC-A,BV421-A,BV510-A,1,0.18,0.01,0,0.02,0.03,1,0.06,0,0.01,0,0.02,1,0.01,0,0,0,0.01,1,0.15,0.02,0,"
    "0,0.08,1";

struct Vertex {
    double x, y;
};

std::string dimension(const std::string& channel, bool scaled, const std::string& bounds = "") {
    return "<g:dimension g:compensation-ref=\"" +
           std::string(scaled ? "FCS\" g:transformation-ref=\"logicle" : "uncompensated") + "\" " + bounds +
           "><d:fcs-dimension d:name=\"" + channel + "\"/></g:dimension>";
}

std::string heading(const std::string& kind, const std::string& id, const std::string& parent) {
    return "<g:" + kind + " g:id=\"" + id + "\"" + (parent.empty() ? "" : " g:parent_id=\"" + parent + "\"") + ">";
}

std::string polygon(const std::string& id, const std::string& parent, const std::string& x, const std::string& y,
                    bool scaled, const std::vector<Vertex>& vertices) {
    std::string text = heading("PolygonGate", id, parent) + dimension(x, scaled) + dimension(y, scaled);
    for (const Vertex& vertex : vertices)
        text += "<g:vertex><g:coordinate d:value=\"" + std::to_string(vertex.x) + "\"/><g:coordinate d:value=\"" +
                std::to_string(vertex.y) + "\"/></g:vertex>";
    return text + "</g:PolygonGate>";
}

/// Sides of two markers: "+-" is above the threshold of x and below that of y.
std::string sides(const std::string& id, const std::string& parent, const std::string& x, const std::string& y,
                  const std::string& signs) {
    const auto side = [](char sign) { return std::string(sign == '+' ? "g:min=\"" : "g:max=\"") + "0.47\""; };
    return heading("RectangleGate", id, parent) + dimension(x, true, side(signs[0])) +
           dimension(y, true, side(signs[1])) + "</g:RectangleGate>";
}

std::string document() {
    const std::string base = "http://www.isac-net.org/std/Gating-ML/v2.0/";
    return "<g:Gating-ML xmlns:g=\"" + base + "gating\" xmlns:t=\"" + base + "transformations\" xmlns:d=\"" + base +
           "datatypes\"><t:transformation t:id=\"logicle\"><t:logicle t:T=\"262144\" t:W=\"0.5\" t:M=\"4.5\" "
           "t:A=\"0\"/></t:transformation>" +
           polygon("singlets", "", "FSC-A", "FSC-H", false,
                   {{5000, 2000}, {200000, 145000}, {260000, 235000}, {260000, 250000}, {5000, 8000}}) +
           polygon("lymphocytes", "singlets", "FSC-A", "SSC-A", false,
                   {{38000, 8000}, {52000, 7000}, {90000, 15000}, {95000, 30000}, {70000, 42000}, {40000, 36000}}) +
           sides("T", "lymphocytes", "FITC-A", "PE-A", "+-") + sides("B", "lymphocytes", "FITC-A", "PE-A", "-+") +
           sides("neither", "lymphocytes", "FITC-A", "PE-A", "--") +
           polygon("NK", "neither", "APC-A", "BV421-A", true,
                   {{0.45, 0.1}, {0.5, 0.42}, {0.9, 0.3}, {0.95, 0.9}, {0.4, 0.85}}) +
           sides("CD4", "T", "BV421-A", "BV510-A", "+-") + sides("CD8", "T", "BV421-A", "BV510-A", "-+") +
           "<g:BooleanGate g:id=\"no_NK\" g:parent_id=\"neither\"><g:not><g:gateReference g:ref=\"NK\"/></g:not>"
           "</g:BooleanGate><g:BooleanGate g:id=\"T_or_B\" g:parent_id=\"lymphocytes\"><g:or><g:gateReference "
           "g:ref=\"T\"/><g:gateReference g:ref=\"B\"/></g:or></g:BooleanGate></g:Gating-ML>";
}

/// Lymphocytes and granulocytes, some doublets; each marker negative or bright, spilled into its neighbour.
std::vector<std::vector<double>> cells(std::size_t n) {
    std::mt19937_64 random(20);
    std::normal_distribution<double> normal;
    std::uniform_real_distribution<double> uniform;
    std::vector<std::vector<double>> events;
    for (std::size_t i = 0; i < n; ++i) {
        const bool lymphocyte = uniform(random) < 0.6, doublet = uniform(random) < 0.04;
        const double fsc = (lymphocyte ? 62000 : 110000) * std::exp(0.13 * normal(random)) * (doublet ? 1.9 : 1);
        std::vector<double> event = {fsc, fsc / 1.25 * std::exp(0.03 * normal(random)) * (doublet ? 0.55 : 1),
                                     (lymphocyte ? 22000 : 120000) * std::exp(0.22 * normal(random))};
        double before = 0;
        for (std::size_t marker = 3; marker < channels.size(); ++marker) {
            const double own = uniform(random) < 0.4 ? 12000 * std::exp(0.42 * normal(random)) : 110 * normal(random);
            event.push_back(own + 0.15 * before + 60 * normal(random));
            before = own;
        }
        events.push_back(std::move(event));
    }
    return events;
}

/// Events of each population, by the plain evaluation.
std::map<std::string, std::uint64_t> expected_counts(const DataSet& data, const GatingStrategy& strategy,
                                                     const std::vector<std::vector<double>>& events) {
    std::vector<std::vector<double>> columns(channels.size());
    for (const auto& event : events)
        for (std::size_t c = 0; c < channels.size(); ++c) columns[c].push_back(event[c]);
    const test::ReferenceEngine reference(strategy, data.parameters(), std::move(columns),
                                          compensation_for(data, strategy, {}));
    std::map<std::string, std::uint64_t> counts;
    for (const auto& population : strategy.populations())
        for (std::size_t event = 0; event < events.size(); ++event)
            counts[population.path] += reference.contains(population.path, event);
    return counts;
}

}  // namespace

TEST(LymphocytePanel, CountsEqualThePlainEvaluationForAnyNumberOfThreads) {
    const auto events = cells(20000);
    const EventFile file(channels, events, {{"$SPILLOVER", spillover}});
    const GatingStrategy strategy = parse_strategy_file(document(), "panel.xml").strategy;
    const auto expected = expected_counts(file.data(), strategy, events);
    EXPECT_EQ(expected.size(), 10u);
    for (const unsigned threads : {1u, 3u}) {
        GateOptions options;
        options.threads = threads;
        for (const PopulationRow& row : gate_sample(file.data(), strategy, "s", options).rows) {
            EXPECT_EQ(row.count, expected.at(row.population)) << row.population;
            EXPECT_GT(row.count.value(), 100u) << row.population;
            EXPECT_LT(row.count.value(), row.parent_count.value()) << row.population;
        }
    }
}
