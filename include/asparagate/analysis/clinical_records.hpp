#pragma once
#include <cstdint>
#include <optional>
#include <string>

namespace asparagate {

/// A reaction to asparaginase (DOMAIN 2.2): CTCAE v5 term and grade, Ponte di Legno severity.
struct Reaction {
    std::string patient;
    double day = 0;                      ///< of the patient's timeline
    std::string product;                 ///< that was given; empty when not said
    std::string term;                    ///< allergic reaction, anaphylaxis, infusion-related reaction or other
    std::optional<std::uint64_t> grade;  ///< 1 to 5
    std::string severity;                ///< mild or severe
    std::string system;                  ///< skin, airway, ...
    std::string symptoms;                ///< as listed by the clinic
    std::optional<bool> angioedema;
    std::string premedication;  ///< steroid, H1, H2, acetaminophen; joined by `+`, "none", or empty when unknown
};

/// Another treatment that may change antibodies, B cells or counts.
struct Concomitant {
    std::string patient;
    double day = 0;
    std::optional<double> end_day;
    std::string treatment;  ///< rituximab, bortezomib, IVIG, steroid, chemotherapy, or any other name
    std::optional<double> dose;
    std::string unit;
};

/// Liver tests of one day; values and limits in the laboratory's own unit.
struct LiverSample {
    std::string patient;
    double day = 0;
    std::string steatosis;  ///< yes, no, unknown or empty
    std::string method;     ///< how steatosis was looked for
    std::optional<double> alt, ast, bilirubin;
    std::optional<double> alt_uln, ast_uln, bilirubin_uln;

    // Computed: CTCAE grade (0 to 4) and the time since the last asparaginase dose.
    std::optional<std::uint64_t> alt_grade, ast_grade, bilirubin_grade;
    std::optional<double> days_after_dose;
};

/// Kept and shown; never flagged, since no number of it decides anything.
struct AmmoniaSample {
    std::string patient;
    double day = 0;
    double value = 0;
    std::string unit;
    std::optional<bool> symptomatic;
};

/// A part of the study that was deliberately not done for a patient: missing on purpose.
struct NotDone {
    std::string patient;
    std::string item;  ///< activity, antibodies, flow or outcome
    std::string reason;
};

/// A condition on a patient: `reaction = silent inactivation`.
struct PatientCondition {
    std::string column;  ///< sex, risk, reaction, group, restored, tolerated; empty: every patient
    std::string value;
    [[nodiscard]] std::string text() const;  ///< "reaction = silent inactivation", "all"
};

/// A proportion that a publication or a report states, to be compared with what the study's patients give.
struct Claim {
    std::string statement;
    PatientCondition outcome, subgroup;
    std::uint64_t k = 0, n = 0;
    std::string source;
};

}  // namespace asparagate
