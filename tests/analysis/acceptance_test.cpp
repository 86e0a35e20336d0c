// The acceptance cases of the study, one test each, in the words of its requirements.
#include "analysis/run_fixture.hpp"

#include "asparagate/analysis/statistics/mann_whitney.hpp"
#include "asparagate/fcs/delimited_text.hpp"

#include <gmock/gmock.h>

#include <numeric>

using namespace asparagate;
using namespace asparagate::test;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

namespace {

const PatientEvidence& patient(const Evidence& evidence, const std::string& id) {
    return *evidence.patient(id);
}

/// Counts of `/CD8` that separate five AAR from two AANR patients.
SmallStudy separated() {
    SmallStudy small;
    for (int i = 1; i <= 7; ++i) {
        const std::string id = "P" + std::to_string(i);
        small.patient(id, i <= 5 ? "AAR" : "AANR");
        const std::uint64_t after = i <= 5 ? 400 + 10 * static_cast<unsigned>(i) : 100 + 10 * static_cast<unsigned>(i);
        small.counts(id, "/CD8", {200, 1000, after, 1000}).counts(id, "/B", {200, 1000, after, 1000});
    }
    return small;
}

/// A study folder of clinical tables alone.
class ClinicalFolder {
public:
    explicit ClinicalFolder(const std::filesystem::path& folder) : folder_(folder) {
        write_text(folder / "study.toml",
                   "[study]\ntitle = \"clinic\"\n[tables]\npatients = \"patients.csv\"\nactivity = \"activity.csv\"\n"
                   "doses = \"doses.csv\"\noutcomes = \"outcomes.csv\"\n");
        write_text(folder / "patients.csv", "patient\nP1\n");
        write_text(folder / "doses.csv",
                   "patient,day,end_day,product,dose,unit\nP1,-60,,pegaspargase,2500,U/m2\n"
                   "P1,-40,,erwinia,20000,U/m2\nP1,0,28,blinatumomab,15,ug/m2/d\nP1,60,,pegaspargase,2000,U/m2\n");
        write_text(folder / "activity.csv",
                   "patient,period,nominal_day,day,activity,unit,lloq,method\n"
                   "P1,before,7,-53,<20,IU/L,20,kit\nP1,before,14,-46,<20,IU/L,20,kit\n"
                   "P1,before,21,-39,246,IU/L,20,kit\n"
                   "P1,after,7,67,0.1,IU/mL,0.02,kit\nP1,after,14,74,100,IU/L,20,kit\n");
        write_text(folder / "outcomes.csv", "patient,label,tolerated,symptoms,premedicated\nP1,good,yes,no,no\n");
    }
    [[nodiscard]] Evidence evidence() const { return compute_evidence(read_study(folder_ / "study.toml"), {}); }

private:
    std::filesystem::path folder_;
};

#ifdef ASPARAGATE_SHARED_DATA

std::string letter_patients() {
    const DelimitedText table = read_delimited(std::string(ASPARAGATE_SHARED_DATA) + "/letter_table1.csv");
    std::string text = "patient,sex,age_years,risk,reaction,cd19_percent,blinatumomab_days\n";
    for (const auto& row : table.rows) {
        std::string line;
        for (const std::string& cell : row.cells) line += (line.empty() ? "" : ",") + cell;
        text += line + "\n";
    }
    return text;
}

/// The letter as a study: its Table 1, and what its text says of outcomes, missing samples and proportions.
Evidence letter(const std::filesystem::path& folder) {
    write_text(folder / "study.toml",
               "[study]\ntitle = \"The letter\"\n[tables]\npatients = \"patients.csv\"\noutcomes = \"outcomes.csv\"\n"
               "not_done = \"not_done.csv\"\nclaims = \"claims.csv\"\n");
    write_text(folder / "patients.csv", letter_patients());
    write_text(folder / "outcomes.csv",
               "patient,label,tolerated\nP1,good,\nP2,good,\nP3,good,yes\nP4,good,\nP5,good,\nP6,good,\nP7,poor,\n"
               "P8,poor,yes\n");
    write_text(folder / "not_done.csv", "patient,item,reason\nP6,antibodies,\nP6,flow,\n");
    write_text(folder / "claims.csv",
               "statement,outcome,subgroup,k,n,source\n"
               "activity restored,group = AAR,,6,8,text\n"
               "restored after silent inactivation,group = AAR,reaction = silent inactivation,4,6,text\n"
               "restored after hypersensitivity,group = AAR,reaction = clinical hypersensitivity,2,2,text\n"
               "no allergic signs,tolerated = yes,reaction = clinical hypersensitivity,2,2,text\n");
    return run_into(read_study(folder / "study.toml"), folder / "results").evidence;
}

const ClaimVersion& claim(const Evidence& evidence, const std::string& statement, const std::string& version) {
    for (const ClaimVersion& found : evidence.claims)
        if (found.statement == statement && found.version == version) return found;
    throw std::runtime_error("no claim " + statement);
}

const CohortRow& cohort(const Evidence& evidence, const std::string& characteristic, const std::string& level = "") {
    for (const CohortRow& row : evidence.cohort)
        if (row.characteristic == characteristic && row.level == level) return row;
    throw std::runtime_error("no characteristic " + characteristic);
}

const AnalysisSize& analysis(const Evidence& evidence, const std::string& name) {
    for (const AnalysisSize& size : evidence.analyses)
        if (size.analysis == name) return size;
    throw std::runtime_error("no analysis " + name);
}

double smallest_p(int first, int second) {
    std::vector<double> x(static_cast<std::size_t>(first)), y(static_cast<std::size_t>(second));
    std::iota(x.begin(), x.end(), 0.0);
    std::iota(y.begin(), y.end(), 1000.0);
    return mann_whitney(x, y).p_min_attainable;
}

#endif

}  // namespace

#ifdef ASPARAGATE_SHARED_DATA

TEST(Acceptance, A1_TheLettersTableGivesItsCounts) {
    const TemporaryFolder folder;
    const Evidence evidence = letter(folder.path());
    EXPECT_NEAR(*cohort(evidence, "age_years").median, 6.085, 1e-12);
    EXPECT_NEAR(*cohort(evidence, "cd19_percent").median, 98.4, 1e-12);
    const auto level = [&](const char* name, const char* value) { return cohort(evidence, name, value).k; };
    EXPECT_EQ(level("sex", "M"), 6u);
    EXPECT_EQ(level("risk", "LR"), 5u);
    EXPECT_EQ(level("risk", "IR"), 3u);
    EXPECT_EQ(level("reaction", "silent inactivation"), 6u);
    EXPECT_EQ(level("reaction", "clinical hypersensitivity"), 2u);
    const ClaimVersion& restored = claim(evidence, "activity restored", "from the patients");
    EXPECT_EQ(restored.k, 6u);
    EXPECT_EQ(restored.n, 8u);
    EXPECT_FALSE(restored.conflict);
    EXPECT_NEAR(*restored.low, 34.91, 0.005);
    EXPECT_NEAR(*restored.high, 96.81, 0.005);
    EXPECT_NEAR(*restored.wilson_low, 40.93, 0.005);
    EXPECT_NEAR(*restored.wilson_high, 92.85, 0.005);
    EXPECT_NEAR(*restored.posterior_mean, 70, 1e-9);
    EXPECT_NEAR(*restored.posterior_low, 39.99, 0.005);
    EXPECT_NEAR(*restored.posterior_high, 92.51, 0.005);
    EXPECT_NEAR(*restored.above_half, 0.910, 0.0005);
}

TEST(Acceptance, A1_BothVersionsOfTheLettersConflictArePrinted) {
    const TemporaryFolder folder;
    const Evidence evidence = letter(folder.path());
    const auto expect = [&](const char* statement, const char* version, std::uint64_t k, std::uint64_t n, double low,
                            double high) {
        const ClaimVersion& found = claim(evidence, statement, version);
        EXPECT_EQ(found.k, k) << statement << version;
        EXPECT_EQ(found.n, n) << statement << version;
        EXPECT_TRUE(found.conflict) << statement << version;
        EXPECT_NEAR(*found.low, low, 0.005) << statement << version;
        EXPECT_NEAR(*found.high, high, 0.005) << statement << version;
    };
    expect("restored after silent inactivation", "as printed", 4, 6, 22.28, 95.67);
    expect("restored after silent inactivation", "from the patients", 5, 6, 35.88, 99.58);
    expect("restored after hypersensitivity", "as printed", 2, 2, 15.81, 100);
    expect("restored after hypersensitivity", "from the patients", 1, 2, 1.26, 98.74);
    EXPECT_FALSE(claim(evidence, "no allergic signs", "from the patients").conflict);
    EXPECT_THAT(claim(evidence, "no allergic signs", "from the patients").patients, ElementsAre("P3", "P8"));
    std::vector<std::string> conflicts;
    for (const Finding& finding : evidence.findings)
        if (finding.code == "CLAIM_CONFLICT") conflicts.push_back(finding.message);
    EXPECT_THAT(conflicts, ElementsAre(HasSubstr("printed as 4 of 6 (66.7 %, 95 % interval 22.3 to 95.7), but the "
                                                 "patients give 5 of 6 (83.3 %, 95 % interval 35.9 to 99.6)"),
                                       HasSubstr("printed as 2 of 2")));
    const std::string csv = read_bytes(folder / "results/claims.csv");
    EXPECT_THAT(csv, HasSubstr("as printed,4,6,"));
    EXPECT_THAT(csv, HasSubstr("from the patients,5,6,"));
}

TEST(Acceptance, A1_FisherComparesTheReactionsUnderBothVersions) {
    const TemporaryFolder folder;
    const Evidence evidence = letter(folder.path());
    ASSERT_EQ(evidence.claim_tests.size(), 2u);
    EXPECT_EQ(evidence.claim_tests[0].version, "as printed");
    EXPECT_NEAR(*evidence.claim_tests[0].p, 1, 1e-9);
    const ClaimTest& counted = evidence.claim_tests[1];
    EXPECT_NEAR(*counted.p, 0.4643, 5e-5);
    EXPECT_NEAR(*counted.odds_ratio, 3.87, 0.005);
    EXPECT_NEAR(*counted.low, 0.032, 0.0005);
    EXPECT_NEAR(*counted.high, 469.25, 0.5);
}

TEST(Acceptance, A1_NamesWhatTheLettersNumbersCanReach) {
    const TemporaryFolder folder;
    const Evidence evidence = letter(folder.path());
    const AnalysisSize& flow = analysis(evidence, "flow");
    EXPECT_EQ(flow.not_done, 1u);
    EXPECT_THAT(flow.not_done_patients, ElementsAre("P6"));
    EXPECT_EQ(flow.possible_aar, 5u);
    EXPECT_EQ(flow.possible_aanr, 2u);
    EXPECT_NEAR(*flow.p_min_between, 2.0 / 21, 1e-12);
    EXPECT_NEAR(*flow.p_min_paired_aar, 0.0625, 1e-12);
    EXPECT_NEAR(*analysis(evidence, "antibodies").p_min_between, 2.0 / 21, 1e-12);
    EXPECT_EQ(analysis(evidence, "activity").not_done, 0u);
    EXPECT_NEAR(*analysis(evidence, "activity").p_min_between, 0.0714, 5e-5);
    const std::map<std::pair<int, int>, double> minima = {{{3, 3}, .1000}, {{4, 4}, .0286}, {{5, 2}, .0952},
                                                          {{6, 2}, .0714}, {{7, 2}, .0556}, {{8, 2}, .0444},
                                                          {{5, 3}, .0357}, {{10, 3}, .0070}};
    for (const auto& [sizes, p] : minima)
        EXPECT_NEAR(smallest_p(sizes.first, sizes.second), p, 5e-5) << sizes.first << " and " << sizes.second;
}

#endif

TEST(Acceptance, A2_FiveAgainstTwoSeparatedCannotBeSignificant) {
    const Evidence evidence = separated().evidence();
    const Comparison& between = *find_comparison(evidence, "CD8", "log2 fold change", "AAR vs AANR");
    EXPECT_NEAR(*between.p, 0.0952381, 5e-8);
    EXPECT_NEAR(*between.p_min_attainable, 0.0952381, 5e-8);
    EXPECT_TRUE(has_code(evidence.findings, "ATTAINABLE_P_ABOVE_ALPHA"));
    EXPECT_EQ(between.note.find('*'), std::string::npos);
}

TEST(Acceptance, A3_MaskedCd19HidesTheStandardGateButNotTheIndependentOne) {
    SmallStudy small;
    small.study.strategies[""] =
        parse_strategy(std::string(SmallStudy::strategy_text) +
                           "[population.\"/B by CD20\"]\ngate = \"range\"\nx = \"CD20\"\nmin = 1000\n",
                       "strategy.toml");
    small.study.features.push_back(SmallStudy::feature("B by CD20", "/B by CD20", "percent_of_parent"));
    small.patient("P1");
    small.study.patients[0].blinatumomab_days = 28;
    small.counts("P1", "/B", {500, 1000, 0, 1000}).counts("P1", "/B by CD20", {500, 1000, 60, 1000});
    const Evidence evidence = small.evidence();
    const FoldChange& standard = *evidence.fold_change("B", "P1");
    const FoldChange& independent = *evidence.fold_change("B by CD20", "P1");
    EXPECT_EQ(standard.after, 0);
    EXPECT_GT(*independent.after, 0);
    EXPECT_TRUE(has_flag(standard.flags, "CD19_UNRELIABLE"));
    EXPECT_FALSE(has_flag(independent.flags, "CD19_UNRELIABLE"));
}

TEST(Acceptance, A4_ActivityAfterErwiniaIsNotOfThePegaspargase) {
    const TemporaryFolder folder;
    const Evidence evidence = ClinicalFolder(folder.path()).evidence();
    const ActivitySample& late = evidence.activity[2];
    EXPECT_TRUE(late.other_asparaginase);
    EXPECT_EQ(late.attributed_product, "erwinia");
    EXPECT_EQ(late.days_after_dose, late.day + 40) << "since the erwinia of day -40";
    EXPECT_TRUE(has_code(evidence.findings, "SAA_AFTER_OTHER_ASP"));
    EXPECT_TRUE(has_flag(patient(evidence, "P1").flags, "SAA_AFTER_OTHER_ASP"));
    EXPECT_EQ(evidence.kinetics[0].product, "pegaspargase");
    EXPECT_EQ(evidence.kinetics[0].points, 0u);  // both draws of the pegaspargase are below the limit
    EXPECT_EQ(patient(evidence, "P1").rules.at("R-C"), Restoration::not_evaluable);
}

TEST(Acceptance, A5_ATenthOfAUnitPerMillilitreIsAdequate) {
    const TemporaryFolder folder;
    const Evidence evidence = ClinicalFolder(folder.path()).evidence();
    EXPECT_EQ(evidence.activity[3].iu_l, 100);
    EXPECT_EQ(evidence.activity[3].iu_l, evidence.activity[4].iu_l);
    EXPECT_EQ(patient(evidence, "P1").rules.at("R-A"), Restoration::restored);
}

TEST(Acceptance, A6_APatientWithoutFlowCountsInActivityAlone) {
    SmallStudy small = separated();
    small.patient("P8", "AAR");
    small.study.not_done = {{"P8", "flow", "no sample taken"}};
    for (int i = 1; i <= 8; ++i)
        small.course("P" + std::to_string(i), Period::before, 5, 5)
            .course("P" + std::to_string(i), Period::after, 300, 150);
    const Evidence evidence = small.evidence();
    const Comparison& flow = *find_comparison(evidence, "CD8", "log2 fold change", "AAR vs AANR");
    EXPECT_EQ(flow.n_1 + flow.n_2, 7u);
    for (const AnalysisSize& size : evidence.analyses) {
        if (size.analysis == "flow") {
            EXPECT_EQ(size.n, 7u);
            EXPECT_THAT(size.not_done_patients, ElementsAre("P8"));
        }
        if (size.analysis == "activity") {
            EXPECT_EQ(size.n, 8u);
        }
    }
    const auto activity = std::find_if(evidence.comparisons.begin(), evidence.comparisons.end(), [](const auto& test) {
        return test.quantity == "SAA day 7" && test.sample == "all";
    });
    ASSERT_NE(activity, evidence.comparisons.end());
    EXPECT_EQ(activity->n_1, 8u);
}

TEST(Acceptance, A7_VisitsShareTheirGatesToTheBitAndAnOverrideIsRecorded) {
    const TemporaryFolder folder;
    const StudyFolder study(folder / "study");
    const Evidence shared = run_into(study.read(), folder / "shared").evidence;
    const auto hash = [](const Evidence& evidence, const std::string& id) {
        for (const SampleSummary& summary : evidence.samples)
            if (summary.sample.id == id) return summary.strategy_hash;
        return std::string();
    };
    EXPECT_EQ(hash(shared, "P1 day 0"), hash(shared, "P1 day 14"));
    ASSERT_EQ(shared.thresholds.size(), 2u);  // one per patient
    write_text(folder / "study/strategy.toml",
               std::string(SmallStudy::strategy_text) +
                   "[version.\"P1 late\"]\nsamples = [\"P1 day 14\"]\nreason = \"brighter CD8\"\n"
                   "[version.\"P1 late\".gate.\"/CD8\"]\ngate = \"range\"\nx = \"CD8\"\nmin = 20500\n");
    const Evidence tailored = run_into(study.read(), folder / "tailored").evidence;
    EXPECT_NE(hash(tailored, "P1 day 0"), hash(tailored, "P1 day 14"));
    EXPECT_EQ(hash(tailored, "P2 day 0"), hash(tailored, "P2 day 14"));
    EXPECT_TRUE(has_code(tailored.findings, "G-VERSION"));
}

TEST(Acceptance, A9_GoodAndPoorAreRead) {
    const TemporaryFolder folder;
    const Evidence evidence = run_into(StudyFolder(folder / "study").read(), folder / "results").evidence;
    EXPECT_EQ(evidence.patients[0].label, "AAR");
    EXPECT_EQ(evidence.patients[1].label, "AANR");
}

TEST(Acceptance, A10_NoSymptomsUnderPremedicationWithoutActivityIsUnclassified) {
    const TemporaryFolder folder;
    const ClinicalFolder study(folder.path());
    write_text(folder / "activity.csv", "patient,period,nominal_day,day,activity,unit,lloq,method\n");
    write_text(folder / "outcomes.csv", "patient,label,tolerated,symptoms,premedicated\nP1,,yes,no,yes\n");
    const Evidence evidence = study.evidence();
    EXPECT_EQ(patient(evidence, "P1").status, "unclassified");
    EXPECT_EQ(patient(evidence, "P1").group, Group::unclassified);
    EXPECT_TRUE(has_flag(patient(evidence, "P1").flags, "PREMED_MASKS"));
}

TEST(Acceptance, A12_AnyNumberOfThreadsWritesTheSameBytes) {
    const TemporaryFolder folder;
    const StudyFolder study(folder / "study");
    run_into(study.read(), folder / "one", 1);
    run_into(study.read(), folder / "four", 4);
    expect_equal_results(folder / "one", folder / "four");
}
