#include "convert/event_table.hpp"

#include <algorithm>
#include <bit>

namespace asparagate {
namespace {

constexpr std::size_t block_events = 16384;

}  // namespace

double number_of_word(std::uint64_t word, const Parameter& parameter) {
    switch (parameter.datatype) {
        case 'F':
            return std::bit_cast<float>(static_cast<std::uint32_t>(word));
        case 'D':
            return std::bit_cast<double>(word);
        default:
            return static_cast<double>(word);
    }
}

std::uint64_t word_of_number(double value, const Parameter& parameter) {
    switch (parameter.datatype) {
        case 'F':
            return std::bit_cast<std::uint32_t>(static_cast<float>(value));
        case 'D':
            return std::bit_cast<std::uint64_t>(value);
        default:
            return static_cast<std::uint64_t>(value);
    }
}

void for_each_block(const EventTable& table, const TaskControl& control,
                    const std::function<void(const EventBlock&, std::uint64_t, std::size_t)>& take) {
    EventBlock block;
    for (std::uint64_t first = 0; first < table.outline.n_events; first += block_events) {
        control.throw_if_stopped();
        const auto count =
            static_cast<std::size_t>(std::min<std::uint64_t>(block_events, table.outline.n_events - first));
        control.update({"converting", "", "events", first, table.outline.n_events});
        table.read(first, count, block);
        take(block, first, count);
    }
}

}  // namespace asparagate
