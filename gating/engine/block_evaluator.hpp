#pragma once
#include "asparagate/gating/membership.hpp"
#include "block_columns.hpp"

#include <cstdint>

namespace asparagate::detail {

inline constexpr std::size_t default_block_events = 4096;

/// Block size in force for a request: a multiple of 64, so that blocks never share a word of a bitmap.
std::size_t usable_block_events(std::size_t requested);

/// One bitmap per population, or none at all.
using Memberships = std::span<Membership* const>;

/// Evaluates gates on one block after the other, carrying only the survivors of each parent. One per thread; buffers
/// are reused, nothing is allocated per event.
///
/// A population is a bitmap over a frame: the whole block, or, once much fewer events are left, its own members, so
/// that what lies below works on dense columns. `gates` are indices into plan.gates, in that order. With `memberships`
/// (one per population) results are written there, and populations that are not evaluated are taken from there.
class BlockEvaluator {
public:
    BlockEvaluator(const Plan& plan, const DataSet& data_set, const std::vector<std::size_t>& gates,
                   std::size_t block_events, Memberships memberships, const ResidentColumns* resident);

    /// Events [first, first + n) of the data set; first is a multiple of the block size.
    void evaluate(std::uint64_t first, std::size_t n);
    /// Events found so far, by population; 0 for populations that were not evaluated.
    [[nodiscard]] const std::vector<std::uint64_t>& counts() const noexcept { return counts_; }

private:
    using Words = std::vector<std::uint64_t>;
    struct Selection {
        Words words;  ///< over the frame
        std::size_t frame = 0;
        std::size_t n = 0;
        bool ready = false;
        std::vector<std::uint16_t> positions;  ///< of the frame that is its own
    };

    Selection& selection(std::size_t population);
    Selection& start(std::size_t population, const Selection& parent);
    void finish(std::size_t population);
    void settle(std::size_t population);
    [[nodiscard]] std::uint64_t* block_words(std::size_t population);
    void expand(const Selection& events, std::uint64_t* words) const;
    const double* values(const Axis& axis, const PlannedGate& gate, std::size_t frame);

    void run(const PlannedGate& gate, const RectangleTest& test);
    void run(const PlannedGate& gate, const PolygonTest& test);
    void run(const PlannedGate& gate, const GridTest& test);
    void run(const PlannedGate& gate, const EllipsoidTest& test);
    void run(const PlannedGate& gate, const QuadrantTest& test);
    void run(const PlannedGate& gate, const BooleanTest& test);
    void keep_inside(Selection& events, const EdgeInterval& interval, const double* x);
    template <class Shape>
    bool keep_in_box(Selection& events, const PlannedGate& gate, const Shape& shape);
    template <class Shape>
    std::size_t scale_candidates(const Selection& events, const Shape& shape);
    template <class Shape>
    void ask_exactly(const Shape& shape, std::span<const std::uint64_t> unsure, std::size_t n, std::uint64_t* inside);
    void put_back(Selection& events, std::size_t n) const;

    const Plan& plan_;
    const std::vector<std::size_t>& gates_;
    Memberships memberships_;
    std::size_t block_events_;
    BlockColumns columns_;

    std::uint64_t first_ = 0;
    std::size_t n_ = 0;
    Selection everything_;
    std::vector<Selection> populations_;
    std::vector<bool> evaluated_;                        ///< populations that this run evaluates
    std::vector<bool> has_gates_;                        ///< populations with gates below
    std::vector<bool> needs_words_;                      ///< operands of booleans
    std::vector<std::vector<std::size_t>> asked_below_;  ///< columns of the gates below a population; last: all events
    std::vector<Words> local_words_;                     ///< over the block, of operands
    Words combined_, unsure_, inside_;
    Selection interval_;  ///< events in one interval of a quadrant gate
    std::vector<const double*> axis_values_;
    std::vector<std::uint16_t> candidates_;  ///< within the frame
    std::vector<std::vector<double>> candidate_values_, candidate_scales_;
    std::vector<double> point_;
    std::vector<std::uint64_t> counts_;
};

}  // namespace asparagate::detail
