#pragma once
#include "asparagate/analysis/analysis_error.hpp"
#include "asparagate/analysis/clinical_records.hpp"
#include "asparagate/analysis/domain_rules.hpp"
#include "asparagate/fcs/finding.hpp"
#include "asparagate/gating/population_table.hpp"
#include "asparagate/gating/strategy.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace asparagate {

/// Values of a measurement keep number, qualifier and unit as given.
struct Measurement {
    char qualifier = '=';          ///< '=', '<' or '>'
    double value = 0;              ///< in `unit`
    std::string unit;
};

enum class Period { before, after };  ///< before or after blinatumomab

/// One serum asparaginase activity (SAA).
struct ActivitySample {
    std::string patient;
    Period period = Period::before;
    int nominal_day = 0;                     ///< day after the dose: 7, 14 or 21
    double day = 0;                          ///< day of the patient's timeline
    Measurement given;
    double iu_l = 0;                         ///< converted (1 IU/mL = 1000 IU/L, 1 mU/mL = 1 IU/L, 1 nkat/mL = 60 IU/L)
    std::optional<double> lloq_iu_l;
    std::string method;
    std::string attributed_product;          ///< product of the last asparaginase dose before the draw
    bool other_asparaginase = false;         ///< drawn after a later dose of another asparaginase: not of the PEG dose
    std::optional<double> uloq_iu_l = {};
    std::string laboratory = {}, kit_lot = {};
    std::optional<double> days_after_dose = {};  ///< after the last asparaginase dose
};

struct AntibodySample {
    std::string patient;
    Period period = Period::before;
    double day = 0;
    std::string specificity;                 ///< anti-PEG, anti-ASP, anti-PEG-ASP
    Measurement result;
    std::optional<double> cutoff;
    std::optional<double> lloq = {}, uloq = {};  ///< in the result's unit
    std::string isotype = {};                ///< IgG, IgM, ...
    std::string kind = {};                   ///< titre, concentration or OD ratio; empty when not said
    std::string dilution = {};               ///< "1:100"
    /// '<' below the LLOQ or as given, '>' above the ULOQ or as given, else '='.
    [[nodiscard]] char bound() const;
};

struct Dose {
    std::string patient;
    double day = 0;                          ///< of the patient's timeline; blinatumomab starts on day 0
    std::optional<double> end_day;           ///< of an infusion
    std::string product;                     ///< pegaspargase, calaspargase, erwinia, e-coli, blinatumomab, ...
    double dose = 0;
    std::string unit;
    std::string route = {};                  ///< IV, IM, ...
    std::optional<double> planned_dose = {}; ///< of the protocol, in `unit`
    std::string premedication = {};          ///< steroid, H1, H2, acetaminophen joined by `+`; "none"; empty: unknown
    std::optional<bool> desensitised = {};
    [[nodiscard]] bool is_asparaginase() const;
    /// Enzyme family, within which antibodies cross-react: Ecoli-PEG, Ecoli, Erwinia; empty for anything else.
    [[nodiscard]] std::string family() const;
};

struct Patient {
    std::string id;
    std::string sex;
    std::optional<double> age_years;
    std::string risk;                        ///< LR, IR, HR
    std::string reaction;                    ///< "silent inactivation", "clinical hypersensitivity"
    std::optional<double> cd19_percent;
    std::optional<double> blinatumomab_days;
    std::optional<double> bmi = {};          ///< kg/m2
    std::string blast_phenotype = {};        ///< at diagnosis, as the clinic writes it
};

/// The outcome that the clinic reports; activity restoration is computed, not read.
struct Outcome {
    std::string patient;
    std::string label;                       ///< "AAR", "AANR" or empty (aliases good, poor are read)
    std::optional<bool> tolerated;
    std::optional<bool> symptoms;
    std::optional<bool> premedicated;
};

/// One FCS file of the study.
struct StudySample {
    std::string id;
    std::string patient;                     ///< empty for a blank of nobody in the study
    std::string visit;                       ///< "day 0", "day 14"; empty without a patient
    std::string tube;                        ///< chooses the strategy
    std::string control;                     ///< empty for a full stain, else "FMO GzmB" ...
    std::string specimen;                    ///< PB or BM
    std::filesystem::path file;
};

/// How events of a sample become cells/uL (DOMAIN 3.4).
struct AbsoluteCount {
    std::string sample;
    std::string platform;                    ///< beads, volumetric or dual
    std::string bead_population;             ///< population path, platform beads
    double beads_per_tube = 0;
    double volume_ul = 0;                    ///< blood in the tube (beads) or acquired (volumetric)
    double dilution = 1;
    double wbc_1e9_l = 0;                    ///< platform dual
    double lymphocyte_percent = 0;           ///< of leukocytes, platform dual
    std::string lymphocyte_population;       ///< denominator population, platform dual
    std::optional<double> cbc_hours = {};    ///< from the flow sample to the blood count, platform dual
    double wbc_cv_percent = 0;               ///< of the analyser, platform dual
};

/// Tubes that cannot hold a population: controls without its stain, or samples known not to have its cells. They give
/// its limit of blank (DOMAIN 3.5).
struct BlankTubes {
    std::string tube;                        ///< chooses the strategy
    std::string control;                     ///< StudySample::control of the tubes, of any patient or of none
    std::string population;
};

/// What is compared between visits and groups: one population measured one way.
struct Feature {
    std::string id;                          ///< unique, used in tables: "cytotoxic/CD8 GzmB+ %"
    std::string name;                        ///< for people: "CD8 granzyme B+"
    std::string tube;
    std::string population;
    std::string measure;                     ///< percent_of_parent | percent_of_total | cells_per_ul | median
    std::string channel;                     ///< marker, for measure median
    std::string family;                      ///< multiplicity family and heatmap group
    bool primary = false;                    ///< declared in the plan
    std::string instead_of = {};             ///< id of the CD19-dependent feature that this one stands in for
};

/// How far gates may lie from where they are drawn (docs/uncertainty.md).
struct UncertaintySettings {
    /// Another tolerance for one gate.
    struct Gate {
        std::string tube;                    ///< empty = every tube whose strategy has the gate
        std::string population;              ///< path of the gate, or of a population that it defines
        double shift = 0;
    };
    /// 0 (off), or enough for a 2.5th percentile.
    static bool are_draws(std::size_t number) { return number == 0 || (number >= 20 && number <= 10000); }
    static std::string expected_draws() { return "0 (off) or 20 to 10000"; }
    std::size_t draws = 0;                   ///< 0 = gates are not moved
    double shift = 0.02;                     ///< sd of a shift as a fraction of the dimension's range; less for
                                             ///< narrow gates
    std::vector<Gate> gates;

    // Of the rules. A polygon or ellipse counts as the part of the range that it takes up this many times: who draws a
    // narrow gate looks closely, and one that left its cells altogether would have been seen.
    double widths_in_range = 2.5;
    /// Below this a share is what chance gives the best of some dozen lines in some hundred draws.
    double smallest_driver_share = 0.1;
    double holding_share = 0.95;  ///< of the draws in which direction and verdict must be those found
};

struct StudySettings {
    std::string title;
    bool synthetic = false;                  ///< made by `simulate`: said everywhere
    bool blind = false;                      ///< hide groups until unblinded
    double alpha = 0.05;
    std::string baseline_visit = "day 0";
    std::string followup_visit = "day 14";
    std::string restoration_rule = "R-A";
    double threshold_iu_l = 100;
    DetectionLimits detection;
    UncertaintySettings uncertainty;
    std::uint64_t seed = 1;
    unsigned threads = 0;
    /// Standard B cells are flagged CD19_UNRELIABLE from blinatumomab start to stop plus this many days.
    double cd19_unreliable_days_after_stop = 14;
    std::map<std::string, double> visit_days;  ///< day of the patient timeline of each visit
    DomainRules domain = {};                   ///< every other threshold
    std::vector<Rule> rules = {};              ///< all of them as read, with their sources; empty: the defaults
};

/// A study as its files describe it: checked, linked, nothing computed.
struct Study {
    std::filesystem::path path;                       ///< STUDY.toml
    StudySettings settings;
    std::map<std::string, GatingStrategy> strategies; ///< by tube; "" is the default
    std::map<std::string, std::filesystem::path> strategy_files;
    std::vector<Patient> patients;
    std::vector<StudySample> samples;
    std::vector<Dose> doses;
    std::vector<ActivitySample> activity;
    std::vector<AntibodySample> antibodies;
    std::vector<Outcome> outcomes;
    std::vector<AbsoluteCount> counts;
    std::vector<Reaction> reactions;
    std::vector<Concomitant> concomitants;
    std::vector<LiverSample> liver;
    std::vector<AmmoniaSample> ammonia;
    std::vector<NotDone> not_done;
    std::vector<Claim> claims;
    std::vector<BlankTubes> blanks;
    std::vector<Feature> features;
    std::vector<std::filesystem::path> input_files;   ///< every file read, for provenance
    Findings findings;

    [[nodiscard]] const GatingStrategy& strategy_for(const std::string& tube) const;
    /// Whether an item of a patient is missing on purpose.
    [[nodiscard]] bool is_not_done(const std::string& patient, const std::string& item) const;
};

/// Reads STUDY.toml, its strategies and tables. Columns and keys: docs/study.md.
/// @throws AnalysisError / Error(input) naming file, line, column and the nearest valid name.
Study read_study(const std::filesystem::path& path);

/// A commented template of STUDY.toml with its tables (headers only) in `folder`; existing files are never replaced.
void write_study_template(const std::filesystem::path& folder);

}  // namespace asparagate
