#include "gate_reader.hpp"

#include "asparagate/fcs/nearest_name.hpp"
#include "asparagate/fcs/number.hpp"

#include <algorithm>
#include <cmath>

namespace asparagate::detail {
namespace {

const std::vector<std::string> gate_types = {"range", "rectangle", "polygon", "ellipse", "quadrant", "boolean"};

/// Keys that every gate knows, and those of its kind.
std::vector<std::string> keys(std::initializer_list<const char*> own) {
    std::vector<std::string> result = {"gate", "note", "custom_info"};
    result.insert(result.end(), own.begin(), own.end());
    return result;
}

/// The fields of a long form; `further` keys beside them are the caller's.
Dimension read_long_dimension(const TomlTable& form, std::initializer_list<const char*> further = {}) {
    std::vector<std::string> valid = {"channel", "ratio", "transform", "compensation", "compensated"};
    valid.insert(valid.end(), further.begin(), further.end());
    form.allow_only(valid);
    Dimension dimension;
    dimension.ratio = form.contains("ratio");
    if (dimension.ratio && form.contains("channel")) form.fail("has both a channel and a ratio; expected one of them");
    dimension.channel = dimension.ratio ? *form.text("ratio") : form.required_text("channel", "a marker or channel");
    dimension.transform = form.text("transform").value_or("");
    dimension.compensation = form.text("compensation").value_or("");
    if (!form.boolean("compensated").value_or(true)) {
        if (!dimension.compensation.empty()) form.fail("compensated = false and compensation exclude each other");
        dimension.compensation = uncompensated;
    }
    return dimension;
}

Dimension read_dimension(const TomlTable& table, const toml::node& node, std::string_view key) {
    if (node.is_string()) return {table.as_text(node, key)};
    const auto* fields = node.as_table();
    if (fields == nullptr)
        table.fail(node,
                   std::string(key) + " is " + describe_type(node) +
                       "; expected a marker, a channel or { channel = ..., transform = ..., compensation = ... }");
    return read_long_dimension(TomlTable(*fields, table.file(), table.population()));
}

Dimension read_dimension(const TomlTable& table, std::string_view key) {
    const toml::node* node = table.find(key);
    if (node == nullptr) table.fail("\"" + std::string(key) + "\" is missing; expected a marker or channel");
    return read_dimension(table, *node, key);
}

std::vector<Dimension> read_dimensions(const TomlTable& table) {
    const toml::node& node = *table.find("dimensions");
    const auto* array = node.as_array();
    if (array == nullptr || array->empty())
        table.fail(node, "dimensions is " + describe_type(node) + "; expected an array of markers or channels");
    std::vector<Dimension> result;
    for (const auto& item : *array) result.push_back(read_dimension(table, item, "dimensions"));
    return result;
}

GateUnits read_units(const TomlTable& table) {
    const auto units = table.text("units");
    if (!units || *units == "data") return GateUnits::data;
    if (*units == "scale") return GateUnits::scale;
    table.fail(*table.find("units"), "units is \"" + *units + "\"; expected \"data\" or \"scale\"");
}

ControlThreshold read_control(const TomlTable& table) {
    table.allow_only({"control", "percentile", "minimum_events", "fallback"});
    ControlThreshold control;
    control.control = table.required_text("control", "the name of a control tube");
    control.percentile = table.number("percentile").value_or(control.percentile);
    const double events = table.number("minimum_events").value_or(static_cast<double>(control.minimum_events));
    if (!(events >= 0 && events <= 1e15 && events == static_cast<double>(static_cast<std::size_t>(events))))
        table.fail(*table.find("minimum_events"), "minimum_events is not a whole number of events");
    control.minimum_events = static_cast<std::size_t>(events);
    control.fallback = table.required_number("fallback");
    return control;
}

Interval read_interval(const TomlTable& table, const std::string& min, const std::string& max) {
    Interval interval;
    interval.min = table.number(min).value_or(interval.min);
    interval.max = table.number(max).value_or(interval.max);
    return interval;
}

/// `dimensions = [...]` with `min` and `max` arrays.
RectangleGate read_listed_rectangle(const TomlTable& table) {
    table.allow_only(keys({"units", "dimensions", "min", "max"}));
    RectangleGate gate;
    gate.units = read_units(table);
    gate.dimensions = read_dimensions(table);
    gate.bounds.resize(gate.dimensions.size());
    for (const bool lower : {true, false}) {
        const char* key = lower ? "min" : "max";
        const auto values = table.numbers(key);
        if (!values) continue;
        if (values->size() != gate.bounds.size())
            table.fail(*table.find(key), std::string(key) + " has " + std::to_string(values->size()) +
                                             " values; expected one per dimension, " +
                                             std::to_string(gate.bounds.size()));
        for (std::size_t d = 0; d < values->size(); ++d)
            (lower ? gate.bounds[d].min : gate.bounds[d].max) = (*values)[d];
    }
    return gate;
}

RectangleGate read_range(const TomlTable& table) {
    if (table.contains("dimensions")) return read_listed_rectangle(table);
    table.allow_only(keys({"units", "x", "min", "max", "dimensions"}));
    RectangleGate gate;
    gate.units = read_units(table);
    gate.dimensions = {read_dimension(table, "x")};
    const toml::node* min = table.find("min");
    if (min != nullptr && min->is_table()) {
        gate.control = read_control(*table.child("min"));
        gate.bounds = {{Interval{}.min, table.number("max").value_or(Interval{}.max)}};
    } else {
        gate.bounds = {read_interval(table, "min", "max")};
    }
    return gate;
}

RectangleGate read_rectangle(const TomlTable& table) {
    if (table.contains("dimensions")) return read_listed_rectangle(table);
    table.allow_only(keys({"units", "x", "y", "x_min", "x_max", "y_min", "y_max", "dimensions"}));
    RectangleGate gate;
    gate.units = read_units(table);
    gate.dimensions = {read_dimension(table, "x"), read_dimension(table, "y")};
    gate.bounds = {read_interval(table, "x_min", "x_max"), read_interval(table, "y_min", "y_max")};
    return gate;
}

PolygonGate read_polygon(const TomlTable& table) {
    table.allow_only(keys({"units", "x", "y", "vertices", "flowjo_resolution"}));
    PolygonGate gate{{read_dimension(table, "x"), read_dimension(table, "y")}, {}, read_units(table)};
    const double resolution = table.number("flowjo_resolution").value_or(0);
    if (!(resolution >= 0 && resolution <= largest_flowjo_resolution && resolution == std::floor(resolution)))
        table.fail(*table.find("flowjo_resolution"), "flowjo_resolution is " + format_number(resolution) +
                                                         "; expected a whole number from 0 to " +
                                                         std::to_string(largest_flowjo_resolution));
    gate.flowjo_resolution = static_cast<int>(resolution);
    const auto vertices = table.rows("vertices", 2);
    if (!vertices) table.fail("\"vertices\" is missing; expected [[x, y], ...]");
    for (const auto& vertex : *vertices) gate.vertices.push_back({vertex[0], vertex[1]});
    return gate;
}

/// An ellipse in data units is the same on an identity scale only; what is sure to have one may leave units out.
void check_ellipse_units(const TomlTable& table, const EllipsoidGate& gate, const GatingStrategy& strategy) {
    if (read_units(table) == GateUnits::scale) return;
    for (const Dimension& dimension : gate.dimensions) {
        if (!dimension.transform.empty() && !strategy.transforms.contains(dimension.transform)) continue;
        Parameter parameter;
        parameter.name = dimension.channel;
        if (!std::holds_alternative<IdentityTransform>(strategy.transform_for(dimension, parameter)))
            table.fail("an ellipse is defined on the transformed scale and \"" + dimension.channel +
                       "\" is transformed; give its coordinates on that scale and write units = \"scale\"");
    }
}

EllipsoidGate read_ellipse(const TomlTable& table, const GatingStrategy& strategy) {
    const bool listed = table.contains("dimensions");
    table.allow_only(listed ? keys({"units", "dimensions", "center", "covariance", "distance_square"})
                            : keys({"units", "x", "y", "center", "covariance", "distance_square", "dimensions"}));
    EllipsoidGate gate;
    gate.dimensions =
        listed ? read_dimensions(table) : std::vector{read_dimension(table, "x"), read_dimension(table, "y")};
    const std::size_t n = gate.dimensions.size();
    const auto center = table.numbers("center");
    if (!center || center->size() != n)
        table.fail("\"center\" is missing or not of " + std::to_string(n) + " numbers, one per dimension");
    gate.mean = *center;
    const auto covariance = table.rows("covariance", n);
    if (!covariance || covariance->size() != n)
        table.fail("\"covariance\" is missing or not of " + std::to_string(n) + " rows of " + std::to_string(n) +
                   " numbers");
    for (const auto& row : *covariance) gate.covariance.insert(gate.covariance.end(), row.begin(), row.end());
    gate.distance_square = table.number("distance_square").value_or(1);
    check_ellipse_units(table, gate, strategy);
    return gate;
}

/// Any number of dividers, and populations by the number of the interval on each.
QuadrantGate read_divided(const TomlTable& table) {
    table.allow_only(keys({"units", "dividers", "quadrants"}));
    QuadrantGate gate;
    gate.units = read_units(table);
    const auto* dividers = table.find("dividers")->as_array();
    if (dividers == nullptr || dividers->empty())
        table.fail(*table.find("dividers"), "dividers is " + describe_type(*table.find("dividers")) +
                                                "; expected [{ channel = ..., values = [...] }, ...]");
    for (const auto& item : *dividers) {
        if (!item.is_table()) table.fail(item, "a divider is " + describe_type(item) + "; expected a table");
        const TomlTable form(*item.as_table(), table.file(), table.population());
        auto dimension = read_long_dimension(form, {"values"});
        const auto values = form.numbers("values");
        if (!values) form.fail("\"values\" is missing; expected an array of numbers");
        gate.dividers.push_back({std::move(dimension), *values});
    }
    const auto quadrants = table.child("quadrants");
    if (!quadrants) table.fail("\"quadrants\" is missing; expected { \"name\" = [interval, ...], ... }");
    for (const auto& [name, node] : quadrants->entries()) {
        QuadrantGate::Quadrant quadrant{name, {}};
        const std::vector<double> intervals = *quadrants->numbers(name);
        for (const double interval : intervals) {
            if (!(interval >= QuadrantGate::Quadrant::any && interval <= 1e6 && interval == std::floor(interval)))
                quadrants->fail(*node, "an interval is numbered from 0; -1 stands for any");
            quadrant.intervals.push_back(static_cast<int>(interval));
        }
        gate.quadrants.push_back(std::move(quadrant));
    }
    return gate;
}

QuadrantGate read_quadrant(const TomlTable& table) {
    if (table.contains("dividers")) return read_divided(table);
    table.allow_only(keys({"units", "x", "y", "x_divider", "y_divider", "names", "dividers"}));
    const GateUnits units = read_units(table);
    const std::array<Dimension, 2> dimensions = {read_dimension(table, "x"), read_dimension(table, "y")};
    const std::array<double, 2> values = {table.required_number("x_divider"), table.required_number("y_divider")};
    const auto given = table.child("names");
    if (!given) table.fail("\"names\" is missing; expected { \"--\" = ..., \"+-\" = ..., \"-+\" = ..., \"++\" = ... }");
    const std::vector<std::string> signs = {"--", "+-", "-+", "++"};
    given->allow_only(signs);
    std::array<std::string, 4> names;
    for (std::size_t q = 0; q < signs.size(); ++q) {
        names[q] = given->text(signs[q]).value_or("");
        if (given->contains(signs[q]) && names[q].empty())
            given->fail(*given->find(signs[q]),
                        "the quadrant " + signs[q] + " has an empty name; leave it out instead");
    }
    return QuadrantGate::crossing(dimensions, values, names, units);
}

BooleanGate read_boolean(const TomlTable& table) {
    table.allow_only(keys({"all_of", "any_of"}));
    const bool all = table.contains("all_of"), any = table.contains("any_of");
    if (all == any) table.fail("a boolean gate needs either all_of or any_of with an array of population paths");
    BooleanGate gate;
    gate.operation = all ? BooleanGate::Operation::all_of : BooleanGate::Operation::any_of;
    const std::vector<std::string> operands = *table.texts(all ? "all_of" : "any_of");
    for (const std::string& operand : operands) {
        const bool complement = operand.starts_with("not ");
        gate.operands.push_back(
            {std::string(trim(complement ? std::string_view(operand).substr(4) : operand)), complement});
    }
    return gate;
}

}  // namespace

Gate read_gate(const TomlTable& table, const GatingStrategy& strategy) {
    const std::string type = table.required_text("gate", "range, rectangle, polygon, ellipse, quadrant or boolean");
    if (type == "range") return read_range(table);
    if (type == "rectangle") return read_rectangle(table);
    if (type == "polygon") return read_polygon(table);
    if (type == "ellipse") return read_ellipse(table, strategy);
    if (type == "quadrant") return read_quadrant(table);
    if (type == "boolean") return read_boolean(table);
    table.fail(*table.find("gate"), "unknown gate \"" + type + "\"" + suggestion(type, gate_types));
}

}  // namespace asparagate::detail
