#pragma once
#include "asparagate/analysis/statistics/monte_carlo.hpp"

#include <vector>

namespace asparagate {

/// Friedman's test of repeated measurements: rows are patients, columns occasions (DOMAIN 4.12). The permutation p is
/// exact while the sums of ranks fit a table (three occasions: about 370 patients without ties, 230 with), else from
/// seeded draws.
struct Friedman {
    double chi_squared = 0;       ///< corrected for ties; NaN when every row is constant
    double p_chi_squared = 1;
    PermutationP permutation;     ///< each row's values in any order
};
/// @throws AnalysisError on no rows, fewer than two columns, unequal rows or NaN.
Friedman friedman(const std::vector<std::vector<double>>& rows, const MonteCarlo& settings = {});

}  // namespace asparagate
