#pragma once
#include <cstdint>
#include <optional>
#include <string>

namespace asparagate {

/// One column of the events: `$Pn...`.
struct Parameter {
    std::size_t index = 0;             ///< n of `$Pn`, from 1
    std::string name;                  ///< channel, `$PnN`; made unique as `name#n` when the file repeats it
    std::string marker;                ///< label, `$PnS`; empty when blank or absent
    char datatype = 'F';               ///< I, F, D or A
    unsigned bits = 32;                ///< `$PnB`, or the width that DATA proves; characters in type A, 0 for `*`
    std::optional<double> range;       ///< `$PnR`
    std::uint64_t mask = ~0ull;        ///< AND mask of integer data
    double log_decades = 0;            ///< f1 of `$PnE`; 0 = linear
    double log_offset = 0;             ///< f2 of `$PnE`
    double gain = 1;                   ///< `$PnG`
    std::optional<double> timestep;    ///< seconds per unit, on the Time parameter only
    std::optional<bool> told_time;     ///< Time or not, by ReadOptions::time_name; else the name decides

    [[nodiscard]] bool is_time() const noexcept;
    /// FSC, SSC or their synonyms: scatter is shown on a linear axis.
    [[nodiscard]] bool is_scatter() const noexcept;
    /// Neither scatter nor Time.
    [[nodiscard]] bool is_fluorescence() const noexcept { return !is_time() && !is_scatter(); }
};

}  // namespace asparagate
