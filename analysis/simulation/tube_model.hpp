#pragma once
#include "simulation/settings.hpp"

#include <string>
#include <vector>

namespace asparagate::simulation {

/// One FCS file to be made.
struct TubePlan {
    std::string sample;                             ///< "P1_day0_cytotoxic_FMO_GzmB"
    std::size_t patient = 0, visit = 0, panel = 0;  ///< positions in the settings
    std::string control_marker;                     ///< the marker left out; empty for a full stain

    [[nodiscard]] std::string control_name() const {
        return control_marker.empty() ? std::string() : "FMO " + control_marker;
    }
};

/// Every tube of the cohort: patients, then visits, then panels, the full stain before its controls.
std::vector<TubePlan> plan_tubes(const Settings& settings);

/// What one colour does in one kind of cell.
struct Staining {
    bool expressed = false;
    Signal signal;
    double positive = 1;  ///< share of the cells that carry the marker
};

struct CellModel {
    std::string name;
    double per_ul = 0;
    double fsc = 0, ssc = 0, fsc_cv = 0, ssc_cv = 0, autofluorescence = 1;
    std::vector<Staining> stainings;  ///< one per channel
};

/// Everything that one tube's events are drawn from: settings with the effects of this patient and visit and with the
/// random variation of patient, visit and staining already in.
struct TubeModel {
    std::string sample;
    const PanelSettings* panel = nullptr;
    const CytometerSettings* cytometer = nullptr;
    const ArtefactSettings* artefacts = nullptr;
    Signal bead_signal;
    std::vector<CellModel> cells;        ///< the cells of the settings, in their order
    CellModel debris, beads;             ///< beads.per_ul = 0: none
    std::vector<std::size_t> mixed;      ///< channels whose marker only some cells of some kind carry
    std::size_t viability = no_channel;  ///< channel of the marker "Viability"
    std::size_t left_out = no_channel;   ///< channel without dye in this control tube
    const ClogSettings* clog = nullptr;
    std::uint64_t seed = 0;
    std::uint64_t n_events = 0;

    static constexpr std::size_t no_channel = static_cast<std::size_t>(-1);
};

TubeModel make_tube_model(const Settings& settings, const TubePlan& plan, std::uint64_t n_events);

/// One line of truth/effects.csv.
struct AppliedEffect {
    std::string patient, visit, effect, cells, quantity;
    double value = 0;
};
/// What the settings' effects do, patient by patient.
std::vector<AppliedEffect> applied_effects(const Settings& settings);

}  // namespace asparagate::simulation
