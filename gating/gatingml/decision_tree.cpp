#include "decision_tree.hpp"

#include "names.hpp"
#include "scale_elements.hpp"

#include <algorithm>
#include <cmath>

namespace asparagate::gatingml {
namespace {

using detail::XmlElement;

constexpr double infinity = std::numeric_limits<double>::infinity();

/// All boxes of a tree together.
constexpr std::size_t most_bounds = 100'000;

/// `gate` with the dimension narrowed to `to`; false when nothing is left.
bool narrow(RectangleGate& gate, const Dimension& dimension, const Interval& to) {
    const auto known = std::find(gate.dimensions.begin(), gate.dimensions.end(), dimension);
    if (known == gate.dimensions.end()) {
        gate.dimensions.push_back(dimension);
        gate.bounds.push_back(to);
        return true;
    }
    Interval& bounds = gate.bounds[static_cast<std::size_t>(known - gate.dimensions.begin())];
    bounds.min = std::max(bounds.min, to.min);
    bounds.max = std::min(bounds.max, to.max);
    return bounds.min < bounds.max;
}

/// The largest x with a x + b <= 0 for a > 0, as doubles compute it.
double last_inside(double a, double b) {
    double x = -b / a;
    while (a * x + b > 0) x = std::nextafter(x, -infinity);
    while (a * std::nextafter(x, infinity) + b <= 0) x = std::nextafter(x, infinity);
    return x;
}

/// a x + b <= 0 as an interval.
Interval halfline(double a, double b) {
    if (a > 0) return {-infinity, std::nextafter(last_inside(a, b), infinity)};
    return {-last_inside(-a, b), infinity};
}

}  // namespace

std::vector<RectangleGate> boxes_of(const XmlElement& tree,
                                    const std::function<Dimension(const XmlElement&)>& read_dimension) {
    struct Open {
        XmlElement node;
        RectangleGate box;
    };
    const auto root = tree.child(gating, "rootNode");
    if (!root) tree.fail("", "the decision tree has no rootNode");
    std::vector<RectangleGate> boxes;
    std::size_t bounds = 0;
    std::vector<Open> stack = {{*root, {}}};
    while (!stack.empty()) {
        const Open open = std::move(stack.back());
        stack.pop_back();
        const double threshold = required_number(open.node, gating, "threshold");
        const Dimension dimension = read_dimension(open.node);
        for (const bool below : {false, true}) {
            RectangleGate box = open.box;
            if (!narrow(box, dimension, below ? Interval{-infinity, threshold} : Interval{threshold, infinity}))
                continue;
            if ((bounds += box.bounds.size()) > most_bounds) tree.fail("", "the decision tree is beyond all measure");
            if (const auto node = open.node.child(gating, below ? "nodeLT" : "nodeGTE"))
                stack.push_back({*node, std::move(box)});
            else if (const auto leaf = open.node.child(gating, below ? "leafLT" : "leafGTE"); !leaf)
                open.node.fail("", "a node of the decision tree lacks one of its sides");
            else if (flag(*leaf, gating, "inside"))
                boxes.push_back(std::move(box));
        }
    }
    return boxes;
}

std::optional<RectangleGate> box_of_polytope(const XmlElement& polytope, const std::vector<Dimension>& dimensions) {
    RectangleGate box;
    for (const Dimension& dimension : dimensions) narrow(box, dimension, {});
    for (const XmlElement& halfspace : polytope.children(gating, "halfspace")) {
        std::vector<double> entries;
        for (const XmlElement& entry : halfspace.children(gating, "entry"))
            entries.push_back(required_number(entry, data_type, "value"));
        if (entries.size() != dimensions.size() + 1)
            halfspace.fail("", "a halfspace has " + std::to_string(entries.size()) + " entries; expected " +
                                   std::to_string(dimensions.size() + 1));
        const auto last = entries.end() - 1;
        const auto slope = std::find_if(entries.begin(), last, [](double value) { return value != 0; });
        const bool single = slope != last && std::all_of(slope + 1, last, [](double value) { return value == 0; });
        if (!single || !std::isfinite(*last / *slope)) return std::nullopt;
        const Interval side = halfline(*slope, *last);
        if (!narrow(box, dimensions[static_cast<std::size_t>(slope - entries.begin())], side)) return std::nullopt;
    }
    return box;
}

}  // namespace asparagate::gatingml
