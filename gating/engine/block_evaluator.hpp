#pragma once
#include "asparagate/gating/membership.hpp"
#include "plan.hpp"

#include <cstdint>
#include <functional>

namespace asparagate::detail {

inline constexpr std::size_t default_block_events = 4096;
/// Event positions within a block are 16 bits wide.
inline constexpr std::size_t largest_block_events = 65536;

/// Block size in force for a request: a multiple of 64, so that blocks never share a word of a bitmap.
std::size_t usable_block_events(std::size_t requested);

/// Whole columns that are at hand already (interactive work); null where values are to be read block by block.
struct ResidentColumns {
    std::vector<const double*> values;  ///< by Plan::columns; may be empty
    /// Transformed values of (column, transform); null when they are not resident.
    std::function<const double*(const Axis&)> scaled;
};

/// Evaluates gates on one block after the other, carrying only the survivors of each parent. One per thread; buffers
/// are reused, nothing is allocated per event.
///
/// `gates` are indices into plan.gates, in that order. With `memberships` (one per population) results are written
/// there, and populations that are not evaluated are taken from there.
class BlockEvaluator {
public:
    BlockEvaluator(const Plan& plan, const DataSet& data_set, const std::vector<std::size_t>& gates,
                   std::size_t block_events, std::vector<Membership>* memberships, const ResidentColumns* resident);

    /// Events [first, first + n) of the data set; first is a multiple of the block size.
    void evaluate(std::uint64_t first, std::size_t n);
    /// Events found so far, by population; 0 for populations that were not evaluated.
    [[nodiscard]] const std::vector<std::uint64_t>& counts() const noexcept { return counts_; }

private:
    using Position = std::uint16_t;
    /// Positions within the block, ascending.
    struct Survivors {
        std::vector<Position> positions;
        std::size_t n = 0;
        bool ready = false;
    };

    const Survivors& survivors(std::size_t population);
    const double* values(const Axis& axis, std::size_t population);
    const double* raw(std::size_t parameter);
    void read_raw(std::span<const ChannelValues::Term> terms);
    void compute(std::size_t column, const Survivors& events);
    void sum(const ChannelValues& values, const Survivors& events, double* out);
    const double* scaled(const Axis& axis) const;
    [[nodiscard]] std::uint64_t* bits(std::size_t population);

    void run(const PlannedGate& gate, const RectangleTest& test);
    void run(const PlannedGate& gate, const PolygonTest& test);
    void run(const PlannedGate& gate, const GridTest& test);
    void run(const PlannedGate& gate, const EllipsoidTest& test);
    void run(const PlannedGate& gate, const QuadrantTest& test);
    void run(const PlannedGate& gate, const BooleanTest& test);
    void filter(Survivors& events, const EdgeInterval& interval, const double* x, bool exact) const;
    Survivors& start(const PlannedGate& gate);
    void finish(std::size_t population);

    const Plan& plan_;
    const DataSet& data_set_;
    const std::vector<std::size_t>& gates_;
    std::vector<Membership>* memberships_;
    const ResidentColumns* resident_;
    std::size_t block_events_;

    std::uint64_t first_ = 0;
    std::size_t n_ = 0;
    Survivors everything_;
    std::vector<Survivors> populations_;
    std::vector<bool> evaluated_;   ///< populations that this run evaluates
    std::vector<bool> needs_bits_;  ///< operands of booleans
    std::vector<std::vector<std::uint64_t>> local_bits_;
    std::vector<std::uint64_t> combined_;
    std::vector<std::vector<double>> raw_;  ///< by parameter of the file; empty where nothing asks for it
    std::vector<bool> raw_ready_;
    std::vector<std::size_t> parameters_to_read_;  ///< of read_raw, kept for their memory
    std::vector<double*> targets_to_read_;
    std::vector<std::vector<double>> computed_;  ///< by column; those that are read as they are stay empty
    std::vector<double> denominators_;
    std::vector<int> intervals_;             ///< of one event, by divider
    std::vector<std::size_t> computed_for_;  ///< population whose events a column holds; `none` = nothing yet
    std::vector<std::uint64_t> counts_;
};

}  // namespace asparagate::detail
