#include "convert/event_writers.hpp"

#include "asparagate/fcs/fcs_writer.hpp"

namespace asparagate {

Findings write_fcs_events(const std::vector<EventTable>& tables, const std::filesystem::path& path,
                          const TaskControl& control) {
    FcsWriter writer(path);
    for (const EventTable& table : tables) {
        writer.begin_data_set(table.outline, &table != &tables.back());
        for_each_block(table, control, [&](const EventBlock& block, std::uint64_t, std::size_t) {
            const std::vector<std::span<const std::uint64_t>> columns(block.columns.begin(), block.columns.end());
            writer.append_columns(columns);
        });
    }
    writer.finish();
    return writer.findings();
}

}  // namespace asparagate
