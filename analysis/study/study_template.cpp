#include "asparagate/analysis/study.hpp"
#include "asparagate/fcs/output_file.hpp"

namespace asparagate {
namespace {

struct TemplateFile {
    const char* name;
    const char* content;
};

constexpr const char* study_toml =
    R"toml(# An AsparaGate study. Paths are relative to this file; days count from the start of blinatumomab, day 0.
[study]
title = "Asparaginase after blinatumomab"
synthetic = false              # true: said on every page and picture
blind = false                  # true: groups are hidden
baseline_visit = "day 0"
followup_visit = "day 14"
[study.visit_days]             # day of each visit that the samples table uses
"day 0" = 0
"day 14" = 14

[study.plan]
alpha = 0.05
primary = []                   # ids of features declared before looking

[strategy]
file = "strategies/lymphocyte.toml"        # for every tube without its own
# [strategy.tubes]
# cytotoxic = "strategies/cytotoxic.toml"

[panel]                        # further names of markers in your files, added to the strategies' panels
# GzmB = ["GranB", "Granzyme B"]

[rules]                        # every other threshold with its source, to be edited
file = "rules.toml"

[tables]                       # CSV or TSV; only patients is required, and samples where anything is gated
samples = "tables/samples.csv"
patients = "tables/patients.csv"
doses = "tables/doses.csv"
activity = "tables/activity.csv"
antibodies = "tables/antibodies.csv"
outcomes = "tables/outcomes.csv"
counts = "tables/counts.csv"
reactions = "tables/reactions.csv"
concomitant = "tables/concomitant.csv"
liver = "tables/liver.csv"
ammonia = "tables/ammonia.csv"
not_done = "tables/not_done.csv"          # what is missing on purpose
# claims = "tables/claims.csv"            # printed proportions to compare with these patients

[restoration]
rule = "R-A"                   # R-A: days 7 and 14; R-B: day 7; R-C: R-A and day 21 quantified
threshold_iu_l = 100

[detection]                    # events
lod = 20
lloq = 50
cd19_unreliable_days_after_stop = 14

[uncertainty]                  # every gate is moved and the study gated again; docs/uncertainty.md
draws = 200                    # 0 = off
shift = 0.02                   # sd of a shift, as a fraction of the dimension's range
# [[uncertainty.gate]]         # another tolerance for one gate
# population = "/Singlets/Lymphocytes"
# shift = 0.04

[compute]
seed = 1
threads = 0                    # 0 = all cores

# Tubes that cannot hold a population give its limit of blank; a control that gives a threshold does so by itself.
# [[blank]]
# tube = "lymphocyte"
# control = "FMO CD19"           # of the samples table
# population = "/Singlets/Lymphocytes/B"

# What is compared; without any, every population as percent of its parent.
# [[feature]]
# id = "lymphocyte/CD8 %"
# name = "CD8 T cells"
# tube = "lymphocyte"
# population = "/Singlets/Lymphocytes/T/CD8"
# measure = "percent_of_parent"  # percent_of_parent, percent_of_total, cells_per_ul, median (then channel = "GzmB")
# family = "subsets"             # adjusted together (Holm, Benjamini-Hochberg); also the heatmap's row group
# instead_of = "lymphocyte/B %"  # of B cells found without CD19: the feature that rests on it; both are shown together
)toml";

constexpr const char* strategy_toml =
    R"toml(# A small strategy to change: draw the gates in the desktop or edit the numbers here.
[strategy]
name = "Lymphocyte subsets"

[compensation]
source = "file"                # $SPILLOVER of each file

[panel]
CD3 = ["CD3e"]
CD4 = []
CD8 = ["CD8a"]

[transforms.fluorescence]
type = "logicle"
T = 262144
W = 0.5
M = 4.5
A = 0

[scales]
default = "fluorescence"

[population."/Singlets"]
gate = "polygon"
x = "FSC-A"
y = "FSC-H"
vertices = [[30000, 20000], [250000, 190000], [262143, 250000], [40000, 60000]]

[population."/Singlets/Lymphocytes"]
gate = "rectangle"
x = "FSC-A"
y = "SSC-A"
x_min = 40000
x_max = 130000
y_max = 60000

[population."/Singlets/Lymphocytes/T"]
gate = "range"
x = "CD3"
min = 1000

[population."/Singlets/Lymphocytes/T/CD4 against CD8"]
gate = "quadrant"
x = "CD4"
y = "CD8"
x_divider = 800
y_divider = 900
names = { "+-" = "CD4", "-+" = "CD8" }
)toml";

constexpr TemplateFile files[] = {
    {"study.toml", study_toml},
    {"strategies/lymphocyte.toml", strategy_toml},
    {"tables/samples.csv", "sample,patient,visit,tube,control,specimen,file\n"},
    {"tables/patients.csv", "patient,sex,age_years,risk,reaction,cd19_percent,blinatumomab_days\n"},
    {"tables/doses.csv", "patient,day,end_day,product,dose,unit\n"},
    {"tables/activity.csv", "patient,period,nominal_day,day,activity,unit,lloq,method\n"},
    {"tables/antibodies.csv", "patient,period,day,specificity,result,unit,cutoff\n"},
    {"tables/outcomes.csv", "patient,label,tolerated,symptoms,premedicated\n"},
    {"tables/counts.csv",
     "sample,platform,bead_population,beads_per_tube,volume_ul,dilution,wbc_1e9_l,lymphocyte_percent,"
     "lymphocyte_population\n"},
    {"tables/reactions.csv", "patient,day,product,term,grade,severity,system,symptoms,angioedema,premedication\n"},
    {"tables/concomitant.csv", "patient,day,end_day,treatment,dose,unit\n"},
    {"tables/liver.csv", "patient,day,steatosis,steatosis_method,alt,alt_uln,ast,ast_uln,bilirubin,bilirubin_uln\n"},
    {"tables/ammonia.csv", "patient,day,ammonia,unit,symptomatic\n"},
    {"tables/not_done.csv", "patient,item,reason\n"},
};

}  // namespace

void write_study_template(const std::filesystem::path& folder) {
    std::vector<std::pair<std::string, std::string>> contents = {{"rules.toml", format_rules({})}};
    for (const TemplateFile& file : files) contents.emplace_back(file.name, file.content);
    // Before writing anything, so that a folder in use stays as it is.
    for (const auto& [name, content] : contents) {
        std::error_code error;
        if (std::filesystem::exists(std::filesystem::symlink_status(folder / name, error))) {
            throw OutputError((folder / name).string(), "the file exists already and is not replaced");
        }
    }
    for (const auto& [name, content] : contents) write_file(folder / name, content);
}

}  // namespace asparagate
