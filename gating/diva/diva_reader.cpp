#include "diva_reader.hpp"

#include "../strategy/sample_trees.hpp"
#include "asparagate/fcs/nearest_name.hpp"
#include "diva_elements.hpp"
#include "diva_gates.hpp"

#include <algorithm>
#include <set>

namespace asparagate::diva {
namespace {

using detail::SampleTree;
using detail::XmlElement;

/// The inverse that the experiment stores, one row per parameter in the order of the document: compensated values are
/// Y = X K', so that its transpose is the multiplier.
SpectrumMatrix read_matrix(const XmlElement& settings) {
    SpectrumMatrix matrix;
    std::vector<std::vector<double>> rows;
    for (const XmlElement& parameter : settings.children("", "parameter")) {
        const auto compensation = parameter.child("", "compensation");
        if (!compensation) continue;
        matrix.detectors.push_back(parameter.attribute("", "name").value_or(""));
        auto& row = rows.emplace_back();
        for (const XmlElement& coefficient : compensation->children("", "compensation_coefficient"))
            row.push_back(element_number(coefficient));
    }
    const std::size_t n = rows.size();
    for (std::size_t r = 0; r < n; ++r)
        if (rows[r].size() != n)
            settings.fail("", "parameter " + in_quotes(matrix.detectors[r]) + " has " + std::to_string(rows[r].size()) +
                                  " compensation coefficients; expected " + std::to_string(n));
    matrix.fluorochromes = matrix.detectors;
    matrix.inverted = true;
    matrix.values.resize(n * n);
    for (std::size_t r = 0; r < n; ++r)
        for (std::size_t c = 0; c < n; ++c) matrix.values[c * n + r] = rows[r][c];
    return matrix;
}

class ExperimentReader {
public:
    ExperimentReader(const XmlElement& experiment, const std::string& file) : experiment_(experiment) {
        result_.format = StrategyFormat::diva;
        file_ = file;
    }

    StrategyFile read() {
        result_.strategy.name = experiment_.attribute("", "name").value_or("");
        for (const XmlElement& specimen : experiment_.children("", "specimen"))
            for (const XmlElement& tube : specimen.children("", "tube")) read_tube(tube);
        merge_sample_trees(trees_, "FACSDiva keeps gates and compensation for each tube", file_, result_.strategy,
                           result_.findings);
        note_limits();
        validate_strategy(result_.strategy, file_);
        return std::move(result_);
    }

private:
    void read_tube(const XmlElement& tube) {
        const std::string name = tube.attribute("", "name").value_or("");
        const std::string sample = child_text(tube, "data_filename").value_or("");
        if (sample.empty()) return note("X-TUBE", "tube " + in_quotes(name) + " was not recorded, so it is left out");
        if (!samples_.insert(sample).second)
            return note("X-TUBE", "tube " + in_quotes(name) + " names the file " + in_quotes(sample) +
                                      " of another tube; its gates are left out");
        SampleTree tree{sample, {}, file_compensation};
        if (const auto gates = tube.child("", "gates"))
            tree.nodes = GateReader(result_.strategy, result_.findings, file_).read(*gates);
        if (tree.nodes.empty()) return;
        tree.compensation = compensation_of(tube, name);
        trees_.push_back(std::move(tree));
    }

    /// Settings of the tube, else of the experiment. Equal matrices have one name.
    std::string compensation_of(const XmlElement& tube, const std::string& tube_name) {
        auto settings = tube.child("", "instrument_settings");
        if (!settings) settings = experiment_.child("", "instrument_settings");
        if (!settings || !child_flag(*settings, "compensation_enabled")) return file_compensation;
        SpectrumMatrix matrix = read_matrix(*settings);
        if (matrix.detectors.empty()) return file_compensation;
        auto& known = result_.strategy.matrices;
        const auto same =
            std::find_if(known.begin(), known.end(), [&](const auto& entry) { return entry.second == matrix; });
        if (same != known.end()) return same->first;
        std::string name = "tube " + tube_name;
        while (known.contains(name)) name += "_";
        known.emplace(name, std::move(matrix));
        return name;
    }

    void note_limits() {
        if (result_.strategy.nodes.empty()) return;
        note(
            "X-DIVA",
            "FACSDiva counts some events beyond the edge of a plot by a rule that is not published: its own counts may "
            "be higher, by less than 1 % where it was measured");
        const bool height_or_width =
            std::any_of(result_.strategy.nodes.begin(), result_.strategy.nodes.end(), [](const GateNode& node) {
                const auto dimensions = gate_dimensions(node.gate);
                return std::any_of(dimensions.begin(), dimensions.end(), [](const Dimension& dimension) {
                    return dimension.channel.ends_with("-H") || dimension.channel.ends_with("-W");
                });
            });
        if (height_or_width)
            note("X-DIVA",
                 "height and width (-H, -W) are taken as the experiment names them; some files name them the "
                 "other way round, which shows in the counts of the scatter gates");
    }
    void note(const char* code, const std::string& message) {
        result_.findings.push_back({code, Severity::note, file_, "", "", std::nullopt, message});
    }

    XmlElement experiment_;
    std::string file_;
    StrategyFile result_;
    std::vector<SampleTree> trees_;
    std::set<std::string> samples_;
};

}  // namespace

bool is_experiment(const XmlElement& root) {
    return root.is("", "bdfacs");
}

StrategyFile read_experiment(const detail::XmlDocument& document, const std::string& name) {
    const auto experiment = document.root().child("", "experiment");
    if (!experiment) document.root().fail("", "holds no experiment");
    StrategyFile file = ExperimentReader(*experiment, name).read();
    file.findings.insert(file.findings.begin(), document.findings().begin(), document.findings().end());
    return file;
}

}  // namespace asparagate::diva
