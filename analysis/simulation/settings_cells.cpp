#include "simulation/settings_parts.hpp"

#include <algorithm>
#include <set>

namespace asparagate::simulation {
namespace {

void read_shares(SettingsTable table, std::map<std::string, double>& shares) {
    for (const auto& marker : table.keys()) {
        const double share = table.number(marker);
        if (share < 0 || share > 1) table.fail(marker, "is not a share between 0 and 1");
        shares[marker] = share;
    }
    table.finish();
}

double read_positive_number(SettingsTable& table, std::string_view key, double fallback) {
    const double value = table.number(key, fallback);
    if (value < 0) table.fail(key, "is below 0");
    return value;
}

/// Cells may continue others: `like` names one, whose values hold where this one gives none.
class CellReader {
public:
    explicit CellReader(SettingsTable table) : table_(std::move(table)), names_(table_.keys()) {}

    std::vector<CellSettings> read() {
        std::vector<CellSettings> cells;
        for (const auto& name : names_) {
            const auto cell = read_cell(name, {});
            // A cell without a number of its own only serves others through `like`.
            if (table_.table(name).has("per_ul")) cells.push_back(cell);
        }
        return cells;
    }

private:
    CellSettings read_cell(const std::string& name, std::set<std::string> followed) {
        auto table = table_.table(name);
        if (!followed.insert(name).second) table.fail("like", "goes round in a circle");
        CellSettings cell;
        if (table.has("like")) {
            const auto like = table.text("like");
            table.check_known("like", like, names_, "cell");
            cell = read_cell(like, followed);
        }
        cell.name = name;
        cell.per_ul = read_positive_number(table, "per_ul", 0);
        cell = read_cell_values(table, cell);
        table.finish();
        return cell;
    }

    SettingsTable table_;
    std::vector<std::string> names_;
};

std::size_t channel_index(const PanelSettings& panel, const SettingsTable& table, const std::string& name) {
    std::vector<std::string> names;
    for (const auto& channel : panel.channels) names.push_back(channel.name);
    table.check_known(name, name, names, "channel of this panel");
    return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
}

SpilloverMatrix read_spillover(SettingsTable table, const PanelSettings& panel) {
    const auto n = panel.channels.size();
    SpilloverMatrix matrix;
    matrix.values.assign(n * n, 0.0);
    for (std::size_t i = 0; i < n; ++i) {
        matrix.channels.push_back(panel.channels[i].name);
        matrix.values[i * n + i] = 1;
    }
    for (const auto& dye : table.keys()) {
        const auto row = channel_index(panel, table, dye);
        auto shares = table.table(dye);
        for (const auto& detector : shares.keys()) {
            const auto column = channel_index(panel, shares, detector);
            if (row == column) shares.fail(detector, "is the dye's own channel, which is always 1");
            matrix.values[row * n + column] = read_positive_number(shares, detector, 0);
        }
        shares.finish();
    }
    table.finish();
    return matrix;
}

ChannelSettings read_channel(SettingsTable table) {
    ChannelSettings channel{table.text("name"), table.text("marker"), read_positive_number(table, "noise", 25),
                            read_positive_number(table, "counting", 5),
                            read_positive_number(table, "autofluorescence", 50)};
    table.finish();
    return channel;
}

}  // namespace

Signal read_signal(SettingsTable& table, std::string_view key) {
    const auto values = table.numbers(key, 2);
    if (values[1] < 0 || values[0] > 6) table.fail(key, "is not [mean up to 6, sd of 0 or more] of log10(signal)");
    return {values[0], values[1]};
}

CellSettings read_cell_values(SettingsTable& table, CellSettings cell) {
    cell.fsc = read_positive_number(table, "fsc", cell.fsc);
    cell.ssc = read_positive_number(table, "ssc", cell.ssc);
    cell.fsc_cv = read_positive_number(table, "fsc_cv", cell.fsc_cv);
    cell.ssc_cv = read_positive_number(table, "ssc_cv", cell.ssc_cv);
    cell.autofluorescence = read_positive_number(table, "autofluorescence", cell.autofluorescence);
    if (auto markers = table.optional_table("markers")) {
        for (const auto& marker : markers->keys()) cell.markers[marker] = read_signal(*markers, marker);
        markers->finish();
    }
    if (auto positive = table.optional_table("positive")) read_shares(*positive, cell.positive);
    return cell;
}

std::vector<CellSettings> read_cells(SettingsTable& root) {
    auto cells = CellReader(root.table("cell")).read();
    if (cells.empty()) root.fail("cell", "names no cell with per_ul");
    return cells;
}

PanelSettings read_panel(SettingsTable table, const std::string& tube, double range) {
    PanelSettings panel;
    panel.tube = tube;
    std::vector<std::string> markers;
    for (auto& channel : table.tables("channels")) {
        panel.channels.push_back(read_channel(channel));
        markers.push_back(panel.channels.back().marker);
    }
    if (panel.channels.empty()) table.fail("channels", "is missing; expected an array of tables with name and marker");
    if (markers.size() > max_channels)
        table.fail("channels", "are more than " + std::to_string(max_channels) + " colours");
    if (std::set(markers.begin(), markers.end()).size() != markers.size()) table.fail("channels", "repeats a marker");
    for (const auto& channel : panel.channels)
        if (channel.noise > range) table.fail("channels", "have more noise than the range of the cytometer");
    panel.controls = table.texts("controls");
    for (const auto& control : panel.controls) table.check_known("controls", control, markers, "marker of this panel");
    if (table.has("spillover")) panel.spillover = read_spillover(table.table("spillover"), panel);
    table.finish();
    return panel;
}

}  // namespace asparagate::simulation
