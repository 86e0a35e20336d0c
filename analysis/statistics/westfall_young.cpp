#include "asparagate/analysis/analysis_error.hpp"
#include "asparagate/analysis/statistics/permutation_test.hpp"
#include "statistics/arrangements.hpp"

#include <limits>
#include <numeric>

namespace asparagate {
namespace {

constexpr const char* method = "max-T";

/// One feature, centred over the columns where it is there.
class CentredFeature {
public:
    explicit CentredFeature(std::vector<double> values) : values_(std::move(values)) {
        double sum = 0;
        for (const double value : values_) {
            if (std::isnan(value)) continue;
            sum += value;
            ++present_;
        }
        for (double& value : values_) {
            value -= sum / static_cast<double>(present_);
            if (!std::isnan(value)) squares_ += value * value;
        }
        magnitude_ = std::abs(sum) / std::max(1.0, static_cast<double>(present_));
    }

    /// |t| of the columns `chosen` against the others, from the sums of squares between and within.
    [[nodiscard]] double t_abs(std::span<const std::size_t> chosen) const {
        double sum = 0;
        std::size_t count = 0;
        for (const std::size_t column : chosen) {
            if (std::isnan(values_[column])) continue;
            sum += values_[column];
            ++count;
        }
        const auto n = static_cast<double>(present_), k = static_cast<double>(count);
        const double rounding = 1e-28 * magnitude_ * magnitude_ * n;
        if (present_ < 3 || count == 0 || count == present_ || squares_ <= rounding) return 0;
        const double between = sum * sum * n / (k * (n - k));
        const double within = squares_ - between;
        if (within <= 1e-13 * squares_) return std::numeric_limits<double>::infinity();
        return std::sqrt(between * (n - 2) / within);
    }

private:
    std::vector<double> values_;
    std::size_t present_ = 0;
    double squares_ = 0;
    double magnitude_ = 0;
};

std::vector<std::size_t> check_input(const std::vector<std::vector<double>>& features,
                                     const std::vector<bool>& in_group) {
    if (features.empty()) throw AnalysisError(method, "no features; expected at least one row");
    for (std::size_t i = 0; i < features.size(); ++i) {
        const std::string row = "feature " + std::to_string(i + 1);
        if (features[i].size() != in_group.size())
            throw AnalysisError(method, row + " has " + std::to_string(features[i].size()) + " values; expected " +
                                            std::to_string(in_group.size()) + ", one for each group label");
        for (const double value : features[i])
            if (std::isinf(value)) throw AnalysisError(method, row + " holds an infinity; expected finite numbers");
    }
    std::vector<std::size_t> chosen;
    for (std::size_t i = 0; i < in_group.size(); ++i)
        if (in_group[i]) chosen.push_back(i);
    if (chosen.empty() || chosen.size() == in_group.size())
        throw AnalysisError(method, "all columns are in one group; expected two groups");
    return chosen;
}

bool reaches(double t, double observed) {
    return t >= observed * (1 - 1e-9);
}

void raise_to_monotone(std::vector<PermutationP>& step_down, const std::vector<std::size_t>& descending) {
    for (std::size_t rank = 1; rank < descending.size(); ++rank) {
        const PermutationP& before = step_down[descending[rank - 1]];
        if (step_down[descending[rank]].p < before.p) step_down[descending[rank]] = before;
    }
}

}  // namespace

MaxT westfall_young(const std::vector<std::vector<double>>& rows, const std::vector<bool>& in_group,
                    const MonteCarlo& settings) {
    const std::vector<std::size_t> observed = check_input(rows, in_group);
    check_draws(settings, method);
    const std::vector<CentredFeature> features(rows.begin(), rows.end());
    const std::size_t m = features.size();
    MaxT result;
    for (const CentredFeature& feature : features) result.t_abs.push_back(feature.t_abs(observed));
    std::vector<std::size_t> descending(m);
    std::iota(descending.begin(), descending.end(), std::size_t{0});
    std::stable_sort(descending.begin(), descending.end(),
                     [&](auto a, auto b) { return result.t_abs[a] > result.t_abs[b]; });

    const MonteCarlo enough = affordable(settings, static_cast<double>(m * observed.size()));
    const auto counts = count_subsets(in_group.size(), observed.size(), 3 * m, enough, [&]() -> ArrangementVisitor {
        return [&, t = std::vector<double>(m)](std::span<const std::size_t> chosen,
                                               std::span<std::uint64_t> raised) mutable {
            for (std::size_t i = 0; i < m; ++i) t[i] = features[i].t_abs(chosen);
            const double largest = *std::max_element(t.begin(), t.end());
            double successive = 0;  // the largest t among this feature and those below it
            for (std::size_t rank = m; rank-- > 0;) {
                const std::size_t i = descending[rank];
                successive = std::max(successive, t[i]);
                raised[i] += reaches(t[i], result.t_abs[i]);
                raised[m + i] += reaches(largest, result.t_abs[i]);
                raised[2 * m + i] += reaches(successive, result.t_abs[i]);
            }
        };
    });
    for (std::size_t i = 0; i < m; ++i) {
        result.raw.push_back(counts.p(i));
        result.single_step.push_back(counts.p(m + i));
        result.step_down.push_back(counts.p(2 * m + i));
    }
    raise_to_monotone(result.step_down, descending);
    result.arrangements = static_cast<double>(counts.total);
    result.exact = counts.exact;
    return result;
}

}  // namespace asparagate
