#pragma once
#include "asparagate/fcs/metadata.hpp"
#include "optional_keywords.hpp"

#include <cstddef>
#include <optional>

namespace asparagate::detail {

/// `$COMP` of FCS 3.0 or `$DFCiTOj` of FCS 2.0; nullopt when the file has neither in a readable form.
std::optional<HardwareCompensation> read_hardware_compensation(const Keywords& keywords, OptionalKeywords& optional,
                                                               std::size_t n_parameters);

}  // namespace asparagate::detail
