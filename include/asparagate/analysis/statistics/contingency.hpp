#pragma once
#include <array>
#include <cstdint>

namespace asparagate {

/// Counts of a 2x2 table, rows = groups, columns = outcome yes and no.
using Table2x2 = std::array<std::array<std::uint64_t, 2>, 2>;

/// Fisher's exact test given both margins, with the conditional odds ratio (DOMAIN 4.5). Two-sided p: the summed
/// probability of all tables no likelier than the observed (within 1e-7 relative).
struct FisherExact {
    double p_two_sided = 1;
    double p_greater = 1;          ///< odds ratio above 1
    double p_less = 1;
    double p_mid_two_sided = 1;    ///< tables as likely as the observed count half
    double p_min_attainable = 1;   ///< smallest two-sided p with these margins
    double odds_ratio = 1;         ///< conditional maximum likelihood; NaN when the margins allow one table only
    double low = 0, high = 0;      ///< exact 95 % interval of the odds ratio
};
/// Exact for up to 1e6 tables with the same margins. @throws AnalysisError beyond.
FisherExact fisher_exact(const Table2x2& table);

/// Exact tests given the row totals alone: the largest p over the unknown common proportion, searched on 2001 points and
/// refined (DOMAIN 4.5). Statistics within 1e-9 relative are equal.
struct UnconditionalExact {
    double barnard = 1;           ///< |z| with pooled variance (Barnard 1945)
    double boschloo = 1;          ///< two-sided Fisher p (Boschloo 1970)
    double boschloo_twice = 1;    ///< twice the smaller one-sided p
};
/// @throws AnalysisError on an empty row, or more than 2.5e7 tables.
UnconditionalExact unconditional_exact(const Table2x2& table);

}  // namespace asparagate
