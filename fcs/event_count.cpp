#include "event_count.hpp"

#include <algorithm>
#include <string>

namespace asparagate::detail {
namespace {

std::string events(std::uint64_t n) {
    return std::to_string(n) + (n == 1 ? " event" : " events");
}

/// Without `$TOT` the length of DATA alone counts.
std::uint64_t count_by_size(std::uint64_t length, std::uint64_t present, std::uint64_t event_bytes, FindingLog& log) {
    const std::uint64_t rest = length % event_bytes;
    if (rest != 0) {
        log.warn(rest == 1 ? "W-OFF-END1" : "W-TOT-PAD", {"DATA", "$ENDDATA"},
                 "DATA ends " + std::to_string(rest) + (rest == 1 ? " byte" : " bytes") +
                     " after the last whole event; the rest is ignored");
    }
    return present / event_bytes;
}

std::uint64_t count_truncated(const std::string& lengths, std::uint64_t present, const DataProof& proof,
                              const ReadOptions& options, FindingLog& log) {
    const LogPlace place{"DATA", "$TOT", std::nullopt};
    if (!options.recover_truncated) {
        log.refuse(place, lengths +
                              "; DATA is truncated or $TOT is wrong (--recover-truncated reads the whole events "
                              "that are there)");
    }
    const std::uint64_t whole = present / proof.event_bytes;
    log.note("I-OVERRIDE", place, "--recover-truncated: " + lengths + "; " + events(whole) + " of it are read");
    log.warn(
        "W-TRUNCATED", place,
        "DATA is truncated: only " + std::to_string(whole) + " of " + events(*proof.total) + " are there and read");
    return whole;
}

std::uint64_t count_oversized(const std::string& lengths, std::uint64_t present, const DataProof& proof,
                              const ReadOptions& options, FindingLog& log) {
    using Count = ReadOptions::EventCount;
    const LogPlace place{"DATA", "$TOT", std::nullopt};
    if (options.event_count == Count::by_rule) {
        log.refuse(place, lengths +
                              "; expected the same, so $TOT, $PAR, a $PnB or an offset is wrong "
                              "(--event-count=total or size reads it nevertheless)");
    }
    const bool by_total = options.event_count == Count::total;
    const std::uint64_t count = by_total ? *proof.total : present / proof.event_bytes;
    log.note("I-OVERRIDE", place,
             std::string("--event-count=") + (by_total ? "total: " : "size: ") + lengths + "; " + events(count) +
                 " are read");
    return count;
}

}  // namespace

std::uint64_t count_events(const ByteRange& range, const DataProof& proof, const ReadOptions& options,
                           FindingLog& log) {
    if (proof.event_bytes == 0) {
        if (range.last >= proof.available)
            log.warn("W-OFF-END1", {"DATA", "$ENDDATA"}, "the end offset is one byte past the end of the file");
        return proof.total.value_or(0);
    }
    const std::uint64_t length = range.size();
    const std::uint64_t present = std::min(range.last, proof.available - 1) - range.first + 1;
    if (!proof.total) return count_by_size(length, present, proof.event_bytes, log);
    const std::uint64_t needed = *proof.data_bytes;
    const std::string lengths = "DATA has " + std::to_string(length) + " bytes" +
                                (present < length ? ", of which the file holds " + std::to_string(present) : "") +
                                ", $TOT=" + std::to_string(*proof.total) + " events of " +
                                std::to_string(proof.event_bytes) + " bytes need " + std::to_string(needed);
    if (present < needed) return count_truncated(lengths, present, proof, options, log);
    if (length == needed + 1) {
        log.warn("W-OFF-END1", {"DATA", "$ENDDATA"}, lengths + ": the end offset is one byte too high");
    } else if (length > needed && length < needed + proof.event_bytes) {
        log.warn("W-TOT-PAD", {"DATA", "$TOT"}, lengths + "; the bytes after the last event are ignored");
    } else if (length != needed) {
        return count_oversized(lengths, present, proof, options, log);
    }
    return *proof.total;
}

}  // namespace asparagate::detail
