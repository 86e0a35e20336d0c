#pragma once
#include "asparagate/analysis/statistics/monte_carlo.hpp"
#include "simulation/random.hpp"

#include <cstdint>
#include <functional>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

namespace asparagate {

/// How often each of several counters was raised over all arrangements, or over random ones.
struct ArrangementCounts {
    std::vector<std::uint64_t> counts;
    std::uint64_t total = 0;  ///< arrangements or draws
    bool exact = true;

    [[nodiscard]] PermutationP p(std::size_t counter) const;
};

/// Raises the counters that one arrangement counts for. Made once per block, so it may keep scratch memory.
using ArrangementVisitor = std::function<void(std::span<const std::size_t> indices, std::span<std::uint64_t> counts)>;
using VisitorFactory = std::function<ArrangementVisitor()>;

/// Subsets beyond this number are drawn, not enumerated.
constexpr double largest_subset_enumeration = 5e6;
/// Orders of more values than this are drawn, not enumerated (9! = 362880).
constexpr std::size_t largest_order_enumeration = 9;

/// Every subset of `size` of `n` indices with equal weight.
ArrangementCounts count_subsets(std::size_t n, std::size_t size, std::size_t counters, const MonteCarlo& settings,
                                const VisitorFactory& make_visitor, double most = largest_subset_enumeration);
/// Every order of `n` indices with equal weight.
ArrangementCounts count_orders(std::size_t n, std::size_t counters, const MonteCarlo& settings,
                               const VisitorFactory& make_visitor, std::size_t largest_n = largest_order_enumeration);
/// Every choice of signs of `n` values; a visitor gets the positions that are turned.
ArrangementCounts count_signs(std::size_t n, std::size_t counters, const MonteCarlo& settings,
                              const VisitorFactory& make_visitor, double most = largest_subset_enumeration);

/// A draw of its own shape: `draw` is made once per block and called once per draw.
using Draw = std::function<void(simulation::Random& random, std::span<std::uint64_t> counts)>;
ArrangementCounts count_draws(std::string_view stream, std::size_t counters, const MonteCarlo& settings,
                              const std::function<Draw()>& make_draw);

/// Runs `work(random, begin, end)` for blocks of the draws, each block with its own stream, on all threads.
void draw_blocks(std::string_view stream, const MonteCarlo& settings,
                 const std::function<void(simulation::Random&, std::uint64_t begin, std::uint64_t end)>& work);

/// A whole number below `end`, every one equally likely. Inline: drawn tests call it for every value of every draw.
inline std::size_t draw_below(simulation::Random& random, std::size_t end) {
    // The high 32 bits of a product spread a 32-bit number over 0 .. end - 1; the few low parts that would come up once
    // too often are drawn again (Lemire, ACM TOMACS 2019;29:3).
    if (end <= std::numeric_limits<std::uint32_t>::max()) {
        const auto range = static_cast<std::uint32_t>(end);
        std::uint64_t product = (random.next() >> 32) * range;
        if (static_cast<std::uint32_t>(product) < range) {
            const std::uint32_t surplus = (0U - range) % range;
            while (static_cast<std::uint32_t>(product) < surplus) product = (random.next() >> 32) * range;
        }
        return static_cast<std::size_t>(product >> 32);
    }
    const std::uint64_t limit = std::numeric_limits<std::uint64_t>::max() / end * end;
    std::uint64_t value = random.next();
    while (value >= limit) value = random.next();
    return static_cast<std::size_t>(value % end);
}

/// As many draws as asked for while draws times `work` of one draw stay below 2.5e8, never fewer than 1000 of them.
MonteCarlo affordable(MonteCarlo settings, double work);

/// @throws AnalysisError when no draw is asked for.
void check_draws(const MonteCarlo& settings, const char* method);

}  // namespace asparagate
