#include "store/record_fields.hpp"

namespace asparagate {
namespace {

/// The union of all parameters; names as in Gating-ML 2.0.
struct TransformParameters {
    std::string type = "identity";
    double T = 0, W = 0, M = 0, A = 0;
};

TransformParameters parameters_of(const Transform& transform) {
    struct Visitor {
        TransformParameters operator()(const IdentityTransform&) const { return {"identity", 0, 0, 0, 0}; }
        TransformParameters operator()(const LinearTransform& t) const { return {"linear", t.T, 0, 0, t.A}; }
        TransformParameters operator()(const LogTransform& t) const { return {"log", t.T, 0, t.M, 0}; }
        TransformParameters operator()(const AsinhTransform& t) const { return {"asinh", t.T, 0, t.M, t.A}; }
        TransformParameters operator()(const LogicleTransform& t) const {
            return {"logicle", t.T(), t.W(), t.M(), t.A()};
        }
    };
    return std::visit(Visitor{}, transform);
}

Transform transform_of(const TransformParameters& p) {
    if (p.type == "linear") return LinearTransform{p.T, p.A};
    if (p.type == "log") return LogTransform{p.T, p.M};
    if (p.type == "asinh") return AsinhTransform{p.T, p.M, p.A};
    if (p.type == "logicle") return LogicleTransform::make(p.T, p.W, p.M, p.A);
    return IdentityTransform{};
}

}  // namespace

void fields(RecordTable& column, Transform& transform) {
    TransformParameters parameters = parameters_of(transform);
    column("transform", parameters.type);
    column("T", parameters.T);
    column("W", parameters.W);
    column("M", parameters.M);
    column("A", parameters.A);
    transform = transform_of(parameters);
}

}  // namespace asparagate
