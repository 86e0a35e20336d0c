#include "asparagate/analysis/activity_unit.hpp"
#include "asparagate/analysis/analysis_error.hpp"
#include "asparagate/analysis/statistics/censored_decline.hpp"
#include "asparagate/analysis/statistics/kinetics.hpp"
#include "asparagate/analysis/statistics/summary.hpp"
#include "asparagate/fcs/delimited_text.hpp"
#include "asparagate/fcs/nearest_name.hpp"
#include "asparagate/fcs/number.hpp"
#include "methods/method.hpp"

#include <limits>

namespace asparagate::methods {
namespace {

constexpr const char* quickening =
    "pegaspargase is lost faster with time since the dose: a short late half-life is not evidence of antibodies";

Answer kinetics(JsonInput& input) {
    input.allow_only({"day", "saa_iu_l", "threshold", "lloq"});
    const std::vector<double> days = input.numbers("day"), activities = input.with_missing("saa_iu_l");
    const ActivityDecline found =
        activity_kinetics(days, activities, input.number("threshold", 100), input.number("lloq", 0));
    Json pairwise = Json::array();
    for (const auto& half_life : found.pairwise) pairwise.push_back(json_number(half_life));
    Answer answer;
    answer.test = "decline of asparaginase activity, descriptive";
    answer.n = found.points;
    answer.missing = input.missing();
    answer.result = {{"k_per_day", json_number(found.rate_per_day)},
                     {"half_life_day", json_number(found.half_life_days)},
                     {"half_life_pairwise", std::move(pairwise)},
                     {"auc_linup_logdown", json_number(found.area)},
                     {"day_crossing_threshold", json_number(found.crossing_day)},
                     {"days_above_threshold", found.days_above_threshold}};
    if (found.points < 2) answer.notes.emplace_back("not estimable: fewer than two points above the LLOQ");
    answer.notes.emplace_back(quickening);
    return answer;
}

/// A number, or `["<", limit]`, `[">", limit]`; beyond a limit of the assay a number is worth no more than that limit.
ActivityBounds bounds_of(const JsonInput& input, const Json& value, const std::string& place, double lloq,
                         double uloq) {
    constexpr double unbounded = std::numeric_limits<double>::infinity();
    if (!value.is_array()) {
        const double activity = input.number_of(value, place);
        if (activity < lloq) return {0, 0, lloq};
        if (activity > uloq) return {0, uloq, unbounded};
        return {0, activity, activity};
    }
    if (value.size() == 2 && value[0] == "<") return {0, 0, input.number_of(value[1], place)};
    if (value.size() == 2 && value[0] == ">") return {0, input.number_of(value[1], place), unbounded};
    input.fail(place, shown(value), R"(a number, null, ["<", limit] or [">", limit])");
}

Answer censored_kinetics(JsonInput& input) {
    input.allow_only({"day", "saa_iu_l", "lloq", "uloq"});
    const double lloq = input.number("lloq", 0);
    const double uloq = input.number("uloq", std::numeric_limits<double>::infinity());
    const std::vector<double> days = input.numbers("day");
    const Json& activities = input.array("saa_iu_l");
    if (days.size() != activities.size())
        input.fail("saa_iu_l", std::to_string(activities.size()) + " values",
                   std::to_string(days.size()) + ", one for each day");
    std::vector<ActivityBounds> draws;
    for (std::size_t i = 0; i < days.size(); ++i) {
        if (activities[i].is_null()) continue;
        draws.push_back(bounds_of(input, activities[i], "saa_iu_l[" + std::to_string(i) + "]", lloq, uloq));
        draws.back().day = days[i];
    }
    const CensoredDecline found = censored_decline(draws);
    const auto interval = [](const std::optional<double>& low, const std::optional<double>& high) {
        return Json::array({json_number(low), json_number(high)});
    };
    Answer answer;
    answer.test = "decline of asparaginase activity with draws beyond the limits censored, descriptive";
    answer.n = {{"points", found.points}, {"censored", found.censored}};
    answer.missing = days.size() - draws.size();
    answer.exact = false;
    answer.result = {{"slope_per_day", json_number(found.slope_per_day)},
                     {"slope_ci95", interval(found.slope_low, found.slope_high)},
                     {"half_life_day", json_number(found.half_life_days)},
                     {"half_life_ci95", interval(found.half_life_low, found.half_life_high)},
                     {"ln_saa_day_0", json_number(found.ln_at_day_0)},
                     {"sd_ln", json_number(found.sd_ln)},
                     {"loglik", json_number(found.log_likelihood)}};
    if (!found.not_estimable.empty()) answer.notes.push_back("not estimable: " + found.not_estimable);
    answer.notes.emplace_back(quickening);
    return answer;
}

Answer unit_conversion(JsonInput& input) {
    input.allow_only({"values"});
    const Json& values = input.array("values");
    Json converted = Json::array();
    for (std::size_t i = 0; i < values.size(); ++i) {
        const std::string place = "values[" + std::to_string(i) + "]";
        if (!values[i].is_array() || values[i].size() != 2 || !values[i][1].is_string())
            input.fail(place, shown(values[i]), "[number, unit]");
        const auto number = values[i][0].is_string() ? parse_number(values[i][0].get<std::string>())
                                                     : std::optional(input.number_of(values[i][0], place + "[0]"));
        if (!number || !std::isfinite(*number)) input.fail(place + "[0]", shown(values[i][0]), "a number");
        const auto name = values[i][1].get<std::string>();
        const ActivityUnit* unit = find_activity_unit(name);
        if (unit == nullptr) input.fail(place + "[1]", unknown_activity_unit(name), "a unit of activity");
        converted.push_back(*number * unit->iu_l);
    }
    Answer answer;
    answer.test = "conversion to IU/L";
    answer.n = values.size();
    answer.result = {{"iu_per_L", std::move(converted)}};
    return answer;
}

/// The letter's table of patients, by the names of its columns.
class LetterTable {
public:
    explicit LetterTable(const std::filesystem::path& path) : table_(read_delimited(path)) {}

    [[nodiscard]] std::vector<double> numbers(const std::string& column) const {
        std::vector<double> values;
        for (const auto& row : table_.rows) {
            const auto value = parse_number(row.cells[index(column)]);
            if (!value) fail(row.line, column, row.cells[index(column)], "a number");
            values.push_back(*value);
        }
        return values;
    }
    [[nodiscard]] std::size_t count(const std::string& column, const std::string& text) const {
        std::size_t found = 0;
        for (const auto& row : table_.rows) found += row.cells[index(column)] == text;
        return found;
    }
    /// Patients of a reaction type among the first `restored` rows, which the letter calls restored.
    [[nodiscard]] std::size_t count_first(const std::string& column, const std::string& text,
                                          std::size_t restored) const {
        std::size_t found = 0;
        for (std::size_t i = 0; i < std::min(restored, table_.rows.size()); ++i)
            found += table_.rows[i].cells[index(column)] == text;
        return found;
    }
    [[nodiscard]] std::size_t size() const { return table_.rows.size(); }

private:
    [[nodiscard]] std::size_t index(const std::string& column) const {
        const auto found = std::find(table_.columns.begin(), table_.columns.end(), column);
        if (found != table_.columns.end()) return static_cast<std::size_t>(found - table_.columns.begin());
        throw AnalysisError(table_.path.string(),
                            "has no column " + in_quotes(column) + suggestion(column, table_.columns));
    }
    [[noreturn]] void fail(std::size_t line, const std::string& column, const std::string& found,
                           const std::string& expected) const {
        throw AnalysisError(table_.path.string() + ":" + std::to_string(line) + ": column " + in_quotes(column),
                            "found " + in_quotes(found) + "; expected " + expected);
    }

    DelimitedText table_;
};

Answer letter_table(JsonInput& input) {
    input.allow_only({"file"});
    constexpr std::size_t restored = 6;  // the letter: P1 to P6 restored, P7 and P8 not
    constexpr const char* reaction = "Type of hypersensitivity";
    constexpr const char* silent = "Silent inactivation";
    constexpr const char* clinical = "Clinical hypersensitivity";
    const LetterTable table(input.folder() / input.text("file"));
    const std::size_t n = table.size();
    Answer answer;
    answer.test = "descriptives of the letter's Table 1";
    answer.n = n;
    answer.result = {{"median_age", median(table.numbers("Age, years"))},
                     {"male", {table.count("Sex", "M"), n}},
                     {"low_risk", {table.count("Risk group", "LR"), n}},
                     {"intermediate_risk", {table.count("Risk group", "IR"), n}},
                     {"median_cd19", median(table.numbers("CD19, %"))},
                     {"si", table.count(reaction, silent)},
                     {"ch", table.count(reaction, clinical)},
                     {"si_restored_by_P1_P6", table.count_first(reaction, silent, restored)},
                     {"ch_restored_by_P1_P6", table.count_first(reaction, clinical, restored)}};
    answer.notes.emplace_back(
        "the letter's text says 4/6 of silent inactivation restored and 2/2 of clinical hypersensitivity tolerated; "
        "tolerated is not restored");
    return answer;
}

}  // namespace

std::vector<Method> laboratory_methods() {
    return {
        {"saa_loglinear_kinetics", "activity after a dose: decline, half-lives, area, day below the threshold",
         kinetics},
        {"saa_tobit_kinetics", "activity after a dose: half-life when draws lie beyond the limits of the assay",
         censored_kinetics},
        {"saa_unit_conversion", "activities in any unit as IU/L", unit_conversion},
        {"letter_table1_descriptives", "descriptives of the letter's table of patients", letter_table},
    };
}

}  // namespace asparagate::methods
