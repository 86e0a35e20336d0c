#include "analysis/run_fixture.hpp"

#include "asparagate/analysis/verify.hpp"

#include <nlohmann/json.hpp>

using namespace asparagate;
using namespace asparagate::test;

namespace {

/// An evidence that fills every member, so that nothing can be lost unnoticed.
Evidence full_evidence() {
    SmallStudy small;
    small.study.settings.seed = ~std::uint64_t{0} - 3;
    small.study.settings.synthetic = true;
    small.study.settings.visit_days["day 28"] = 28.5;
    small.study.features[0].primary = true;
    for (const std::string id : {"P1", "P2", "P3"}) {
        small.patient(id, id == "P3" ? "AANR" : "AAR").course(id, Period::before, 5, 5);
        small.course(id, Period::after, 300, 150);
        small.counts(id, "/CD8", {200, 1000, 300, 1000}).counts(id, "/B", {300, 1000, id == "P2" ? 0u : 100u, 1000});
    }
    small.study.patients[0].age_years = 6.1;
    small.study.patients[0].cd19_percent = 98.4;
    small.study.outcomes[0].tolerated = false;
    AntibodySample antibody;
    antibody.patient = "P1";
    antibody.specificity = "anti-PEG";
    antibody.result = {'>', 1000, "AU/mL"};
    small.study.antibodies.push_back(antibody);
    Dose dose;
    dose.patient = "P1";
    dose.product = "blinatumomab";
    dose.end_day = 28;
    small.study.doses.push_back(dose);
    small.study.settings.domain.pseudo_count = 0.25;
    small.study.reactions = {{"P1", -60, "", "anaphylaxis", 3, "severe", "skin", "hives; cough", true, "none"}};
    small.study.concomitants = {{"P1", 3, 5, "IVIG", 0.5, "g/kg"}};
    small.study.liver = {{"P1", 50, "yes", "ultrasound", 200, 90, {}, 40, 40, {}, {}, {}, {}, {}}};
    small.study.ammonia = {{"P1", 51, 90, "umol/L", false}};
    small.study.not_done = {{"P2", "antibodies", "no plasma"}};
    small.study.claims = {{"restored", {"group", "AAR"}, {"sex", "F"}, 1, 2, "text"},
                          {"restored", {"group", "AAR"}, {"sex", "M"}, 1, 2, "text"}};
    small.study.patients[0].sex = "F";
    MarkerHistogram histogram;
    histogram.patient = "P1";
    histogram.transform = LogicleTransform::make(262144, 0.7, 4.3, 0.1);
    histogram.histogram = {-0.05, 1.05, {1, 2, 3, 4000000000u}};
    histogram.threshold = 1234.5;
    small.gated.histograms = {histogram, MarkerHistogram{}};
    small.gated.thresholds.push_back({"P1", "", "/CD8/GzmB+", "FMO GzmB", 1e-300, 700, true});
    small.gated.threshold_sensitivity.push_back({"P1 day 0",
                                                 "P1",
                                                 "day 0",
                                                 "",
                                                 "/CD8/GzmB+",
                                                 "GzmB",
                                                 "FMO GzmB",
                                                 "fallback",
                                                 {},
                                                 2000.5,
                                                 1500,
                                                 {},
                                                 12.5,
                                                 7,
                                                 {},
                                                 125,
                                                 70,
                                                 1000});
    small.study.features[0].instead_of = "B";
    small.gated.intensities.push_back({"P1 day 0", "/CD8", "APC-A", "GzmB", "median", std::nullopt});
    small.gated.findings.push_back(
        {"G-MARKER", Severity::note, "Zoë,\"x\"\n", "TEXT", "$P1S", 12345678901234u, "=cmd|' /C calc'!A0"});
    return small.evidence();
}

}  // namespace

TEST(ResultsStore, ComesBackAsItWas) {
    const TemporaryFolder folder;
    const Evidence evidence = full_evidence();
    write_results(evidence, folder / "a");
    const Evidence read = read_results(folder / "a");
    write_results(read, folder / "b");
    expect_equal_results(folder / "a", folder / "b");
    EXPECT_EQ(read.settings.domain.pseudo_count, 0.25);
    EXPECT_EQ(read.settings.rules.size(), evidence.settings.rules.size());
    EXPECT_EQ(read.reactions[0].symptoms, "hives; cough");
    EXPECT_EQ(read.reactions[0].grade, 3u);
    EXPECT_EQ(read.liver[0].alt_grade, 2u);
    EXPECT_EQ(read.claims.size(), 4u);
    EXPECT_EQ(read.claim_tests.size(), 2u);
    EXPECT_EQ(read.kinetics.size(), evidence.kinetics.size());
    EXPECT_EQ(read.analyses[1].not_done_patients, evidence.analyses[1].not_done_patients);
    EXPECT_EQ(read.settings.seed, evidence.settings.seed);
    EXPECT_EQ(read.settings.visit_days, evidence.settings.visit_days);
    EXPECT_EQ(read.patients[0].rules, evidence.patients[0].rules);
    EXPECT_EQ(read.patients[0].restored_at, evidence.patients[0].restored_at);
    EXPECT_EQ(read.patients[0].flags, evidence.patients[0].flags);
    EXPECT_EQ(read.patients[0].patient.age_years, evidence.patients[0].patient.age_years);
    EXPECT_EQ(read.patients[1].tolerated, std::nullopt);
    ASSERT_EQ(read.antibodies.size(), 1u);
    EXPECT_EQ(read.antibodies[0].before->result.qualifier, '>');
    EXPECT_FALSE(read.antibodies[0].after);
    EXPECT_EQ(read.histograms[0].transform, evidence.histograms[0].transform);
    EXPECT_EQ(read.histograms[0].histogram.counts, evidence.histograms[0].histogram.counts);
    EXPECT_EQ(read.thresholds[0].value, 1e-300);
    ASSERT_EQ(read.threshold_sensitivity.size(), 1u);
    EXPECT_EQ(read.threshold_sensitivity[0].count_at_high, 70u);
    EXPECT_FALSE(read.threshold_sensitivity[0].threshold_low);
    EXPECT_EQ(read.features[0].instead_of, "B");
    ASSERT_EQ(read.cd19_pairs.size(), 6u);
    EXPECT_EQ(read.cd19_pairs[1].difference, evidence.cd19_pairs[1].difference);
    EXPECT_EQ(read.heatmap.feature_tree.merges, evidence.heatmap.feature_tree.merges);
    EXPECT_EQ(read.heatmap.patient_tree.heights, evidence.heatmap.patient_tree.heights);
    EXPECT_EQ(read.heatmap.patients, evidence.heatmap.patients);
    EXPECT_EQ(read.fold_changes.size(), evidence.fold_changes.size());
    EXPECT_EQ(read.comparisons.size(), evidence.comparisons.size());
    EXPECT_EQ(read.influences.size(), evidence.influences.size());
    EXPECT_EQ(read.clustering.size(), evidence.clustering.size());
    EXPECT_EQ(read.correlations.at(0).interval, evidence.correlations.at(0).interval);
    const auto marker = std::find_if(read.findings.begin(), read.findings.end(),
                                     [](const Finding& finding) { return finding.code == "G-MARKER"; });
    ASSERT_NE(marker, read.findings.end());
    EXPECT_EQ(marker->file, "Zoë,\"x\"\n");
    EXPECT_EQ(marker->offset, 12345678901234u);
}

TEST(ResultsStore, KeepsProvenanceBesideTheStore) {
    const TemporaryFolder folder;
    Evidence evidence = full_evidence();
    evidence.provenance = {"0.1.0", "asparagate run x", "2026-01-31T12:00:00Z", "/data/study.toml",
                           "ab",    {{"a.fcs", "cd"}},  ~std::uint64_t{0},      3};
    write_results(evidence, folder.path());
    const Provenance read = read_results(folder.path()).provenance;
    EXPECT_EQ(read.command, "asparagate run x");
    EXPECT_EQ(read.started_utc, "2026-01-31T12:00:00Z");
    EXPECT_EQ(read.input_sha256, evidence.provenance.input_sha256);
    EXPECT_EQ(read.seed, ~std::uint64_t{0});
    EXPECT_EQ(read.study_path, "/data/study.toml");
    const auto document = nlohmann::json::parse(read_bytes(folder / "provenance.json"));
    EXPECT_EQ(document.at("schema"), "asparagate.run/1");
}

TEST(ResultsStore, KeepsSpreadsheetsFromRunningText) {
    const TemporaryFolder folder;
    Evidence evidence = full_evidence();
    evidence.comparisons[0].note = "=1+1";
    write_results(evidence, folder.path());
    EXPECT_NE(read_bytes(folder / "comparisons.csv").find("'=1+1"), std::string::npos);
}

TEST(ResultsStore, RefusesDamagedFiles) {
    const TemporaryFolder folder;
    EXPECT_THROW(read_results(folder.path()), Error);
    write_results(full_evidence(), folder.path());
    const std::string whole = read_bytes(folder / "study.h5");
    for (std::size_t keep : {0ul, 7ul, 100ul, whole.size() / 2, whole.size() - 1}) {
        write_text(folder / "study.h5", whole.substr(0, keep));
        EXPECT_THROW(read_results(folder.path()), Error) << keep;
    }
}

TEST(VerifyResults, AcceptsWhatARunWrote) {
    const TemporaryFolder folder;
    run_into(StudyFolder(folder / "study").read(), folder / "results");
    run_into(StudyFolder(folder / "study").read(), folder / "results");
    const VerifyReport report = verify_results(folder / "results");
    EXPECT_TRUE(report.ok());
    const auto count = [&](const std::string& kind) {
        return std::count_if(report.items.begin(), report.items.end(),
                             [&](const auto& item) { return item.kind == kind; });
    };
    EXPECT_EQ(count("audit"), 2);
    EXPECT_EQ(count("output"), 31);
    EXPECT_EQ(count("input"), 8 + 6);  // tubes; study, strategy and four tables
}

TEST(VerifyResults, FindsOneChangedByteInAnyOutputOrInput) {
    const TemporaryFolder folder;
    run_into(StudyFolder(folder / "study").read(), folder / "results");
    std::vector<std::filesystem::path> paths = {folder / "results" / "provenance.json",
                                                folder / "study" / "fcs" / "P1 day 0.fcs",
                                                folder / "study" / "study.toml"};
    for (const std::string& name : result_files()) paths.push_back(folder / "results" / name);
    for (const auto& path : paths) {
        const std::string whole = read_bytes(path);
        std::string changed = whole;
        changed[changed.size() / 2] ^= 1;
        write_text(path, changed);
        EXPECT_FALSE(verify_results(folder / "results").ok()) << path;
        write_text(path, whole);
    }
    EXPECT_TRUE(verify_results(folder / "results").ok());
}

TEST(VerifyResults, FindsAnyChangeToTheAuditChain) {
    const TemporaryFolder folder;
    const Study study = StudyFolder(folder / "study").read();
    for (int i = 0; i < 3; ++i) run_into(study, folder / "results");
    const std::filesystem::path path = folder / "results" / "audit.jsonl";
    const std::string whole = read_bytes(path);
    std::vector<std::string> lines;
    std::istringstream in(whole);
    for (std::string line; std::getline(in, line);) lines.push_back(line + "\n");
    ASSERT_EQ(lines.size(), 3u);
    std::string edited = lines[1];
    edited.replace(edited.find("results written"), 7, "RESULTS");
    for (const std::string& attack :
         {lines[0] + lines[2], lines[0] + lines[2] + lines[1], lines[1] + lines[2], lines[0] + edited + lines[2],
          lines[0] + " " + lines[1] + lines[2], lines[0] + lines[1] + lines[1] + lines[2],
          lines[0] + "{}\n" + lines[1] + lines[2]}) {
        write_text(path, attack);
        EXPECT_FALSE(verify_results(folder / "results").ok()) << attack;
    }
    write_text(path, whole);
    EXPECT_TRUE(verify_results(folder / "results").ok());
}

TEST(VerifyResults, NamesWhatIsMissing) {
    const TemporaryFolder folder;
    EXPECT_THROW(verify_results(folder.path()), Error);
    run_into(StudyFolder(folder / "study").read(), folder / "results");
    std::filesystem::remove(folder / "results" / "foldchanges.csv");
    const VerifyReport report = verify_results(folder / "results");
    EXPECT_EQ(report.failed(), 1u);
    const auto missing =
        std::find_if(report.items.begin(), report.items.end(), [](const VerifyItem& item) { return !item.ok; });
    EXPECT_EQ(missing->path, "foldchanges.csv");
    EXPECT_EQ(missing->message, "is missing");
}

TEST(VerifyResults, TakesTheTimeFromTheReproducibleBuildsVariable) {
    const TemporaryFolder folder;
    ::setenv("SOURCE_DATE_EPOCH", "86400", 1);
    write_results(full_evidence(), folder.path());
    ::unsetenv("SOURCE_DATE_EPOCH");
    EXPECT_NE(read_bytes(folder / "audit.jsonl").find("1970-01-02T00:00:00Z"), std::string::npos);
}
