#pragma once
#include "simulation/tube_model.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace asparagate::simulation {

class Random;

/// Consecutive events of one tube.
struct EventBlock {
    std::vector<float> values;            ///< row-major: FSC-A FSC-H FSC-W SSC-A SSC-H SSC-W, colours, Time
    std::vector<std::uint16_t> kinds;     ///< index into EventSource::kinds()
    std::vector<std::uint32_t> positive;  ///< bit i: carries the marker of TubeModel::mixed[i]
    [[nodiscard]] std::size_t size() const { return kinds.size(); }
};

/// Draws the events of a tube block by block. Each block has a random stream of its own, so blocks may be drawn in any
/// order, by any thread.
class EventSource {
public:
    static constexpr std::uint64_t block_events = 4096;

    explicit EventSource(const TubeModel& model);

    [[nodiscard]] const TubeModel& model() const { return model_; }
    [[nodiscard]] std::uint64_t n_blocks() const { return (model_.n_events + block_events - 1) / block_events; }
    /// The cells of the model in their order, then debris, beads, dead and doublet.
    [[nodiscard]] const std::vector<std::string>& kinds() const { return kinds_; }
    [[nodiscard]] EventBlock draw(std::uint64_t block) const;
    /// Seconds from the start to the arrival of event `index`, on average.
    [[nodiscard]] double seconds_until(double index) const;

private:
    struct Particle;
    void add_cell(Random& random, const CellModel& cell, bool dead, Particle& particle) const;
    void add_signals(Random& random, const CellModel& cell, bool dead, Particle& particle) const;
    Particle draw_particle(Random& random) const;
    Particle draw_bead(Random& random) const;
    const CellModel& draw_cell_kind(Random& random) const;
    void measure(Random& random, const Particle& particle, double drift, float* row) const;
    double drift_at(double index) const;

    const TubeModel& model_;
    std::vector<std::string> kinds_;
    std::vector<double> cumulative_cells_;  ///< of per_ul
    double p_doublet_ = 0, p_debris_ = 0, p_bead_ = 0;
};

}  // namespace asparagate::simulation
