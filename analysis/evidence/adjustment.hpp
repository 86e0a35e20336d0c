#pragma once
#include "asparagate/analysis/statistics/multiplicity.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace asparagate {

/// Sets p_holm and p_bh of every record within the records of the same `family_of(record)`.
template <class Record, class Family>
void adjust(std::vector<Record>& records, Family&& family_of) {
    std::map<std::string, std::vector<Record*>> families;
    for (Record& record : records) families[family_of(record)].push_back(&record);
    for (const auto& [name, members] : families) {
        std::vector<std::optional<double>> p;
        for (const Record* member : members) p.push_back(member->p);
        const auto by_holm = holm(p);
        const auto by_bh = benjamini_hochberg(p);
        for (std::size_t i = 0; i < members.size(); ++i) {
            members[i]->p_holm = by_holm[i];
            members[i]->p_bh = by_bh[i];
        }
    }
}

}  // namespace asparagate
