#pragma once
#include "asparagate/gating/strategy.hpp"

#include <map>
#include <set>

namespace asparagate::gatingml {

/// Document-wide unique ids that XML allows, as like the names of the strategy as they can be.
class DocumentIds {
public:
    explicit DocumentIds(const GatingStrategy& strategy);

    [[nodiscard]] const std::string& population(const std::string& path) const { return populations_.at(path); }
    [[nodiscard]] const std::string& transform(const std::string& name) const { return transforms_.at(name); }
    [[nodiscard]] const std::string& matrix(const std::string& name) const { return matrices_.at(name); }
    /// A further id, such as a divider's.
    std::string claim(const std::string& name);

private:
    std::set<std::string> used_;
    std::map<std::string, std::string> populations_, transforms_, matrices_;
};

}  // namespace asparagate::gatingml
