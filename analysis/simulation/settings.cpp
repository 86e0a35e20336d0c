#include "simulation/settings.hpp"

#include "simulation/settings_parts.hpp"

#include <cstdio>
#include <fstream>
#include <sstream>

namespace asparagate::simulation {
namespace {

template <typename Item, typename Name>
std::vector<std::string> collect_names(const std::vector<Item>& items, Name name) {
    std::vector<std::string> names;
    for (const auto& item : items) names.push_back(item.*name);
    return names;
}

std::chrono::sys_days read_date(SettingsTable& table, std::string_view key) {
    const auto text = table.text(key);
    int year = 0;
    unsigned month = 0, day = 0;
    char end = 0;
    if (std::sscanf(text.c_str(), "%4d-%2u-%2u%c", &year, &month, &day, &end) == 3) {
        const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month),
                                               std::chrono::day(day)};
        if (date.ok()) return std::chrono::sys_days(date);
    }
    table.fail(key, "\"" + text + "\" is not a date such as \"2001-03-05\"");
}

void read_simulation(SettingsTable table, Settings& settings) {
    settings.seed = table.whole("seed", 1);
    settings.events_per_tube = table.whole("events_per_tube", settings.events_per_tube);
    settings.first_date = read_date(table, "first_date");
    settings.days_between_patients = static_cast<int>(table.whole("days_between_patients", 14));
    table.finish();
}

void read_study(SettingsTable& root, Settings& settings) {
    auto table = root.optional_table("study");
    if (!table) return;
    const auto add = [&](const char* key, const std::string& text) {
        const auto path = std::filesystem::path(text).lexically_normal();
        if (text.empty() || path.is_absolute() || *path.begin() == "..")
            table->fail(key, "\"" + text + "\" is not a path below the settings' folder");
        settings.copied_files.push_back(path);
    };
    add("file", table->text("file"));
    for (const auto& strategy : table->texts("strategies")) add("strategies", strategy);
    for (const auto& file : table->texts("files")) add("files", file);
    table->finish();
}

CytometerSettings read_cytometer(SettingsTable table) {
    CytometerSettings cytometer;
    cytometer.name = table.text("name");
    cytometer.range = table.number("range", cytometer.range);
    cytometer.timestep = table.number("timestep", cytometer.timestep);
    cytometer.events_per_second = table.number("events_per_second", cytometer.events_per_second);
    cytometer.threshold = table.number("threshold", cytometer.threshold);
    for (const char* key : {"range", "timestep", "events_per_second"})
        if (table.has(key) && table.number(key) <= 0) table.fail(key, "is not above 0");
    table.finish();
    return cytometer;
}

double read_share(SettingsTable& table, std::string_view key, double fallback) {
    const double share = table.number(key, fallback);
    if (share < 0 || share > 1) table.fail(key, "is not a share between 0 and 1");
    return share;
}

ArtefactSettings read_artefacts(SettingsTable table) {
    ArtefactSettings artefacts;
    artefacts.width_sd = table.number("width_sd", artefacts.width_sd);
    artefacts.doublets = read_share(table, "doublets", 0);
    if (auto dead = table.optional_table("dead")) {
        artefacts.dead = read_share(*dead, "share", 0);
        artefacts.dead_viability = read_signal(*dead, "viability");
        artefacts.dead_fsc = dead->number("fsc", 1);
        artefacts.dead_ssc = dead->number("ssc", 1);
        artefacts.dead_staining = dead->number("staining", 1);
        artefacts.dead_autofluorescence = dead->number("autofluorescence", 1);
        dead->finish();
    }
    if (auto debris = table.optional_table("debris")) {
        artefacts.debris_share = read_share(*debris, "share", 0);
        artefacts.debris = read_cell_values(*debris, {});
        artefacts.debris.name = "debris";
        debris->finish();
    }
    if (artefacts.doublets + artefacts.debris_share >= 0.9)
        table.fail("doublets", "and debris together leave less than a tenth of the events for cells");
    table.finish();
    return artefacts;
}

BeadSettings read_beads(SettingsTable table) {
    BeadSettings beads;
    beads.per_tube = table.number("per_tube");
    beads.volume_ul = table.number("volume_ul");
    beads.dilution = table.number("dilution", 1);
    beads.signal = read_signal(table, "signal");
    if (beads.volume_ul <= 0) table.fail("volume_ul", "is not above 0");
    beads.bead = read_cell_values(table, {});
    beads.bead.name = "beads";
    table.finish();
    return beads;
}

VariationSettings read_variation(SettingsTable table) {
    VariationSettings variation{table.number("between_patients", 0), table.number("between_visits", 0),
                                table.number("staining", 0)};
    table.finish();
    return variation;
}

std::vector<VisitSettings> read_visits(SettingsTable& root) {
    std::vector<VisitSettings> visits;
    for (auto& table : root.tables("visit")) {
        visits.push_back({table.text("name"), static_cast<int>(table.number("day"))});
        table.finish();
    }
    if (visits.empty()) root.fail("visit", "is missing; expected at least one [[visit]]");
    return visits;
}

std::vector<PanelSettings> read_panels(SettingsTable& root, double range) {
    std::vector<PanelSettings> panels;
    auto table = root.table("panel");
    for (const auto& tube : table.keys()) panels.push_back(read_panel(table.table(tube), tube, range));
    if (panels.empty()) root.fail("panel", "names no tube; expected [panel.TUBE]");
    return panels;
}

std::vector<ClogSettings> read_clogs(SettingsTable& root, const Settings& settings) {
    std::vector<ClogSettings> clogs;
    for (auto& table : root.tables("clog")) {
        ClogSettings clog{table.text("patient"),        table.text("visit"),        table.text("tube"),
                          read_share(table, "from", 0), read_share(table, "to", 1), table.number("rate", 1),
                          table.number("signal", 1)};
        table.check_known("patient", clog.patient, names_of(settings.patients), "patient");
        table.check_known("visit", clog.visit, names_of(settings.visits), "visit");
        table.check_known("tube", clog.tube, names_of(settings.panels), "tube");
        if (clog.from >= clog.to) table.fail("to", "is not after from");
        if (clog.rate <= 0) table.fail("rate", "is not above 0");
        table.finish();
        clogs.push_back(clog);
    }
    return clogs;
}

/// What no single key shows: every particle must be able to trigger the cytometer.
void check_scatter(const SettingsTable& root, const Settings& settings) {
    const auto check = [&](const char* key, const CellSettings& cell, double factor) {
        const double smallest = 0.5 * settings.cytometer.threshold;
        if (cell.fsc * factor >= smallest && cell.fsc > 0 && cell.ssc > 0) return;
        root.fail(key, "\"" + cell.name + "\" needs fsc and ssc above 0 and fsc (dead cells too) of at least half of " +
                           "cytometer.threshold, or too few of its events are seen");
    };
    for (const auto& cell : settings.cells)
        check("cell", cell, settings.artefacts.dead > 0 ? settings.artefacts.dead_fsc : 1);
    if (settings.artefacts.debris_share > 0) check("artefacts", settings.artefacts.debris, 1);
    if (settings.beads.per_tube > 0) check("beads", settings.beads.bead, 1);
}

toml::table parse_file(const std::filesystem::path& path) {
    std::ifstream stream(path, std::ios::binary);
    if (!stream) throw AnalysisError(path.string(), "cannot be opened");
    std::ostringstream text;
    text << stream.rdbuf();
    try {
        return toml::parse(text.str(), path.string());
    } catch (const toml::parse_error& error) {
        const auto line = std::to_string(error.source().begin.line);
        throw AnalysisError(path.string() + ":" + line, "is not valid TOML: " + std::string(error.description()));
    }
}

}  // namespace

std::vector<std::string> names_of(const std::vector<PatientSettings>& patients) {
    return collect_names(patients, &PatientSettings::id);
}
std::vector<std::string> names_of(const std::vector<VisitSettings>& visits) {
    return collect_names(visits, &VisitSettings::name);
}
std::vector<std::string> names_of(const std::vector<PanelSettings>& panels) {
    return collect_names(panels, &PanelSettings::tube);
}
std::vector<std::string> names_of(const std::vector<CellSettings>& cells) {
    return collect_names(cells, &CellSettings::name);
}

Settings read_settings(const std::filesystem::path& path) {
    const auto document = parse_file(path);
    SettingsTable root(document, path.string(), "");
    Settings settings;
    settings.path = path;
    read_simulation(root.table("simulation"), settings);
    read_study(root, settings);
    settings.cytometer = read_cytometer(root.table("cytometer"));
    settings.visits = read_visits(root);
    settings.panels = read_panels(root, settings.cytometer.range);
    settings.cells = read_cells(root);
    if (auto table = root.optional_table("artefacts")) settings.artefacts = read_artefacts(*table);
    if (auto table = root.optional_table("beads")) settings.beads = read_beads(*table);
    if (auto table = root.optional_table("variation")) settings.variation = read_variation(*table);
    check_scatter(root, settings);
    settings.patients = read_patients(root);
    settings.effects = read_effects(root, settings);
    settings.clogs = read_clogs(root, settings);
    read_clinic(root, settings);
    root.finish();
    return settings;
}

}  // namespace asparagate::simulation
