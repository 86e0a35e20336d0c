#include "statistics_in_passes.hpp"

#include "bitmap.hpp"
#include "block_columns.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace asparagate::detail {
namespace {

constexpr int key_bits = 64, digit_bits = 11;
constexpr int n_passes = (key_bits + digit_bits - 1) / digit_bits;
constexpr std::size_t n_digits = std::size_t{1} << digit_bits;
constexpr std::size_t block_events = 4096;
constexpr std::size_t most_ranks = 2 * statistics_percents.size();
constexpr std::uint64_t sign = std::uint64_t{1} << 63;

/// Keys are in the order of their values.
std::uint64_t key_of(double value) {
    const auto bits = std::bit_cast<std::uint64_t>(value + 0.0);  // -0 equals 0
    return (bits & sign) != 0 ? ~bits : bits | sign;
}
double value_of(std::uint64_t key) {
    return std::bit_cast<double>((key & sign) != 0 ? key & ~sign : ~key);
}

/// Bits below the digit of a pass; the last digit is shorter.
int bits_below(int pass) {
    return std::max(0, key_bits - (pass + 1) * digit_bits);
}

/// Finds the values of some ranks, one digit of their keys per pass.
class Selection {
public:
    /// Before the first pass every value counts; `choose` needs the ranks only once their number is known.
    Selection() : groups_{{0, std::vector<std::uint64_t>(n_digits)}} {}

    void add(double value, int pass) {
        const std::uint64_t key = key_of(value), digit = key >> bits_below(pass);
        const std::uint64_t prefix = pass == 0 ? 0 : key >> bits_below(pass - 1);
        const std::uint64_t mask = pass + 1 == n_passes ? (std::uint64_t{1} << bits_below(pass - 1)) - 1 : n_digits - 1;
        for (Group& group : groups_)
            if (group.prefix == prefix) ++group.counts[digit & mask];
    }
    void ask_for(std::vector<std::uint64_t> ranks) {
        for (const std::uint64_t rank : ranks) wanted_.push_back({rank, 0});
    }
    /// Ends a pass: which digit each wanted rank has.
    void choose(int pass) {
        std::vector<Group> next;
        for (Wanted& wanted : wanted_) {
            const Group& group = *std::find_if(groups_.begin(), groups_.end(),
                                               [&](const Group& g) { return g.prefix == wanted.prefix; });
            std::uint64_t digit = 0;
            while (wanted.rank >= group.counts[digit]) wanted.rank -= group.counts[digit++];
            const int width = pass == 0 ? digit_bits : bits_below(pass - 1) - bits_below(pass);
            wanted.prefix = wanted.prefix << width | digit;
            const auto known = [&](const Group& g) { return g.prefix == wanted.prefix; };
            if (std::none_of(next.begin(), next.end(), known))
                next.push_back({wanted.prefix, std::vector<std::uint64_t>(n_digits)});
        }
        groups_ = std::move(next);
    }
    /// After the last pass: the value of the i-th rank asked for.
    [[nodiscard]] double value(std::size_t i) const { return value_of(wanted_[i].prefix); }

private:
    struct Group {
        std::uint64_t prefix;
        std::vector<std::uint64_t> counts;
    };
    struct Wanted {
        std::uint64_t rank;  ///< among the values of the prefix
        std::uint64_t prefix;
    };
    std::vector<Group> groups_;
    std::vector<Wanted> wanted_;
};

/// One population on its way through the passes.
class Population {
public:
    void add(double value, int pass) {
        if (!std::isfinite(value)) return;
        selection_.add(value, pass);
        if (pass == 0) {
            ++n_;
            sum_ += value;
            if (value > 0) log_sum_ += std::log(value), ++n_positive_;
        } else if (pass == 1) {
            square_sum_ += (value - mean_) * (value - mean_);
        }
    }
    void end(int pass) {
        if (n_ == 0) return;
        if (pass == 0) {
            mean_ = sum_ / static_cast<double>(n_);
            std::vector<std::uint64_t> ranks;
            for (const double percent : statistics_percents) {
                const QuantilePlace place = quantile_place(percent, n_);
                ranks.push_back(place.rank);
                ranks.push_back(std::min(place.rank + 1, n_ - 1));
            }
            selection_.ask_for(std::move(ranks));
        }
        selection_.choose(pass);
    }
    [[nodiscard]] StatisticsParts parts() const {
        StatisticsParts parts;
        if (n_ == 0) return parts;
        parts.mean = mean_;
        if (n_ > 1) parts.standard_deviation = std::sqrt(square_sum_ / static_cast<double>(n_ - 1));
        if (n_positive_ > 0) parts.geometric_mean_positive = std::exp(log_sum_ / static_cast<double>(n_positive_));
        for (std::size_t i = 0; i < statistics_percents.size(); ++i) {
            const double fraction = quantile_place(statistics_percents[i], n_).fraction;
            const double lower = selection_.value(2 * i), upper = fraction > 0 ? selection_.value(2 * i + 1) : lower;
            parts.percentiles[i] = lower + fraction * (upper - lower);
        }
        return parts;
    }

private:
    Selection selection_;
    std::uint64_t n_ = 0, n_positive_ = 0;
    double sum_ = 0, log_sum_ = 0, mean_ = 0, square_sum_ = 0;
};

}  // namespace

std::vector<StatisticsParts> statistics_in_passes(const DataSet& data_set, const Column& column,
                                                  const std::vector<const Membership*>& populations,
                                                  const TaskControl& control) {
    Plan plan;
    plan.columns.push_back(column);
    BlockColumns columns(plan, data_set, 1, block_events, nullptr);
    std::vector<Population> states(populations.size());
    for (int pass = 0; pass < n_passes; ++pass) {
        for (std::uint64_t first = 0; first < data_set.n_events(); first += block_events) {
            control.throw_if_stopped();
            const auto n = static_cast<std::size_t>(std::min<std::uint64_t>(block_events, data_set.n_events() - first));
            columns.start(first, n);
            const double* values = columns.values(0, 0, {});
            for (std::size_t p = 0; p < populations.size(); ++p)
                for_each_bit(std::span(populations[p]->words()).subspan(first / 64, kernels::words_for(n)),
                             [&](std::size_t k) { states[p].add(values[k], pass); });
            data_set.release(first, n);
        }
        for (Population& state : states) state.end(pass);
    }
    std::vector<StatisticsParts> result;
    for (const Population& state : states) result.push_back(state.parts());
    return result;
}

std::uint64_t statistics_in_passes_bytes(std::size_t n_populations) {
    return n_populations * (most_ranks + 1) * n_digits * sizeof(std::uint64_t);
}

}  // namespace asparagate::detail
