#pragma once
#include "asparagate/gating/compensation.hpp"
#include "asparagate/gating/transform.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace asparagate::detail {

/// Values as the file scales them, or a weighted sum of several parameters.
struct ChannelValues {
    struct Term {
        std::size_t parameter;  ///< position in the file
        double weight;
        bool operator==(const Term&) const = default;
    };
    bool compensated = false;  ///< false: the one term as it is
    std::vector<Term> terms;   ///< in the order of the matrix; weights that are exactly 0 are left out
    bool operator==(const ChannelValues&) const = default;
};

/// One column of numbers that gates look at, in data units: a channel, or the ratio of two. Equal columns hold equal
/// numbers, whatever plan they belong to.
struct Column {
    struct Division {
        ChannelValues denominator;
        Ratio ratio;  ///< its names are empty: only the numbers count
        bool operator==(const Division&) const = default;
    };
    ChannelValues values;
    std::optional<Division> division;

    [[nodiscard]] bool is_direct() const noexcept { return !values.compensated && !division; }
    bool operator==(const Column&) const = default;
};

}  // namespace asparagate::detail
