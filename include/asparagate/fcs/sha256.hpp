#pragma once
#include <filesystem>
#include <string>
#include <string_view>

namespace asparagate {

/// SHA-256 as 64 lower-case hexadecimal digits (FIPS 180-4).
std::string sha256(std::string_view bytes);
/// Streams the file. @throws Error(input) when it cannot be read.
std::string sha256_file(const std::filesystem::path& path);

}  // namespace asparagate
