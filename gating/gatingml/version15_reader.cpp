#include "version15_reader.hpp"

#include "../strategy/population_path.hpp"
#include "asparagate/fcs/nearest_name.hpp"
#include "decision_tree.hpp"
#include "gate_elements.hpp"
#include "names.hpp"
#include "scale_elements.hpp"

#include <algorithm>
#include <set>

namespace asparagate::gatingml {
namespace {

using detail::XmlElement;

/// A gate that 2.0 and this program lack, and why.
struct NotRead {
    std::string reason;
};

bool is_gate(const XmlElement& element) {
    return element.namespace_uri().ends_with(gating) && element.local_name().ends_with("Gate");
}

/// A row says what a detector sees of every dye, where 2.0 says what a dye puts into every detector.
SpectrumMatrix read_spillover(const XmlElement& element) {
    SpectrumMatrix matrix;
    if (const auto list = element.child(transforms, "parameters"))
        for (const XmlElement& parameter : list->children(data_type, "parameter"))
            matrix.detectors.push_back(required_attribute(parameter, data_type, "name"));
    const std::size_t n = matrix.detectors.size();
    const auto rows = element.children(transforms, "spillover");
    if (rows.size() != n)
        element.fail("", "the matrix has " + std::to_string(rows.size()) + " rows; expected " + std::to_string(n));
    matrix.values.resize(n * n);
    for (std::size_t r = 0; r < n; ++r) {
        const XmlElement& row = rows[r];
        const auto coefficients = row.children(transforms, "coefficient");
        if (coefficients.size() != n)
            row.fail("", "a row of the matrix has " + std::to_string(coefficients.size()) + " coefficients; expected " +
                             std::to_string(n));
        for (std::size_t c = 0; c < n; ++c)
            matrix.values[c * n + r] = required_number(coefficients[c], transforms, "value");
    }
    matrix.fluorochromes = matrix.detectors;
    return matrix;
}

class Reader {
public:
    Reader(const XmlElement& root, const std::string& file) : root_(root) {
        result_.format = StrategyFormat::gating_ml;
        context_.file = file;
        context_.dimension = [this](const XmlElement& element) { return dimension(element); };
    }

    StrategyFile read() {
        for (const XmlElement& element : root_.children()) sort(element);
        find_transformations();
        add_nested_gates();
        PopulationTree tree = build_tree(gates_, context_.file, result_.findings);
        context_.paths = std::move(tree.paths);
        for (const auto& [id, path] : context_.paths) taken_.insert(path);
        for (const PlacedGate& placed : tree.gates) add(placed);
        leave_out_what_rests_on_others();
        note_edges();
        validate_strategy(result_.strategy, context_.file);
        return std::move(result_);
    }

private:
    void sort(const XmlElement& element) {
        if (is_gate(element)) {
            gates_.push_back(element);
        } else if (element.is(transforms, "transformation")) {
            required_attribute(element, transforms, "id");
        } else if (element.is(transforms, "spilloverMatrix")) {
            std::string name = required_attribute(element, transforms, "id");
            while (name == file_compensation || name == asparagate::uncompensated) name += "_";
            result_.strategy.matrices[name] = read_spillover(element);
            context_.matrices[required_attribute(element, transforms, "id")] = name;
        } else {
            result_.findings.push_back(
                {"X-ELEMENT", Severity::warning, context_.file, "", "", std::nullopt,
                 "the element " + in_quotes(element.local_name()) + " is not part of Gating-ML 1.5 and was left out"});
        }
    }

    /// A transformation may be defined within the dimension or transformation that uses it first.
    void find_transformations() {
        std::vector<XmlElement> stack = {root_};
        while (!stack.empty()) {
            const XmlElement element = stack.back();
            stack.pop_back();
            if (element.is(transforms, "transformation"))
                if (const auto id = element.attribute(transforms, "id")) transformations_.emplace(*id, element);
            const auto children = element.children();
            stack.insert(stack.end(), children.rbegin(), children.rend());
        }
    }

    /// A gate within a boolean becomes a population of its own.
    void add_nested_gates() {
        std::set<std::string> ids;
        for (std::size_t g = 0; g < gates_.size(); ++g) {
            const XmlElement gate = gates_[g];
            if (!ids.insert(required_attribute(gate, gating, "id")).second)
                gate.fail(required_attribute(gate, gating, "id"), "the id is used twice");
            if (!gate.is(gating, "BooleanGate")) continue;
            for (const XmlElement& operation : gate.children())
                for (const XmlElement& operand : operation.children())
                    if (is_gate(operand)) gates_.push_back(operand);
        }
    }

    void add(const PlacedGate& placed) {
        try {
            if (placed.element.is(gating, "DecisionTreeGate"))
                return add_boxes(placed, boxes_of(placed.element, context_.dimension));
            Gate gate = placed.element.is(gating, "PolytopeGate") ? polytope(placed) : read_gate(placed, context_);
            result_.strategy.nodes.push_back({placed.parent, placed.name, std::move(gate), ""});
        } catch (const NotRead& obstacle) {
            leave_out(placed.path(), obstacle.reason);
        }
    }
    Gate polytope(const PlacedGate& placed) {
        std::vector<Dimension> dimensions;
        for (const XmlElement& element : placed.element.children(gating, "dimension"))
            dimensions.push_back(dimension(element));
        auto box = box_of_polytope(placed.element, dimensions);
        if (!box) throw NotRead{"a polytope with slanted sides is not read"};
        return *std::move(box);
    }

    /// One box is the gate itself; several are helpers of a boolean.
    void add_boxes(const PlacedGate& placed, std::vector<RectangleGate> boxes) {
        if (boxes.empty()) throw NotRead{"no leaf of the decision tree is inside, so it holds no event"};
        if (boxes.size() == 1) {
            result_.strategy.nodes.push_back({placed.parent, placed.name, std::move(boxes.front()), ""});
            return;
        }
        BooleanGate any{BooleanGate::Operation::any_of, {}};
        for (std::size_t b = 0; b < boxes.size(); ++b) {
            std::string name = placed.name + " leaf " + std::to_string(b + 1);
            while (!taken_.insert(detail::child_path(placed.parent, name)).second) name += "_";
            any.operands.push_back({detail::child_path(placed.parent, name), false});
            result_.strategy.nodes.push_back({placed.parent, std::move(name), std::move(boxes[b]), ""});
        }
        result_.strategy.nodes.push_back({placed.parent, placed.name, std::move(any), ""});
    }

    /// A parameter as it is, or what a compensation makes of it.
    Dimension dimension(const XmlElement& element) {
        if (const auto parameter = element.child(data_type, "parameter"))
            return {required_attribute(*parameter, data_type, "name"), "", asparagate::uncompensated};
        auto transformation = element.child(transforms, "transformation");
        if (const auto reference = element.child(transforms, "transformationReference")) {
            const std::string id = required_attribute(*reference, transforms, "ref");
            const auto found = transformations_.find(id);
            if (found == transformations_.end())
                reference->fail("", "the transformation " + in_quotes(id) + " is not defined");
            transformation = found->second;
        }
        if (!transformation) element.fail("", "a dimension has neither a parameter nor a transformation");
        const auto functions = transformation->children();
        if (functions.empty()) transformation->fail("", "the transformation is empty");
        const XmlElement& function = functions.front();
        const auto parameter = function.child(data_type, "parameter");
        if (!function.is(transforms, "compensation") || !parameter)
            throw NotRead{"its transformation " + in_quotes(function.local_name()) + " is not read"};
        const std::string matrix = required_attribute(function, transforms, "spilloverMatrixRef");
        const auto known = context_.matrices.find(matrix);
        if (known == context_.matrices.end()) function.fail("", "the matrix " + in_quotes(matrix) + " is not defined");
        return {required_attribute(*parameter, data_type, "name"), "", known->second};
    }

    void leave_out(const std::string& path, const std::string& reason) {
        left_out_.insert(path);
        waiting_.push_back(path);
        result_.findings.push_back(
            {"X-GATE", Severity::warning, context_.file, "", path, std::nullopt, reason + ", so the gate is left out"});
    }

    /// Follows parents and operands from every gate that is left out.
    void leave_out_what_rests_on_others() {
        std::unordered_map<std::string, std::vector<std::string>> dependents;
        for (const GateNode& node : result_.strategy.nodes) {
            const std::string path = detail::child_path(node.parent, node.name);
            dependents[node.parent].push_back(path);
            if (const auto* boolean = std::get_if<BooleanGate>(&node.gate))
                for (const auto& operand : boolean->operands) dependents[operand.population].push_back(path);
        }
        while (!waiting_.empty()) {
            const std::string missing = std::move(waiting_.back());
            waiting_.pop_back();
            for (const std::string& path : dependents[missing])
                if (!left_out_.contains(path)) leave_out(path, "it rests on " + missing);
        }
        std::erase_if(result_.strategy.nodes, [&](const GateNode& node) {
            return left_out_.contains(detail::child_path(node.parent, node.name));
        });
    }

    void note_edges() {
        const auto& nodes = result_.strategy.nodes;
        if (std::any_of(nodes.begin(), nodes.end(),
                        [](const GateNode& node) { return std::holds_alternative<PolygonGate>(node.gate); }))
            result_.findings.push_back(
                {"X-EDGE", Severity::note, context_.file, "", "", std::nullopt,
                 "Gating-ML 1.5 counts events exactly on the right or upper edge of a polygon as "
                 "inside; here they are outside (docs/gate-semantics.md)"});
    }

    XmlElement root_;
    StrategyFile result_;
    GateContext context_;
    std::vector<XmlElement> gates_;
    std::map<std::string, XmlElement> transformations_;
    std::set<std::string> taken_, left_out_;
    std::vector<std::string> waiting_;
};

}  // namespace

bool is_version_15(const XmlElement& root) {
    return root.is(gating_15, "Gating-ML");
}

StrategyFile read_version_15(const detail::XmlDocument& document, const std::string& name) {
    StrategyFile file = Reader(document.root(), name).read();
    file.findings.insert(file.findings.begin(), document.findings().begin(), document.findings().end());
    return file;
}

}  // namespace asparagate::gatingml
