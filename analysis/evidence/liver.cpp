#include "evidence/liver.hpp"

namespace asparagate {
namespace {

std::optional<std::uint64_t> grade(const std::optional<double>& value, const std::optional<double>& uln,
                                   const std::vector<double>& times_uln) {
    if (!value || !uln) return std::nullopt;
    return liver_grade(*value, *uln, times_uln);
}

std::optional<double> days_since_asparaginase(const Study& study, const LiverSample& sample) {
    std::optional<double> last;
    for (const Dose& dose : study.doses)
        if (dose.patient == sample.patient && dose.is_asparaginase() && dose.day <= sample.day)
            last = std::max(last.value_or(dose.day), dose.day);
    return last ? std::optional(sample.day - *last) : std::nullopt;
}

}  // namespace

std::uint64_t liver_grade(double value, double uln, const std::vector<double>& times_uln) {
    return static_cast<std::uint64_t>(
        std::count_if(times_uln.begin(), times_uln.end(), [&](double times) { return value > times * uln; }));
}

std::vector<LiverSample> graded_liver(const Study& study) {
    const DomainRules& rules = study.settings.domain;
    std::vector<LiverSample> samples = study.liver;
    for (LiverSample& sample : samples) {
        sample.alt_grade = grade(sample.alt, sample.alt_uln, rules.alt_times_uln);
        sample.ast_grade = grade(sample.ast, sample.ast_uln, rules.ast_times_uln);
        sample.bilirubin_grade = grade(sample.bilirubin, sample.bilirubin_uln, rules.bilirubin_times_uln);
        sample.days_after_dose = days_since_asparaginase(study, sample);
    }
    return samples;
}

bool has_steatosis(const std::vector<LiverSample>& liver, const std::string& patient) {
    return std::any_of(liver.begin(), liver.end(), [&](const LiverSample& sample) {
        return sample.patient == patient && sample.steatosis == "yes";
    });
}

bool liver_high_after_asparaginase(const std::vector<LiverSample>& liver, const std::string& patient,
                                   const DomainRules& rules) {
    return std::any_of(liver.begin(), liver.end(), [&](const LiverSample& sample) {
        if (sample.patient != patient || !sample.days_after_dose) return false;
        const std::uint64_t highest =
            std::max({sample.alt_grade.value_or(0), sample.ast_grade.value_or(0), sample.bilirubin_grade.value_or(0)});
        return *sample.days_after_dose <= rules.liver_days_after_dose && highest >= rules.liver_flag_grade;
    });
}

}  // namespace asparagate
