#include "asparagate/gating/transform.hpp"

#include <algorithm>

namespace asparagate {
namespace {

struct TypeName {
    std::string operator()(const IdentityTransform&) const { return "identity"; }
    std::string operator()(const LinearTransform&) const { return "linear"; }
    std::string operator()(const LogTransform&) const { return "log"; }
    std::string operator()(const AsinhTransform&) const { return "asinh"; }
    std::string operator()(const LogicleTransform&) const { return "logicle"; }
    std::string operator()(const HyperlogTransform&) const { return "hyperlog"; }
    std::string operator()(const BiexTransform&) const { return "biex"; }
    std::string operator()(const FlowJoLogTransform&) const { return "flowjo_log"; }
    std::string operator()(const TableTransform&) const { return "table"; }
    std::string operator()(const BoundedTransform& t) const { return std::visit(*this, t.function); }
};

struct Range {
    template <typename Function>
    TransformRange operator()(const Function&) const noexcept {
        return {-std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity()};
    }
    TransformRange operator()(const BiexTransform&) const noexcept { return {0, 1}; }
    TransformRange operator()(const TableTransform&) const noexcept { return {0, 1}; }
    TransformRange operator()(const FlowJoLogTransform&) const noexcept {
        return {0, std::numeric_limits<double>::infinity()};
    }
    TransformRange operator()(const BoundedTransform& t) const noexcept {
        const TransformRange own = std::visit(*this, t.function);
        return {std::max(own.low, t.min), std::min(own.high, t.max)};
    }
};

/// NaN stays NaN.
double clip(double y, double low, double high) noexcept {
    return y < low ? low : y > high ? high : y;
}

}  // namespace

double BoundedTransform::apply(double x) const noexcept {
    return clip(std::visit([x](const auto& t) { return t.apply(x); }, function), min, max);
}

double BoundedTransform::inverse(double y) const noexcept {
    const double within = clip(y, min, max);
    return std::visit([within](const auto& t) { return t.inverse(within); }, function);
}

double Ratio::apply(double x, double y) const noexcept {
    return clip(A * (x - B) / (y - C), bound_min, bound_max);
}

double apply(const Transform& transform, double x) noexcept {
    return std::visit([x](const auto& t) { return t.apply(x); }, transform);
}

double inverse(const Transform& transform, double y) noexcept {
    return std::visit([y](const auto& t) { return t.inverse(y); }, transform);
}

std::string transform_type(const Transform& transform) {
    return std::visit(TypeName{}, transform);
}

TransformRange transform_range(const Transform& transform) noexcept {
    return std::visit(Range{}, transform);
}

double transform_domain_start(const Transform& transform) noexcept {
    const auto* bounded = std::get_if<BoundedTransform>(&transform);
    const bool logarithmic = bounded != nullptr ? std::holds_alternative<LogTransform>(bounded->function)
                                                : std::holds_alternative<LogTransform>(transform);
    return logarithmic ? 0 : -std::numeric_limits<double>::infinity();
}

}  // namespace asparagate
