#pragma once
#include "asparagate/analysis/study.hpp"

namespace asparagate {

/// A sample's file as it was found before gating.
struct SampleInput {
    std::string sha256;
    std::uint64_t n_events = 0;
    std::uint64_t file_bytes = 0;
    std::filesystem::file_time_type modified;
    std::string error;  ///< why it cannot be used; empty when it can
};

/// Hashes the file and reads its header. Problems are returned, not thrown.
SampleInput inspect_sample(const StudySample& sample, bool strict);

/// @throws Error(input) when the file is no longer the one that was hashed.
void check_unchanged(const StudySample& sample, const SampleInput& input);

}  // namespace asparagate
