#include "asparagate/fcs/fcs_file.hpp"
#include "finding_log.hpp"
#include "parameter_values.hpp"
#include "stored_events.hpp"

#include <algorithm>
#include <cmath>

namespace asparagate {
namespace {

constexpr std::size_t block_events = 4096;

/// What one column holds that its keywords do not announce.
struct ColumnCounts {
    std::uint64_t non_finite = 0;
    std::uint64_t above_range = 0;
    std::uint64_t masked_words = 0;
};

void count_floats(std::span<const double> values, const Parameter& parameter, ColumnCounts& counts) {
    const double range = parameter.range.value_or(INFINITY);
    for (const double value : values) {
        counts.non_finite += !std::isfinite(value);
        counts.above_range += std::isfinite(value) && value > range;
    }
}

void count_integers(std::span<const std::uint64_t> words, const Parameter& parameter, ColumnCounts& counts) {
    const double range = parameter.range.value_or(INFINITY);
    for (const std::uint64_t word : words) {
        counts.masked_words += (word & parameter.mask) != word;
        counts.above_range += static_cast<double>(word & parameter.mask) > range;
    }
}

/// Single values above `$PnR` are ordinary in conforming files; many of them mean that `$PnR` is wrong.
bool many_above_range(const ColumnCounts& counts, std::uint64_t n_events) {
    return counts.above_range >= 10 && counts.above_range > n_events / 1000;
}

void report(const Parameter& parameter, const ColumnCounts& counts, std::uint64_t n_events, detail::FindingLog& log) {
    const std::string channel = "channel " + detail::in_quotes(parameter.name) + ": ";
    const std::string range_key = detail::parameter_key(parameter.index, "R");
    if (counts.non_finite) {
        log.warn("W-NONFINITE", {"DATA", detail::parameter_key(parameter.index, "N")},
                 channel + std::to_string(counts.non_finite) + " values are not finite (NaN or infinity)");
    }
    if (counts.above_range) {
        const std::string message =
            channel + std::to_string(counts.above_range) + " values exceed " + range_key + " and are kept";
        if (many_above_range(counts, n_events)) {
            log.warn("W-PNR-EXCEEDED", {"DATA", range_key}, message);
        } else {
            log.note("I-PNR-EXCEEDED", {"DATA", range_key}, message);
        }
    }
    if (counts.masked_words) {
        log.note("I-PNR-HIGHBITS", {"DATA", range_key},
                 channel + std::to_string(counts.masked_words) + " words have bits above " + range_key +
                     ", which the mask removes");
    }
}

}  // namespace

Findings inspect_events(const FcsFile& file, const DataSet& data_set) {
    const auto& parameters = data_set.parameters();
    std::vector<ColumnCounts> counts(parameters.size());
    std::vector<double> values(block_events);
    std::vector<std::uint64_t> words(block_events);
    for (std::uint64_t first = 0; first < data_set.n_events(); first += block_events) {
        const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(block_events, data_set.n_events() - first));
        for (std::size_t p = 0; p < parameters.size(); ++p) {
            if (parameters[p].datatype == 'I') {
                data_set.events_->read_words(p, first, std::span(words).first(size));
                count_integers(std::span(words).first(size), parameters[p], counts[p]);
            } else {
                data_set.events_->read(p, first, std::span(values).first(size), ValueKind::raw);
                count_floats(std::span(values).first(size), parameters[p], counts[p]);
            }
        }
    }
    Findings findings;
    detail::FindingLog log(file.path().string(), data_set.index(), 0, findings);
    for (std::size_t p = 0; p < parameters.size(); ++p) report(parameters[p], counts[p], data_set.n_events(), log);
    log.fold_parameters(0);
    return findings;
}

}  // namespace asparagate
