#include "asparagate/fcs/parameter.hpp"

#include <algorithm>
#include <string_view>

namespace asparagate {
namespace {

std::string upper_case(std::string_view text) {
    std::string upper(text);
    std::transform(upper.begin(), upper.end(), upper.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return upper;
}

bool is_letter(char c) {
    return c >= 'A' && c <= 'Z';
}

}  // namespace

bool Parameter::is_time() const noexcept {
    if (told_time) return *told_time;
    // TIME by the standard; the others are what Partec, Cytek and Guava instruments write.
    const std::string upper = upper_case(name);
    return upper == "TIME" || upper == "HDR-T" || upper == "TIME1" || upper == "T1";
}

bool Parameter::is_scatter() const noexcept {
    const std::string upper = upper_case(name);
    if (upper.find("FORWARD SCATTER") != std::string::npos || upper.find("SIDE SCATTER") != std::string::npos)
        return true;
    // FSC and SSC, also as BSSC-A, VSSC-H, FS-A, SS INT LIN (Beckman Coulter), FS Lin; not "CD5-FSCx" in mid-word.
    for (const std::string_view word : {"FSC", "SSC", "BSSC", "VSSC", "FALS", "FS", "SS"}) {
        if (!std::string_view(upper).starts_with(word)) continue;
        if (upper.size() == word.size() || !is_letter(upper[word.size()])) return true;
    }
    return false;
}

bool names_compensated_values(std::string_view channel) noexcept {
    return channel.starts_with("Comp-") || channel.starts_with("FJComp-") ||
           (channel.size() > 2 && channel.starts_with('<') && channel.ends_with('>'));
}

}  // namespace asparagate
