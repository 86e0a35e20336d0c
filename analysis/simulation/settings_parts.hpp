#pragma once
#include "simulation/settings.hpp"
#include "simulation/settings_reader.hpp"

// The parts that read_settings() is made of; each reads what it needs of the table and finishes it.
namespace asparagate::simulation {

std::vector<std::string> names_of(const std::vector<PatientSettings>& patients);
std::vector<std::string> names_of(const std::vector<VisitSettings>& visits);
std::vector<std::string> names_of(const std::vector<PanelSettings>& panels);
std::vector<std::string> names_of(const std::vector<CellSettings>& cells);

PanelSettings read_panel(SettingsTable table, const std::string& tube, double range);
CellSettings read_cell_values(SettingsTable& table, CellSettings cell);
std::vector<CellSettings> read_cells(SettingsTable& root);
Signal read_signal(SettingsTable& table, std::string_view key);

/// Reads [[effect]]; patients, visits, cells and panels are read before.
std::vector<EffectSettings> read_effects(SettingsTable& root, const Settings& settings);
std::vector<PatientSettings> read_patients(SettingsTable& root);
void read_clinic(SettingsTable& root, Settings& settings);

}  // namespace asparagate::simulation
