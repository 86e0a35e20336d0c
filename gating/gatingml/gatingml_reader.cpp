#include "gatingml_reader.hpp"

#include "../strategy/validation.hpp"
#include "asparagate/fcs/nearest_name.hpp"
#include "cytobank.hpp"
#include "floreada.hpp"
#include "gate_elements.hpp"
#include "names.hpp"
#include "population_tree.hpp"
#include "scale_elements.hpp"

#include <algorithm>
#include <set>
#include <unordered_map>

namespace asparagate::gatingml {
namespace {

using detail::XmlDocument;
using detail::XmlElement;

const std::vector<std::string> gate_kinds = {"RectangleGate", "PolygonGate", "EllipsoidGate", "QuadrantGate",
                                             "BooleanGate"};

bool is_gate(const XmlElement& element) {
    return std::any_of(gate_kinds.begin(), gate_kinds.end(),
                       [&](const std::string& kind) { return element.is(gating, kind); });
}

class Reader {
public:
    Reader(const XmlElement& root, const std::string& file) : root_(root) {
        result_.format = StrategyFormat::gating_ml;
        context_.file = file;
    }

    StrategyFile read() {
        if (!root_.is(gating_20, "Gating-ML"))
            root_.fail("", "the root is " + in_quotes(root_.local_name()) +
                               "; expected Gating-ML of version 2.0 or 1.5 (namespace .../Gating-ML/v2.0/gating)");
        for (const XmlElement& element : root_.children()) sort(element);
        for (const XmlElement& element : transformations_) add_transformation(element);
        for (const XmlElement& element : matrices_) add_matrix(element);
        detail::StrategyPlaces places{context_.file, {}, {}};
        if (floreada_)
            place_floreada_gates(*floreada_, gates_by_id(), context_.file, result_);
        else if (is_cytobank(gates_))
            place_cytobank_gates(gates_, context_, result_);
        else
            place_gates(places);
        detail::validate(result_.strategy, places);
        return std::move(result_);
    }

private:
    /// As the standard says: parent_id makes the tree.
    void place_gates(detail::StrategyPlaces& places) {
        PopulationTree tree = build_tree(gates_, context_.file, result_.findings);
        context_.paths = std::move(tree.paths);
        for (const PlacedGate& placed : tree.gates) {
            result_.strategy.nodes.push_back(
                {placed.parent, placed.name, read_gate(placed, context_), "", custom_info_of(placed.element)});
            places.nodes.push_back(placed.element.place());
            note_attributes(placed);
        }
    }
    [[nodiscard]] std::unordered_map<std::string, Gate> gates_by_id() const {
        std::unordered_map<std::string, Gate> result;
        for (const XmlElement& element : gates_) {
            const std::string id = required_attribute(element, gating, "id");
            result.emplace(id, read_gate({element, id, "/", id, {}}, context_));
        }
        return result;
    }

    /// Forward references are legal: everything is gathered first.
    void sort(const XmlElement& element) {
        if (is_gate(element)) {
            claim_id(element, gating);
            for (const XmlElement& divider : element.children(gating, "divider")) claim_id(divider, gating);
            for (const XmlElement& quadrant : element.children(gating, "Quadrant")) claim_id(quadrant, gating);
            gates_.push_back(element);
        } else if (element.is(transforms, "transformation")) {
            claim_id(element, transforms);
            transformations_.push_back(element);
        } else if (element.is(transforms, "spectrumMatrix")) {
            claim_id(element, transforms);
            matrices_.push_back(element);
        } else if (element.is(data_type, "custom-info") && floreada_workspace(element)) {
            floreada_ = floreada_workspace(element);
        } else if (element.is(data_type, "custom_info")) {
            result_.strategy.custom_info.push_back(element.raw_xml());
        } else {
            add_finding(
                "X-ELEMENT", Severity::warning, "",
                "the element " + in_quotes(element.local_name()) + " is not part of Gating-ML 2.0 and was left out");
        }
    }
    void claim_id(const XmlElement& element, std::string_view space) {
        const std::string id = required_attribute(element, space, "id");
        if (id.empty()) element.fail("", "an id is empty");
        if (!ids_.insert(id).second) element.fail(id, "the id is used twice");
    }

    void add_transformation(const XmlElement& element) {
        const std::string id = required_attribute(element, transforms, "id");
        auto read = read_transformation(element);
        for (const XmlElement& function : element.children())
            if (const std::string info = custom_info_of(function); !info.empty())
                result_.strategy.transform_custom_info[id] = info;
        if (auto* ratio = std::get_if<Ratio>(&read)) {
            result_.strategy.ratios[id] = std::move(*ratio);
            context_.ratios.insert(id);
        } else {
            result_.strategy.transforms[id] = std::get<Transform>(std::move(read));
            context_.transforms.insert(id);
        }
    }
    /// Two names mean something else in a strategy; the matrices that bear them are renamed.
    void add_matrix(const XmlElement& element) {
        const std::string id = required_attribute(element, transforms, "id");
        std::string name = id;
        while (name == file_compensation || name == asparagate::uncompensated || (name != id && ids_.contains(name)))
            name += "_";
        result_.strategy.matrices[name] = read_spectrum_matrix(element);
        context_.matrices[id] = name;
    }

    /// Gates may carry any attribute; those that mean nothing here are not written again.
    void note_attributes(const PlacedGate& placed) {
        std::string unknown;
        for (const auto& [space, local] : placed.element.attributes()) {
            const bool known = space.ends_with(gating) && (local == "id" || local == "parent_id" || local == "name");
            if (!known) unknown += (unknown.empty() ? "" : ", ") + std::string(local);
        }
        if (!unknown.empty())
            add_finding("X-ATTRIBUTE", Severity::note, placed.path(), "attributes are not kept: " + unknown);
    }
    void add_finding(const char* code, Severity severity, const std::string& population, const std::string& message) {
        result_.findings.push_back({code, severity, context_.file, "", population, std::nullopt, message});
    }

    XmlElement root_;
    StrategyFile result_;
    GateContext context_;
    std::vector<XmlElement> gates_, transformations_, matrices_;
    std::optional<XmlElement> floreada_;
    std::set<std::string> ids_;
};

}  // namespace

StrategyFile read_gatingml(const XmlDocument& document, const std::string& name) {
    StrategyFile file = Reader(document.root(), name).read();
    file.findings.insert(file.findings.begin(), document.findings().begin(), document.findings().end());
    return file;
}

}  // namespace asparagate::gatingml
