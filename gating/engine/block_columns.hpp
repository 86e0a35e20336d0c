#pragma once
#include "plan.hpp"

#include <deque>
#include <span>

namespace asparagate::detail {

/// Event positions within a block are 16 bits wide.
inline constexpr std::size_t largest_block_events = 65536;

/// Whole columns that are at hand already (interactive work), each with room for a multiple of 64 values.
struct ResidentColumns {
    std::vector<const double*> values;  ///< by Plan::columns; null where values are to be read block by block
};

/// Events of a block in ascending order: all of them, or those of a population that is much smaller than the block.
struct Frame {
    std::size_t n = 0;
    const std::uint16_t* positions = nullptr;  ///< within the block; null = 0 to n - 1
};

/// The columns of a plan for the events of one block after the other, read when they are asked for. A compensated
/// column is computed for the events of its frame alone, straight from the rows of the file where these are plain
/// floats. One per thread; nothing is allocated once every buffer has been used.
class BlockColumns {
public:
    BlockColumns(const Plan& plan, const DataSet& data_set, std::size_t n_frames, std::size_t block_events,
                 const ResidentColumns* resident);

    /// Begins with events [first, first + n). Frame 0 is the block itself.
    void start(std::uint64_t first, std::size_t n);
    /// Forgets what a frame held: it means other events from now on.
    void define_frame(std::size_t frame, Frame events);
    [[nodiscard]] const Frame& frame(std::size_t number) const { return frames_[number].events; }

    /// Column `column` for the events of a frame, in their order, with room for a multiple of 64 values. `together`
    /// lists columns that will be asked for next: one sweep over the rows makes them all.
    const double* values(std::size_t column, std::size_t frame, std::span<const std::size_t> together);

private:
    /// Parameters that are read together: terms of weighted sums, or columns as they are.
    struct Bundle {
        std::vector<std::size_t> parameters;
        std::vector<kernels::RowTile> tiles;  ///< empty where the rows have to be decoded
        const std::byte* rows = nullptr;      ///< of the first event of the file
    };
    struct FrameColumns {
        Frame events;
        std::vector<std::vector<double>> columns;
        std::vector<bool> ready;
    };
    /// A sum to compute: its weights and where it goes.
    struct Wanted {
        std::span<const ChannelValues::Term> terms;
        double* target;
    };

    [[nodiscard]] Bundle make_bundle(std::vector<std::size_t> parameters);
    std::size_t bundle_of(std::span<const std::size_t> parameters);
    std::size_t sums_of(const ChannelValues& values);
    [[nodiscard]] bool is_resident(std::size_t column) const;
    double* room(std::size_t column, FrameColumns& frame) const;
    const double* raw(std::size_t parameter);
    void read_raw(std::span<const std::size_t> parameters);
    void read_rows(const Bundle& bundle);
    void pick(const double* whole, const Frame& events, double* target) const;
    void compute(const Bundle& bundle, std::span<const Wanted> wanted, const Frame& events);
    void compute_values(const ChannelValues& values, const Frame& events, double* target);
    void compute_sums(std::size_t column, std::size_t frame, std::span<const std::size_t> together);

    const Plan& plan_;
    const DataSet& data_set_;
    const ResidentColumns* resident_;
    std::size_t room_;  ///< values per buffer
    std::uint64_t row_bytes_ = 0;
    std::deque<Bundle> bundles_;               ///< references to them stay valid
    std::vector<std::size_t> sums_of_column_;  ///< bundle by column; none for those that are no plain sum

    std::uint64_t first_ = 0;
    std::size_t n_ = 0;
    std::vector<FrameColumns> frames_;
    std::vector<std::vector<double>> raw_;  ///< whole block, by parameter of the file
    std::vector<bool> raw_ready_;
    std::vector<std::size_t> next_parameters_;  ///< kept for their memory, like those below
    std::vector<std::size_t> parameters_to_read_;
    std::vector<double*> targets_to_read_;
    std::vector<double> denominators_, weights_, decoded_;
    std::vector<float> floats_;
    std::vector<Wanted> wanted_;
    std::vector<double*> targets_;
};

}  // namespace asparagate::detail
