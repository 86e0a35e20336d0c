#pragma once
#include "asparagate/analysis/evidence.hpp"

#include <map>
#include <string>
#include <vector>

namespace asparagate {

/// What features are called beside a row or above a plot. A name taken from the population shows the last steps of its
/// path, as many as tell it from the others; equal names of several features get such steps as well, and the tube where
/// the paths are the same.
class FeatureNames {
public:
    explicit FeatureNames(const std::vector<Feature>& features);

    /// "CD8/GzmB+"; the id itself when there is no such feature. The measure is not part of it.
    [[nodiscard]] std::string short_name(const std::string& id) const;
    /// "GzmB+: /Singlets/Live/T/CD8/GzmB+, % of parent, tube cytotoxic"; empty when there is no such feature.
    [[nodiscard]] std::string full_name(const std::string& id) const;
    /// "/Singlets/Live": the path above all populations that are named by their last steps; empty when there is none.
    [[nodiscard]] const std::string& shared_path() const { return shared_path_; }

private:
    std::map<std::string, std::string> short_, full_;
    std::string shared_path_;
};

/// Gives features and what is told of them their short names.
void name_features(Evidence& evidence);

}  // namespace asparagate
