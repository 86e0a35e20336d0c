#pragma once
#include "asparagate/fcs/finding.hpp"
#include "asparagate/fcs/keywords.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace asparagate::detail {

/// What the format or the parameters decide, so that a caller's keywords cannot contradict DATA.
bool is_structural(std::string_view key);

/// A keyword about one parameter, standard or private: `$P12V`, `P12DISPLAY`, `flowCore_$P12Rmax`.
struct NumberedKey {
    std::size_t digits_begin;  ///< position of the number in the key
    std::size_t digits_end;
    std::uint64_t index;
};
std::optional<NumberedKey> parse_numbered_key(std::string_view key);

/// A private name for a keyword that cannot stay what it was: without its `$`, or with "KEPT " before it where that
/// name is taken or would be read as something else.
std::string private_name(std::string_view key, const Keywords& taken);

/// Gives a keyword a private name, and says so (I-KEY-MOVED). Nothing happens when it is absent.
void move_to_private(Keywords& keywords, std::string_view key, const std::string& reason, Findings& findings);

/// A note or warning about a keyword to be written.
Finding keyword_finding(const char* code, Severity severity, std::string_view key, const std::string& message);

}  // namespace asparagate::detail
