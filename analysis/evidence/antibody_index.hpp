#pragma once
#include "asparagate/analysis/evidence.hpp"

#include <unordered_map>

namespace asparagate {

/// Antibody changes by patient and specificity. Refers to the evidence, which must outlive it and keep its antibodies.
class AntibodyIndex {
public:
    explicit AntibodyIndex(const std::vector<AntibodyChange>& changes) {
        for (const AntibodyChange& change : changes) {
            by_key_.emplace(key(change.patient, change.specificity), &change);
            if (std::find(specificities_.begin(), specificities_.end(), change.specificity) == specificities_.end())
                specificities_.push_back(change.specificity);
        }
    }
    /// nullptr when there is none.
    [[nodiscard]] const AntibodyChange* find(const std::string& patient, const std::string& specificity) const {
        const auto found = by_key_.find(key(patient, specificity));
        return found == by_key_.end() ? nullptr : found->second;
    }
    /// In the order in which they are first met.
    [[nodiscard]] const std::vector<std::string>& specificities() const { return specificities_; }

private:
    static std::string key(const std::string& patient, const std::string& specificity) {
        return patient + '\n' + specificity;
    }
    std::unordered_map<std::string, const AntibodyChange*> by_key_;
    std::vector<std::string> specificities_;
};

}  // namespace asparagate
