#include "axis_transform.hpp"

#include "../gatingml/names.hpp"
#include "asparagate/fcs/nearest_name.hpp"
#include "asparagate/fcs/number.hpp"
#include "asparagate/fcs/sha256.hpp"
#include "asparagate/gating/gating_error.hpp"

#include <cmath>

namespace asparagate::flowjo {
namespace {

using detail::XmlElement;

/// Numbers of one transform element by name.
class Parameters {
public:
    explicit Parameters(const XmlElement& element) : element_(element) {}

    /// @throws GatingError when it is missing or no finite number.
    double operator()(const char* name) const {
        const auto text = element_.attribute(gatingml::transforms, name);
        const auto value = text ? parse_number(*text) : std::nullopt;
        if (!value || !std::isfinite(*value))
            throw GatingError("", "", std::string(name) + (text ? "=" + in_quotes(*text) : " is missing"));
        return *value;
    }

private:
    const XmlElement& element_;
};

void require(bool condition, const char* expected) {
    if (!condition) throw GatingError("", "", std::string("expected ") + expected);
}

Transform linear_axis(double min, double max) {
    require(max > min && max > 0 && min >= -max, "minRange below maxRange, maxRange above 0");
    return LinearTransform{max, -min};
}

Transform log_axis(double offset, double decades) {
    require(offset > 0 && decades > 0, "offset and decades above 0");
    return FlowJoLogTransform{offset, decades};
}

Transform asinh_axis(double T, double M, double A) {
    require(T > 0 && M > 0 && A >= 0, "T > 0, M > 0 and A >= 0");
    return AsinhTransform{T, M, A};
}

Transform read_transform(const std::string& kind, const Parameters& value) {
    if (kind == "linear") return linear_axis(value("minRange"), value("maxRange"));
    if (kind == "log") return log_axis(value("offset"), value("decades"));
    // `length` only scales the display; the table always has 4097 entries.
    if (kind == "biex") return BiexTransform::make(value("maxRange"), value("pos"), value("neg"), value("width"));
    if (kind == "logicle") return LogicleTransform::make(value("T"), value("W"), value("M"), value("A"));
    if (kind == "hyperlog") return HyperlogTransform::make(value("T"), value("W"), value("M"), value("A"));
    if (kind == "fasinh") return asinh_axis(value("T"), value("M"), value("A"));
    if (kind == "miltenyi") throw GatingError("", "", "its formula is not published");
    throw GatingError("", "", "a transform of this name is not known");
}

struct NumbersOf {
    using Numbers = std::vector<double>;
    Numbers operator()(const IdentityTransform&) const { return {}; }
    Numbers operator()(const LinearTransform& t) const { return {-t.A, t.T}; }
    Numbers operator()(const LogTransform& t) const { return {t.T, t.M}; }
    Numbers operator()(const AsinhTransform& t) const { return {t.T, t.M, t.A}; }
    Numbers operator()(const LogicleTransform& t) const { return {t.T(), t.W(), t.M(), t.A()}; }
    Numbers operator()(const HyperlogTransform& t) const { return {t.T(), t.W(), t.M(), t.A()}; }
    Numbers operator()(const BiexTransform& t) const {
        return {t.max_range(), t.positive_decades(), t.negative_decades(), t.width()};
    }
    Numbers operator()(const FlowJoLogTransform& t) const { return {t.offset, t.decades}; }
    Numbers operator()(const TableTransform& t) const { return t.values(); }
    Numbers operator()(const BoundedTransform& t) const {
        Numbers numbers = std::visit(*this, t.function);
        numbers.insert(numbers.end(), {t.min, t.max});
        return numbers;
    }
};

}  // namespace

DisplayAxis read_display_axis(const XmlElement& element) {
    DisplayAxis axis;
    const std::string kind(element.local_name());
    try {
        axis.transform = read_transform(kind, Parameters(element));
        if (const auto gain = element.attribute("", "gain")) axis.gain = parse_number(*gain).value_or(1);
        if (!(axis.gain > 0) || !std::isfinite(axis.gain)) axis.gain = 1;
    } catch (const GatingError& error) {
        axis.obstacle = "the axis is " + in_quotes(kind) + ": " + error.what();
    }
    return axis;
}

std::string transform_name(const Transform& transform) {
    std::string numbers;
    for (const double value : std::visit(NumbersOf{}, transform)) numbers += "_" + format_number(value);
    // A table of thousands of numbers is named by its hash.
    if (std::holds_alternative<TableTransform>(transform)) numbers = "_" + sha256(numbers).substr(0, 12);
    return transform_type(transform) + numbers;
}

}  // namespace asparagate::flowjo
