#pragma once
#include <cstdint>

namespace asparagate {

/// How p-values beyond exact enumeration are drawn. The draws come in blocks with a random stream of their own, so the
/// result is the same for any number of threads.
struct MonteCarlo {
    std::uint64_t seed = 1;
    std::uint64_t draws = 100000;
    unsigned threads = 0;  ///< 0 = all cores
};

/// A permutation p and how sure it is. Exact: the share of all arrangements, low = high = p. Monte Carlo: (r + 1) /
/// (B + 1) (Phipson and Smyth 2010) with the 95 % Clopper-Pearson interval of r/B.
struct PermutationP {
    double p = 1;
    double low = 1, high = 1;
    bool exact = true;
    double arrangements = 1;  ///< enumerated, or the number of draws
};

}  // namespace asparagate
