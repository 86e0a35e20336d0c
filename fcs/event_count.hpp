#pragma once
#include "asparagate/fcs/read_options.hpp"
#include "data_proof.hpp"
#include "finding_log.hpp"

#include <cstdint>

namespace asparagate::detail {

/// How many whole events DATA holds. A length of one byte more than `$TOT` asks for is an exclusive end, less than one
/// event more is padding; anything else contradicts `$TOT` and needs an override.
/// @param range of DATA, which begins inside the file.
/// @throws FcsError when DATA is truncated or too long, and no override says what to do.
std::uint64_t count_events(const ByteRange& range, const DataProof& proof, const ReadOptions& options, FindingLog& log);

}  // namespace asparagate::detail
