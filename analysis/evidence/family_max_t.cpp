#include "evidence/family_max_t.hpp"

#include "asparagate/analysis/statistics/max_t.hpp"

#include <limits>

namespace asparagate {
namespace {

constexpr std::uint64_t max_t_draws = 20000;

/// The samples of a family as a matrix over the patients that take part.
class FamilyMatrix {
public:
    FamilyMatrix(const std::vector<const TestSample*>& family, std::size_t n_patients)
        : family_(family), column_(n_patients, absent) {
        std::vector<bool> takes_part(n_patients, false);
        for (const TestSample* sample : family)
            for (const std::size_t patient : sample->patients) takes_part[patient] = true;
        for (std::size_t patient = 0; patient < n_patients; ++patient)
            if (takes_part[patient]) column_[patient] = columns_++;
    }

    [[nodiscard]] std::vector<PermutationP> adjusted(const MonteCarlo& settings) const {
        switch (family_.front()->design) {
            case TestDesign::groups:
                return max_t_groups(values(), of_patients(&TestSample::first), settings);
            case TestDesign::pairs:
                return max_t_pairs(values(), settings);
            case TestDesign::orders:
                break;
        }
        return max_t_orders(values(), of_patients(&TestSample::against), settings);
    }

private:
    static constexpr std::size_t absent = std::numeric_limits<std::size_t>::max();

    [[nodiscard]] std::vector<std::vector<double>> values() const {
        std::vector<std::vector<double>> rows;
        for (const TestSample* sample : family_) {
            auto& row = rows.emplace_back(columns_, std::numeric_limits<double>::quiet_NaN());
            for (std::size_t i = 0; i < sample->size(); ++i) row[column_[sample->patients[i]]] = sample->values[i];
        }
        return rows;
    }
    /// What belongs to a patient is the same in every sample of the family.
    template <class Value>
    [[nodiscard]] std::vector<Value> of_patients(std::vector<Value> TestSample::*member) const {
        std::vector<Value> found(columns_);
        for (const TestSample* sample : family_)
            for (std::size_t i = 0; i < sample->size(); ++i) found[column_[sample->patients[i]]] = (sample->*member)[i];
        return found;
    }

    const std::vector<const TestSample*>& family_;
    std::vector<std::size_t> column_;
    std::size_t columns_ = 0;
};

template <class Record, class Planned>
void adjust_families(std::vector<Record>& records, const std::vector<Planned>& planned, const Evidence& evidence,
                     const TaskControl& control) {
    const MonteCarlo settings{evidence.settings.seed, max_t_draws, evidence.settings.threads};
    std::map<std::string, std::vector<std::size_t>> families;
    for (std::size_t i = 0; i < records.size(); ++i)
        if (records[i].p) families[family_key(records[i])].push_back(i);
    for (const auto& [key, members] : families) {
        control.throw_if_stopped();
        std::vector<const TestSample*> family;
        for (const std::size_t i : members) family.push_back(&planned.at(i).sample);
        const auto adjusted = FamilyMatrix(family, evidence.patients.size()).adjusted(settings);
        for (std::size_t k = 0; k < members.size(); ++k)
            records[members[k]].p_max_t = std::max(adjusted[k].p, *records[members[k]].p);
    }
}

}  // namespace

void add_max_t(Evidence& evidence, const std::vector<PlannedComparison>& compared,
               const std::vector<PlannedCorrelation>& correlated, const TaskControl& control) {
    adjust_families(evidence.comparisons, compared, evidence, control);
    adjust_families(evidence.correlations, correlated, evidence, control);
}

}  // namespace asparagate
