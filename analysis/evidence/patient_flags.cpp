#include "evidence/patient_flags.hpp"

#include "evidence/blinatumomab.hpp"

namespace asparagate {
namespace {

constexpr double window_days = 1;            // DOMAIN 2.2: day 7 and day 14 within one day
constexpr double course_days = 28;           // DOMAIN L-S1: 15 ug/m2/d for 28 days
constexpr double unit_suspect_low_iu_l = 1;  // DOMAIN 2.1: 0.1 "IU/L" beside hundreds is 0.1 IU/mL
constexpr double unit_suspect_high_iu_l = 10000;

template <class Predicate>
bool any_activity(const Study& study, const std::string& patient, Predicate&& predicate) {
    return std::any_of(study.activity.begin(), study.activity.end(),
                       [&](const ActivitySample& sample) { return sample.patient == patient && predicate(sample); });
}

bool unit_suspect(const ActivitySample& sample) {
    if (sample.given.qualifier != '=' || sample.iu_l <= 0) return false;
    return sample.iu_l < unit_suspect_low_iu_l || sample.iu_l > unit_suspect_high_iu_l;
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
    if (!counts_for_rules(sample)) return false;
    const std::optional<double> dose = dose_day(study, sample);
    return dose && std::abs(sample.day - *dose - sample.nominal_day) > window_days;
}

bool single_sample(const ActivityCourse& course, double threshold) {
    return is_inactive(course, threshold).value_or(false) && (course.day7 == nullptr || course.day14 == nullptr);
}

std::string lower_case(std::string text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

bool received(const Study& study, const std::string& patient, std::initializer_list<const char*> words) {
    return std::any_of(study.doses.begin(), study.doses.end(), [&](const Dose& dose) {
        const std::string product = lower_case(dose.product);
        return dose.patient == patient && std::any_of(words.begin(), words.end(), [&](const char* word) {
                   return product.find(word) != std::string::npos;
               });
    });
}

}  // namespace

std::vector<std::string> patient_flags(const Study& study, const PatientEvidence& patient, const Outcome& outcome,
                                       const ActivityCourse& before, const ActivityCourse& after) {
    const std::string& id = patient.patient.id;
    const double threshold = study.settings.threshold_iu_l;
    std::vector<std::string> flags;
    const auto raise = [&](bool condition, const char* flag) {
        if (condition) flags.emplace_back(flag);
    };
    raise(any_activity(study, id, [](const auto& sample) { return sample.other_asparaginase; }), "SAA_AFTER_OTHER_ASP");
    raise(any_activity(study, id, unit_suspect), "UNIT_SUSPECT");
    raise(any_activity(study, id, [&](const auto& sample) { return misses_window(study, sample); }), "WINDOW_MISS");
    raise(single_sample(before, threshold) || single_sample(after, threshold), "SINGLE_SAMPLE_SI");
    raise(outcome.premedicated.value_or(false) && !outcome.symptoms.value_or(true), "PREMED_MASKS");
    raise(patient.status == "allergic-like reaction", "SYMPTOMS_BUT_ADEQUATE");
    raise(received(study, id, {"ivig", "immunoglobulin"}), "CONFOUND_IVIG");
    raise(received(study, id, {"rituximab", "bortezomib"}), "CONFOUND_RITUX_BORTEZ");
    const std::optional<double> days = blinatumomab_days(study, id);
    raise(days && *days < course_days, "BLINA_INCOMPLETE");
    return flags;
}

}  // namespace asparagate
