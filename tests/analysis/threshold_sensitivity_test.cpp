// Thresholds from controls, moved by a share of the transformed range.
#include "analysis/run_fixture.hpp"

using namespace asparagate;
using namespace asparagate::test;

namespace {

constexpr int n_events = 20000;

/// Two linear channels with a range of 1000: X rises evenly from 0 to 1000, Y runs through 0 to 999 again and again.
void write_even_tube(const std::filesystem::path& path) {
    std::filesystem::create_directories(path.parent_path());
    std::vector<Parameter> parameters(2);
    for (std::size_t p = 0; p < parameters.size(); ++p) {
        parameters[p].index = p + 1;
        parameters[p].name = p == 0 ? "X" : "Y";
        parameters[p].range = 1000;
    }
    FcsWriter writer(path, parameters, {}, n_events);
    for (int event = 0; event < n_events; ++event) {
        const float values[] = {static_cast<float>(1000 * (event + 0.5) / n_events), static_cast<float>(event % 1000)};
        writer.append(values);
    }
    writer.finish();
}

/// One patient, two visits, no controls: thresholds are fallbacks. Y+ lies within X+.
Study even_study(const std::filesystem::path& folder, const std::string& further_gates = "") {
    write_text(folder / "strategy.toml", R"([strategy]
name = "even"
[compensation]
source = "none"
[population."/X+"]
gate = "range"
x = "X"
min = { control = "FMO X", percentile = 99.5, minimum_events = 100, fallback = 500 }
[population."/X+/Y+"]
gate = "range"
x = "Y"
min = { control = "FMO Y", percentile = 99.5, minimum_events = 100, fallback = 250 }
)" + further_gates);
    write_text(folder / "study.toml",
               "[study]\ntitle = \"even\"\n[study.visit_days]\n\"day 0\" = 0\n\"day 14\" = 14\n"
               "[strategy]\nfile = \"strategy.toml\"\n"
               "[tables]\nsamples = \"samples.csv\"\npatients = \"patients.csv\"\n");
    write_text(folder / "patients.csv", "patient\nP1\n");
    write_text(folder / "samples.csv",
               "sample,patient,visit,file\nP1 day 0,P1,day 0,a.fcs\nP1 day 14,P1,day 14,b.fcs\n");
    write_even_tube(folder / "a.fcs");
    write_even_tube(folder / "b.fcs");
    return read_study(folder / "study.toml");
}

const PopulationRow* population(const Evidence& evidence, const std::string& sample, const std::string& path) {
    for (const PopulationRow& row : evidence.populations)
        if (row.sample == sample && row.population == path) return &row;
    return nullptr;
}

}  // namespace

TEST(ThresholdSensitivityTest, MovesEachThresholdAloneByATenthOfTheRange) {
    const TemporaryFolder folder;
    const Evidence evidence = run_into(even_study(folder / "study"), folder / "results").evidence;
    ASSERT_EQ(evidence.threshold_sensitivity.size(), 4u);
    const ThresholdSensitivity& x = evidence.threshold_sensitivity[0];
    EXPECT_EQ(x.sample, "P1 day 0");
    EXPECT_EQ(x.visit, "day 0");
    EXPECT_EQ(x.population, "/X+");
    EXPECT_EQ(x.control, "FMO X");
    EXPECT_EQ(x.source, "fallback");
    EXPECT_EQ(*x.threshold_low, 400);
    EXPECT_EQ(x.threshold, 500);
    EXPECT_EQ(*x.threshold_high, 600);
    EXPECT_EQ(x.count_at_low, 12000u);
    EXPECT_EQ(x.count, 10000u);
    EXPECT_EQ(x.count_at_high, 8000u);
    EXPECT_EQ(*x.percent_at_low, 60);
    EXPECT_EQ(*x.percent, 50);
    EXPECT_EQ(*x.percent_at_high, 40);
    const ThresholdSensitivity& y = evidence.threshold_sensitivity[1];
    EXPECT_EQ(y.population, "/X+/Y+");
    EXPECT_EQ(y.parent_count, 10000u) << "the threshold above stays";
    EXPECT_EQ(y.count_at_low, 8500u);
    EXPECT_EQ(y.count, 7500u);
    EXPECT_EQ(y.count_at_high, 6500u);
    EXPECT_EQ(evidence.threshold_sensitivity[2].sample, "P1 day 14");
}

TEST(ThresholdSensitivityTest, TakesTheShareFromTheRules) {
    const TemporaryFolder folder;
    Study study = even_study(folder / "study");
    study.settings.domain.threshold_shift = 0.2;
    const Evidence evidence = run_into(study, folder / "results").evidence;
    EXPECT_EQ(*evidence.threshold_sensitivity[0].threshold_low, 300);
    EXPECT_EQ(*evidence.threshold_sensitivity[0].percent_at_high, 30);
}

TEST(ThresholdSensitivityTest, AnotherShareIsNotTakenFromTheCache) {
    const TemporaryFolder folder;
    Study study = even_study(folder / "study");
    run_into(study, folder / "results");
    study.settings.domain.threshold_shift = 0.2;
    const RunResult again = run_into(study, folder / "results");
    EXPECT_EQ(again.reused, 0u);
    EXPECT_EQ(*again.evidence.threshold_sensitivity[0].percent_at_low, 70);
    const RunResult third = run_into(study, folder / "results");
    EXPECT_EQ(third.reused, 2u);
    EXPECT_EQ(*third.evidence.threshold_sensitivity[0].percent_at_low, 70);
}

TEST(ThresholdSensitivityTest, MovesOnTheTransformedScaleAndKeepsTheMainResult) {
    const TemporaryFolder folder;
    const Evidence evidence = run_into(StudyFolder(folder / "study").read(), folder / "results").evidence;
    ASSERT_EQ(evidence.threshold_sensitivity.size(), 4u) << "full stains only";
    const Transform scale = LogicleTransform::make(262144, 0.5, 4.5, 0);
    for (const ThresholdSensitivity& row : evidence.threshold_sensitivity) {
        EXPECT_EQ(row.source, "control");
        const double place = apply(scale, row.threshold);
        EXPECT_NEAR(apply(scale, *row.threshold_low), place - 0.1, 1e-9);
        EXPECT_NEAR(apply(scale, *row.threshold_high), place + 0.1, 1e-9);
        const PopulationRow* main = population(evidence, row.sample, row.population);
        ASSERT_NE(main, nullptr);
        EXPECT_EQ(row.count, main->count);
        EXPECT_EQ(row.parent_count, main->parent_count);
        EXPECT_EQ(row.percent, main->percent_of_parent());
        EXPECT_GT(*row.count_at_low, *row.count);
        EXPECT_LE(*row.count_at_high, *row.count);
    }
    EXPECT_EQ(evidence.threshold_sensitivity[0].threshold_low, evidence.threshold_sensitivity[1].threshold_low)
        << "one threshold per patient";
    EXPECT_NE(evidence.threshold_sensitivity[0].threshold_low, evidence.threshold_sensitivity[2].threshold_low);
}

TEST(ThresholdSensitivityTest, NamesAThresholdThatIsTailoredToTheSample) {
    const TemporaryFolder folder;
    const Study study = even_study(folder / "study",
                                   "[version.\"late\"]\nsamples = [\"P1 day 14\"]\nreason = \"brighter\"\n"
                                   "[version.\"late\".gate.\"/X+\"]\ngate = \"range\"\nx = \"X\"\nmin = 700\n");
    const Evidence evidence = run_into(study, folder / "results").evidence;
    ASSERT_EQ(evidence.threshold_sensitivity.size(), 4u);
    EXPECT_EQ(evidence.threshold_sensitivity[0].source, "fallback");
    EXPECT_EQ(evidence.threshold_sensitivity[2].source, "tailored");
    EXPECT_EQ(*evidence.threshold_sensitivity[2].percent_at_low, 40);
    EXPECT_EQ(*evidence.threshold_sensitivity[2].percent, 30);
}
