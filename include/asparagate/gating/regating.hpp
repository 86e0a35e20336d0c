#pragma once
#include "asparagate/gating/engine.hpp"

#include <memory>

namespace asparagate {

/// What is asked of a sample each time its gates lie elsewhere.
struct RegatingWish {
    struct Median {
        std::string population;
        std::size_t parameter = 0;  ///< position in the file
    };
    struct Values {
        std::string population;  ///< "/" for all events
        Dimension dimension;
    };
    std::vector<std::string> populations;  ///< paths, to be counted
    std::vector<Median> medians;           ///< of compensated values
    std::vector<Values> values;            ///< compensated values of the events
};

/// The answers, in the order of the wish. Empty where a population or dimension is not computable.
struct Regated {
    std::vector<std::optional<std::uint64_t>> counts;
    std::vector<std::optional<double>> medians;  ///< also empty without a finite value
    std::vector<std::optional<std::vector<double>>> values;
};

/// One sample that is gated many times with the same tree of gates at different places. Its compensated columns are
/// held in memory where `max_memory_bytes` allows, else read from the file each time. Counts and medians equal those of
/// gate_sample() to the last bit. Only what the wish rests on is evaluated.
class Regating {
public:
    /// `strategy` is the one for this sample, without versions. @throws GatingError, FcsError
    Regating(const DataSet& data_set, const GatingStrategy& strategy, const std::string& sample, RegatingWish wish,
             const GateOptions& options);
    Regating(Regating&&) noexcept;
    Regating& operator=(Regating&&) noexcept;
    ~Regating();

    /// `strategy` has the populations and dimensions of the first one, and the same compensation. On one thread; any
    /// number of threads may ask at a time. @throws GatingError
    [[nodiscard]] Regated gate(const GatingStrategy& strategy) const;
    [[nodiscard]] bool holds_columns() const noexcept;

    /// About what a sample needs with its columns held, `threads` asking at a time.
    [[nodiscard]] static std::uint64_t needed_bytes(const GatingStrategy& strategy, std::uint64_t n_events,
                                                    std::size_t further_columns, unsigned threads);

private:
    struct State;
    std::unique_ptr<const State> state_;
};

/// The scale of a dimension in one file.
struct DimensionInFile {
    Transform transform;
    std::optional<std::size_t> parameter;  ///< none for ratios and fluorochromes that are no channel of the file
};
/// nullopt when the file lacks the dimension or several channels may be meant. @throws GatingError
std::optional<DimensionInFile> dimension_in_file(const DataSet& data_set, const GatingStrategy& strategy,
                                                 const Dimension& dimension, const GateOptions& options);

}  // namespace asparagate
