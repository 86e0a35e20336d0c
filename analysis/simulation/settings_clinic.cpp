#include "asparagate/fcs/number.hpp"
#include "simulation/settings_parts.hpp"

#include <algorithm>
#include <set>

namespace asparagate::simulation {
namespace {

std::vector<std::string> marker_names(const Settings& settings) {
    std::set<std::string> names;
    for (const auto& panel : settings.panels)
        for (const auto& channel : panel.channels) names.insert(channel.marker);
    return {names.begin(), names.end()};
}

/// Names in `key`, each a known one; `fallback` when the key is absent.
std::vector<std::string> read_names(SettingsTable& table, const char* key, const std::vector<std::string>& known,
                                    const std::string& what, const std::vector<std::string>& fallback) {
    const auto names = table.texts(key);
    for (const auto& name : names) table.check_known(key, name, known, what);
    return table.has(key) ? names : fallback;
}

/// One number for all of `patients`, or a table with a number for some of them.
EffectSettings::PerPatient read_per_patient(SettingsTable& table, const std::string& key,
                                            const std::vector<std::string>& patients, double maximum) {
    EffectSettings::PerPatient values;
    if (table.is_table(key)) {
        auto given = table.table(key);
        for (const auto& patient : given.keys()) {
            given.check_known(patient, patient, patients, "patient of this effect");
            values[patient] = given.number(patient);
        }
        given.finish();
    } else {
        for (const auto& patient : patients) values[patient] = table.number(key);
    }
    for (const auto& [patient, value] : values)
        if (value < 0 || value > maximum) table.fail(key, "is not between 0 and " + format_number(maximum));
    return values;
}

std::map<std::string, EffectSettings::PerPatient> read_marker_values(SettingsTable& table, const char* key,
                                                                     const std::vector<std::string>& markers,
                                                                     const std::vector<std::string>& patients,
                                                                     double maximum) {
    std::map<std::string, EffectSettings::PerPatient> values;
    auto given = table.optional_table(key);
    if (!given) return values;
    for (const auto& marker : given->keys()) {
        given->check_known(marker, marker, markers, "marker of any panel");
        values[marker] = read_per_patient(*given, marker, patients, maximum);
    }
    given->finish();
    return values;
}

std::string read_yes_no(SettingsTable& table, const char* key) {
    if (!table.has(key)) {
        table.flag(key, false);
        return {};
    }
    return table.flag(key, false) ? "yes" : "no";
}

std::optional<double> read_optional(SettingsTable& table, const char* key) {
    const double value = table.number(key, 0);
    return table.has(key) ? std::optional(value) : std::nullopt;
}

void check_measurement(const SettingsTable& table, const char* key, const std::string& text) {
    const auto number = text.starts_with('<') || text.starts_with('>') ? text.substr(1) : text;
    const auto value = parse_number(number);
    if (!value || *value < 0) table.fail(key, "\"" + text + "\" is not a number, \"<number\" or \">number\"");
}

void read_doses(SettingsTable& root, Settings& settings) {
    const auto patients = names_of(settings.patients);
    for (auto& table : root.tables("dose")) {
        DoseSettings dose;
        dose.product = table.text("product");
        dose.day = table.number("day");
        dose.end_day = read_optional(table, "end_day");
        dose.dose = table.number("dose");
        dose.unit = table.text("unit");
        for (const auto& patient : read_names(table, "patients", patients, "patient", patients)) {
            dose.patient = patient;
            settings.doses.push_back(dose);
        }
        table.finish();
    }
}

/// One line of activities after one dose.
void read_activity_series(SettingsTable& table, const ActivitySettings& common, std::vector<ActivitySettings>& rows) {
    auto row = common;
    row.unit = table.text("unit", common.unit);
    if (table.has("lloq")) row.lloq = table.number("lloq");
    row.period = table.text("period");
    table.check_known("period", row.period, {"before", "after"}, "period");
    const double dose_day = table.number("dose_day");
    const auto values = table.texts_or_numbers("values");
    const auto days = table.numbers("days", values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (values[i].empty()) continue;  // not drawn
        check_measurement(table, "values", values[i]);
        row.nominal_day = static_cast<int>(days[i]);
        row.day = dose_day + days[i];
        row.activity = values[i];
        rows.push_back(row);
    }
    table.finish();
}

void read_activity(SettingsTable& root, Settings& settings) {
    auto table = root.optional_table("activity");
    if (!table) return;
    ActivitySettings common;
    common.method = table->text("method");
    common.unit = table->text("unit");
    common.lloq = read_optional(*table, "lloq");
    for (auto& series : table->tables("series")) {
        common.patient = series.text("patient");
        series.check_known("patient", common.patient, names_of(settings.patients), "patient");
        read_activity_series(series, common, settings.activity);
    }
    table->finish();
}

void read_antibodies(SettingsTable& root, Settings& settings) {
    auto table = root.optional_table("antibodies");
    if (!table) return;
    AntibodySettings row;
    row.unit = table->text("unit");
    row.cutoff = read_optional(*table, "cutoff");
    const auto days = table->numbers("days", 2);
    auto results = table->table("results");
    for (const auto& patient : results.keys()) {
        results.check_known(patient, patient, names_of(settings.patients), "patient");
        auto given = results.table(patient);
        for (const auto& specificity : given.keys()) {
            const auto values = given.texts_or_numbers(specificity);
            if (values.size() != 2) given.fail(specificity, "is not [before, after]");
            for (std::size_t i = 0; i < 2; ++i) {
                check_measurement(given, specificity.c_str(), values[i]);
                settings.antibodies.push_back(
                    {patient, i == 0 ? "before" : "after", specificity, values[i], row.unit, days[i], row.cutoff});
            }
        }
        given.finish();
    }
    results.finish();
    table->finish();
}

}  // namespace

std::vector<PatientSettings> read_patients(SettingsTable& root) {
    std::vector<PatientSettings> patients;
    for (auto& table : root.tables("patient")) {
        PatientSettings patient;
        patient.id = table.text("id");
        patient.sex = table.text("sex", "");
        patient.risk = table.text("risk", "");
        patient.reaction = table.text("reaction", "");
        patient.label = table.text("label", "");
        patient.age_years = read_optional(table, "age_years");
        patient.cd19_percent = read_optional(table, "cd19_percent");
        patient.blinatumomab_days = read_optional(table, "blinatumomab_days");
        patient.tolerated = read_yes_no(table, "tolerated");
        patient.symptoms = read_yes_no(table, "symptoms");
        patient.premedicated = read_yes_no(table, "premedicated");
        patient.flow = table.flag("flow", true);
        table.finish();
        const auto earlier = names_of(patients);
        if (std::find(earlier.begin(), earlier.end(), patient.id) != earlier.end())
            table.fail("id", "\"" + patient.id + "\" is used twice");
        patients.push_back(patient);
    }
    if (patients.empty()) root.fail("patient", "is missing; expected at least one [[patient]]");
    return patients;
}

std::vector<EffectSettings> read_effects(SettingsTable& root, const Settings& settings) {
    const auto markers = marker_names(settings);
    const auto everybody = names_of(settings.patients);
    std::vector<EffectSettings> effects;
    for (auto& table : root.tables("effect")) {
        EffectSettings effect;
        effect.name = table.text("name");
        effect.visit = table.text("visit");
        table.check_known("visit", effect.visit, names_of(settings.visits), "visit");
        effect.cells = read_names(table, "cells", names_of(settings.cells), "cell with per_ul", {});
        if (effect.cells.empty()) table.fail("cells", "names no cell");
        const auto patients = read_names(table, "patients", everybody, "patient", everybody);
        if (table.has("abundance")) effect.abundance = read_per_patient(table, "abundance", patients, 1e6);
        effect.signal = read_marker_values(table, "signal", markers, patients, 1e6);
        effect.positive = read_marker_values(table, "positive", markers, patients, 1);
        table.finish();
        effects.push_back(effect);
    }
    return effects;
}

void read_clinic(SettingsTable& root, Settings& settings) {
    read_doses(root, settings);
    read_activity(root, settings);
    read_antibodies(root, settings);
}

}  // namespace asparagate::simulation
