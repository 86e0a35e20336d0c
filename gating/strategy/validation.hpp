#pragma once
#include "asparagate/gating/strategy.hpp"

#include <string>
#include <vector>

namespace asparagate::detail {

/// Where the parts of a strategy were written, such as `file:line:column`, for the errors about them. Where a list is
/// too short, the file stands for the place.
struct StrategyPlaces {
    struct Version {
        std::string version;
        std::vector<std::string> gates;  ///< of each tailored gate
    };
    std::string file;
    std::vector<std::string> nodes;
    std::vector<Version> versions;

    [[nodiscard]] const std::string& node(std::size_t index) const {
        return index < nodes.size() ? nodes[index] : file;
    }
    [[nodiscard]] const std::string& version(std::size_t index) const {
        return index < versions.size() ? versions[index].version : file;
    }
    [[nodiscard]] const std::string& gate(std::size_t version, std::size_t index) const {
        const bool known = version < versions.size() && index < versions[version].gates.size();
        return known ? versions[version].gates[index] : file;
    }
};

/// @throws GatingError
void validate(const GatingStrategy& strategy, const StrategyPlaces& places);

/// The scale of a channel has to be defined, and the matrix that a compensation names. @throws GatingError
void check_scale(const GatingStrategy& strategy, const std::string& channel, const std::string& transform,
                 const std::string& where);
void check_compensation(const GatingStrategy& strategy, const std::string& source, const std::string& where);

}  // namespace asparagate::detail
