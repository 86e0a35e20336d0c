#pragma once
#include "asparagate/gating/density.hpp"
#include "asparagate/gating/engine.hpp"

#include <memory>

namespace asparagate {

/// What a session found for one strategy; never changes, so that another thread may read it while the session goes on.
/// Snapshots share what did not change between them.
struct SessionSnapshot {
    GatingStrategy strategy;
    std::string compensation;
    Findings findings;
    std::vector<PopulationRow> rows;                             ///< in strategy.populations() order
    std::vector<std::shared_ptr<const Membership>> memberships;  ///< the same; null where not computable
};

/// One sample held for interactive work: compensated columns and memberships stay in memory and only the subtree below
/// a changed gate is evaluated again. Results equal gate_sample() to the event. Not thread-safe; move it to a worker to
/// load, and hand its snapshots to others.
class SampleSession {
public:
    /// Opens, compensates and gates. @throws FcsError, GatingError, Interrupted
    SampleSession(const std::filesystem::path& file, const GatingStrategy& strategy, GateOptions options = {},
                  const TaskControl& control = {});
    SampleSession(SampleSession&&) noexcept;
    SampleSession& operator=(SampleSession&&) noexcept;
    ~SampleSession();

    [[nodiscard]] const std::filesystem::path& file() const noexcept;
    [[nodiscard]] const DataSet& data_set() const noexcept;
    /// As it holds for this sample, which is called like its file without extension: strategy_for_sample.
    [[nodiscard]] const GatingStrategy& strategy() const noexcept;
    [[nodiscard]] const Findings& findings() const noexcept;
    [[nodiscard]] const std::string& compensation() const noexcept;
    /// Replaces the strategy; only changed gates, what lies below them and booleans that read them are re-evaluated.
    void set_strategy(const GatingStrategy& strategy);
    /// Rows as in the `gate` table, in strategy.populations() order.
    [[nodiscard]] const std::vector<PopulationRow>& rows() const noexcept;
    /// The results of now, for other threads.
    [[nodiscard]] std::shared_ptr<const SessionSnapshot> snapshot() const;
    /// Number of gates evaluated by the last set_strategy (for tests and the curious).
    [[nodiscard]] std::size_t last_evaluated_gates() const noexcept;
    /// nullptr for "/" (all events) and for populations that are not computable.
    [[nodiscard]] const Membership* membership(const std::string& population) const;
    /// Medians of a channel in data units, compensated as the dimension says, in strategy.populations() order: `median`
    /// of the `intensities` table. Those of populations that did not change since the last call are not computed again.
    /// Empty optionals for populations that are empty or not computable, and for all when the file lacks the channel.
    [[nodiscard]] std::vector<std::optional<double>> medians(const Dimension& dimension);
    /// Values of a dimension on its scale for every event, within 1e-5 of the exact ones (most 1e-6), for drawing;
    /// gates are exact. Computed once and kept. Empty when the file lacks it.
    [[nodiscard]] std::span<const double> column(const Dimension& dimension);
    /// The transform behind column(); identity when the file lacks it.
    [[nodiscard]] Transform transform(const Dimension& dimension) const;
    /// Parameter a dimension means, or nullptr: also for a ratio, and a fluorochrome that is no channel of the file.
    [[nodiscard]] const Parameter* parameter(const Dimension& dimension) const;
    /// A range of the transformed scale that shows the data of this sample well.
    [[nodiscard]] std::array<double, 2> display_range(const Dimension& dimension);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace asparagate
