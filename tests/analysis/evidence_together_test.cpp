// Correlation with restoration, families by max-T, the influence of single patients and clusters against groups.
#include "analysis/evidence_fixture.hpp"

#include "asparagate/analysis/statistics/adjusted_rand.hpp"
#include "asparagate/analysis/statistics/correlation.hpp"

#include <cmath>
#include <numeric>

using namespace asparagate;
using namespace asparagate::test;

namespace {

/// Eight patients, six restored; the last two are not. CD8 rise with the activity; B cells as they come. P6 has no
/// flow.
SmallStudy restored_six_of_eight() {
    SmallStudy small;
    const std::vector<double> day7 = {300, 250, 420, 180, 510, 220, 30, 10};
    const std::vector<std::uint64_t> b_after = {210, 190, 260, 150, 205, 0, 230, 170};
    for (std::size_t i = 0; i < day7.size(); ++i) {
        const std::string id = "P" + std::to_string(i + 1);
        small.patient(id, i < 6 ? "AAR" : "AANR").course(id, Period::before, 5, 5);
        small.course(id, Period::after, day7[i], i < 6 ? day7[i] - 60 : 5);
        if (id == "P6") continue;
        small.counts(id, "/CD8", {200, 1000, 200 + static_cast<std::uint64_t>(day7[i] / 2), 1000});
        small.counts(id, "/B", {200, 1000, b_after[i], 1000});
    }
    return small;
}

const Correlation& correlation(const Evidence& evidence, const std::string& feature, const std::string& quantity,
                               const std::string& against) {
    for (const Correlation& found : evidence.correlations)
        if (found.feature == feature && found.quantity == quantity && found.against == against) return found;
    throw std::runtime_error("no correlation of " + feature + ", " + quantity + ", " + against);
}

AntibodySample antibody(const std::string& patient, Period period, double day, double result) {
    AntibodySample made;
    made.patient = patient;
    made.period = period;
    made.day = day;
    made.specificity = "anti-PEG";
    made.result = {'=', result, "titre"};
    made.cutoff = 10;
    return made;
}

}  // namespace

TEST(TogetherTest, SetsChangeAndLevelsAgainstActivityAndRestoration) {
    const Evidence evidence = restored_six_of_eight().evidence();
    for (const std::string quantity : {"log2 fold change", "day 14 value", "day 0 value"})
        for (const std::string against : {"SAA day 7 after", "SAA day 14 after", "restored activity"}) {
            const Correlation& found = correlation(evidence, "CD8", quantity, against);
            EXPECT_EQ(found.n, 7U) << quantity << against;
            EXPECT_EQ(found.missing, 1U);
        }
    const Correlation& change = correlation(evidence, "CD8", "log2 fold change", "SAA day 7 after");
    EXPECT_EQ(change.test, "exact Spearman");
    EXPECT_NEAR(*change.rho, 1, 1e-12);
    EXPECT_NEAR(*change.p_min_attainable, 2.0 / 5040, 1e-15);
    EXPECT_EQ(change.n_restored, 0U);
    EXPECT_EQ(change.interval, "none: at |rho| = 1 no method gives one");
    EXPECT_NE(change.note.find("|rho| of at least 0.79 is needed for p <= 0.05"), std::string::npos) << change.note;
    const Correlation& b = correlation(evidence, "B", "log2 fold change", "SAA day 7 after");
    EXPECT_EQ(b.interval, "95 % Fisher z");
    EXPECT_LT(*b.low, *b.rho);
    EXPECT_GT(*b.high, *b.rho);
    // Baselines are the same in all patients.
    EXPECT_NE(correlation(evidence, "CD8", "day 0 value", "SAA day 7 after").note.find("does not vary"),
              std::string::npos);
}

TEST(TogetherTest, RestorationFollowsTheStudysRuleAndNotTheLabel) {
    SmallStudy small = restored_six_of_eight();
    small.study.outcomes[0].label = "AANR";  // P1's activity came back all the same
    const Evidence evidence = small.evidence();
    const Correlation& found = correlation(evidence, "CD8", "log2 fold change", "restored activity");
    EXPECT_EQ(found.test, "exact Mann-Whitney");
    EXPECT_EQ(found.n_restored, 5U);
    EXPECT_EQ(*found.rho, 1);  // Cliff's delta
    EXPECT_EQ(found.interval, "95 % Newcombe");
    EXPECT_NEAR(*found.low, 2 * 0.494 - 1, 2e-3);
    EXPECT_NEAR(*found.p, 2.0 / 21, 1e-12);
    EXPECT_NE(found.note.find("5 restored against 2; no result can reach p <= 0.05"), std::string::npos) << found.note;
}

TEST(TogetherTest, ActivityWithTiesBelowTheLimitHasABootstrapInterval) {
    SmallStudy small;
    for (std::size_t i = 0; i < 7; ++i) {
        const std::string id = "P" + std::to_string(i + 1);
        small.patient(id).activity(id, Period::after, 7, i < 3 ? 5 : 100.0 * static_cast<double>(i * 3 % 7));
        small.counts(id, "/CD8", {200, 1000, 200 + 20 * i, 1000});
    }
    const Evidence evidence = small.evidence();
    const Correlation& found = correlation(evidence, "CD8", "log2 fold change", "SAA day 7 after");
    EXPECT_EQ(found.interval, "95 % percentile of all resamples");
    EXPECT_LE(*found.low, *found.rho);
    EXPECT_GE(*found.high, *found.rho);
}

TEST(TogetherTest, AntibodiesAreSetAgainstBoth) {
    SmallStudy small = restored_six_of_eight();
    const std::vector<double> after = {20, 40, 15, 60, 12, 50, 300, 400};
    for (std::size_t i = 0; i < after.size(); ++i) {
        const std::string id = "P" + std::to_string(i + 1);
        small.study.antibodies.push_back(antibody(id, Period::before, -10, 400));
        small.study.antibodies.push_back(antibody(id, Period::after, 20, after[i]));
    }
    const Evidence evidence = small.evidence();
    const Correlation& activity = correlation(evidence, "anti-PEG", "log2 ratio", "SAA day 7 after");
    EXPECT_EQ(activity.family, "antibodies");
    EXPECT_EQ(activity.n, 8U);
    EXPECT_LT(*activity.rho, -0.9);
    const Correlation& restored = correlation(evidence, "anti-PEG", "log2 ratio", "restored activity");
    EXPECT_EQ(*restored.rho, -1);
    EXPECT_EQ(restored.n_restored, 6U);
    EXPECT_NEAR(*restored.p, 2.0 / 28, 1e-12);
}

TEST(TogetherTest, FeaturesAtTheFloorAreNotSetAgainstOutcomes) {
    SmallStudy small = restored_six_of_eight();
    small.study.features.push_back(SmallStudy::feature("rare", "/not B", "percent_of_parent"));
    for (const std::string id : {"P1", "P2", "P3", "P4", "P5", "P7", "P8"})
        small.counts(id, "/not B", {200, 1000, 2, 1000});
    const Evidence evidence = small.evidence();
    const Correlation& found = correlation(evidence, "rare", "log2 fold change", "restored activity");
    EXPECT_FALSE(found.p);
    EXPECT_NE(found.note.find("detection floor"), std::string::npos) << found.note;
    EXPECT_EQ(found.interval, "none: not computed");
}

TEST(TogetherTest, TheRulesSayHowManyPairsMayLieAtTheFloor) {
    SmallStudy small = restored_six_of_eight();
    small.study.features.push_back(SmallStudy::feature("rare", "/not B", "percent_of_parent"));
    const std::vector<std::string> patients = {"P1", "P2", "P3", "P4"};
    for (const std::string& id : patients)
        small.counts(id, "/not B", {200, 1000, id == "P1" || id == "P2" ? 2u : 100u, 1000});
    const auto note = [&] {
        return correlation(small.evidence(), "rare", "log2 fold change", "restored activity").note;
    };
    EXPECT_EQ(note().find("detection floor"), std::string::npos) << "half of the pairs is not more than half";
    small.study.settings.domain.largest_floor_share = 0.49;
    EXPECT_NE(note().find("detection floor after treatment in 2 of 4"), std::string::npos) << note();
}

TEST(FamilyMaxT, LiesBetweenTheTestAndHolm) {
    const Evidence evidence = restored_six_of_eight().evidence();
    std::size_t seen = 0;
    for (const Comparison& comparison : evidence.comparisons) {
        ASSERT_EQ(comparison.p.has_value(), comparison.p_max_t.has_value());
        if (!comparison.p) continue;
        ++seen;
        EXPECT_GE(*comparison.p_max_t, *comparison.p) << comparison.feature << comparison.quantity << comparison.sample;
    }
    EXPECT_GT(seen, 6U);
    for (const Correlation& found : evidence.correlations)
        EXPECT_GE(found.p_max_t.value_or(1), found.p.value_or(0)) << found.feature << found.quantity << found.against;
    // CD8 separates the groups; B alone brings the family's chance above that of CD8 alone, less than Holm's double.
    const Comparison& cd8 = *find_comparison(evidence, "CD8", "log2 fold change", "AAR vs AANR");
    EXPECT_GT(*cd8.p_max_t, *cd8.p);
    EXPECT_LE(*cd8.p_max_t, *cd8.p_holm + 1e-12);
}

TEST(InfluenceTest, RepeatsEveryTestWithoutEachPatient) {
    const Evidence evidence = restored_six_of_eight().evidence();
    std::size_t expected = 0;
    for (const Comparison& comparison : evidence.comparisons)
        if (comparison.p) expected += comparison.n_1 + comparison.n_2;
    for (const Correlation& found : evidence.correlations)
        if (found.p) expected += found.n;
    EXPECT_EQ(evidence.influences.size(), expected);
    for (const Influence& influence : evidence.influences) EXPECT_NE(influence.left_out, "");
    // The whole analysis without P8 gives what its row says.
    SmallStudy rest = restored_six_of_eight();
    rest.study.patients.pop_back();
    rest.study.outcomes.pop_back();
    std::erase_if(rest.study.activity, [](const ActivitySample& sample) { return sample.patient == "P8"; });
    const Evidence without = rest.evidence();
    std::size_t compared = 0;
    for (const Influence& influence : evidence.influences) {
        if (influence.left_out != "P8") continue;
        const Comparison* test = find_comparison(without, influence.feature, influence.quantity, influence.subject);
        if (test == nullptr) continue;
        ++compared;
        EXPECT_EQ(influence.p, test->p) << influence.feature << influence.quantity << influence.subject;
        EXPECT_EQ(influence.estimate, test->estimate);
        EXPECT_EQ(influence.p_min_attainable, test->p_min_attainable);
    }
    EXPECT_GT(compared, 4U);
}

TEST(InfluenceTest, SaysWhereNoPCouldBeBelowAlpha) {
    SmallStudy small = restored_six_of_eight();
    small.study.settings.alpha = 0.2;  // 5 against 2 and 4 against 2 reach it, 5 against 1 does not
    const Evidence evidence = small.evidence();
    std::size_t rows = 0;
    for (const Influence& influence : evidence.influences) {
        EXPECT_EQ(influence.cannot_reach_alpha, !influence.p_min_attainable || *influence.p_min_attainable >= 0.2);
        if (influence.cannot_reach_alpha) {
            EXPECT_FALSE(influence.changes_verdict) << "n decides, not the patient";
        }
        rows += influence.cannot_reach_alpha;
    }
    EXPECT_GT(rows, 0U);
}

TEST(InfluenceTest, TooFewPatientsDecideNothing) {
    SmallStudy small = restored_six_of_eight();
    small.study.settings.alpha = 0.1;  // 5 against 2 reaches it, 4 against 2 and 5 against 1 do not
    std::size_t without = 0;
    for (const Influence& influence : small.evidence().influences) {
        if (influence.feature != "CD8" || influence.quantity != "log2 fold change" ||
            influence.subject != "AAR vs AANR")
            continue;
        EXPECT_TRUE(influence.cannot_reach_alpha) << influence.left_out;
        EXPECT_FALSE(influence.changes_verdict) << influence.left_out;
        EXPECT_FALSE(influence.changes_direction);
        ++without;
    }
    EXPECT_EQ(without, 7U);
}

/// `aar` against `aanr` patients, who start alike; the events after are given.
Findings deciding(const std::vector<std::uint64_t>& aar, const std::vector<std::uint64_t>& aanr) {
    SmallStudy small;
    const auto add = [&](std::uint64_t after, const char* label) {
        const std::string id = "P" + std::to_string(small.study.patients.size() + 1);
        small.patient(id, label).counts(id, "/CD8", {1000, 10000, after, 10000});
    };
    for (const std::uint64_t after : aar) add(after, "AAR");
    for (const std::uint64_t after : aanr) add(after, "AANR");
    Findings found = small.evidence().findings;
    std::erase_if(found, [](const Finding& finding) { return finding.code != "ONE_PATIENT_DECIDES"; });
    return found;
}

TEST(InfluenceTest, NamesThePatientWithoutWhomATestCrossesAlpha) {
    // With P9 p = 36/126, without P9 5 against 3 are apart: 2/56. Without any other P9 stays in the way.
    const Findings found = deciding({3000, 3100, 3200, 3300, 3400}, {2000, 2100, 2200, 9000});
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].keyword, "P9");
    EXPECT_NE(found[0].message.find("2 tests cross p = 0.05"), std::string::npos) << "change and value on day 14";
}

TEST(InfluenceTest, NamesNobodyWhereEveryRestAgrees) {
    EXPECT_TRUE(deciding({3000, 3100, 3200, 3300, 3400, 3500}, {2000, 2100, 2200, 2300, 2400, 2500}).empty());
}

TEST(Steps, AreToldAndCanBeStopped) {
    SmallStudy small = restored_six_of_eight();
    std::vector<ProgressUpdate> told;
    TaskControl control;
    control.report = [&](const ProgressUpdate& update) { told.push_back(update); };
    (void)compute_evidence(small.study, small.gated, control);
    ASSERT_GT(told.size(), 2U);
    for (std::size_t i = 0; i < told.size(); ++i) {
        EXPECT_EQ(told[i].stage, "compare");
        EXPECT_EQ(told[i].done, i);
        EXPECT_EQ(told[i].total, told.size() - 1);
    }
    std::stop_source stop;
    control.stop = stop.get_token();
    control.report = [&](const ProgressUpdate& update) {
        if (update.item == "families") stop.request_stop();
    };
    EXPECT_THROW((void)compute_evidence(small.study, small.gated, control), Interrupted);
}

TEST(InfluenceTest, IsTheSameForOneThreadAndEight) {
    SmallStudy small = restored_six_of_eight();
    small.study.settings.threads = 1;
    const Evidence one = small.evidence();
    small.study.settings.threads = 8;
    const Evidence eight = small.evidence();
    ASSERT_EQ(one.influences.size(), eight.influences.size());
    for (std::size_t i = 0; i < one.influences.size(); ++i) {
        EXPECT_EQ(one.influences[i].p, eight.influences[i].p);
        EXPECT_EQ(one.influences[i].left_out, eight.influences[i].left_out);
    }
    for (std::size_t i = 0; i < one.comparisons.size(); ++i)
        EXPECT_EQ(one.comparisons[i].p_max_t, eight.comparisons[i].p_max_t);
}

TEST(BlindStudy, TellsNothingOfWhatBecameOfThePatients) {
    SmallStudy small = restored_six_of_eight();
    small.study.settings.blind = true;
    const Evidence evidence = small.evidence();
    EXPECT_TRUE(evidence.correlations.empty());
    for (const Influence& influence : evidence.influences) EXPECT_EQ(influence.subject, "all");
    for (const ClusterStatistic& statistic : evidence.clustering)
        EXPECT_EQ(statistic.quantity.find("adjusted Rand"), std::string::npos);
    EXPECT_FALSE(evidence.clustering.empty());
}

TEST(ClusterStatisticTest, SaysWhetherClustersAreTheGroups) {
    const Evidence evidence = restored_six_of_eight().evidence();
    const auto statistic = [&](const std::string& subject, const std::string& quantity) -> const ClusterStatistic& {
        for (const ClusterStatistic& found : evidence.clustering)
            if (found.subject == subject && found.quantity == quantity) return found;
        throw std::runtime_error("no " + quantity + " of " + subject);
    };
    const ClusterStatistic& group = statistic("patients", "adjusted Rand index against group");
    EXPECT_EQ(group.n, 7U);
    EXPECT_GE(*group.p, *group.p_min_attainable - 1e-12);
    EXPECT_LE(*group.value, 1);
    EXPECT_TRUE(statistic("patients", "cophenetic correlation").value);
    EXPECT_LE(*statistic("CD8", "pairs kept without it").value, 1);
    EXPECT_GE(*statistic("P1", "pairs kept without one feature").value, 0);
    for (const ClusterStatistic& found : evidence.clustering) {  // shares of whole numbers: 1 is 1
        if (!found.value || found.quantity.find("pairs kept") == std::string::npos) continue;
        EXPECT_TRUE(*found.value == 1 || *found.value < 1 - 1e-6) << found.subject;
    }
    EXPECT_TRUE(statistic("P8", "cluster").value);
}

TEST(AdjustedRandTestOfLabels, CountsArrangementsExactly) {
    // Five against two, found by clusters of five and two: 1 of 21 (DOMAIN 4.11).
    const AdjustedRandTest same =
        adjusted_rand_test({1, 1, 1, 1, 1, 2, 2}, {true, true, true, true, true, false, false});
    EXPECT_EQ(same.index, 1);
    EXPECT_NEAR(same.p, 1.0 / 21, 1e-12);
    EXPECT_NEAR(same.p_min_attainable, 1.0 / 21, 1e-12);
    // Against all arrangements by hand.
    const std::vector<std::size_t> clusters = {1, 1, 2, 2, 2, 3, 3, 1};
    std::vector<bool> labels = {true, false, true, false, false, true, false, false};
    const AdjustedRandTest found = adjusted_rand_test(clusters, labels);
    const auto as_numbers = [](const std::vector<bool>& flags) {
        return std::vector<std::size_t>(flags.begin(), flags.end());
    };
    EXPECT_NEAR(found.index, adjusted_rand(clusters, as_numbers(labels)), 1e-12);
    std::sort(labels.begin(), labels.end());
    double total = 0, reached = 0;
    do {
        ++total;
        reached += adjusted_rand(clusters, as_numbers(labels)) >= found.index - 1e-9 ? 1 : 0;
    } while (std::next_permutation(labels.begin(), labels.end()));
    EXPECT_NEAR(found.p, reached / total, 1e-12);
    EXPECT_THROW(adjusted_rand_test({1, 2}, {true, true}), AnalysisError);
    EXPECT_THROW(adjusted_rand({1, 2}, {1}), AnalysisError);
}

TEST(AdjustedRand, IsNotDefinedWhereEveryItemIsACluster) {
    const AdjustedRandTest found = adjusted_rand_test({0, 1}, {true, false});
    EXPECT_TRUE(std::isnan(found.index));
    EXPECT_EQ(found.p, 1);
    EXPECT_EQ(found.p_min_attainable, 1);
}

TEST(SpearmanBootstrap, CountsResamplesWithoutARho) {
    // Eleven values at the limit: without the twelfth a resample does not vary, (11/12)^12 of all.
    std::vector<double> x(12, 10), y(12);
    x.back() = 100;
    std::iota(y.begin(), y.end(), 0);
    EXPECT_NEAR(bootstrap_spearman(x, y, {1, 20000, 1}).undefined, std::pow(11.0 / 12, 12), 0.02);
    const std::vector<double> a{1, 1, 1, 1, 1, 2}, b{1, 2, 3, 4, 5, 6};
    // All 6^6 resamples; those of five tied values alone, and of one value alone in either side.
    EXPECT_NEAR(bootstrap_spearman(a, b).undefined, (std::pow(5.0, 6) + 1) / std::pow(6.0, 6), 1e-12);
}
