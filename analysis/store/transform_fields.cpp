#include "store/gating_fields.hpp"

#include "asparagate/fcs/number.hpp"

namespace asparagate {
namespace {

/// The union of all parameters; names as in Gating-ML 2.0. For biex they are the range (T), the width (W) and the
/// positive (M) and negative (A) decades, for the log axis of FlowJo the offset (T) and the decades (M).
struct TransformParameters {
    std::string type = "identity";
    double T = 0, W = 0, M = 0, A = 0;
    std::optional<double> bound_min{}, bound_max{};
    std::vector<std::string> table{};  ///< values of a table axis
};

struct ParametersOf {
    TransformParameters operator()(const IdentityTransform&) const { return {"identity", 0, 0, 0, 0}; }
    TransformParameters operator()(const LinearTransform& t) const { return {"linear", t.T, 0, 0, t.A}; }
    TransformParameters operator()(const LogTransform& t) const { return {"log", t.T, 0, t.M, 0}; }
    TransformParameters operator()(const AsinhTransform& t) const { return {"asinh", t.T, 0, t.M, t.A}; }
    TransformParameters operator()(const LogicleTransform& t) const { return {"logicle", t.T(), t.W(), t.M(), t.A()}; }
    TransformParameters operator()(const HyperlogTransform& t) const {
        return {"hyperlog", t.T(), t.W(), t.M(), t.A()};
    }
    TransformParameters operator()(const BiexTransform& t) const {
        return {"biex", t.max_range(), t.width(), t.positive_decades(), t.negative_decades()};
    }
    TransformParameters operator()(const FlowJoLogTransform& t) const {
        return {"flowjo_log", t.offset, 0, t.decades, 0};
    }
    TransformParameters operator()(const TableTransform& t) const {
        TransformParameters parameters{"table", 0, 0, 0, 0};
        for (const double value : t.values()) parameters.table.push_back(format_number(value));
        return parameters;
    }
    TransformParameters operator()(const BoundedTransform& t) const {
        TransformParameters parameters = std::visit(*this, t.function);
        if (std::isfinite(t.min)) parameters.bound_min = t.min;
        if (std::isfinite(t.max)) parameters.bound_max = t.max;
        return parameters;
    }
};

TableTransform table_of(const std::vector<std::string>& texts) {
    std::vector<double> values;
    for (const std::string& text : texts) values.push_back(parse_number(text).value_or(std::nan("")));
    return TableTransform::make(std::move(values));
}

UnboundedTransform function_of(const TransformParameters& p) {
    if (p.type == "linear") return LinearTransform{p.T, p.A};
    if (p.type == "log") return LogTransform{p.T, p.M};
    if (p.type == "asinh") return AsinhTransform{p.T, p.M, p.A};
    if (p.type == "logicle") return LogicleTransform::make(p.T, p.W, p.M, p.A);
    if (p.type == "hyperlog") return HyperlogTransform::make(p.T, p.W, p.M, p.A);
    if (p.type == "biex") return BiexTransform::make(p.T, p.M, p.A, p.W);
    if (p.type == "flowjo_log") return FlowJoLogTransform{p.T, p.M};
    if (p.type == "table") return table_of(p.table);
    return IdentityTransform{};
}

Transform transform_of(const TransformParameters& p) {
    const UnboundedTransform function = function_of(p);
    if (!p.bound_min && !p.bound_max) return std::visit([](const auto& t) { return Transform(t); }, function);
    BoundedTransform bounded{function};
    bounded.min = p.bound_min.value_or(bounded.min);
    bounded.max = p.bound_max.value_or(bounded.max);
    return bounded;
}

}  // namespace

void fields(RecordTable& column, Transform& transform) {
    TransformParameters parameters = std::visit(ParametersOf{}, transform);
    column("transform", parameters.type);
    column("T", parameters.T);
    column("W", parameters.W);
    column("M", parameters.M);
    column("A", parameters.A);
    column("bound_min", parameters.bound_min);
    column("bound_max", parameters.bound_max);
    column("table", parameters.table);
    transform = transform_of(parameters);
}

}  // namespace asparagate
