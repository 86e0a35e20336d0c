#pragma once
#include "asparagate/fcs/fcs_file.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace asparagate {

/// Everything of one FCS data set but its events: what FcsWriter writes. A value: edit it (edit_outline.hpp), then
/// write it.
struct FcsOutline {
    std::string version = "3.1";  ///< "3.1" or "3.2"
    /// Written from these: name, marker, datatype (I, F or D), bits (whole bytes; 32 for F, 64 for D), range,
    /// log_decades and log_offset (I only), gain, timestep. A missing range becomes the next whole number above the
    /// largest value.
    std::vector<Parameter> parameters;
    /// All other keywords. Those that the format or the parameters decide ($TOT, $PnB ...) are ignored here, except
    /// that their spelling is kept where it says the same.
    Keywords keywords;
    std::optional<SpilloverMatrix> spillover;  ///< what `keywords` hold as a matrix, as it was read
    std::uint64_t n_events = 0;
    std::string analysis;                     ///< bytes of ANALYSIS; empty = none
    std::vector<std::string> other_segments;  ///< bytes of each OTHER segment
    /// Optional keywords beyond that length of TEXT go to supplemental TEXT; readers refuse more.
    std::uint64_t primary_text_bytes = std::uint64_t{60} << 20;

    /// `$DATATYPE`: what `keywords` say where a parameter has that type, else the type that most parameters share. The
    /// others need `$PnDATATYPE`.
    [[nodiscard]] char datatype() const;
    [[nodiscard]] bool has_mixed_types() const;
};

/// What it takes to write `data_set` again with the same values and keywords: FCS 3.2 when it was 3.2 or mixes types,
/// else 3.1. Packed integers become whole bytes, ASCII numbers integers, names that 3.1 forbids are changed; each such
/// change is a finding.
FcsOutline outline_of(const DataSet& data_set, const std::string& file, Findings& findings);

/// Gives all parameters one type without loss: integers stay when all are, else single precision, else double. False,
/// and nothing changed, when that cannot be: integers above 2^53, or logarithmic ones, beside floating-point values.
/// Those need the `$PnDATATYPE` of FCS 3.2.
bool unify_types(FcsOutline& outline);

}  // namespace asparagate
