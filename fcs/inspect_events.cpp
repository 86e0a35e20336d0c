#include "asparagate/fcs/fcs_file.hpp"
#include "finding_log.hpp"
#include "parameter_values.hpp"
#include "stored_events.hpp"

#include <omp.h>

#include <algorithm>
#include <cmath>

namespace asparagate {
namespace {

/// What one column holds that its keywords do not announce.
struct ColumnCounts {
    std::uint64_t non_finite = 0;
    std::uint64_t above_range = 0;
    std::uint64_t masked_words = 0;

    ColumnCounts& operator+=(const ColumnCounts& other) {
        non_finite += other.non_finite;
        above_range += other.above_range;
        masked_words += other.masked_words;
        return *this;
    }
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
bool many(std::uint64_t count, std::uint64_t n_events) {
    return count >= 10 && count > n_events / 1000;
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
        if (many(counts.above_range, n_events)) {
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
    // Some instruments keep other information in these bits; others write values that are larger than they announce.
    if (many(counts.masked_words, n_events)) {
        log.warn("W-PNR", {"DATA", range_key},
                 channel + "more than 0.1 % of the words lose bits to the mask of " + range_key +
                     "; if they belong to the values, " + range_key + " is too small");
    }
}

/// Counts of all columns over a stretch of events, for one thread.
class EventCounter {
public:
    EventCounter(const detail::StoredEvents& events, const std::vector<Parameter>& parameters)
        : events_(events), parameters_(parameters), counts_(parameters.size()), words_(events.block_events()) {
        for (std::size_t p = 0; p < parameters.size(); ++p) (is_integer(p) ? integers_ : others_).push_back(p);
        values_.resize(others_.size() * words_.size());
        for (std::size_t i = 0; i < others_.size(); ++i) targets_.push_back(values_.data() + i * words_.size());
    }
    EventCounter(EventCounter&&) = default;  // copies would write to the values of the original

    void count_stretch(std::uint64_t first, std::uint64_t n) {
        for (std::uint64_t done = 0; done < n; done += words_.size())
            count(first + done, static_cast<std::size_t>(std::min<std::uint64_t>(words_.size(), n - done)));
        events_.release(first, n);
    }
    [[nodiscard]] const std::vector<ColumnCounts>& counts() const { return counts_; }

private:
    [[nodiscard]] bool is_integer(std::size_t p) const { return parameters_[p].datatype == 'I'; }

    void count(std::uint64_t first, std::size_t n) {
        for (const std::size_t p : integers_) {
            events_.read_words(p, first, std::span(words_).first(n));
            count_integers(std::span(words_).first(n), parameters_[p], counts_[p]);
        }
        events_.read_block<double>(others_, first, n, {targets_}, ValueKind::raw);
        for (std::size_t i = 0; i < others_.size(); ++i)
            count_floats(std::span(targets_[i], n), parameters_[others_[i]], counts_[others_[i]]);
    }

    const detail::StoredEvents& events_;
    const std::vector<Parameter>& parameters_;
    std::vector<ColumnCounts> counts_;
    std::vector<std::size_t> integers_, others_;
    std::vector<std::uint64_t> words_;
    std::vector<double> values_;
    std::vector<double*> targets_;
};

std::vector<ColumnCounts> count_all(const detail::StoredEvents& events, const std::vector<Parameter>& parameters,
                                    std::uint64_t n_events, unsigned threads) {
    const std::uint64_t stretch = events.stretch_events();
    const auto n_stretches = static_cast<std::int64_t>((n_events + stretch - 1) / stretch);
    const auto team = static_cast<int>(std::clamp<std::int64_t>(n_stretches, 1, std::max(threads, 1u)));
    std::vector<EventCounter> counters;
    for (int thread = 0; thread < team; ++thread) counters.emplace_back(events, parameters);
#pragma omp parallel for num_threads(team) schedule(static)
    for (std::int64_t s = 0; s < n_stretches; ++s) {
        const std::uint64_t first = static_cast<std::uint64_t>(s) * stretch;
        counters[static_cast<std::size_t>(omp_get_thread_num())].count_stretch(first,
                                                                               std::min(stretch, n_events - first));
    }
    std::vector<ColumnCounts> counts(parameters.size());
    for (const EventCounter& counter : counters)
        for (std::size_t p = 0; p < counts.size(); ++p) counts[p] += counter.counts()[p];
    return counts;
}

}  // namespace

Findings inspect_events(const FcsFile& file, const DataSet& data_set, unsigned threads) {
    const auto& parameters = data_set.parameters();
    const auto counts = count_all(*data_set.events_, parameters, data_set.n_events(), threads);
    Findings findings;
    detail::FindingLog log(file.path().string(), data_set.index(), 0, findings);
    for (std::size_t p = 0; p < parameters.size(); ++p) report(parameters[p], counts[p], data_set.n_events(), log);
    log.fold_parameters(0);
    return findings;
}

}  // namespace asparagate
