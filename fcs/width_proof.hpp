#pragma once
#include "data_range.hpp"
#include "read_parameters.hpp"

namespace asparagate::detail {

/// What the length of DATA says about `$PnB` and `$PAR`, before it is taken for granted.
/// @throws FcsError naming the keyword when integers are not whole bytes and DATA does not hold them in whole bytes, or
/// when DATA fits the parameters beyond `$PAR` and not those within
void check_widths(const Layout& layout, const Header& header, const Keywords& keywords, FindingLog& log);

/// Accepts the width that replaced a wrong `$PnB` (Layout::width_to_prove), with a finding.
/// @throws FcsError when the length of DATA does not prove it
void prove_width(const Layout& layout, const DataExtent& data, const Keywords& keywords, FindingLog& log);

}  // namespace asparagate::detail
