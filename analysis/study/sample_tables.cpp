#include "study/sample_tables.hpp"

#include "asparagate/fcs/nearest_name.hpp"
#include "asparagate/fcs/number.hpp"

#include <limits>

namespace asparagate::study_files {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

std::vector<std::string> names_of_visits(const StudySettings& settings) {
    std::vector<std::string> names;
    for (const auto& [name, day] : settings.visit_days) names.push_back(name);
    return names;
}

/// Controls that the gates of a strategy take thresholds from.
std::vector<std::string> controls_of(const GatingStrategy& strategy) {
    std::vector<std::string> names;
    for (const GateNode& node : strategy.nodes) {
        const auto* const gate = std::get_if<RectangleGate>(&node.gate);
        if (gate == nullptr || !gate->control) continue;
        if (std::find(names.begin(), names.end(), gate->control->control) == names.end()) {
            names.push_back(gate->control->control);
        }
    }
    return names;
}

void check_tube(const TableRow& row, const std::string& tube, const Study& study, Findings& findings) {
    if (study.strategies.count(tube) > 0) return;
    std::vector<std::string> named;
    for (const auto& [name, strategy] : study.strategies) {
        if (!name.empty()) named.push_back(name);
    }
    if (study.strategies.count("") == 0) {
        row.fail("tube", "no strategy for tube " + in_quotes(tube) + suggestion(tube, named));
    }
    const std::string nearest = nearest_name(tube, named);
    if (tube.empty() || nearest.empty() || name_distance(tube, nearest) > 2) return;
    findings.push_back(row.finding("S-TUBE", Severity::warning, "tube",
                                   "tube " + in_quotes(tube) +
                                       " has no strategy of its own and takes the default; is it " +
                                       in_quotes(nearest) + "?"));
}

bool is_named_blank(const StudySample& sample, const Study& study) {
    return std::any_of(study.blanks.begin(), study.blanks.end(), [&](const BlankTubes& blank) {
        return blank.tube == sample.tube && blank.control == sample.control;
    });
}

void check_control(const TableRow& row, const StudySample& sample, const Study& study, Findings& findings) {
    if (sample.control.empty()) return;
    const std::vector<std::string> used = controls_of(study.strategy_for(sample.tube));
    if (std::find(used.begin(), used.end(), sample.control) != used.end() || is_named_blank(sample, study)) return;
    const std::string nearest = nearest_name(sample.control, used);
    // Names such as FMO CD3 and FMO CD8 differ by one letter and both are right; only spelling may be refused.
    const bool misspelt = !nearest.empty() && name_distance(sample.control, nearest) == 0;
    if (misspelt) row.fail("control", "found " + in_quotes(sample.control) + suggestion(sample.control, used));
    findings.push_back(row.finding("S-CONTROL-UNUSED", Severity::warning, "control",
                                   "sample " + sample.id + ": no gate of its strategy takes a threshold from " +
                                       in_quotes(sample.control) + suggestion(sample.control, used)));
}

void check_file(const TableRow& row, const StudySample& sample, Findings& findings) {
    std::error_code error;
    if (std::filesystem::exists(sample.file, error)) return;
    findings.push_back(row.finding("S-FILE-MISSING", Severity::warning, "file",
                                   "sample " + sample.id + ": no file " + in_quotes(row.text("file"))));
}

StudySample read_sample(const TableRow& row, const KnownNames& patients, const KnownNames& visits, const Study& study,
                        const std::filesystem::path& folder) {
    StudySample sample;
    sample.id = row.required_text("sample");
    sample.tube = row.text("tube");
    sample.control = row.text("control");
    // A blank may be of a healthy donor, who is no patient of the study.
    if (!row.text("patient").empty() || !is_named_blank(sample, study)) {
        sample.patient = row.reference("patient", patients);
        sample.visit = row.reference("visit", visits);
    }
    sample.specimen = row.choice("specimen", {"PB", "BM"}, "PB");
    sample.file = (folder / row.required_text("file")).lexically_normal();
    return sample;
}

void require(const TableRow& row, const std::string& column, double value, const std::string& platform) {
    if (value > 0) return;
    row.fail(column, (row.text(column).empty() ? "is empty" : "found " + in_quotes(row.text(column))) + "; platform " +
                         platform + " needs a number above 0");
}

void check_platform(const TableRow& row, const AbsoluteCount& count, const KnownNames& populations) {
    if (count.platform == "beads") {
        (void)row.reference("bead_population", populations);
        require(row, "beads_per_tube", count.beads_per_tube, count.platform);
    }
    if (count.platform != "dual") require(row, "volume_ul", count.volume_ul, count.platform);
    if (count.platform == "dual") {
        require(row, "wbc_1e9_l", count.wbc_1e9_l, count.platform);
        require(row, "lymphocyte_percent", count.lymphocyte_percent, count.platform);
        (void)row.reference("lymphocyte_population", populations);
    }
    require(row, "dilution", count.dilution, count.platform);
}

AbsoluteCount read_count(const TableRow& row, const KnownNames& samples) {
    AbsoluteCount count;
    count.sample = row.reference("sample", samples);
    count.platform = row.required_choice("platform", {"beads", "volumetric", "dual"});
    count.bead_population = row.text("bead_population");
    count.beads_per_tube = row.optional_number_within("beads_per_tube", 0, infinity).value_or(0);
    count.volume_ul = row.optional_number_within("volume_ul", 0, infinity).value_or(0);
    count.dilution = row.optional_number_within("dilution", 0, infinity).value_or(1);
    count.wbc_1e9_l = row.optional_number_within("wbc_1e9_l", 0, infinity).value_or(0);
    count.lymphocyte_percent = row.optional_number_within("lymphocyte_percent", 0, 100).value_or(0);
    count.lymphocyte_population = row.text("lymphocyte_population");
    count.cbc_hours = row.optional_number("cbc_hours");
    count.wbc_cv_percent = row.optional_number_within("wbc_cv_percent", 0, 100).value_or(0);
    return count;
}

/// Full stains by patient, tube and visit.
class FullStains {
public:
    explicit FullStains(const std::vector<StudySample>& samples) {
        for (const StudySample& sample : samples) {
            if (sample.control.empty()) stains_[{sample.patient, sample.tube, sample.visit}] = &sample;
        }
    }
    [[nodiscard]] const StudySample* find(const std::string& patient, const std::string& tube,
                                          const std::string& visit) const {
        const auto found = stains_.find({patient, tube, visit});
        return found == stains_.end() ? nullptr : found->second;
    }

private:
    std::map<std::array<std::string, 3>, const StudySample*> stains_;
};

}  // namespace

std::vector<std::string> tubes_of(const Study& study) {
    std::set<std::string> tubes;
    for (const StudySample& sample : study.samples) {
        if (sample.control.empty()) tubes.insert(sample.tube);
    }
    return {tubes.begin(), tubes.end()};
}

KnownNames populations_of(const Study& study, const std::string& tube) {
    std::vector<std::string> paths;
    for (const PopulationInfo& population : study.strategy_for(tube).populations()) paths.push_back(population.path);
    return {"population", std::move(paths)};
}

std::vector<StudySample> read_samples(const TableFile& file, const Study& study, Findings& findings) {
    const ClinicalTable table(
        file, {{"sample"}, {"patient"}, {"visit"}, {"tube", false}, {"control", false}, {"specimen", false}, {"file"}});
    std::vector<std::string> ids;
    for (const Patient& patient : study.patients) ids.push_back(patient.id);
    const KnownNames patients("patient", std::move(ids));
    const KnownNames visits("visit", names_of_visits(study.settings));
    std::vector<StudySample> samples;
    UniqueRows names, places, files;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const TableRow row = table.row(i);
        const StudySample& sample =
            samples.emplace_back(read_sample(row, patients, visits, study, file.path.parent_path()));
        names.add(row, "sample", sample.id, "sample " + in_quotes(sample.id));
        if (!sample.patient.empty())
            places.add(row, "visit", sample.patient + '\n' + sample.visit + '\n' + sample.tube + '\n' + sample.control,
                       "the same patient, visit, tube and control");
        files.add(row, "file", sample.file.string(), "file " + in_quotes(row.text("file")));
        check_tube(row, sample.tube, study, findings);
        check_control(row, sample, study, findings);
        check_file(row, sample, findings);
    }
    return samples;
}

std::vector<AbsoluteCount> read_counts(const TableFile& file, const Study& study) {
    const ClinicalTable table(file, {{"sample"},
                                     {"platform"},
                                     {"bead_population", false},
                                     {"beads_per_tube", false},
                                     {"volume_ul", false},
                                     {"dilution", false},
                                     {"wbc_1e9_l", false},
                                     {"lymphocyte_percent", false},
                                     {"lymphocyte_population", false},
                                     {"cbc_hours", false},
                                     {"wbc_cv_percent", false}});
    std::map<std::string, std::string> tube_of_sample;
    std::vector<std::string> ids;
    for (const StudySample& sample : study.samples) {
        tube_of_sample[sample.id] = sample.tube;
        ids.push_back(sample.id);
    }
    const KnownNames samples("sample", std::move(ids));
    std::map<std::string, KnownNames> populations;
    std::vector<AbsoluteCount> counts;
    UniqueRows counted;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const TableRow row = table.row(i);
        const AbsoluteCount& count = counts.emplace_back(read_count(row, samples));
        counted.add(row, "sample", count.sample, "sample " + in_quotes(count.sample));
        const std::string& tube = tube_of_sample[count.sample];
        if (populations.count(tube) == 0) populations.emplace(tube, populations_of(study, tube));
        check_platform(row, count, populations.at(tube));
    }
    return counts;
}

void check_visits(const Study& study, const std::string& table, Findings& findings) {
    const FullStains stains(study.samples);
    const auto report = [&](const char* code, const std::string& patient, const std::string& message) {
        findings.push_back(
            {code, Severity::warning, table, "samples", "visit", std::nullopt, "patient " + patient + ": " + message});
    };
    for (const std::string& tube : tubes_of(study)) {
        const std::string of_tube = tube.empty() ? "" : " of tube " + in_quotes(tube);
        for (const Patient& patient : study.patients) {
            const StudySample* const before = stains.find(patient.id, tube, study.settings.baseline_visit);
            const StudySample* const after = stains.find(patient.id, tube, study.settings.followup_visit);
            const auto missing = [&](const std::string& visit) {
                report("S-VISIT-MISSING", patient.id, "no sample" + of_tube + " at visit " + in_quotes(visit));
            };
            if (study.is_not_done(patient.id, "flow")) continue;
            if (before == nullptr) missing(study.settings.baseline_visit);
            if (after == nullptr) missing(study.settings.followup_visit);
            if (before == nullptr || after == nullptr || before->specimen == after->specimen) continue;
            report("S-SPECIMEN-MIXED", patient.id,
                   "samples" + of_tube + " are " + before->specimen + " and " + after->specimen +
                       "; blood and marrow are not comparable");
        }
    }
}

}  // namespace asparagate::study_files
