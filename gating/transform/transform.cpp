#include "asparagate/gating/transform.hpp"

namespace asparagate {
namespace {

struct TypeName {
    std::string operator()(const IdentityTransform&) const { return "identity"; }
    std::string operator()(const LinearTransform&) const { return "linear"; }
    std::string operator()(const LogTransform&) const { return "log"; }
    std::string operator()(const AsinhTransform&) const { return "asinh"; }
    std::string operator()(const LogicleTransform&) const { return "logicle"; }
};

}  // namespace

double apply(const Transform& transform, double x) noexcept {
    return std::visit([x](const auto& t) { return t.apply(x); }, transform);
}

double inverse(const Transform& transform, double y) noexcept {
    return std::visit([y](const auto& t) { return t.inverse(y); }, transform);
}

std::string transform_type(const Transform& transform) {
    return std::visit(TypeName{}, transform);
}

}  // namespace asparagate
