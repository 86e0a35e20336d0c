#include "language/say.hpp"

namespace asparagate {

std::string say(const char* english, std::initializer_list<std::string> values) {
    std::string text;
    for (const char* at = english; *at != '\0'; ++at) {
        const std::size_t index =
            at[0] == '%' && at[1] >= '1' && at[1] <= '9' ? static_cast<std::size_t>(at[1] - '1') : values.size();
        if (index >= values.size()) {
            text += *at;
            continue;
        }
        text += values.begin()[index];
        ++at;
    }
    return text;
}

}  // namespace asparagate
