#pragma once
#include "asparagate/fcs/fcs_outline.hpp"
#include "asparagate/fcs/task_control.hpp"
#include "asparagate/gating/membership.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace asparagate {

/// Consecutive events as one column of words per parameter: integers, or the bits of F and D.
struct EventBlock {
    std::vector<std::vector<std::uint64_t>> columns;

    void resize(std::size_t n_parameters, std::size_t n_events) {
        columns.resize(n_parameters);
        for (auto& column : columns) column.resize(n_events);
    }
};

/// A population of the strategy, one bit per event of the table.
struct PopulationColumn {
    std::string path;
    Membership members;
};

/// Events and all that is known about them, whatever file they came from: what every output format is written from.
/// The parameters, types and keywords of `outline` are those to be written.
struct EventTable {
    FcsOutline outline;
    std::vector<PopulationColumn> populations;
    std::string compensation = "none";  ///< what was applied to the values
    bool changed = false;               ///< the values or events are no longer those of the input
    bool subset = false;                ///< some events only; the last parameter holds their numbers in the input
    Findings findings;
    /// Fills a block with `count` events from `first` on; sizes it.
    std::function<void(std::uint64_t first, std::size_t count, EventBlock& block)> read;
};

/// The value of a word of `parameter`; integers above 2^53 are rounded.
double number_of_word(std::uint64_t word, const Parameter& parameter);
/// The word of `parameter` for a value that its type holds.
std::uint64_t word_of_number(double value, const Parameter& parameter);

/// Hands all events to `take`, block by block. @throws Interrupted
void for_each_block(const EventTable& table, const TaskControl& control,
                    const std::function<void(const EventBlock& block, std::uint64_t first, std::size_t count)>& take);

}  // namespace asparagate
