#include "asparagate/gating/gate.hpp"

namespace asparagate {
namespace {

struct TypeName {
    std::string operator()(const RectangleGate& gate) const {
        return gate.dimensions.size() == 1 ? "range" : "rectangle";
    }
    std::string operator()(const PolygonGate&) const { return "polygon"; }
    std::string operator()(const EllipsoidGate&) const { return "ellipse"; }
    std::string operator()(const QuadrantGate&) const { return "quadrant"; }
    std::string operator()(const BooleanGate&) const { return "boolean"; }
};

}  // namespace

std::string gate_type(const Gate& gate) {
    return std::visit(TypeName{}, gate);
}

}  // namespace asparagate
