#include "scale_reader.hpp"

#include "asparagate/fcs/nearest_name.hpp"

namespace asparagate::detail {
namespace {

/// Checks keys beside those that every transform knows.
void allow(const TomlTable& table, std::initializer_list<const char*> own) {
    std::vector<std::string> valid = {"type", "bound_min", "bound_max", "custom_info"};
    valid.insert(valid.end(), own.begin(), own.end());
    table.allow_only(valid);
}

/// Says where a transform stands that its own parameters refuse.
template <typename Make>
auto made(const TomlTable& table, Make make) {
    try {
        return make();
    } catch (const GatingError& error) {
        if (error.where().empty()) table.fail(error.what());
        throw;
    }
}

UnboundedTransform read_function(const TomlTable& table) {
    static const std::vector<std::string> types = {"logicle", "hyperlog", "asinh",      "log",  "linear",
                                                   "biex",    "identity", "flowjo_log", "table"};
    const std::string type =
        table.required_text("type", "logicle, hyperlog, asinh, log, linear, biex, flowjo_log, table or identity");
    const auto value = [&](const char* key, double otherwise) { return table.number(key).value_or(otherwise); };
    const auto needed = [&](const char* key) { return table.required_number(key); };
    if (type == "logicle" || type == "hyperlog") {
        allow(table, {"T", "W", "M", "A"});
        const double T = needed("T"), W = value("W", 0.5), M = value("M", 4.5), A = value("A", 0);
        return made(table, [&]() -> UnboundedTransform {
            if (type == "logicle") return LogicleTransform::make(T, W, M, A);
            return HyperlogTransform::make(T, W, M, A);
        });
    }
    if (type == "biex") {
        allow(table, {"max_range", "positive_decades", "negative_decades", "width"});
        const double range = needed("max_range"), positive = needed("positive_decades");
        const double negative = value("negative_decades", 0), width = needed("width");
        return made(table, [&] { return BiexTransform::make(range, positive, negative, width); });
    }
    if (type == "asinh") {
        allow(table, {"T", "M", "A"});
        return AsinhTransform{needed("T"), value("M", 4.5), value("A", 0)};
    }
    if (type == "log") {
        allow(table, {"T", "M"});
        return LogTransform{needed("T"), value("M", 4.5)};
    }
    if (type == "linear") {
        allow(table, {"T", "A"});
        return LinearTransform{needed("T"), value("A", 0)};
    }
    if (type == "flowjo_log") {
        allow(table, {"offset", "decades"});
        return FlowJoLogTransform{needed("offset"), needed("decades")};
    }
    if (type == "table") {
        allow(table, {"values"});
        auto values = table.numbers("values").value_or(std::vector<double>{});
        return made(table, [&] { return TableTransform::make(std::move(values)); });
    }
    if (type == "identity") {
        allow(table, {});
        return IdentityTransform{};
    }
    table.fail(*table.find("type"), "unknown transform type \"" + type + "\"" + suggestion(type, types));
}

std::vector<std::string> channel_names(const TomlTable& table, const char* key) {
    auto names = table.texts(key);
    if (!names || names->empty()) table.fail("\"" + std::string(key) + "\" is missing; expected an array of names");
    return *std::move(names);
}

}  // namespace

Transform read_transform(const TomlTable& table) {
    const UnboundedTransform function = read_function(table);
    const auto low = table.number("bound_min"), high = table.number("bound_max");
    if (!low && !high) return std::visit([](const auto& t) { return Transform(t); }, function);
    BoundedTransform bounded{function};
    bounded.min = low.value_or(bounded.min);
    bounded.max = high.value_or(bounded.max);
    return bounded;
}

Ratio read_ratio(const TomlTable& table) {
    table.allow_only({"numerator", "denominator", "A", "B", "C", "bound_min", "bound_max", "custom_info"});
    Ratio ratio;
    ratio.numerator = table.required_text("numerator", "a channel or marker");
    ratio.denominator = table.required_text("denominator", "a channel or marker");
    ratio.A = table.number("A").value_or(ratio.A);
    ratio.B = table.number("B").value_or(ratio.B);
    ratio.C = table.number("C").value_or(ratio.C);
    ratio.bound_min = table.number("bound_min").value_or(ratio.bound_min);
    ratio.bound_max = table.number("bound_max").value_or(ratio.bound_max);
    return ratio;
}

SpectrumMatrix read_matrix(const TomlTable& table) {
    table.allow_only({"fluorochromes", "detectors", "spectrum", "inverse", "custom_info"});
    SpectrumMatrix matrix;
    matrix.detectors = channel_names(table, "detectors");
    matrix.fluorochromes = table.contains("fluorochromes") ? channel_names(table, "fluorochromes") : matrix.detectors;
    matrix.inverted = table.contains("inverse");
    if (matrix.inverted == table.contains("spectrum")) table.fail("expected either \"spectrum\" or \"inverse\"");
    const char* key = matrix.inverted ? "inverse" : "spectrum";
    const auto& rows = matrix.inverted ? matrix.detectors : matrix.fluorochromes;
    const auto& columns = matrix.inverted ? matrix.fluorochromes : matrix.detectors;
    const auto values = *table.rows(key, columns.size());
    if (values.size() != rows.size())
        table.fail(*table.find(key), std::string(key) + " has " + std::to_string(values.size()) + " rows; expected " +
                                         std::to_string(rows.size()));
    for (const auto& row : values) matrix.values.insert(matrix.values.end(), row.begin(), row.end());
    matrix.custom_info = table.text("custom_info").value_or("");
    made(table, [&] { return Compensation::from_spectrum(matrix, ""); });
    return matrix;
}

}  // namespace asparagate::detail
