// Real panels with stored event-level membership: raw file, compensation, logicle and gates, to the event.
#ifdef ASPARAGATE_SHARED_DATA
#include "asparagate/gating/engine.hpp"
#include "asparagate/gating/session.hpp"

#include <gtest/gtest.h>
#include <array>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

using namespace asparagate;
using Json = nlohmann::json;

namespace {

/// A folder of `panels/`.
class Panel {
public:
    Panel(const std::string& name, const std::string& fcs)
        : folder_(std::filesystem::path(ASPARAGATE_SHARED_DATA) / "panels" / name), fcs_(folder_ / fcs) {
        std::ifstream(folder_ / "gates.json") >> json_;
        read_strategy();
        read_membership();
    }

    [[nodiscard]] const GatingStrategy& strategy() const { return strategy_; }
    [[nodiscard]] const std::filesystem::path& fcs() const { return fcs_; }
    /// Stored 0/1 of every event by population path.
    [[nodiscard]] const std::map<std::string, std::string>& truth() const { return truth_; }

private:
    /// Infinite vertices are moved to a value that no event of the 0 to 4096 scale reaches.
    static double finite(const Json& value) {
        const double number = value.is_string() ? (value == "inf" ? INFINITY : -INFINITY) : value.get<double>();
        return std::isfinite(number) ? number : std::copysign(1e6, number);
    }
    static double bound(const Json& value) {
        return value.is_string() ? (value == "inf" ? INFINITY : -INFINITY) : value.get<double>();
    }
    /// Stored coordinates run from 0 to M on a logicle axis, ours from 0 to 1.
    [[nodiscard]] double top(const Json& channel) const {
        const auto found = strategy_.scales.find(channel.get<std::string>());
        return found == strategy_.scales.end() ? 1
                                               : std::get<LogicleTransform>(strategy_.transforms.at(found->second)).M();
    }
    [[nodiscard]] static Dimension dimension(const Json& channel) { return {channel.get<std::string>()}; }

    void read_strategy() {
        const bool converted = fcs_.string().find(".converted.") != std::string::npos;
        strategy_.compensation = converted ? uncompensated : inline_matrix_name;
        if (!converted) {
            SpilloverMatrix matrix{json_["compensation"]["markers"].get<std::vector<std::string>>(), {}};
            for (const auto& row : json_["compensation"]["spillover"])
                for (const auto& value : row) matrix.values.push_back(value);
            strategy_.matrices[inline_matrix_name] = spectrum_matrix(matrix);
        }
        for (const auto& t : json_["transforms"]) {
            strategy_.transforms[t["channel"]] = LogicleTransform::make(t["T"], t["W"], t["M"], t["A"]);
            strategy_.scales[t["channel"]] = t["channel"];
        }
        for (const auto& gate : json_["gates"]) {
            const std::string path = gate["population"];
            const auto slash = path.rfind('/');
            strategy_.nodes.push_back({slash == 0 ? "/" : path.substr(0, slash), path.substr(slash + 1),
                                       read_gate(gate, path.substr(0, slash)), ""});
        }
    }

    [[nodiscard]] Gate read_gate(const Json& gate, const std::string& parent) const {
        const std::string type = gate["type"];
        if (type == "boolean") {
            BooleanGate result;
            for (const auto& term : gate["terms"]) {
                EXPECT_EQ(term["op"], "&");
                result.operands.push_back({parent + "/" + term["path"].get<std::string>(), term["not"]});
            }
            return result;
        }
        const auto& channels = gate["channels"];
        if (type == "range")
            return RectangleGate{{dimension(channels[0])},
                                 {{bound(gate["min"]) / top(channels[0]), bound(gate["max"]) / top(channels[0])}},
                                 GateUnits::scale,
                                 {}};
        const std::array<Dimension, 2> dimensions = {dimension(channels[0]), dimension(channels[1])};
        const std::array<double, 2> tops = {top(channels[0]), top(channels[1])};
        if (type == "rectangle") {
            RectangleGate result{{dimensions[0], dimensions[1]}, {}, GateUnits::scale, {}};
            for (std::size_t d = 0; d < 2; ++d)
                result.bounds.push_back(
                    {bound(gate["vertices"][0][d]) / tops[d], bound(gate["vertices"][1][d]) / tops[d]});
            return result;
        }
        if (type == "polygon") {
            PolygonGate result{dimensions, {}, GateUnits::scale};
            for (const auto& vertex : gate["vertices"])
                result.vertices.push_back({finite(vertex[0]) / tops[0], finite(vertex[1]) / tops[1]});
            return result;
        }
        EXPECT_EQ(type, "ellipse");
        EllipsoidGate result{{dimensions[0], dimensions[1]}, {}, {}, 0};
        for (std::size_t i = 0; i < 2; ++i) {
            result.mean.push_back(gate["mu"][i].get<double>() / tops[i]);
            for (std::size_t j = 0; j < 2; ++j)
                result.covariance.push_back(gate["cov"][i][j].get<double>() / (tops[i] * tops[j]));
        }
        result.distance_square = gate["dist"].get<double>() * gate["dist"].get<double>();
        return result;
    }

    void read_membership() {
        std::ifstream table(folder_ / "populations.csv");
        std::string line;
        std::getline(table, line);
        std::vector<std::string> paths;
        while (std::getline(table, line)) {
            std::istringstream cells(line);
            std::string index, path;
            std::getline(cells, index, ',');
            std::getline(cells, path, ',');
            paths.push_back(path);
        }
        std::FILE* pipe = popen(("gzip -dc '" + (folder_ / "membership.txt.gz").string() + "'").c_str(), "r");
        ASSERT_NE(pipe, nullptr);
        std::array<char, 4096> buffer{};
        bool header = true;
        while (std::fgets(buffer.data(), buffer.size(), pipe) != nullptr) {
            for (std::size_t p = 0; !header && p < paths.size(); ++p) truth_[paths[p]] += buffer[p];
            header = false;
        }
        EXPECT_EQ(pclose(pipe), 0);
    }

    std::filesystem::path folder_, fcs_;
    Json json_;
    GatingStrategy strategy_;
    std::map<std::string, std::string> truth_;
};

void expect_stored_membership(const Panel& panel, std::size_t n_populations) {
    const FcsFile file = FcsFile::open(panel.fcs());
    GateOptions options;
    options.memberships = true;
    const SampleGates gates = gate_sample(file.data_set(), panel.strategy(), "panel", options);
    ASSERT_EQ(gates.rows.size(), n_populations);
    for (std::size_t row = 0; row < gates.rows.size(); ++row) {
        const std::string& path = gates.rows[row].population;
        const std::string& stored = panel.truth().at(path);
        ASSERT_EQ(stored.size(), gates.n_events);
        std::size_t different = 0;
        for (std::size_t event = 0; event < stored.size(); ++event)
            different += gates.memberships[row][event] != (stored[event] == '1');
        EXPECT_EQ(different, 0u) << path << " " << gates.rows[row].gate;
        EXPECT_EQ(gates.rows[row].count, static_cast<std::uint64_t>(std::count(stored.begin(), stored.end(), '1')))
            << path;
    }
    // The interactive session and a strategy that went through its file give the same.
    SampleSession session(panel.fcs(), parse_strategy(format_strategy(panel.strategy()), "panel"), {});
    for (std::size_t row = 0; row < gates.rows.size(); ++row)
        EXPECT_EQ(*session.membership(gates.rows[row].population), gates.memberships[row])
            << gates.rows[row].population;
}

}  // namespace

TEST(Panels, Activation2EqualsStoredMembership) {
    expect_stored_membership(Panel("activation_2", "Activation_2.fcs"), 10);
}

TEST(Panels, Activation31EqualsStoredMembership) {
    expect_stored_membership(Panel("activation_31", "Activation_31.fcs"), 10);
}

TEST(Panels, BCellPanelEqualsStoredMembership) {
    expect_stored_membership(Panel("bcell_12828_1", "bcell_12828_1.converted.fcs"), 22);
}

TEST(Panels, DendriticCellPanelEqualsStoredMembership) {
    expect_stored_membership(Panel("dc_mono_nk_001", "dc_mono_nk_001.converted.fcs"), 23);
}
#endif
