#include "command.hpp"

#include "asparagate/analysis/power_table.hpp"
#include "asparagate/fcs/delimited_text.hpp"
#include "asparagate/fcs/error.hpp"
#include "asparagate/fcs/number.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace asparagate::cli {
namespace {

struct Options {
    PowerPlan plan;
    std::vector<std::string> groups;
    std::string output;
};

/// "5v2" as a pair of group sizes.
std::pair<std::uint64_t, std::uint64_t> group_sizes(const std::string& text) {
    const std::size_t v = text.find_first_of("vV");
    const auto first = parse_unsigned(std::string_view(text).substr(0, v));
    const auto second = v == std::string::npos ? std::nullopt : parse_unsigned(std::string_view(text).substr(v + 1));
    if (first && second && *first > 0 && *second > 0) return {*first, *second};
    throw Error(ErrorKind::usage, "--groups: found \"" + terminal_text(text) + "\"; expected two sizes such as 5v2");
}

std::string as_json(const std::vector<PowerRow>& rows, const PowerPlan& plan) {
    nlohmann::ordered_json document{{"schema", "asparagate.power/1"},
                                    {"seed", plan.monte_carlo.seed},
                                    {"runs", plan.monte_carlo.draws},
                                    {"model_runs", plan.model_runs},
                                    {"rows", nlohmann::ordered_json::array()}};
    for (const PowerRow& row : rows) {
        document["rows"].push_back({{"analysis", row.analysis},
                                    {"design", row.design},
                                    {"quantity", row.quantity},
                                    {"value", row.value},
                                    {"mcse", row.mcse}});
    }
    return document.dump(2) + "\n";
}

std::string as_table(const std::vector<PowerRow>& rows, char separator) {
    const std::string between(1, separator);
    std::string text = "analysis" + between + "design" + between + "quantity" + between + "value" + between + "mcse\n";
    for (const PowerRow& row : rows) {
        text += delimited_cell(row.analysis, separator) + between + delimited_cell(row.design, separator) + between +
                delimited_cell(row.quantity, separator) + between + format_number(row.value) + between +
                (row.mcse > 0 ? format_number(row.mcse) : "") + '\n';
    }
    return text;
}

int run_power(Options options, const CommonOptions& common) {
    if (!options.groups.empty()) {
        options.plan.groups.clear();
        for (const std::string& text : options.groups) options.plan.groups.push_back(group_sizes(text));
    }
    options.plan.monte_carlo.threads = common.threads;
    const std::vector<PowerRow> rows = power_table(options.plan);
    const TableFormat format = common.table_format();
    write_output(format == TableFormat::json ? as_json(rows, options.plan)
                                             : as_table(rows, format == TableFormat::tsv ? '\t' : ','),
                 options.output);
    return done;
}

}  // namespace

Run add_power(CLI::App& app) {
    auto options = std::make_shared<Options>();
    PowerPlan& plan = options->plan;
    const CLI::Range share(0.0, 1.0);
    app.add_option("--groups", options->groups, "Group sizes, such as 5v2,6v2")->delimiter(',');
    app.add_option("--auc", plan.auc, "True area under the curve of a marker")->check(share)->capture_default_str();
    app.add_option("--alpha", plan.alpha, "Two-sided level")->check(share)->capture_default_str();
    app.add_option("--tests", plan.tests, "Markers tested; alpha is also tried divided by this")->capture_default_str();
    app.add_option("--sizes", plan.sizes, "Study sizes for the interval of a rate")->delimiter(',');
    app.add_option("--rate", plan.rate, "True restoration rate")->check(share)->capture_default_str();
    app.add_option("--null-rate", plan.null_rate, "Rate to be refuted by one arm")->check(share)->capture_default_str();
    app.add_option("--power", plan.target_power, "Power of the one-arm test")->check(share)->capture_default_str();
    app.add_option("--parameters", plan.parameters, "Parameters of prediction models")->delimiter(',');
    app.add_option("--r2", plan.r2, "Anticipated Nagelkerke R2 of the model")->check(share)->capture_default_str();
    app.add_option("--frequency", plan.frequency, "Of a rare population in its parent")->capture_default_str();
    app.add_option("--min-events", plan.min_events, "Events wanted of it")->delimiter(',');
    app.add_option("--probability", plan.probability, "Of finding so many")->check(share)->capture_default_str();
    app.add_option("--runs", plan.monte_carlo.draws, "Simulated studies")->capture_default_str();
    app.add_option("--seed", plan.monte_carlo.seed, "Of the simulation")->capture_default_str();
    app.add_option("--model-runs", plan.model_runs,
                   "Simulated studies about selection of markers, model calibration and t tests; 0 = none")
        ->capture_default_str();
    app.add_option("--model-sizes", plan.model_sizes, "Patients of the simulated models")->delimiter(',');
    app.add_option("-o,--output", options->output, "File for the table; default stdout");
    app.footer("Planning figures; mcse is the Monte Carlo standard error, empty where a value is exact.");
    return [options](const CommonOptions& common, Console&) { return run_power(*options, common); };
}

}  // namespace asparagate::cli
