#include "study/study_settings.hpp"

#include "asparagate/fcs/nearest_name.hpp"
#include "asparagate/fcs/number.hpp"
#include "study/rule_table.hpp"

namespace asparagate::study_files {
namespace {

constexpr const char* study_source = "study.toml";

const std::vector<std::string>& table_kinds() {
    static const std::vector<std::string> kinds = {"samples",  "patients", "doses",     "activity",    "antibodies",
                                                   "outcomes", "counts",   "reactions", "concomitant", "liver",
                                                   "ammonia",  "not_done", "claims"};
    return kinds;
}

double within(const TomlTable& table, const char* key, double fallback, double low, double high) {
    const double value = table.number(key).value_or(fallback);
    if (value < low || value > high) {
        table.fail(key, "found " + format_number(value) + "; expected a number from " + format_number(low) + " to " +
                            format_number(high));
    }
    return value;
}

/// Days of the visits; without a table, the numbers in the names of baseline and follow-up visit.
void read_visit_days(const TomlTable& study, StudySettings& settings) {
    if (const auto days = study.table("visit_days")) {
        for (const std::string& visit : days->keys()) settings.visit_days[visit] = days->number(visit).value();
        for (const auto& [key, visit] : {std::pair{"baseline_visit", settings.baseline_visit},
                                         std::pair{"followup_visit", settings.followup_visit}}) {
            if (settings.visit_days.count(visit) > 0) continue;
            study.fail(study.has(key) ? key : "visit_days",
                       "visit " + in_quotes(visit) + " has no day" + suggestion(visit, days->keys()));
        }
        return;
    }
    for (const std::string& visit : {settings.baseline_visit, settings.followup_visit}) {
        const std::optional<double> day = parse_number(visit.substr(visit.rfind(' ') + 1));
        if (!day) study.fail("", "visit " + in_quotes(visit) + " has no day; expected it in [study.visit_days]");
        settings.visit_days[visit] = *day;
    }
}

void read_study(const TomlTable& study, StudyPlan& plan) {
    study.allow_only({"title", "synthetic", "blind", "baseline_visit", "followup_visit", "visit_days", "plan"});
    StudySettings& settings = plan.settings;
    settings.title = study.text("title").value_or("");
    settings.synthetic = study.flag("synthetic").value_or(false);
    settings.blind = study.flag("blind").value_or(false);
    settings.baseline_visit = study.text("baseline_visit").value_or(settings.baseline_visit);
    settings.followup_visit = study.text("followup_visit").value_or(settings.followup_visit);
    if (settings.baseline_visit == settings.followup_visit) {
        study.fail("followup_visit",
                   "is the baseline visit " + in_quotes(settings.baseline_visit) + " too; expected another");
    }
    read_visit_days(study, settings);
    if (const auto declared = study.table("plan")) {
        declared->allow_only({"alpha", "primary"});
        settings.alpha = within(*declared, "alpha", settings.alpha, 0.001, 0.5);
        plan.primary = declared->texts("primary");
        plan.primary_where = declared->where("primary");
    }
}

void read_strategies(const TomlTable& strategy, const std::filesystem::path& folder, StudyPlan& plan) {
    strategy.allow_only({"file", "tubes"});
    if (strategy.has("file")) {
        plan.strategies.push_back({"", folder / strategy.required_text("file"), strategy.where("file")});
    }
    if (const auto tubes = strategy.table("tubes")) {
        for (const std::string& tube : tubes->keys()) {
            plan.strategies.push_back({tube, folder / tubes->required_text(tube), tubes->where(tube)});
        }
    }
    if (plan.strategies.empty())
        strategy.fail("", "names no strategy; expected file = \"strategy.toml\" or [strategy.tubes]");
}

void read_panel(const TomlTable& panel, StudyPlan& plan) {
    std::map<std::string, std::string> marker_of_name;
    for (const std::string& marker : panel.keys()) {
        for (const std::string& name : panel.texts(marker)) {
            const auto [first, is_new] = marker_of_name.emplace(name, marker);
            if (!is_new && first->second != marker) {
                panel.fail(marker, in_quotes(name) + " is a name of " + in_quotes(first->second) + " already");
            }
            plan.panel[marker].push_back(name);
        }
    }
}

void read_tables(const TomlTable& tables, const std::filesystem::path& folder, StudyPlan& plan) {
    tables.allow_only(table_kinds());
    for (const std::string& kind : table_kinds()) {
        if (!tables.has(kind)) continue;
        const std::string name = tables.required_text(kind);
        plan.tables[kind] = {folder / name, name};
    }
    if (!tables.has("patients")) tables.fail("", "key \"patients\" is missing; expected the path of a table");
    // A study of clinical tables alone, as from a publication, has neither samples nor a strategy.
    if (!plan.strategies.empty() && !tables.has("samples"))
        tables.fail("", "key \"samples\" is missing; expected the path of a table, or no [strategy]");
}

void read_rules_table(const TomlTable& root, const std::filesystem::path& folder, StudyPlan& plan) {
    plan.settings.rules = default_rules(plan.settings);
    const auto rules = root.table("rules");
    if (!rules) return;
    rules->allow_only({"file"});
    plan.rules_file = folder / rules->required_text("file");
    read_rules_file(plan.rules_file, plan.settings);
}

/// The threshold of STUDY.toml is also the adequate level of the products that the restoration rules judge.
void set_threshold(StudySettings& settings, double threshold_iu_l) {
    settings.threshold_iu_l = threshold_iu_l;
    set_rule_source(settings, "restoration.threshold_iu_l", study_source);
    for (auto& [name, product] : settings.domain.products) {
        if (!settings.domain.restoration_covers(name) || product.adequate_iu_l == threshold_iu_l) continue;
        product.adequate_iu_l = threshold_iu_l;
        set_rule_source(settings, "tdm." + name + ".adequate_iu_l", study_source);
    }
}

void read_rules(const TomlTable& root, StudySettings& settings) {
    if (const auto restoration = root.table("restoration")) {
        restoration->allow_only({"rule", "threshold_iu_l"});
        settings.restoration_rule = restoration->choice("rule", {"R-A", "R-B", "R-C"}, settings.restoration_rule);
        if (restoration->has("rule")) set_rule_source(settings, "restoration.rule", study_source);
        if (restoration->has("threshold_iu_l"))
            set_threshold(settings, within(*restoration, "threshold_iu_l", settings.threshold_iu_l, 0.001, 1e6));
    }
    if (const auto detection = root.table("detection")) {
        detection->allow_only({"lod", "lloq", "cd19_unreliable_days_after_stop"});
        settings.detection.lod = detection->whole("lod").value_or(settings.detection.lod);
        settings.detection.lloq = detection->whole("lloq").value_or(settings.detection.lloq);
        if (settings.detection.lloq < settings.detection.lod) {
            detection->fail("lloq", "found " + std::to_string(settings.detection.lloq) + ", below lod " +
                                        std::to_string(settings.detection.lod) + "; expected at least that");
        }
        settings.cd19_unreliable_days_after_stop =
            within(*detection, "cd19_unreliable_days_after_stop", settings.cd19_unreliable_days_after_stop, 0, 3650);
        if (detection->has("lod")) set_rule_source(settings, "detection.lod", study_source);
        if (detection->has("lloq")) set_rule_source(settings, "detection.lloq", study_source);
        if (detection->has("cd19_unreliable_days_after_stop"))
            set_rule_source(settings, "blinatumomab.cd19_unreliable_days_after_stop", study_source);
    }
    refresh_rules(settings);
}

void read_compute(const TomlTable& compute, StudySettings& settings) {
    constexpr std::uint64_t most_threads = 4096;
    compute.allow_only({"seed", "threads"});
    settings.seed = compute.whole("seed").value_or(settings.seed);
    const std::uint64_t threads = compute.whole("threads").value_or(settings.threads);
    if (threads > most_threads)
        compute.fail("threads", "found " + std::to_string(threads) + "; expected 0 (all cores) to 4096");
    settings.threads = static_cast<unsigned>(threads);
}

TomlTable required_table(const TomlTable& root, const char* name) {
    auto table = root.table(name);
    if (!table) root.fail("", std::string("table [") + name + "] is missing");
    return *table;
}

/// Not when the tables hold no samples.
bool needs_strategy(const TomlTable& root) {
    const auto tables = root.table("tables");
    return root.has("strategy") || !tables || tables->has("samples");
}

}  // namespace

StudyPlan read_plan(const TomlTable& root, const std::filesystem::path& folder) {
    root.allow_only({"study", "strategy", "panel", "tables", "restoration", "detection", "uncertainty", "compute",
                     "feature", "blank", "rules"});
    StudyPlan plan;
    read_study(required_table(root, "study"), plan);
    if (needs_strategy(root)) read_strategies(required_table(root, "strategy"), folder, plan);
    if (const auto panel = root.table("panel")) read_panel(*panel, plan);
    read_tables(required_table(root, "tables"), folder, plan);
    read_rules_table(root, folder, plan);
    read_rules(root, plan.settings);
    if (const auto compute = root.table("compute")) read_compute(*compute, plan.settings);
    return plan;
}

}  // namespace asparagate::study_files
