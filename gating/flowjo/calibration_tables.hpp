#pragma once
#include "../xml/xml_document.hpp"
#include "asparagate/gating/transform.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace asparagate::flowjo {

/// The display axes that FlowJo 8 and 9 store as pairs "channel,value".
class CalibrationTables {
public:
    /// Reads the tables below the root. A table that makes no axis has none.
    explicit CalibrationTables(const detail::XmlElement& root);

    [[nodiscard]] std::optional<Transform> named(const std::string& name) const;
    /// `index` from 1, as calibrationIndex counts.
    [[nodiscard]] std::optional<Transform> at(std::size_t index) const;

private:
    std::vector<std::optional<Transform>> tables_;
    std::map<std::string, std::size_t> by_name_;
};

}  // namespace asparagate::flowjo
