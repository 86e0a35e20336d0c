#include "statistics/arrangements.hpp"

#include "asparagate/analysis/analysis_error.hpp"
#include "asparagate/analysis/statistics/proportion.hpp"
#include "run/parallel.hpp"
#include "statistics/rank_sums.hpp"

#include <limits>
#include <numeric>

namespace asparagate {
namespace {

constexpr std::uint64_t draws_per_block = 1000;
constexpr std::uint64_t subsets_per_block = 20000;

using Counts = std::vector<std::uint64_t>;

/// Runs `work(block, counts)` for every block and adds the counts up; whole numbers, so the order does not matter.
Counts sum_blocks(std::size_t blocks, std::size_t counters, unsigned threads,
                  const std::function<void(std::size_t, Counts&)>& work) {
    std::vector<Counts> of_block(blocks, Counts(counters, 0));
    parallel_items(blocks, plan_threads(threads, blocks, 0, 0), {},
                   [&](std::size_t block) { work(block, of_block[block]); });
    Counts sum(counters, 0);
    for (const Counts& counts : of_block) {
        for (std::size_t i = 0; i < counters; ++i) sum[i] += counts[i];
    }
    return sum;
}

/// C(n, k), exact below the enumeration limit.
std::uint64_t subset_count(std::size_t n, std::size_t k) {
    std::uint64_t count = 1;
    for (std::size_t i = 1; i <= std::min(k, n - k); ++i) count = count * (n - i + 1) / i;
    return count;
}

/// The subset at position `rank` of the lexicographic order.
std::vector<std::size_t> subset_at(std::size_t n, std::size_t size, std::uint64_t rank) {
    std::vector<std::size_t> subset;
    for (std::size_t next = 0; subset.size() < size; ++next) {
        const std::uint64_t with_next = subset_count(n - next - 1, size - subset.size() - 1);
        if (rank < with_next) {
            subset.push_back(next);
        } else {
            rank -= with_next;
        }
    }
    return subset;
}

void next_subset(std::vector<std::size_t>& subset, std::size_t n) {
    std::size_t i = subset.size();
    while (i > 0 && subset[i - 1] == n - subset.size() + i - 1) --i;
    if (i == 0) return;
    ++subset[i - 1];
    for (; i < subset.size(); ++i) subset[i] = subset[i - 1] + 1;
}

ArrangementCounts all_subsets(std::size_t n, std::size_t size, std::size_t counters, unsigned threads,
                              const VisitorFactory& make_visitor) {
    const std::uint64_t total = subset_count(n, size);
    const auto blocks = static_cast<std::size_t>((total + subsets_per_block - 1) / subsets_per_block);
    const Counts counts = sum_blocks(blocks, counters, threads, [&](std::size_t block, Counts& into) {
        const ArrangementVisitor visit = make_visitor();
        const std::uint64_t begin = block * subsets_per_block;
        std::vector<std::size_t> subset = subset_at(n, size, begin);
        for (std::uint64_t rank = begin; rank < std::min(total, begin + subsets_per_block); ++rank) {
            visit(subset, into);
            next_subset(subset, n);
        }
    });
    return {counts, total, true};
}

ArrangementCounts all_orders(std::size_t n, std::size_t counters, unsigned threads,
                             const VisitorFactory& make_visitor) {
    // One block for each value that may come first.
    const Counts counts = sum_blocks(n, counters, threads, [&](std::size_t first, Counts& into) {
        const ArrangementVisitor visit = make_visitor();
        std::vector<std::size_t> order(n);
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::rotate(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(first),
                    order.begin() + static_cast<std::ptrdiff_t>(first) + 1);
        do visit(order, into);
        while (std::next_permutation(order.begin() + 1, order.end()));
    });
    std::uint64_t total = 1;
    for (std::size_t i = 2; i <= n; ++i) total *= i;
    return {counts, total, true};
}

ArrangementCounts all_signs(std::size_t n, std::size_t counters, unsigned threads, const VisitorFactory& make_visitor) {
    const std::uint64_t total = std::uint64_t{1} << n;
    const auto blocks = static_cast<std::size_t>((total + subsets_per_block - 1) / subsets_per_block);
    const Counts counts = sum_blocks(blocks, counters, threads, [&](std::size_t block, Counts& into) {
        const ArrangementVisitor visit = make_visitor();
        std::vector<std::size_t> turned;
        const std::uint64_t begin = block * subsets_per_block;
        for (std::uint64_t signs = begin; signs < std::min(total, begin + subsets_per_block); ++signs) {
            turned.clear();
            for (std::size_t i = 0; i < n; ++i)
                if ((signs >> i & 1U) != 0) turned.push_back(i);
            visit(turned, into);
        }
    });
    return {counts, total, true};
}

/// The first `size` places of a random order (Fisher and Yates).
void shuffle_front(simulation::Random& random, std::vector<std::size_t>& indices, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) std::swap(indices[i], indices[i + draw_below(random, indices.size() - i)]);
}

ArrangementCounts drawn(std::string_view stream, std::size_t n, std::size_t size, std::size_t counters,
                        const MonteCarlo& settings, const VisitorFactory& make_visitor) {
    return count_draws(stream, counters, settings, [&]() -> Draw {
        std::vector<std::size_t> indices(n);
        std::iota(indices.begin(), indices.end(), std::size_t{0});
        return [visit = make_visitor(), indices, size](simulation::Random& random,
                                                       std::span<std::uint64_t> counts) mutable {
            shuffle_front(random, indices, size);
            visit(std::span(indices).first(size), counts);
        };
    });
}

}  // namespace

PermutationP ArrangementCounts::p(std::size_t counter) const {
    const std::uint64_t count = counts[counter];
    PermutationP result;
    result.exact = exact;
    result.arrangements = static_cast<double>(total);
    if (exact) {
        result.p = result.low = result.high = static_cast<double>(count) / static_cast<double>(total);
        return result;
    }
    // The observed arrangement is one of the possible ones, so a Monte Carlo p is never 0.
    result.p = static_cast<double>(count + 1) / static_cast<double>(total + 1);
    const ConfidenceInterval interval = clopper_pearson(count, total);
    result.low = interval.low;
    result.high = interval.high;
    return result;
}

ArrangementCounts count_subsets(std::size_t n, std::size_t size, std::size_t counters, const MonteCarlo& settings,
                                const VisitorFactory& make_visitor, double most) {
    const double subsets = std::exp(log_binomial(static_cast<double>(n), static_cast<double>(size)));
    if (subsets <= most) return all_subsets(n, size, counters, settings.threads, make_visitor);
    return drawn("subsets", n, size, counters, settings, make_visitor);
}

ArrangementCounts count_orders(std::size_t n, std::size_t counters, const MonteCarlo& settings,
                               const VisitorFactory& make_visitor, std::size_t largest_n) {
    if (n <= largest_n) return all_orders(n, counters, settings.threads, make_visitor);
    return drawn("orders", n, n, counters, settings, make_visitor);
}

ArrangementCounts count_signs(std::size_t n, std::size_t counters, const MonteCarlo& settings,
                              const VisitorFactory& make_visitor, double most) {
    if (std::exp2(static_cast<double>(n)) <= most) return all_signs(n, counters, settings.threads, make_visitor);
    return count_draws("signs", counters, settings, [&]() -> Draw {
        return [n, visit = make_visitor(), turned = std::vector<std::size_t>()](
                   simulation::Random& random, std::span<std::uint64_t> counts) mutable {
            turned.clear();
            for (std::size_t i = 0; i < n; ++i)
                if ((random.next() >> 63) != 0) turned.push_back(i);
            visit(turned, counts);
        };
    });
}

ArrangementCounts count_draws(std::string_view stream, std::size_t counters, const MonteCarlo& settings,
                              const std::function<Draw()>& make_draw) {
    const auto blocks = static_cast<std::size_t>((settings.draws + draws_per_block - 1) / draws_per_block);
    const Counts counts = sum_blocks(blocks, counters, settings.threads, [&](std::size_t block, Counts& into) {
        simulation::Random random(simulation::stream_seed(settings.seed, stream, block));
        const Draw draw = make_draw();
        const std::uint64_t begin = block * draws_per_block;
        for (std::uint64_t i = begin; i < std::min(settings.draws, begin + draws_per_block); ++i) draw(random, into);
    });
    return {counts, settings.draws, false};
}

void draw_blocks(std::string_view stream, const MonteCarlo& settings,
                 const std::function<void(simulation::Random&, std::uint64_t, std::uint64_t)>& work) {
    const auto blocks = static_cast<std::size_t>((settings.draws + draws_per_block - 1) / draws_per_block);
    parallel_items(blocks, plan_threads(settings.threads, blocks, 0, 0), {}, [&](std::size_t block) {
        simulation::Random random(simulation::stream_seed(settings.seed, stream, block));
        const std::uint64_t begin = block * draws_per_block;
        work(random, begin, std::min(settings.draws, begin + draws_per_block));
    });
}

MonteCarlo affordable(MonteCarlo settings, double work) {
    constexpr double most_work = 2.5e8;
    constexpr std::uint64_t fewest_draws = 1000;
    const auto draws = static_cast<std::uint64_t>(most_work / std::max(work, 1.0));
    settings.draws = std::min(settings.draws, std::max(draws, fewest_draws));
    return settings;
}

void check_draws(const MonteCarlo& settings, const char* method) {
    constexpr std::uint64_t most = 100'000'000;
    if (settings.draws >= 1 && settings.draws <= most) return;
    throw AnalysisError(method, std::to_string(settings.draws) + " draws; expected 1 to " + std::to_string(most));
}

}  // namespace asparagate
