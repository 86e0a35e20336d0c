#include "asparagate/analysis/analysis_error.hpp"
#include "asparagate/analysis/statistics/contingency.hpp"
#include "asparagate/fcs/number.hpp"
#include "statistics/hypergeometric.hpp"
#include "statistics/rank_sums.hpp"

#include <boost/math/tools/minima.hpp>

#include <numbers>

namespace asparagate {
namespace {

constexpr const char* method = "unconditional exact test";
constexpr double tie_tolerance = 1e-9;
constexpr double largest_tables = 2.5e7;
constexpr int grid_points = 2001;
constexpr std::size_t refined_maxima = 8;

/// Share of each total of successes s = 0..N that lies in the rejection region, given s. The region's probability is
/// then a mixture over the binomial total, which needs no large coefficients.
using RegionByTotal = std::vector<double>;

class RegionProbability {
public:
    explicit RegionProbability(const RegionByTotal& region) : region_(region) {
        const auto n = static_cast<double>(region.size() - 1);
        for (std::size_t s = 0; s < region.size(); ++s) log_ways_.push_back(log_binomial(n, static_cast<double>(s)));
    }

    /// With common proportion sin^2(angle): the scale on which a proportion's spread is the same everywhere.
    [[nodiscard]] double operator()(double angle) const {
        const double log_p = 2 * std::log(std::sin(angle)), log_q = 2 * std::log(std::cos(angle));
        const std::size_t n = region_.size() - 1;
        double sum = 0;
        for (std::size_t s = 0; s <= n; ++s) {
            if (region_[s] == 0) continue;
            const double yes = s > 0 ? static_cast<double>(s) * log_p : 0;
            const double no = s < n ? static_cast<double>(n - s) * log_q : 0;
            sum += region_[s] * std::exp(log_ways_[s] + yes + no);
        }
        return sum;
    }

    [[nodiscard]] double largest() const {
        const double step = std::numbers::pi / 2 / (grid_points - 1);
        std::vector<double> values;
        for (int i = 0; i < grid_points; ++i) values.push_back((*this)(i * step));
        std::vector<std::size_t> peaks;
        for (std::size_t i = 1; i + 1 < values.size(); ++i)
            if (values[i] >= values[i - 1] && values[i] >= values[i + 1]) peaks.push_back(i);
        std::stable_sort(peaks.begin(), peaks.end(), [&](auto a, auto b) { return values[a] > values[b]; });
        double largest = *std::max_element(values.begin(), values.end());
        for (std::size_t i = 0; i < std::min(peaks.size(), refined_maxima); ++i) {
            const double middle = static_cast<double>(peaks[i]) * step;
            const auto found = boost::math::tools::brent_find_minima([this](double angle) { return -(*this)(angle); },
                                                                     middle - step, middle + step, 52);
            largest = std::max(largest, -found.second);
        }
        return std::min(largest, 1.0);
    }

private:
    RegionByTotal region_;
    std::vector<double> log_ways_;
};

struct Margins {
    std::uint64_t n_1, n_2;
    [[nodiscard]] std::uint64_t n() const { return n_1 + n_2; }
};

/// |z| with pooled variance of a successes of n_1 against s - a of n_2; 0 where nobody or everybody succeeds.
double pooled_z(const Margins& margins, std::uint64_t a, std::uint64_t s) {
    if (s == 0 || s == margins.n()) return 0;
    const auto n_1 = static_cast<double>(margins.n_1), n_2 = static_cast<double>(margins.n_2);
    const auto yes = static_cast<double>(s), no = n_1 + n_2 - yes;
    const double distance = static_cast<double>(a) * n_2 - (yes - static_cast<double>(a)) * n_1;
    return std::abs(distance) * std::sqrt((n_1 + n_2) / (n_1 * n_2 * yes * no));
}

/// The regions of the tests, filled one total at a time.
struct Regions {
    RegionByTotal barnard, boschloo, less, greater;
};

struct Observed {
    double z, fisher, less, greater;
};

std::vector<double> sums_up_to(const std::vector<double>& p) {
    std::vector<double> sums;
    double sum = 0;
    for (const double value : p) sums.push_back(sum += value);
    return sums;
}

void add_total(Regions& regions, const Margins& margins, std::uint64_t s, const Observed& observed) {
    const ConditionalCell cell(margins.n_1, margins.n_2, s);
    const std::vector<double> probabilities = cell.probabilities();
    const std::vector<double> fisher = two_sided_p(probabilities);
    const std::vector<double> at_most = sums_up_to(probabilities);
    const std::vector<double> from_above = sums_up_to({probabilities.rbegin(), probabilities.rend()});
    double barnard = 0, boschloo = 0, less = 0, greater = 0;
    for (std::size_t i = 0; i < probabilities.size(); ++i) {
        const double p = probabilities[i];
        if (pooled_z(margins, cell.lowest() + i, s) >= observed.z * (1 - tie_tolerance)) barnard += p;
        if (fisher[i] <= observed.fisher * (1 + tie_tolerance)) boschloo += p;
        if (at_most[i] <= observed.less * (1 + tie_tolerance)) less += p;
        if (from_above[probabilities.size() - 1 - i] <= observed.greater * (1 + tie_tolerance)) greater += p;
    }
    regions.barnard.push_back(barnard);
    regions.boschloo.push_back(boschloo);
    regions.less.push_back(less);
    regions.greater.push_back(greater);
}

void check_table(const Margins& margins) {
    if (margins.n_1 == 0 || margins.n_2 == 0)
        throw AnalysisError(method, "a row is empty; expected at least one observation in each group");
    const double tables = (static_cast<double>(margins.n_1) + 1) * (static_cast<double>(margins.n_2) + 1);
    if (tables > largest_tables)
        throw AnalysisError(method, format_number(tables) + " possible tables; at most " +
                                        format_number(largest_tables) + " are enumerated");
}

}  // namespace

UnconditionalExact unconditional_exact(const Table2x2& table) {
    const Margins margins{table[0][0] + table[0][1], table[1][0] + table[1][1]};
    check_table(margins);
    const std::uint64_t s = table[0][0] + table[1][0];
    const FisherExact fisher = fisher_exact(table);
    const Observed observed{pooled_z(margins, table[0][0], s), fisher.p_two_sided, fisher.p_less, fisher.p_greater};
    Regions regions;
    for (std::uint64_t total = 0; total <= margins.n(); ++total) add_total(regions, margins, total, observed);
    const double one_sided =
        std::min(RegionProbability(regions.less).largest(), RegionProbability(regions.greater).largest());
    return {RegionProbability(regions.barnard).largest(), RegionProbability(regions.boschloo).largest(),
            std::min(1.0, 2 * one_sided)};
}

}  // namespace asparagate
