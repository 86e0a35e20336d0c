#include "study/blank_tubes.hpp"

#include "asparagate/fcs/nearest_name.hpp"
#include "study/sample_tables.hpp"

namespace asparagate::study_files {
namespace {

BlankTubes read_blank(const TomlTable& table, const Study& study) {
    table.allow_only({"tube", "control", "population"});
    BlankTubes blank;
    blank.tube = table.text("tube").value_or("");
    blank.control = table.required_text("control");
    blank.population = table.required_text("population");
    if (study.strategies.count("") == 0 && study.strategies.count(blank.tube) == 0) {
        std::vector<std::string> tubes;
        for (const auto& [tube, strategy] : study.strategies) tubes.push_back(tube);
        table.fail("tube", "no strategy for tube " + in_quotes(blank.tube) + suggestion(blank.tube, tubes));
    }
    const KnownNames populations = populations_of(study, blank.tube);
    if (!populations.contains(blank.population))
        table.fail("population", "no population " + in_quotes(blank.population) + " in the strategy of tube " +
                                     in_quotes(blank.tube) + suggestion(blank.population, populations.names()));
    return blank;
}

}  // namespace

std::vector<BlankTubes> read_blanks(const TomlTable& root, const Study& study) {
    std::vector<BlankTubes> blanks;
    for (const TomlTable& table : root.tables("blank")) blanks.push_back(read_blank(table, study));
    return blanks;
}

void check_blanks(const Study& study, const std::string& table, Findings& findings) {
    for (const BlankTubes& blank : study.blanks) {
        std::vector<std::string> controls;
        for (const StudySample& sample : study.samples)
            if (sample.tube == blank.tube && !sample.control.empty()) controls.push_back(sample.control);
        if (std::find(controls.begin(), controls.end(), blank.control) != controls.end()) continue;
        findings.push_back({"S-BLANK-MISSING", Severity::warning, table, "samples", "control", std::nullopt,
                            "no sample of " +
                                (blank.tube.empty() ? "the default tube" : "tube " + in_quotes(blank.tube)) +
                                " has the control " + in_quotes(blank.control) + suggestion(blank.control, controls) +
                                "; " + blank.population + " gets no limit of blank from it"});
    }
}

}  // namespace asparagate::study_files
