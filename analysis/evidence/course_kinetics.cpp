#include "evidence/course_kinetics.hpp"

#include "evidence/restoration.hpp"

#include "asparagate/analysis/statistics/kinetics.hpp"
#include "asparagate/fcs/number.hpp"

namespace asparagate {
namespace {

constexpr double first_day_of_area = 7, last_day_of_area = 21;

struct Draw {
    double day = 0;  ///< after the dose
    int nominal_day = 0;
    double low = 0, high = 0;  ///< between which the activity lies; 0 or infinite where a limit of the assay is passed
    [[nodiscard]] bool quantified() const { return low == high && low > 0; }
};

using Course = std::vector<Draw>;

/// What one course is of: the draws that assess one dose.
struct AssessedDose {
    std::string product;        ///< "" where no dose is known
    std::optional<double> day;  ///< of the patient's timeline
    bool operator==(const AssessedDose&) const = default;
};

AssessedDose assessed_dose(const ActivitySample& sample) {
    AssessedDose dose{sample.attributed_product, std::nullopt};
    if (sample.days_after_dose) dose.day = sample.day - *sample.days_after_dose;
    return dose;
}

Draw draw_of(const ActivitySample& sample) {
    const double value = stated_value(sample);
    Draw draw{sample.days_after_dose.value_or(sample.nominal_day), sample.nominal_day, value, value};
    const int side = censoring(sample);
    if (side < 0) draw.low = 0;
    if (side > 0) draw.high = std::numeric_limits<double>::infinity();
    return draw;
}

/// Draws of one course by day; of two at the same time the first in the table.
Course course_of(const Study& study, const std::string& patient, Period period, const AssessedDose& dose) {
    Course course;
    for (const ActivitySample& sample : study.activity)
        if (sample.patient == patient && sample.period == period && !sample.other_asparaginase &&
            assessed_dose(sample) == dose)
            course.push_back(draw_of(sample));
    std::stable_sort(course.begin(), course.end(), [](const Draw& a, const Draw& b) { return a.day < b.day; });
    const auto same_day = [](const Draw& a, const Draw& b) { return a.day == b.day; };
    course.erase(std::unique(course.begin(), course.end(), same_day), course.end());
    return course;
}

const Draw* draw_on(const Course& course, int nominal_day) {
    const auto found =
        std::find_if(course.begin(), course.end(), [&](const Draw& draw) { return draw.nominal_day == nominal_day; });
    return found == course.end() ? nullptr : &*found;
}

std::optional<double> half_life(const Draw* first, const Draw* second) {
    if (first == nullptr || second == nullptr || !first->quantified() || !second->quantified()) return std::nullopt;
    if (second->day <= first->day || second->low >= first->low) return std::nullopt;
    return (second->day - first->day) / std::log2(first->low / second->low);
}

std::optional<double> finite(double value) {
    return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

void set_half_lives(ActivityKinetics& kinetics, const Course& course, double threshold) {
    std::vector<double> days, activities;
    for (const Draw& draw : course) {
        if (!draw.quantified()) continue;
        days.push_back(draw.day);
        activities.push_back(draw.low);
    }
    const ActivityDecline decline = activity_kinetics(days, activities, threshold);
    kinetics.points = decline.points;
    kinetics.half_life_days = decline.half_life_days;
    kinetics.half_life_7_14 = half_life(draw_on(course, 7), draw_on(course, 14));
    kinetics.half_life_14_21 = half_life(draw_on(course, 14), draw_on(course, 21));
}

/// To a draw below its limit linear like the lower bound, whose log rule has no value at 0: else they might cross.
double upper_area(const Draw& a, const Draw& b) {
    if (b.low <= 0) return (b.day - a.day) * (a.high + b.high) / 2;
    return activity_area(a.day, a.high, b.day, b.high);
}

/// From the draw of day 7 to that of day 21; without both there is none.
void set_area(ActivityKinetics& kinetics, const Course& course) {
    const Draw* first = draw_on(course, static_cast<int>(first_day_of_area));
    const Draw* last = draw_on(course, static_cast<int>(last_day_of_area));
    if (first == nullptr || last == nullptr || last->day <= first->day) return;
    double low = 0, high = 0;
    for (const Draw* draw = first; draw != last; ++draw) {
        low += activity_area(draw->day, draw->low, draw[1].day, draw[1].low);
        high += upper_area(*draw, draw[1]);
    }
    kinetics.auc_low = low;
    kinetics.auc_high = std::isnan(high) ? std::nullopt : finite(high);
}

/// The first draw that is surely below the threshold, and the last one before it that is surely not.
void set_crossing(ActivityKinetics& kinetics, const Course& course, double threshold) {
    const auto below = [&](const Draw& draw) {
        return draw.low < draw.high ? draw.high <= threshold : draw.high < threshold;
    };
    const Draw* above = nullptr;
    for (const Draw& draw : course) {
        if (below(draw)) {
            kinetics.crossing_high = draw.day;
            if (above != nullptr && above->quantified() && draw.quantified())
                kinetics.crossing_day = crossing_day(above->day, above->low, draw.day, draw.low, threshold);
            break;
        }
        if (draw.low < threshold) continue;
        above = &draw;
        kinetics.crossing_low = draw.day;
    }
}

/// Between neighbouring draws: surely at or above the threshold where both are, possibly where one may be.
void set_days_above(ActivityKinetics& kinetics, const Course& course, double threshold) {
    if (course.size() < 2) return;
    double low = 0, high = 0;
    for (std::size_t i = 1; i < course.size(); ++i) {
        const Draw &a = course[i - 1], &b = course[i];
        const double days = b.day - a.day;
        if (a.low >= threshold && b.low >= threshold) low += days;
        if (a.high >= threshold || b.high >= threshold) high += days;
    }
    kinetics.days_above_low = low;
    kinetics.days_above_high = high;
}

std::string note_of(const ActivityKinetics& kinetics, const Course& course) {
    std::string note;
    const auto add = [&](const std::string& text) { note += (note.empty() ? "" : "; ") + text; };
    if (kinetics.points < 2)
        add("half-life not estimable: " + std::to_string(kinetics.points) +
            (kinetics.points == 1 ? " quantified draw" : " quantified draws") + " after the dose, two are needed");
    else if (!kinetics.half_life_days)
        add("no half-life: the activity does not fall");
    else
        add("descriptive: elimination quickens with time since the dose, so a short half-life is no evidence of "
            "antibodies");
    const bool censored =
        std::any_of(course.begin(), course.end(), [](const Draw& draw) { return !draw.quantified(); });
    if (censored && kinetics.points >= 2) add("draws beyond a limit of quantification are not in the half-life");
    return note;
}

/// Doses that a patient's draws of one period assess, in order of the draws.
std::vector<AssessedDose> doses_of(const Study& study, const std::string& patient, Period period) {
    std::vector<AssessedDose> doses;
    for (const ActivitySample& sample : study.activity) {
        if (sample.patient != patient || sample.period != period || sample.other_asparaginase) continue;
        const AssessedDose dose = assessed_dose(sample);
        if (std::find(doses.begin(), doses.end(), dose) == doses.end()) doses.push_back(dose);
    }
    return doses;
}

}  // namespace

std::vector<ActivityKinetics> course_kinetics(const Study& study) {
    std::vector<ActivityKinetics> all;
    const double threshold = study.settings.threshold_iu_l;
    for (const Patient& patient : study.patients)
        for (const Period period : {Period::before, Period::after})
            for (const AssessedDose& dose : doses_of(study, patient.id, period)) {
                const Course course = course_of(study, patient.id, period, dose);
                ActivityKinetics kinetics;
                kinetics.patient = patient.id;
                kinetics.period = period;
                kinetics.product = dose.product;
                kinetics.dose_day = dose.day;
                set_half_lives(kinetics, course, threshold);
                set_area(kinetics, course);
                set_crossing(kinetics, course, threshold);
                set_days_above(kinetics, course, threshold);
                kinetics.note = note_of(kinetics, course);
                all.push_back(std::move(kinetics));
            }
    return all;
}

}  // namespace asparagate
