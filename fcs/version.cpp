#include "asparagate/fcs/version.hpp"

namespace asparagate {

std::string_view program_version() noexcept {
    return ASPARAGATE_VERSION;
}

}  // namespace asparagate
