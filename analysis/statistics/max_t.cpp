#include "asparagate/analysis/statistics/max_t.hpp"

#include "asparagate/analysis/analysis_error.hpp"
#include "statistics/arrangements.hpp"
#include "statistics/midranks.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

namespace asparagate {
namespace {

constexpr const char* method = "max-T";
constexpr double most_steps = 1e8;

using Rows = std::vector<std::vector<double>>;
using Ranks = std::vector<std::int64_t>;

void check_input(const Rows& features, std::size_t patients) {
    if (features.empty()) throw AnalysisError(method, "no features; expected at least one row");
    for (std::size_t i = 0; i < features.size(); ++i) {
        const std::string row = "feature " + std::to_string(i + 1);
        if (features[i].size() != patients)
            throw AnalysisError(method, row + " has " + std::to_string(features[i].size()) + " values; expected " +
                                            std::to_string(patients) + ", one for each patient");
        for (const double value : features[i])
            if (std::isinf(value)) throw AnalysisError(method, row + " holds an infinity; expected finite numbers");
    }
}

/// Positions with a value, and the doubled midranks of these values less their mean.
struct PresentRanks {
    std::vector<std::size_t> positions;
    Ranks centred;

    explicit PresentRanks(const std::vector<double>& values) {
        std::vector<double> known;
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (std::isnan(values[i])) continue;
            positions.push_back(i);
            known.push_back(values[i]);
        }
        if (known.empty()) return;
        centred = midranks(known).doubled;
        for (std::int64_t& rank : centred) rank -= static_cast<std::int64_t>(known.size()) + 1;
    }
    [[nodiscard]] double squares() const {
        double sum = 0;
        for (const std::int64_t rank : centred) sum += static_cast<double>(rank * rank);
        return sum;
    }
};

/// Square of the standardised statistic of one feature for an arrangement.
class GroupFeature {
public:
    GroupFeature(const std::vector<double>& values, std::size_t patients) : ranks_(patients, 0), present_(patients, 0) {
        const PresentRanks known(values);
        for (std::size_t i = 0; i < known.positions.size(); ++i) {
            ranks_[known.positions[i]] = known.centred[i];
            present_[known.positions[i]] = 1;
        }
        n_ = static_cast<double>(known.positions.size());
        squares_ = known.squares();
    }
    double operator()(std::span<const std::size_t> chosen) {
        std::int64_t sum = 0, count = 0;
        for (const std::size_t i : chosen) {
            sum += ranks_[i];
            count += present_[i];
        }
        const auto k = static_cast<double>(count);
        const double variance = k * (n_ - k) * squares_;
        if (variance <= 0) return 0;
        return static_cast<double>(sum) * static_cast<double>(sum) * n_ * (n_ - 1) / variance;
    }

private:
    Ranks ranks_, present_;
    double n_ = 0, squares_ = 0;
};

class PairFeature {
public:
    PairFeature(const std::vector<double>& differences, std::size_t patients) : signed_(patients, 0) {
        std::vector<double> sizes;
        std::vector<std::size_t> positions;
        for (std::size_t i = 0; i < differences.size(); ++i) {
            if (std::isnan(differences[i]) || differences[i] == 0) continue;
            sizes.push_back(std::abs(differences[i]));
            positions.push_back(i);
        }
        if (sizes.empty()) return;
        const Ranks ranks = midranks(sizes).doubled;
        for (std::size_t i = 0; i < ranks.size(); ++i) {
            signed_[positions[i]] = differences[positions[i]] > 0 ? ranks[i] : -ranks[i];
            all_ += signed_[positions[i]];
            squares_ += static_cast<double>(ranks[i] * ranks[i]);
        }
    }
    double operator()(std::span<const std::size_t> turned) {
        std::int64_t sum = all_;
        for (const std::size_t i : turned) sum -= 2 * signed_[i];
        return squares_ > 0 ? static_cast<double>(sum) * static_cast<double>(sum) / squares_ : 0;
    }

private:
    Ranks signed_;
    std::int64_t all_ = 0;
    double squares_ = 0;
};

class OrderFeature {
public:
    OrderFeature(const std::vector<double>& values, const std::vector<double>& outcome)
        : known_(values),
          outcome_(midranks(outcome).doubled),
          squares_(known_.squares()),
          outcome_squares_(PresentRanks(outcome).squares()) {}

    /// Patient i has the outcome of patient order[i].
    double operator()(std::span<const std::size_t> order) {
        if (known_.positions.size() == outcome_.size()) return of_complete(order);
        rank_outcomes(order);
        double sum = 0, outcome_squares = 0;
        for (std::size_t i = 0; i < ranks_.size(); ++i) {
            sum += static_cast<double>(known_.centred[i] * ranks_[i]);
            outcome_squares += static_cast<double>(ranks_[i] * ranks_[i]);
        }
        if (squares_ <= 0 || outcome_squares <= 0) return 0;
        return sum * sum * static_cast<double>(ranks_.size() - 1) / (squares_ * outcome_squares);
    }

private:
    /// The ranks of the outcome are the same in every order, and their mean drops out of the sum.
    [[nodiscard]] double of_complete(std::span<const std::size_t> order) const {
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < order.size(); ++i) sum += known_.centred[i] * outcome_[order[i]];
        if (squares_ <= 0 || outcome_squares_ <= 0) return 0;
        const auto length = static_cast<double>(sum);
        return length * length * static_cast<double>(order.size() - 1) / (squares_ * outcome_squares_);
    }

    /// Centred doubled midranks of the rearranged outcome among the patients that have the feature.
    void rank_outcomes(std::span<const std::size_t> order) {
        const std::size_t n = known_.positions.size();
        ranks_.resize(n);
        const auto mean = static_cast<std::int64_t>(n) + 1;
        // Doubled ranks of all patients are whole numbers up to 2n: counted, not sorted.
        up_to_.assign(2 * outcome_.size() + 2, 0);
        for (const std::size_t i : known_.positions) ++up_to_[static_cast<std::size_t>(outcome_[order[i]])];
        std::int64_t below = 0;
        for (std::int64_t& here : up_to_) {
            const std::int64_t count = here;
            here = 2 * below + count + 1;
            below += count;
        }
        for (std::size_t i = 0; i < n; ++i)
            ranks_[i] = up_to_[static_cast<std::size_t>(outcome_[order[known_.positions[i]]])] - mean;
    }

    PresentRanks known_;
    Ranks outcome_;
    double squares_, outcome_squares_;
    Ranks ranks_, up_to_;
};

bool reaches(double statistic, double observed) {
    return statistic >= observed * (1 - 1e-9);
}

using Counter = std::function<ArrangementCounts(std::size_t counters, const VisitorFactory&)>;

/// Adjusted p of each feature: how often the largest statistic among it and those below it reaches its own.
template <class Feature>
std::vector<PermutationP> step_down(const std::vector<Feature>& features, std::span<const std::size_t> observed,
                                    const Counter& count) {
    const std::size_t m = features.size();
    std::vector<double> found;
    for (Feature feature : features) found.push_back(feature(observed));
    std::vector<std::size_t> descending(m);
    std::iota(descending.begin(), descending.end(), std::size_t{0});
    std::stable_sort(descending.begin(), descending.end(), [&](auto a, auto b) { return found[a] > found[b]; });
    const ArrangementCounts counts = count(m, [&]() -> ArrangementVisitor {
        return [&found, &descending, own = features](std::span<const std::size_t> arrangement,
                                                     std::span<std::uint64_t> raised) mutable {
            double largest = 0;
            for (std::size_t rank = own.size(); rank-- > 0;) {
                const std::size_t i = descending[rank];
                largest = std::max(largest, own[i](arrangement));
                raised[i] += reaches(largest, found[i]);
            }
        };
    });
    std::vector<PermutationP> adjusted(m);
    for (std::size_t i = 0; i < m; ++i) adjusted[i] = counts.p(i);
    for (std::size_t rank = 1; rank < m; ++rank) {
        const PermutationP& before = adjusted[descending[rank - 1]];
        if (adjusted[descending[rank]].p < before.p) adjusted[descending[rank]] = before;
    }
    return adjusted;
}

std::vector<std::size_t> places(std::size_t n) {
    std::vector<std::size_t> all(n);
    std::iota(all.begin(), all.end(), std::size_t{0});
    return all;
}

double steps_of(const Rows& features, std::size_t patients) {
    return std::max(1.0, static_cast<double>(features.size()) * static_cast<double>(patients));
}

}  // namespace

std::vector<PermutationP> max_t_groups(const Rows& features, const std::vector<bool>& in_group,
                                       const MonteCarlo& settings) {
    check_input(features, in_group.size());
    check_draws(settings, method);
    std::vector<std::size_t> chosen;
    for (std::size_t i = 0; i < in_group.size(); ++i)
        if (in_group[i]) chosen.push_back(i);
    if (chosen.empty() || chosen.size() == in_group.size())
        throw AnalysisError(method, "all patients are in one group; expected two groups");
    std::vector<GroupFeature> made;
    for (const auto& values : features) made.emplace_back(values, in_group.size());
    const double steps = steps_of(features, chosen.size());
    return step_down(made, chosen, [&](std::size_t counters, const VisitorFactory& visitor) {
        return count_subsets(in_group.size(), chosen.size(), counters, affordable(settings, steps), visitor,
                             std::min(largest_subset_enumeration, most_steps / steps));
    });
}

std::vector<PermutationP> max_t_pairs(const Rows& differences, const MonteCarlo& settings) {
    check_input(differences, differences.empty() ? 0 : differences.front().size());
    check_draws(settings, method);
    const std::size_t patients = differences.front().size();
    std::vector<PairFeature> made;
    for (const auto& values : differences) made.emplace_back(values, patients);
    const double steps = steps_of(differences, patients);
    return step_down(made, {}, [&](std::size_t counters, const VisitorFactory& visitor) {
        return count_signs(patients, counters, affordable(settings, steps), visitor,
                           std::min(largest_subset_enumeration, most_steps / steps));
    });
}

std::vector<PermutationP> max_t_orders(const Rows& features, const std::vector<double>& outcome,
                                       const MonteCarlo& settings) {
    check_input(features, outcome.size());
    check_draws(settings, method);
    refuse_nan(outcome, method);
    if (outcome.empty()) throw AnalysisError(method, "no patients; expected at least one");
    std::vector<OrderFeature> made;
    for (const auto& values : features) made.emplace_back(values, outcome);
    const double steps = steps_of(features, outcome.size());
    std::size_t largest = 1;
    double orders = 1;
    while (largest < largest_order_enumeration && orders * static_cast<double>(largest + 1) * steps <= most_steps)
        orders *= static_cast<double>(++largest);
    return step_down(made, places(outcome.size()), [&](std::size_t counters, const VisitorFactory& visitor) {
        return count_orders(outcome.size(), counters, affordable(settings, steps), visitor, largest);
    });
}

}  // namespace asparagate
