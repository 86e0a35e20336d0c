#pragma once
#include <string_view>

namespace asparagate {

/// Version of the program that was built, such as "0.1.0".
std::string_view program_version() noexcept;

}  // namespace asparagate
