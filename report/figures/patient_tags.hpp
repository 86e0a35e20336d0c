#pragma once
#include "asparagate/analysis/evidence.hpp"

#include <map>
#include <string>

namespace asparagate {

/// Names of patients beside points, where an id of a hospital does not fit: "…012" for GZ-2023-012, the shortest end of
/// the id (or its beginning, "A17…") that no other patient of the study shares. Short ids stay as they are.
class PatientTags {
public:
    explicit PatientTags(const Evidence& evidence);
    [[nodiscard]] const std::string& operator[](const std::string& id) const;

private:
    std::map<std::string, std::string> tags_;
};

}  // namespace asparagate
