#include "display_element.hpp"

#include "asparagate/fcs/number.hpp"

#include <cmath>

namespace asparagate::flowjo {
namespace {

using detail::XmlText;

std::string number(double value) {
    return format_number(value);
}

struct DisplayElement {
    std::string name;
    XmlText::Attributes attributes;
};

/// @pre the transform is one that display_axis gives
struct ElementOf {
    template <typename Four>
    static DisplayElement four(const char* name, const Four& t) {
        return {name,
                {{"transforms:length", "256"},
                 {"transforms:T", number(t.T())},
                 {"transforms:A", number(t.A())},
                 {"transforms:W", number(t.W())},
                 {"transforms:M", number(t.M())}}};
    }
    DisplayElement operator()(const LinearTransform& t) const {
        return {"transforms:linear",
                {{"transforms:minRange", number(t.A == 0 ? 0 : -t.A)},
                 {"transforms:maxRange", number(t.T)},
                 {"gain", "1"}}};
    }
    DisplayElement operator()(const FlowJoLogTransform& t) const {
        return {"transforms:log", {{"transforms:offset", number(t.offset)}, {"transforms:decades", number(t.decades)}}};
    }
    DisplayElement operator()(const BiexTransform& t) const {
        return {"transforms:biex",
                {{"transforms:length", "256"},
                 {"transforms:maxRange", number(t.max_range())},
                 {"transforms:neg", number(t.negative_decades())},
                 {"transforms:width", number(t.width())},
                 {"transforms:pos", number(t.positive_decades())}}};
    }
    DisplayElement operator()(const AsinhTransform& t) const {
        return {"transforms:fasinh",
                {{"transforms:length", "256"},
                 {"transforms:maxRange", number(t.T)},
                 {"transforms:T", number(t.T)},
                 {"transforms:A", number(t.A)},
                 {"transforms:M", number(t.M)}}};
    }
    DisplayElement operator()(const LogicleTransform& t) const { return four("transforms:logicle", t); }
    DisplayElement operator()(const HyperlogTransform& t) const { return four("transforms:hyperlog", t); }
    template <typename Other>
    DisplayElement operator()(const Other&) const {
        return (*this)(LinearTransform{});
    }
};

}  // namespace

std::optional<std::array<double, 2>> linear_parts(const Transform& transform) {
    if (std::holds_alternative<IdentityTransform>(transform)) return std::array<double, 2>{0, 1};
    if (const auto* linear = std::get_if<LinearTransform>(&transform))
        return std::array<double, 2>{linear->A, linear->T + linear->A};
    return std::nullopt;
}

std::optional<ScaleLine> line_between(const Transform& scale, const Transform& display) {
    if (scale == display) return ScaleLine{};
    const auto from = linear_parts(scale), to = linear_parts(display);
    if (from && to) return ScaleLine{(*from)[1] / (*to)[1], ((*to)[0] - (*from)[0]) / (*to)[1]};
    const auto* log = std::get_if<LogTransform>(&scale);
    const auto* axis = std::get_if<FlowJoLogTransform>(&display);
    if (log == nullptr || axis == nullptr) return std::nullopt;
    return ScaleLine{log->M / axis->decades, (std::log10(log->T / axis->offset) - log->M) / axis->decades};
}

void write_display(XmlText& xml, const std::string& name, const Transform& axis) {
    const DisplayElement element = std::visit(ElementOf{}, axis);
    xml.open(element.name, element.attributes);
    xml.empty("data-type:parameter", {{"data-type:name", name}});
    xml.close();
}

}  // namespace asparagate::flowjo
