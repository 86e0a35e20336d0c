#include "asparagate/analysis/statistics/friedman.hpp"

#include "asparagate/analysis/analysis_error.hpp"
#include "statistics/arrangements.hpp"
#include "statistics/midranks.hpp"

#include <boost/math/distributions/chi_squared.hpp>

#include <limits>
#include <numeric>

namespace asparagate {
namespace {

constexpr const char* method = "Friedman";
constexpr std::size_t most_orders = 5040;                 // of one row: seven occasions
constexpr double most_cells = 4e6, most_additions = 4e8;  // of the table: a few tenths of a second
constexpr std::size_t most_steps = 1'500'000;  // from sums to sums, over all rows, without it: about half a second
constexpr std::size_t most_held = 5'000'000;   // ranks held at once: orders of one row, and sums that they lead to

using RankSums = std::vector<std::int64_t>;  ///< doubled ranks, one sum per column

struct RankedRows {
    std::vector<Midranks> rows;
    std::size_t columns = 0;

    [[nodiscard]] RankSums sums() const {
        RankSums sums(columns, 0);
        for (const Midranks& row : rows)
            for (std::size_t j = 0; j < columns; ++j) sums[j] += row.doubled[j];
        return sums;
    }
    /// Sum of squared deviations of the doubled sums: orders arrangements as the statistic does, in whole numbers.
    [[nodiscard]] std::int64_t spread(const RankSums& sums) const {
        const auto mean = static_cast<std::int64_t>(rows.size() * (columns + 1));
        std::int64_t squares = 0;
        for (const std::int64_t sum : sums) squares += (sum - mean) * (sum - mean);
        return squares;
    }
};

RankedRows ranked(const std::vector<std::vector<double>>& rows) {
    if (rows.empty()) throw AnalysisError(method, "no rows; expected at least one patient");
    RankedRows result;
    result.columns = rows.front().size();
    if (result.columns < 2) throw AnalysisError(method, "fewer than two columns; expected at least two occasions");
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows[i].size() != result.columns)
            throw AnalysisError(method, "row " + std::to_string(i + 1) + " has " + std::to_string(rows[i].size()) +
                                            " values; expected " + std::to_string(result.columns) + " as in row 1");
        refuse_nan(rows[i], method);
        result.rows.push_back(midranks(rows[i]));
    }
    return result;
}

double chi_squared(const RankedRows& data) {
    const auto n = static_cast<double>(data.rows.size()), k = static_cast<double>(data.columns);
    double ties = 0;
    for (const Midranks& row : data.rows) ties += row.tie_correction();
    const double scale = n * k * (k + 1) - ties / (k - 1);
    if (!(scale > 0)) return std::numeric_limits<double>::quiet_NaN();
    return 12 * static_cast<double>(data.spread(data.sums())) / 4 / scale;
}

/// Every order of a row's ranks, ascending; nothing where there are more than `most`.
std::optional<std::vector<RankSums>> orders_of(const Midranks& row, std::size_t most) {
    RankSums order = row.doubled;
    std::sort(order.begin(), order.end());
    std::vector<RankSums> orders;
    do {
        if (orders.size() == most) return std::nullopt;
        orders.push_back(order);
    } while (std::next_permutation(order.begin(), order.end()));
    return orders;
}

/// Column sums as places of a table with one dimension for each column but the last, which follows from the others. A
/// place counts, in units that all ranks share, how far a sum is above the smallest there could be.
class SumTable {
public:
    explicit SumTable(const RankedRows& data) : data_(data) {
        for (const Midranks& row : data.rows)
            for (const std::int64_t rank : row.doubled) unit_ = std::gcd(unit_, rank - lowest);
        unit_ = std::max<std::int64_t>(unit_, 1);
        of_row_ = static_cast<std::size_t>((2 * static_cast<std::int64_t>(data.columns) - lowest) / unit_);
        width_ = data.rows.size() * of_row_ + 1;
    }

    /// Sums there can be at most after so many rows.
    [[nodiscard]] double sums_after(std::size_t rows) const {
        return std::pow(static_cast<double>(rows * of_row_ + 1), static_cast<double>(data_.columns - 1));
    }
    [[nodiscard]] std::size_t place(const RankSums& order) const {
        std::size_t place = 0;
        for (std::size_t j = 0; j + 1 < data_.columns; ++j)
            place = place * width_ + static_cast<std::size_t>((order[j] - lowest) / unit_);
        return place;
    }
    /// Sums of all rows.
    [[nodiscard]] RankSums sums(std::size_t place) const {
        const auto n = static_cast<std::int64_t>(data_.rows.size()), k = static_cast<std::int64_t>(data_.columns);
        RankSums sums(data_.columns);
        sums.back() = n * k * (k + 1);
        for (std::size_t j = data_.columns - 1; j-- > 0; place /= width_) {
            sums[j] = n * lowest + unit_ * static_cast<std::int64_t>(place % width_);
            sums.back() -= sums[j];
        }
        return sums;
    }

private:
    static constexpr std::int64_t lowest = 2;  ///< doubled rank

    const RankedRows& data_;
    std::int64_t unit_ = 0;
    std::size_t of_row_ = 0, width_ = 0;
};

/// Probabilities of the column sums, one row at a time; nullopt when the table would be too large.
std::optional<double> table_p(const RankedRows& data, std::int64_t observed) {
    const SumTable table(data);
    std::vector<std::vector<std::size_t>> added_of;
    const double cells = table.sums_after(data.rows.size());
    if (cells > most_cells) return std::nullopt;
    double additions = 0;
    for (const Midranks& row : data.rows) {
        const auto orders = orders_of(row, most_orders);
        if (!orders) return std::nullopt;
        additions += table.sums_after(added_of.size()) * static_cast<double>(orders->size());
        if (additions > most_additions) return std::nullopt;
        std::vector<std::size_t>& added = added_of.emplace_back();
        for (const RankSums& order : *orders) added.push_back(table.place(order));
    }
    std::vector<double> probability(static_cast<std::size_t>(cells), 0.0), next;
    probability[0] = 1;
    std::size_t last = 0;
    for (const auto& added : added_of) {
        next.assign(probability.size(), 0.0);
        for (std::size_t place = 0; place <= last; ++place) {
            if (probability[place] == 0) continue;
            const double share = probability[place] / static_cast<double>(added.size());
            for (const std::size_t more : added) next[place + more] += share;
        }
        last += *std::max_element(added.begin(), added.end());
        probability.swap(next);
    }
    double p = 0;
    for (std::size_t place = 0; place <= last; ++place)
        if (probability[place] > 0 && data.spread(table.sums(place)) >= observed) p += probability[place];
    return std::min(p, 1.0);
}

/// The same over the sums that occur alone, for more than three columns; nullopt when they outgrow the limits.
std::optional<double> listed_p(const RankedRows& data, std::int64_t observed) {
    std::map<RankSums, double> states{{RankSums(data.columns, 0), 1.0}};
    std::size_t steps = 0;
    for (const Midranks& row : data.rows) {
        const std::size_t most_sums = std::min(most_steps - steps, most_held / data.columns);
        const auto orders = orders_of(row, std::min(most_orders, most_sums / states.size()));
        if (!orders) return std::nullopt;
        std::map<RankSums, double> next;
        for (const auto& [sums, probability] : states) {
            for (const RankSums& added : *orders) {
                RankSums total = sums;
                for (std::size_t j = 0; j < total.size(); ++j) total[j] += added[j];
                next[std::move(total)] += probability / static_cast<double>(orders->size());
            }
        }
        steps += states.size() * orders->size();
        states = std::move(next);
    }
    double p = 0;
    for (const auto& [sums, probability] : states)
        if (data.spread(sums) >= observed) p += probability;
    return std::min(p, 1.0);
}

std::optional<double> exact_p(const RankedRows& data, std::int64_t observed) {
    const auto p = table_p(data, observed);
    return p || data.columns <= 3 ? p : listed_p(data, observed);
}

PermutationP drawn_p(const RankedRows& data, std::int64_t observed, const MonteCarlo& settings) {
    return count_draws("friedman", 1, settings,
                       [&]() -> Draw {
                           return [&, observed](simulation::Random& random, std::span<std::uint64_t> raised) {
                               RankSums sums(data.columns, 0);
                               RankSums order;
                               for (const Midranks& row : data.rows) {
                                   order = row.doubled;
                                   for (std::size_t j = order.size() - 1; j > 0; --j)
                                       std::swap(order[j], order[draw_below(random, j + 1)]);
                                   for (std::size_t j = 0; j < order.size(); ++j) sums[j] += order[j];
                               }
                               raised[0] += data.spread(sums) >= observed;
                           };
                       })
        .p(0);
}

}  // namespace

Friedman friedman(const std::vector<std::vector<double>>& rows, const MonteCarlo& settings) {
    check_draws(settings, method);
    const RankedRows data = ranked(rows);
    const std::int64_t observed = data.spread(data.sums());
    Friedman result;
    result.chi_squared = chi_squared(data);
    if (!std::isnan(result.chi_squared)) {
        const boost::math::chi_squared distribution(static_cast<double>(data.columns) - 1);
        result.p_chi_squared = boost::math::cdf(boost::math::complement(distribution, result.chi_squared));
    }
    if (const auto p = exact_p(data, observed)) {
        result.permutation.p = result.permutation.low = result.permutation.high = *p;
    } else {
        const auto work = static_cast<double>(2 * rows.size() * data.columns);  // an order and its sums
        result.permutation = drawn_p(data, observed, affordable(settings, work));
    }
    return result;
}

}  // namespace asparagate
