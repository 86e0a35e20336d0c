#include "byte_order.hpp"

#include "asparagate/fcs/number.hpp"

#include <algorithm>

namespace asparagate::detail {

std::optional<std::vector<unsigned>> parse_byte_order(std::string_view text) {
    std::vector<unsigned> ranks;
    while (true) {
        const auto comma = text.find(',');
        const auto rank = parse_unsigned(text.substr(0, comma));
        if (!rank || *rank < 1 || *rank > 8 || ranks.size() == 8) return std::nullopt;
        ranks.push_back(static_cast<unsigned>(*rank) - 1);
        if (comma == std::string_view::npos) break;
        text.remove_prefix(comma + 1);
    }
    std::vector<unsigned> sorted = ranks;
    std::sort(sorted.begin(), sorted.end());
    for (unsigned i = 0; i < sorted.size(); ++i) {
        if (sorted[i] != i) return std::nullopt;
    }
    return ranks;
}

Endian endian_of(const std::vector<unsigned>& ranks, unsigned width_bytes) {
    if (width_bytes == 1 || std::is_sorted(ranks.begin(), ranks.end())) return Endian::little;
    if (std::is_sorted(ranks.rbegin(), ranks.rend())) return Endian::big;
    return Endian::mixed;
}

}  // namespace asparagate::detail
