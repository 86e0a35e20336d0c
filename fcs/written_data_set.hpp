#pragma once
#include "settle_keywords.hpp"

#include <bit>
#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace asparagate::detail {

/// Checksum of one column of words. Each step is a bijection of the state, so a single changed word is always seen.
class ColumnChecksum {
public:
    void add(std::uint64_t word) noexcept { state_ = std::rotl((state_ ^ word) * 0x9E3779B97F4A7C15ull, 29); }
    bool operator==(const ColumnChecksum&) const = default;

private:
    std::uint64_t state_ = 0;
};

/// What a data set was meant to be, kept until it has been read back.
struct WrittenDataSet {
    std::string version;
    std::vector<KeywordPair> pairs;
    std::set<std::string> unavoidable;  ///< codes of warnings that reading may give
    std::vector<ColumnChecksum> columns;
    std::uint64_t n_events = 0;
    std::string analysis;
    std::vector<std::string> other_segments;
};

/// Compares what was read with what was meant: warnings, keywords, segments, every bit of the events.
/// @throws OutputError naming `path` and the first difference.
void prove_written(const FcsFile& file, std::span<const WrittenDataSet> meant, const std::string& path);

}  // namespace asparagate::detail
