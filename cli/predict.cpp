#include "command.hpp"

#include "asparagate/analysis/prediction.hpp"
#include "asparagate/fcs/delimited_text.hpp"
#include "asparagate/fcs/error.hpp"
#include "asparagate/fcs/number.hpp"
#include "asparagate/fcs/sha256.hpp"
#include "asparagate/fcs/version.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <cmath>

namespace asparagate::cli {
namespace {

using Json = nlohmann::ordered_json;

struct Options {
    std::string input;
    std::string outcome = "restored";
    std::vector<std::string> markers;
    std::string output;
    std::string model_kind = "firth";
    std::string model_file;
    MonteCarlo settings{1, 200, 0};
};

constexpr const char* labels = "Research use only. Not for diagnosis or treatment decisions.";

Json number(double value) {
    if (std::isfinite(value)) return value;
    return std::isnan(value) ? Json(nullptr) : Json(value > 0 ? "Inf" : "-Inf");
}

Json marker_json(const MarkerDescription& marker) {
    return {{"marker", marker.marker},
            {"n_with", marker.test.n_x},
            {"n_without", marker.test.n_y},
            {"test", marker.test.exact ? "exact Mann-Whitney" : "Mann-Whitney, normal approximation"},
            {"p", marker.test.p_two_sided},
            {"p_min_attainable", marker.test.p_min_attainable},
            {"auc", marker.area.theta},
            {"auc_ci95_newcombe", {marker.area.low, marker.area.high}}};
}

Json decision_curve_json(const std::vector<NetBenefitBand>& curve) {
    Json list = Json::array();
    for (const NetBenefitBand& band : curve)
        list.push_back({{"threshold", band.benefit.threshold},
                        {"net_benefit", band.benefit.model},
                        {"net_benefit_ci95", {band.low, band.high}},
                        {"treat_all", band.benefit.treat_all},
                        {"treat_none", 0.0}});
    return list;
}

Json nested_json(const NestedPerformance& nested) {
    const auto optional = [](const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); };
    Json document{{"model", nested.model},
                  {"cross_validated_auc", nested.auc},
                  {"brier", nested.calibration.brier},
                  {"log_loss", number(nested.calibration.log_loss)},
                  {"calibration_slope", optional(nested.calibration.slope)},
                  {"calibration_in_the_large", optional(nested.calibration.in_the_large)},
                  {"apparent_auc", nested.optimism.apparent_auc},
                  {"optimism_corrected_auc", nested.optimism.corrected_auc},
                  {"optimism_corrected_slope", nested.optimism.corrected_slope},
                  {"bootstrap_632plus_auc", nested.bootstrap_632.auc},
                  {"bootstrap_632plus_brier", nested.bootstrap_632.brier},
                  {"resamples", nested.optimism.resamples}};
    if (!nested.decision_curve.empty()) document["decision_curve"] = decision_curve_json(nested.decision_curve);
    return document;
}

Json coefficients_json(const PredictionModel& model) {
    Json list = Json::array();
    for (const Coefficient& coefficient : model.coefficients) {
        list.push_back({{"name", coefficient.name},
                        {"value", coefficient.value},
                        {"low95", number(coefficient.low)},
                        {"high95", number(coefficient.high)},
                        {"p", coefficient.p ? Json(*coefficient.p) : Json(nullptr)},
                        {"standardized", coefficient.standardized}});
    }
    return list;
}

Json ridge_json(const TunedRidge& ridge) {
    return {{"lambda", ridge.lambda},
            {"intercept", ridge.fit.intercept},
            {"standardized_coefficients", ridge.fit.standardized},
            {"means", ridge.fit.means},
            {"sds", ridge.fit.sds},
            {"effective_df", ridge.fit.effective_df}};
}

Json model_json(const PredictionModel& model) {
    const bool firth = model.kind == ModelKind::firth;
    Json document{{"kind", model_kind_name(model.kind)}, {"coefficients", coefficients_json(model)}};
    document["coefficients_ci95"] = firth ? "profile likelihood" : "percentiles of resamples, lambda tuned in each";
    document["leave_pair_out_auc"] = model.leave_pair_out.auc;
    document["leave_pair_out_pairs"] = model.leave_pair_out.pairs;
    document["leave_pair_out_auc_ci95"] = {model.leave_pair_out_area.low, model.leave_pair_out_area.high};
    if (!model.leave_pair_out.all_pairs) document["leave_pair_out_mcse"] = model.leave_pair_out.standard_error;
    if (model.ridge) document["ridge"] = ridge_json(*model.ridge);
    for (const NestedPerformance& nested : model.nested) document["nested_validation"].push_back(nested_json(nested));
    if (!model.patients.empty())
        document["patients_ci95"] =
            firth ? "standard error of the linear predictor" : "percentiles of resamples, lambda tuned in each";
    for (const PatientProbability& patient : model.patients)
        document["patients"].push_back({{"patient", patient.patient},
                                        {"restored", patient.outcome},
                                        {"probability_ci95", {patient.low, patient.high}}});
    if (!model.decision_curve.empty()) document["decision_curve"] = decision_curve_json(model.decision_curve);
    return document;
}

Json prediction_json(const Prediction& prediction, const Options& options) {
    Json document{{"schema", "asparagate.predict/1"},
                  {"notice", labels},
                  {"seed", options.settings.seed},
                  {"n", prediction.n},
                  {"minority", prediction.minority},
                  {"missing", prediction.missing},
                  {"allowed", prediction_level_name(prediction.level)},
                  {"reason_code", prediction.reason_code.empty() ? Json(nullptr) : Json(prediction.reason_code)}};
    for (const MarkerDescription& marker : prediction.markers) document["markers"].push_back(marker_json(marker));
    if (!prediction.model) return document;
    document["model"] = model_json(*prediction.model);
    document["label"] = prediction.level == PredictionLevel::one_marker
                            ? "exploratory: one pre-specified marker, no probability of a patient"
                            : "internal validation only: needs later or other patients";
    return document;
}

/// Every value with its path, for a table: `model.coefficients[0].value`.
void flatten(const Json& value, const std::string& path, char separator, std::string& text) {
    if (value.is_object()) {
        for (const auto& [name, member] : value.items())
            flatten(member, path.empty() ? name : path + "." + name, separator, text);
    } else if (value.is_array()) {
        for (std::size_t i = 0; i < value.size(); ++i)
            flatten(value[i], path + "[" + std::to_string(i) + "]", separator, text);
    } else {
        const std::string cell = value.is_null()           ? ""
                                 : value.is_string()       ? value.get<std::string>()
                                 : value.is_number_float() ? format_number(value.get<double>())
                                                           : value.dump();
        text += delimited_cell(path, separator) + separator + delimited_cell(cell, separator) + '\n';
    }
}

std::string prediction_text(const Prediction& prediction, const Options& options, const CommonOptions& common) {
    const Json document = prediction_json(prediction, options);
    if (common.format.empty() || common.format == "json")
        return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
    const char separator = common.format == "tsv" ? '\t' : ',';
    std::string text = std::string("field") + separator + "value\n";
    flatten(document, "", separator, text);
    return text;
}

void write_model_file(const Prediction& prediction, const PredictionInput& input, const Options& options) {
    Json document{{"schema", "asparagate.model/1"},
                  {"notice", labels},
                  {"program", std::string(program_version())},
                  {"kind", model_kind_name(prediction.model->kind)},
                  {"outcome", options.outcome},
                  {"markers", input.markers},
                  {"n", prediction.n},
                  {"minority", prediction.minority},
                  {"coefficients", coefficients_json(*prediction.model)}};
    if (prediction.model->kind == ModelKind::ridge) document["ridge"] = ridge_json(*prediction.model->ridge);
    const std::string content = document.dump();
    document["sha256"] = sha256(content);
    write_output(document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n", options.model_file);
}

int run_predict(Options options, const CommonOptions& common, Console& console) {
    options.settings.threads = common.threads;
    const bool folder = std::filesystem::is_directory(options.input);
    const std::filesystem::path path = options.input;
    const std::vector<std::filesystem::path> read =
        folder ? std::vector{path / "outcomes.csv", path / "foldchanges.csv"} : std::vector{path};
    refuse_overwriting({options.output, options.model_file}, read);
    const PredictionInput input = folder ? read_prediction_results(path, options.markers)
                                         : read_prediction_table(path, options.outcome, options.markers);
    const ModelKind kind = options.model_kind == "firth" ? ModelKind::firth : ModelKind::ridge;
    const Prediction prediction = predict(input, options.settings, kind);
    write_output(prediction_text(prediction, options, common), options.output);
    if (!prediction.reason_code.empty()) {
        console.error(prediction.reason_code + ": " + prediction.reason);
        return limit_broken;
    }
    if (options.model_file.empty()) return done;
    if (prediction.level != PredictionLevel::model) {
        console.error("N_TOO_SMALL_FOR_MODEL: no model file: it needs 150 patients and 40 of the rarer outcome");
        return limit_broken;
    }
    write_model_file(prediction, input, options);
    return done;
}

}  // namespace

Run add_predict(CLI::App& app) {
    auto options = std::make_shared<Options>();
    app.add_option("INPUT", options->input, "Results folder of `run`, or a CSV/TSV with outcome and markers")
        ->required();
    app.add_option("--outcome", options->outcome, "Column of the outcome in a table")->capture_default_str();
    app.add_option("--marker", options->markers, "Marker column, or feature id of a results folder; repeat for several")
        ->required();
    app.add_option("--resamples", options->settings.draws, "Bootstrap resamples")
        ->check(CLI::Range(20, 100000))
        ->capture_default_str();
    app.add_option("--seed", options->settings.seed, "Of folds and resamples")->capture_default_str();
    app.add_option("--model-kind", options->model_kind,
                   "Model that is reported: firth, or ridge from 50 patients, 12 of the rarer outcome")
        ->check(CLI::IsMember({"firth", "ridge"}))
        ->capture_default_str();
    app.add_option("--model", options->model_file,
                   "File for the fitted model; from 150 patients, 40 of the rarer outcome");
    app.add_option("-o,--output", options->output, "File for the result; default stdout");
    app.footer(
        "What may be fitted is fixed by the number of patients (docs/statistics.md). Exit code 5 with a reason code "
        "when "
        "it is too small: the markers are still described.");
    return [options](const CommonOptions& common, Console& console) { return run_predict(*options, common, console); };
}

}  // namespace asparagate::cli
