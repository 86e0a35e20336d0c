#include "calibration_tables.hpp"

#include "asparagate/fcs/number.hpp"
#include "asparagate/gating/gating_error.hpp"

namespace asparagate::flowjo {
namespace {

/// The values of "0,-110.6,1,-110.3,..."; empty unless the channels count from 0 by 1.
std::vector<double> values_of(std::string_view text) {
    std::vector<double> values;
    for (std::size_t field = 0; !text.empty(); ++field) {
        const auto comma = text.find(',');
        const auto number = parse_number(text.substr(0, comma));
        text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
        if (!number) return {};
        if (field % 2 == 1)
            values.push_back(*number);
        else if (*number != static_cast<double>(field / 2))
            return {};
    }
    return values;
}

std::optional<Transform> table_of(const std::string& text) {
    try {
        return TableTransform::make(values_of(text));
    } catch (const GatingError&) {
        return std::nullopt;
    }
}

}  // namespace

CalibrationTables::CalibrationTables(const detail::XmlElement& root) {
    const auto list = root.child("", "CalibrationTables");
    if (!list) return;
    for (const detail::XmlElement& table : list->children("", "Table")) {
        by_name_.emplace(table.attribute("", "name").value_or(""), tables_.size());
        tables_.push_back(table_of(table.text()));
    }
}

std::optional<Transform> CalibrationTables::named(const std::string& name) const {
    const auto found = by_name_.find(name);
    return found == by_name_.end() ? std::nullopt : tables_[found->second];
}

std::optional<Transform> CalibrationTables::at(std::size_t index) const {
    return index == 0 || index > tables_.size() ? std::nullopt : tables_[index - 1];
}

}  // namespace asparagate::flowjo
