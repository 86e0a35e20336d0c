#pragma once
#include "asparagate/fcs/spillover.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace asparagate::simulation {

/// Colours of the largest panel.
inline constexpr std::size_t max_channels = 32;

/// Normal distribution of log10(signal).
struct Signal {
    double mean = 0;
    double sd = 0;
};

/// A kind of cell (or debris, or bead) as the instrument sees it.
struct CellSettings {
    std::string name;
    double per_ul = 0;                    ///< cells per uL of blood that reach the tube
    double fsc = 0, ssc = 0;              ///< median area
    double fsc_cv = 0.12, ssc_cv = 0.18;  ///< sd of ln(area)
    double autofluorescence = 1;          ///< times the channel's
    std::map<std::string, Signal> markers;
    std::map<std::string, double> positive;  ///< share of these cells that carry the marker; 1 where not named
};

struct ChannelSettings {
    std::string name;     ///< `$PnN`
    std::string marker;   ///< `$PnS`
    double noise = 0;     ///< electronic noise, sd around zero
    double counting = 0;  ///< photon counting: variance per unit of signal
    double autofluorescence = 0;
};

struct PanelSettings {
    std::string tube;
    std::vector<ChannelSettings> channels;
    SpilloverMatrix spillover;
    std::vector<std::string> controls;  ///< markers left out in turn: one FMO tube each
};

struct CytometerSettings {
    std::string name;
    double range = 262144;
    double timestep = 0.01;
    double events_per_second = 1000;
    double threshold = 5000;  ///< smallest FSC-A that triggers
};

struct ArtefactSettings {
    double width_sd = 0.03;  ///< relative sd of the pulse width of single cells
    double doublets = 0;     ///< share of all events
    double dead = 0;         ///< share of single cells
    Signal dead_viability;
    double dead_fsc = 1, dead_ssc = 1, dead_staining = 1, dead_autofluorescence = 1;  ///< factors
    double debris_share = 0;                                                          ///< of all events
    CellSettings debris;
};

struct BeadSettings {
    double per_tube = 0;    ///< 0: none
    double volume_ul = 50;  ///< blood in the tube
    double dilution = 1;
    CellSettings bead;
    Signal signal;  ///< in every channel
};

/// A stretch of one file where the sample line is half blocked.
struct ClogSettings {
    std::string patient, visit, tube;
    double from = 0, to = 0;  ///< shares of the file's events
    double rate = 1;          ///< times the event rate
    double signal = 1;        ///< times every signal at the worst point
};

struct VisitSettings {
    std::string name;
    int day = 0;
};

struct PatientSettings {
    std::string id, sex, risk, reaction, label;
    std::optional<double> age_years, cd19_percent, blinatumomab_days;
    std::string tolerated, symptoms, premedicated;  ///< "yes", "no" or empty
    bool flow = true;
};

/// What the treatment does to cells at one visit. Each value is per patient.
struct EffectSettings {
    using PerPatient = std::map<std::string, double>;
    std::string name;
    std::string visit;
    std::vector<std::string> cells;
    PerPatient abundance;                        ///< factor on cells per uL
    std::map<std::string, PerPatient> signal;    ///< factor on a marker's signal
    std::map<std::string, PerPatient> positive;  ///< share of all `cells` together that carries the marker
};

struct VariationSettings {
    double between_patients = 0;  ///< sd of ln(abundance)
    double between_visits = 0;    ///< sd of ln(abundance)
    double staining = 0;          ///< sd of log10(signal), per sample and marker
};

struct DoseSettings {
    std::string patient, product, unit;
    double day = 0, dose = 0;
    std::optional<double> end_day;
};

struct ActivitySettings {
    std::string patient, period, activity, unit, method;
    int nominal_day = 0;
    double day = 0;
    std::optional<double> lloq;
};

struct AntibodySettings {
    std::string patient, period, specificity, result, unit;
    double day = 0;
    std::optional<double> cutoff;
};

/// Everything of a SETTINGS.toml, checked; docs/simulation.md describes each key.
struct Settings {
    std::filesystem::path path;
    std::uint64_t seed = 1;
    std::uint64_t events_per_tube = 30000;
    std::chrono::sys_days first_date;  ///< blinatumomab start of the first patient
    int days_between_patients = 14;
    std::vector<std::filesystem::path> copied_files;  ///< study, strategies, rules and tables, relative to the settings
    CytometerSettings cytometer;
    ArtefactSettings artefacts;
    BeadSettings beads;
    VariationSettings variation;
    std::vector<ClogSettings> clogs;
    std::vector<VisitSettings> visits;
    std::vector<PanelSettings> panels;
    std::vector<CellSettings> cells;
    std::vector<PatientSettings> patients;
    std::vector<EffectSettings> effects;
    std::vector<DoseSettings> doses;
    std::vector<ActivitySettings> activity;
    std::vector<AntibodySettings> antibodies;
};

/// @throws AnalysisError `file:line: key: ...`
Settings read_settings(const std::filesystem::path& path);

}  // namespace asparagate::simulation
