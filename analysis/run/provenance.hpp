#pragma once
#include "asparagate/analysis/evidence.hpp"

namespace asparagate {

inline constexpr const char* provenance_file_name = "provenance.json";

/// provenance.json (schema asparagate.run/1): program, command, time, seed, threads, the study and every input with
/// its SHA-256, and the strategy that each sample was gated with.
std::string format_provenance(const Evidence& evidence);
/// @throws Error(input) naming the file.
Provenance read_provenance(const std::filesystem::path& folder);

}  // namespace asparagate
