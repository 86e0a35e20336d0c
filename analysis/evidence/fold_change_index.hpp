#pragma once
#include "asparagate/analysis/evidence.hpp"

#include <unordered_map>

namespace asparagate {

/// Fold changes by feature and patient. Refers to the evidence, which must outlive it and keep its fold changes.
class FoldChangeIndex {
public:
    explicit FoldChangeIndex(const std::vector<FoldChange>& changes) {
        for (const FoldChange& change : changes) by_key_.emplace(key(change.feature, change.patient), &change);
    }
    /// nullptr when there is none.
    [[nodiscard]] const FoldChange* find(const std::string& feature, const std::string& patient) const {
        const auto found = by_key_.find(key(feature, patient));
        return found == by_key_.end() ? nullptr : found->second;
    }
    /// The same, without pairs whose state excludes them from tests.
    [[nodiscard]] const FoldChange* reliable(const std::string& feature, const std::string& patient) const {
        const FoldChange* change = find(feature, patient);
        return change == nullptr || change->state == ChangeState::unreliable ? nullptr : change;
    }

private:
    static std::string key(const std::string& feature, const std::string& patient) { return feature + '\n' + patient; }
    std::unordered_map<std::string, const FoldChange*> by_key_;
};

}  // namespace asparagate
