#pragma once
#include "asparagate/fcs/keywords.hpp"
#include "asparagate/fcs/parameter.hpp"
#include "asparagate/fcs/read_options.hpp"
#include "finding_log.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace asparagate::detail {

/// How events are laid out, and what each column means.
struct Layout {
    char datatype = 'F';     ///< `$DATATYPE`
    std::string byte_order;  ///< `$BYTEORD` as written
    std::vector<unsigned> byte_ranks;
    std::vector<Parameter> parameters;
    std::vector<std::uint64_t> column_offsets;  ///< byte of each parameter within one event
    std::uint64_t event_bytes = 0;
    /// `$DATATYPE/A` with `$PnB/*`: numbers of any length; event_bytes and column_offsets mean nothing.
    bool free_text = false;
    /// A `$PnB` that contradicts its float type and was replaced by the width of the type, or that is no whole number
    /// of bytes and was rounded up (`packed`): right only if the length of DATA equals `$TOT` times event_bytes. The
    /// keyword, or empty.
    std::string width_to_prove;
    bool packed = false;
};

/// Bytes of one stored value: a character of type A is one; 0 in free format.
unsigned stored_bytes(const Parameter& parameter);

/// Reads `$PAR $DATATYPE $MODE $BYTEORD` and `$Pn*` (FCS 3.1 sections 3.2 and 3.3). Nothing of the size of `$PAR` is
/// allocated before every `$PnB` and `$PnR` has been seen.
/// @throws FcsError on a missing or impossible value and on what is not supported: `$MODE` C and U.
Layout read_layout(const Keywords& keywords, const std::string& version, const ReadOptions& options, FindingLog& log);

}  // namespace asparagate::detail
