#include "evidence/patient_flags.hpp"

#include "evidence/blinatumomab.hpp"
#include "evidence/liver.hpp"
#include "study/unit_suspects.hpp"

#include "asparagate/fcs/nearest_name.hpp"

namespace asparagate {
namespace {

template <class Predicate>
bool any_activity(const Study& study, const std::string& patient, Predicate&& predicate) {
    return std::any_of(study.activity.begin(), study.activity.end(),
                       [&](const ActivitySample& sample) { return sample.patient == patient && predicate(sample); });
}

/// Day of the dose that a sample belongs to.
std::optional<double> dose_day(const Study& study, const ActivitySample& sample) {
    std::optional<double> day;
    for (const Dose& dose : study.doses)
        if (dose.patient == sample.patient && dose.product == sample.attributed_product && dose.day <= sample.day &&
            dose.day > day.value_or(dose.day - 1))
            day = dose.day;
    return day;
}

bool misses_window(const Study& study, const ActivitySample& sample) {
    const DomainRules& rules = study.settings.domain;
    if (!counts_for_rules(sample, rules)) return false;
    const std::optional<double> dose = dose_day(study, sample);
    return dose && std::abs(sample.day - *dose - sample.nominal_day) > rules.window_days(sample.attributed_product);
}

bool single_sample(const ActivityCourse& course, double threshold) {
    return is_inactive(course, threshold).value_or(false) && (course.day7 == nullptr || course.day14 == nullptr);
}

bool holds_any(const std::string& name, const std::vector<std::string>& words) {
    const std::string lower = lower_case(name);
    return std::any_of(words.begin(), words.end(),
                       [&](const std::string& word) { return lower.find(word) != std::string::npos; });
}

}  // namespace

bool treated_with(const Study& study, const std::string& patient, const std::vector<std::string>& words, double from,
                  double to) {
    const auto overlaps = [&](const auto& given) {
        return given.patient == patient && given.day <= to && given.end_day.value_or(given.day) >= from;
    };
    return std::any_of(study.doses.begin(), study.doses.end(),
                       [&](const Dose& dose) { return overlaps(dose) && holds_any(dose.product, words); }) ||
           std::any_of(study.concomitants.begin(), study.concomitants.end(),
                       [&](const Concomitant& given) { return overlaps(given) && holds_any(given.treatment, words); });
}

const std::vector<std::string>& immunoglobulin_words() {
    static const std::vector<std::string> words = {"ivig", "immunoglobulin", "immune globulin"};
    return words;
}

std::set<std::string> patients_with_unit_suspects(const Study& study) {
    const std::vector<bool> suspect = unit_suspects(study.activity, study.settings.domain);
    std::set<std::string> patients;
    for (std::size_t i = 0; i < suspect.size(); ++i)
        if (suspect[i]) patients.insert(study.activity[i].patient);
    return patients;
}

std::vector<std::string> patient_flags(const Study& study, const PatientEvidence& patient,
                                       const std::vector<LiverSample>& liver, const ActivityCourse& before,
                                       const ActivityCourse& after, const std::set<std::string>& unit_suspects) {
    const std::string& id = patient.patient.id;
    const double threshold = study.settings.threshold_iu_l;
    std::vector<std::string> flags;
    const auto raise = [&](bool condition, const char* flag) {
        if (condition) flags.emplace_back(flag);
    };
    raise(any_activity(study, id, [](const auto& sample) { return sample.other_asparaginase; }), "SAA_AFTER_OTHER_ASP");
    raise(unit_suspects.contains(id), "UNIT_SUSPECT");
    raise(any_activity(study, id, [&](const auto& sample) { return misses_window(study, sample); }), "WINDOW_MISS");
    raise(single_sample(before, threshold) || single_sample(after, threshold), "SINGLE_SAMPLE_SI");
    raise(patient.premedicated.value_or(false) && !patient.symptoms.value_or(true), "PREMED_MASKS");
    raise(patient.status == "allergic-like reaction", "SYMPTOMS_BUT_ADEQUATE");
    raise(has_steatosis(liver, id), "STEATOSIS_PRESENT");
    raise(liver_high_after_asparaginase(liver, id, study.settings.domain), "LFT_HIGH_AFTER_ASP");
    raise(treated_with(study, id, immunoglobulin_words()), "CONFOUND_IVIG");
    raise(treated_with(study, id, {"rituximab", "bortezomib"}), "CONFOUND_RITUX_BORTEZ");
    const std::optional<double> days = blinatumomab_days(study, id);
    raise(days && *days < study.settings.domain.blinatumomab_course_days, "BLINA_INCOMPLETE");
    return flags;
}

}  // namespace asparagate
