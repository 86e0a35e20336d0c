#include "run/timestamp.hpp"

#include "asparagate/fcs/number.hpp"

#include <cstdlib>
#include <ctime>

namespace asparagate {

std::string utc_timestamp() {
    std::time_t seconds = std::time(nullptr);
    if (const char* fixed = std::getenv("SOURCE_DATE_EPOCH"))
        if (const auto value = parse_unsigned(fixed)) seconds = static_cast<std::time_t>(*value);
    std::tm utc{};
    if (gmtime_r(&seconds, &utc) == nullptr) utc = {};
    std::array<char, 32> text{};
    const std::size_t length = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &utc);
    return {text.data(), length};
}

}  // namespace asparagate
