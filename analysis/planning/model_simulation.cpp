#include "planning/model_simulation.hpp"

#include "planning/logistic_population.hpp"
#include "run/parallel.hpp"
#include "simulation/random.hpp"

#include "asparagate/analysis/analysis_error.hpp"
#include "asparagate/analysis/statistics/model_validation.hpp"
#include "asparagate/analysis/statistics/summary.hpp"
#include "asparagate/analysis/statistics/t_test.hpp"
#include "asparagate/fcs/number.hpp"

#include <array>
#include <functional>

namespace asparagate {
namespace {

constexpr std::size_t external_patients = 2000;
constexpr std::size_t model_parameters = 5;
constexpr std::uint64_t t_test_studies_per_run = 100;

using Markers = std::vector<std::vector<double>>;  ///< one row of markers for each patient

/// Means over simulated studies, with their Monte Carlo standard errors.
class Tally {
public:
    explicit Tally(std::vector<double> values) : values_(std::move(values)) {}

    [[nodiscard]] std::size_t runs() const { return values_.size(); }
    [[nodiscard]] double mean() const {
        double sum = 0;
        for (const double value : values_) sum += value;
        return sum / static_cast<double>(values_.size());
    }
    [[nodiscard]] double error_of_mean() const {
        if (values_.size() < 2) return 0;
        const double centre = mean();
        double squares = 0;
        for (const double value : values_) squares += (value - centre) * (value - centre);
        const auto n = static_cast<double>(values_.size());
        return std::sqrt(squares / (n * (n - 1)));
    }
    [[nodiscard]] double median() const { return asparagate::median(values_); }
    /// Of a median of normal values: sqrt(pi/2) times that of the mean.
    [[nodiscard]] double error_of_median() const { return 1.2533141373155003 * error_of_mean(); }

private:
    std::vector<double> values_;
};

/// `figures` of each simulated study, for all studies at once; each study has its own stream.
template <std::size_t N>
std::array<std::vector<double>, N> simulate(const PowerPlan& plan, const std::string& stream, std::uint64_t studies,
                                            const std::function<std::array<double, N>(simulation::Random&)>& figures) {
    std::vector<std::array<double, N>> found(static_cast<std::size_t>(studies));
    parallel_items(found.size(), plan_threads(plan.monte_carlo.threads, found.size(), 0, 0), {}, [&](std::size_t run) {
        simulation::Random random(simulation::stream_seed(plan.monte_carlo.seed, stream, run));
        found[run] = figures(random);
    });
    std::array<std::vector<double>, N> columns;
    for (const auto& study : found)
        for (std::size_t i = 0; i < N; ++i) columns[i].push_back(study[i]);
    return columns;
}

/// AUC of one marker, from the pairs that it orders.
double marker_auc(const Markers& markers, const std::vector<bool>& outcome, std::size_t marker,
                  const std::vector<bool>& used) {
    double won = 0, pairs = 0;
    for (std::size_t i = 0; i < outcome.size(); ++i) {
        if (!used[i] || !outcome[i]) continue;
        for (std::size_t j = 0; j < outcome.size(); ++j) {
            if (!used[j] || outcome[j]) continue;
            won += markers[i][marker] > markers[j][marker] ? 1 : markers[i][marker] < markers[j][marker] ? 0 : 0.5;
            ++pairs;
        }
    }
    return won / pairs;
}

struct ChosenMarker {
    std::size_t marker = 0;
    double auc = 0.5;  ///< read in its better direction
};

/// The marker furthest from an AUC of 1/2 among the patients used.
ChosenMarker best_marker(const Markers& markers, const std::vector<bool>& outcome, const std::vector<bool>& used) {
    ChosenMarker best;
    for (std::size_t m = 0; m < markers.front().size(); ++m) {
        const double auc = marker_auc(markers, outcome, m, used);
        if (std::abs(auc - 0.5) > best.auc - 0.5 || m == 0) best = {m, std::max(auc, 1 - auc)};
    }
    return best;
}

/// Firth's linear predictor of one marker for the patients left out.
std::vector<double> predict_left_out(const Markers& markers, const std::vector<bool>& outcome, std::size_t marker,
                                     const std::vector<std::size_t>& left_out) {
    LogisticData data;
    for (std::size_t i = 0; i < outcome.size(); ++i) {
        data.rows.push_back({markers[i][marker]});
        data.outcome.push_back(outcome[i]);
    }
    const FirthFit fit = firth_logistic(data.without(left_out));
    std::vector<double> predictors;
    for (const std::size_t i : left_out) predictors.push_back(fit.linear_predictor(data.rows[i]));
    return predictors;
}

/// Linear predictors by leave-one-out; the marker is chosen in every fold, or is `fixed`.
double leave_one_out_auc(const Markers& markers, const std::vector<bool>& outcome, std::optional<std::size_t> fixed) {
    std::vector<double> predictors;
    std::vector<bool> used(outcome.size(), true);
    for (std::size_t i = 0; i < outcome.size(); ++i) {
        used[i] = false;
        const std::size_t marker = fixed ? *fixed : best_marker(markers, outcome, used).marker;
        predictors.push_back(predict_left_out(markers, outcome, marker, {i}).front());
        used[i] = true;
    }
    return score_auc(predictors, outcome);
}

/// Leave-pair-out with the choice inside.
double leave_pair_out_auc(const Markers& markers, const std::vector<bool>& outcome) {
    double won = 0, pairs = 0;
    std::vector<bool> used(outcome.size(), true);
    for (std::size_t i = 0; i < outcome.size(); ++i) {
        if (!outcome[i]) continue;
        for (std::size_t j = 0; j < outcome.size(); ++j) {
            if (outcome[j]) continue;
            used[i] = used[j] = false;
            const std::size_t marker = best_marker(markers, outcome, used).marker;
            const auto predictors = predict_left_out(markers, outcome, marker, {std::min(i, j), std::max(i, j)});
            const double difference = (predictors[0] - predictors[1]) * (i < j ? 1 : -1);
            won += difference > 0 ? 1 : difference < 0 ? 0 : 0.5;
            ++pairs;
            used[i] = used[j] = true;
        }
    }
    return won / pairs;
}

std::array<double, 4> null_study(simulation::Random& random, std::uint64_t n_1, std::uint64_t n_2,
                                 std::uint64_t n_markers) {
    Markers markers;
    std::vector<bool> outcome;
    for (std::uint64_t i = 0; i < n_1 + n_2; ++i) {
        std::vector<double>& row = markers.emplace_back();
        for (std::uint64_t m = 0; m < n_markers; ++m) row.push_back(random.normal());
        outcome.push_back(i < n_1);
    }
    const ChosenMarker best = best_marker(markers, outcome, std::vector<bool>(outcome.size(), true));
    return {best.auc, leave_one_out_auc(markers, outcome, best.marker),
            leave_one_out_auc(markers, outcome, std::nullopt), leave_pair_out_auc(markers, outcome)};
}

/// Apparent AUC, AUC elsewhere, calibration slope elsewhere; NaN when no model could be fitted.
std::array<double, 3> model_study(simulation::Random& random, const LogisticPopulation& population, std::size_t n) {
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    const LogisticData data = population.draw(random, n), elsewhere = population.draw(random, external_patients);
    try {
        const FirthFit fit = firth_logistic(data);
        const auto predictors = [&](const LogisticData& of) {
            std::vector<double> found;
            for (const auto& row : of.rows) found.push_back(fit.linear_predictor(row));
            return found;
        };
        std::vector<double> probabilities;
        for (const double predictor : predictors(elsewhere)) probabilities.push_back(logistic(predictor));
        const Calibration external = calibration(probabilities, elsewhere.outcome);
        return {score_auc(predictors(data), data.outcome), external.c_statistic, external.slope.value_or(none)};
    } catch (const AnalysisError&) {
        return {none, none, none};
    }
}

std::vector<double> defined(std::vector<double> values) {
    std::erase_if(values, [](double value) { return std::isnan(value); });
    return values;
}

std::array<double, 2> t_test_rejections(simulation::Random& random, bool lognormal, double alpha) {
    double welch = 0, pooled = 0;
    for (std::uint64_t study = 0; study < t_test_studies_per_run; ++study) {
        std::array<double, 5> x{};
        std::array<double, 2> y{};
        const auto value = [&] { return lognormal ? std::exp(random.normal()) : random.normal(); };
        for (double& each : x) each = value();
        for (double& each : y) each = value();
        welch += welch_t(x, y).p_two_sided <= alpha;
        pooled += pooled_t(x, y).p_two_sided <= alpha;
    }
    return {welch / t_test_studies_per_run, pooled / t_test_studies_per_run};
}

std::string count_text(std::uint64_t number) {
    return std::to_string(number);
}

}  // namespace

std::vector<PowerRow> null_marker_rows(const PowerPlan& plan) {
    std::vector<PowerRow> rows;
    for (const auto& [n_1, n_2] : plan.null_groups) {
        const std::string design = count_text(n_1) + " vs " + count_text(n_2);
        const auto columns = simulate<4>(
            plan, "null markers " + design, plan.model_runs,
            [&, first = n_1, second = n_2](auto& random) { return null_study(random, first, second, plan.tests); });
        const std::array names{"apparent AUC", "leave-one-out AUC, marker chosen before",
                               "leave-one-out AUC, marker chosen in every fold",
                               "leave-pair-out AUC, marker chosen in every fold"};
        for (std::size_t i = 0; i < names.size(); ++i) {
            const Tally tally(columns[i]);
            rows.push_back({"best of " + count_text(plan.tests) + " null markers", design, names[i], tally.mean(),
                            tally.error_of_mean()});
        }
    }
    return rows;
}

std::vector<PowerRow> model_rows(const PowerPlan& plan) {
    const LogisticPopulation population(model_parameters, plan.model_auc, plan.model_prevalence);
    const std::string analysis = count_text(model_parameters) + "-parameter Firth model, true AUC " +
                                 format_number(plan.model_auc) + ", prevalence " + format_number(plan.model_prevalence);
    std::vector<PowerRow> rows;
    for (const std::uint64_t n : plan.model_sizes) {
        const std::string design = "n = " + count_text(n);
        const auto columns = simulate<3>(plan, "model " + design, plan.model_runs, [&, size = n](auto& random) {
            return model_study(random, population, static_cast<std::size_t>(size));
        });
        const Tally apparent(defined(columns[0])), external(defined(columns[1])), slope(defined(columns[2]));
        rows.push_back({analysis, design, "models fitted", static_cast<double>(apparent.runs()), 0});
        if (slope.runs() == 0) continue;
        rows.push_back({analysis, design, "mean apparent AUC", apparent.mean(), apparent.error_of_mean()});
        rows.push_back({analysis, design, "mean AUC in other patients", external.mean(), external.error_of_mean()});
        rows.push_back(
            {analysis, design, "median calibration slope in other patients", slope.median(), slope.error_of_median()});
    }
    return rows;
}

std::vector<PowerRow> t_test_rows(const PowerPlan& plan) {
    std::vector<PowerRow> rows;
    for (const bool lognormal : {false, true}) {
        const std::string values = lognormal ? "lognormal" : "normal";
        const auto columns = simulate<2>(plan, "t tests " + values, plan.model_runs, [&](auto& random) {
            return t_test_rejections(random, lognormal, plan.alpha);
        });
        const std::array names{"Welch's t", "pooled t"};
        for (std::size_t i = 0; i < names.size(); ++i) {
            const Tally tally(columns[i]);
            rows.push_back({"rejections without a difference", "5 vs 2, " + values,
                            std::string(names[i]) + " at " + format_number(plan.alpha), tally.mean(),
                            tally.error_of_mean()});
        }
    }
    return rows;
}

}  // namespace asparagate
