#pragma once
#include "uncertainty/threshold_draws.hpp"

#include "asparagate/gating/regating.hpp"

namespace asparagate {

/// What the features of a study need of one full stain.
struct SampleWish {
    struct Population {
        std::string path, parent;
    };
    struct Median {
        std::string population;
        std::string marker;  ///< as the feature names it
    };
    std::vector<Population> populations;  ///< with the parents that percentages are of
    std::vector<Median> medians;

    [[nodiscard]] bool empty() const { return populations.empty(); }
    [[nodiscard]] std::string key() const;
};
SampleWish sample_wish(const Study& study, const StudySample& sample);

/// One sample in each draw: counts and medians in the order of its wish.
struct SampleDraws {
    struct Median {
        std::string population, channel, marker;
        std::vector<std::optional<double>> values;  ///< by draw
    };
    std::uint64_t n_events = 0;
    std::vector<std::vector<std::optional<std::uint64_t>>> counts;  ///< by population of the wish, then by draw
    std::vector<Median> medians;                                    ///< of the wish, those whose channel the file has

    /// Adds the rows of one draw, as gating that strategy would have given them.
    void append_rows(const std::string& sample, const SampleWish& wish, const DetectionLimits& limits, std::size_t draw,
                     GatedStudy& to) const;
};

/// Gates the sample in every draw, `options.threads` draws at a time. @throws GatingError, FcsError, Interrupted
SampleDraws draw_sample(const GateMoves& moves, const ThresholdDraws& thresholds, const StudySample& sample,
                        const DataSet& data_set, const SampleWish& wish, std::size_t draws, const GateOptions& options,
                        const TaskControl& control);

// As JSON text for the cache; the same value comes back. @throws Error(input)
std::string format_draws(const SampleDraws& draws);
SampleDraws parse_sample_draws(const std::string& text);

}  // namespace asparagate
