#include "analysis/run_fixture.hpp"

#include "asparagate/fcs/sha256.hpp"

#include <atomic>
#include <numeric>

using namespace asparagate;
using namespace asparagate::test;

TEST(RunStudy, GatesPairsAndLinksEverySample) {
    const TemporaryFolder folder;
    const StudyFolder files(folder / "study");
    const RunResult run = run_into(files.read(), folder / "results");
    EXPECT_EQ(run.gated, 8u);
    EXPECT_EQ(run.failed, 0u);
    const FoldChange& rise = *run.evidence.fold_change("CD8 GzmB+", "P1");
    EXPECT_EQ(*rise.before_total, 1000u);
    // 0.5 % of the control lie above its own threshold, and so do a few of the negative cells.
    EXPECT_NEAR(*rise.before, 20, 1);
    EXPECT_NEAR(*rise.after, 60, 1);
    EXPECT_NEAR(*run.evidence.fold_change("CD8 GzmB+", "P2")->log2fc, 0, 0.05);
    EXPECT_EQ(run.evidence.patients[0].group, Group::aar);  // "good" in the table
    EXPECT_EQ(run.evidence.patients[1].group, Group::aanr);
    EXPECT_EQ(run.evidence.patients[0].restored, Restoration::restored);
    EXPECT_EQ(run.evidence.populations.size(), 4u * 4u);
    EXPECT_EQ(run.evidence.samples.size(), 8u);
    EXPECT_EQ(run.evidence.samples[0].sha256, sha256_file(files.tube("P1 day 0")));
    EXPECT_EQ(run.evidence.samples[0].sample.file, "fcs/P1 day 0.fcs");
}

TEST(RunStudy, RefusesAStudyWithoutPatients) {
    const TemporaryFolder folder;
    Study study = StudyFolder(folder / "study").read();
    study.samples.clear();
    study.patients.clear();
    EXPECT_THROW(run_into(study, folder / "results"), AnalysisError);
    EXPECT_FALSE(std::filesystem::exists(folder / "results"));
}

TEST(RunStudy, SharesOneThresholdBetweenTheVisitsOfAPatient) {
    const TemporaryFolder folder;
    const RunResult run = run_into(StudyFolder(folder / "study").read(), folder / "results");
    ASSERT_EQ(run.evidence.thresholds.size(), 2u);
    EXPECT_EQ(run.evidence.thresholds[0].events, 2000u);  // CD8 of both control tubes
    EXPECT_FALSE(run.evidence.thresholds[0].fallback);
    EXPECT_GT(run.evidence.thresholds[0].value, 980);
    EXPECT_LT(run.evidence.thresholds[0].value, 1000);
    EXPECT_EQ(run.evidence.samples[0].strategy_hash, run.evidence.samples[2].strategy_hash);
    EXPECT_NE(run.evidence.samples[0].strategy_hash, run.evidence.samples[4].strategy_hash);
}

TEST(RunStudy, GatesASampleWithItsTailoredVersionAndSaysSo) {
    const TemporaryFolder folder;
    const StudyFolder study(folder / "study");
    const std::string text = read_bytes(folder / "study/strategy.toml");
    const std::string version =
        "[version.\"P1 late\"]\nsamples = [\"P1 day 14\"]\nreason = \"brighter CD8\"\n"
        "[version.\"P1 late\".gate.\"/CD8\"]\ngate = \"range\"\nx = \"CD8\"\nmin = 20500\n";
    write_text(folder / "study/strategy.toml", text + version);
    const RunResult run = run_into(study.read(), folder / "results");
    const auto count = [&](const std::string& sample) {
        for (const PopulationRow& row : run.evidence.populations)
            if (row.sample == sample && row.population == "/CD8") return row.count.value_or(0);
        return std::uint64_t{0};
    };
    EXPECT_EQ(count("P1 day 0"), 1000u);
    EXPECT_LT(count("P1 day 14"), 700u);
    const auto& samples = run.evidence.samples;
    EXPECT_EQ(samples[0].versions, "");
    EXPECT_EQ(samples[2].sample.id, "P1 day 14");
    EXPECT_EQ(samples[2].versions, "P1 late");
    EXPECT_NE(samples[0].strategy_hash, samples[2].strategy_hash);
    EXPECT_NE(read_bytes(folder / "results/provenance.json").find("\"versions\": \"P1 late\""), std::string::npos);
    EXPECT_TRUE(std::any_of(run.evidence.findings.begin(), run.evidence.findings.end(), [](const Finding& finding) {
        return finding.code == "G-VERSION" && finding.file == "P1 day 14";
    }));
    EXPECT_EQ(run_into(study.read(), folder / "results").reused, 8u);
    write_text(folder / "study/strategy.toml", text);
    EXPECT_EQ(run_into(study.read(), folder / "results").reused, 7u) << "every other sample has the strategy it had";
}

TEST(RunStudy, KeepsTheDistributionOfCutMarkersWithTheirControls) {
    const TemporaryFolder folder;
    const RunResult run = run_into(StudyFolder(folder / "study").read(), folder / "results");
    std::vector<MarkerHistogram> cut;
    for (const MarkerHistogram& histogram : run.evidence.histograms)
        if (histogram.population == "/CD8/GzmB+") cut.push_back(histogram);
    ASSERT_EQ(cut.size(), 8u);
    EXPECT_EQ(run.evidence.histograms.size(), 12u);  // CD8 is cut on a fixed bound, without controls
    const MarkerHistogram& first = cut[0];
    const MarkerHistogram& control = cut[1];
    EXPECT_EQ(first.marker, "GzmB");
    EXPECT_EQ(control.control, "FMO GzmB");
    EXPECT_EQ(first.histogram.counts.size(), 256u);
    EXPECT_EQ(first.events, 1000u);
    EXPECT_EQ(std::accumulate(first.histogram.counts.begin(), first.histogram.counts.end(), 0u), 1000u);
    EXPECT_EQ(first.threshold, control.threshold);
    EXPECT_NEAR(*first.percent_positive, 20, 1);
    EXPECT_LT(*control.percent_positive, 1.5);
    EXPECT_EQ(first.histogram.low, control.histogram.low);
}

TEST(RunStudy, GivesTheSameBytesForAnyNumberOfThreads) {
    const TemporaryFolder folder;
    const Study study = StudyFolder(folder / "study").read();
    for (const unsigned threads : {1u, 2u, 4u, 16u}) run_into(study, folder / std::to_string(threads), threads);
    for (const std::string threads : {"2", "4", "16"}) expect_equal_results(folder / "1", folder / threads);
}

TEST(RunStudy, ReusesFinishedSamplesAndGivesTheSameBytes) {
    const TemporaryFolder folder;
    const Study study = StudyFolder(folder / "study").read();
    run_into(study, folder / "fresh");
    run_into(study, folder / "resumed");
    std::filesystem::remove(folder / "resumed" / "samples" / "P1 day 0.json");
    for (const auto& entry : std::filesystem::directory_iterator(folder / "resumed" / "samples"))
        if (entry.path().filename().string().find("P2") == 0) std::filesystem::remove(entry.path());
    const RunResult run = run_into(study, folder / "resumed");
    EXPECT_EQ(run.gated + run.reused, 8u);
    EXPECT_GT(run.reused, 0u);
    expect_equal_results(folder / "fresh", folder / "resumed");
}

TEST(RunStudy, GatesAgainWhatChangedOrWasDamaged) {
    const TemporaryFolder folder;
    const StudyFolder files(folder / "study");
    run_into(files.read(), folder / "results");
    write_tube(files.tube("P1 day 0"), {4000, 1000, 300, 77});
    RunResult run = run_into(files.read(), folder / "results");
    EXPECT_EQ(run.gated, 1u);
    EXPECT_NEAR(*run.evidence.fold_change("CD8 GzmB+", "P1")->before, 30, 1);
    for (const auto& entry : std::filesystem::directory_iterator(folder / "results" / "samples")) {
        std::string text = read_bytes(entry.path());
        text[text.size() / 2] ^= 1;
        write_text(entry.path(), text);
    }
    run = run_into(files.read(), folder / "results");
    EXPECT_EQ(run.gated, 8u);
}

TEST(RunStudy, GoesOnPastAFailingSample) {
    const TemporaryFolder folder;
    const StudyFolder files(folder / "study");
    const RunResult whole = run_into(files.read(), folder / "whole");
    const Study study = files.read();
    std::filesystem::resize_file(files.tube("P2 day 14"), 100);
    std::filesystem::remove(files.tube("P2 day 0"));
    const RunResult run = run_into(study, folder / "results", 2);
    EXPECT_EQ(run.failed, 2u);
    EXPECT_NE(run.evidence.samples[4].error.find("P2 day 0.fcs"), std::string::npos);
    EXPECT_TRUE(has_code(run.evidence.findings, "SAMPLE_FAILED"));
    EXPECT_EQ(run.evidence.fold_change("CD8 GzmB+", "P2")->state, ChangeState::missing);
    EXPECT_EQ(run.evidence.fold_change("CD8 GzmB+", "P1")->log2fc,
              whole.evidence.fold_change("CD8 GzmB+", "P1")->log2fc);
    RunOptions options;
    options.output = folder / "results";
    options.fail_fast = true;
    EXPECT_THROW(run_study(study, options), Error);
}

TEST(RunStudy, FallsBackWhereTheControlsAreGone) {
    const TemporaryFolder folder;
    const StudyFolder files(folder / "study");
    const Study study = files.read();
    std::filesystem::remove(files.tube("P1 day 0 FMO"));
    std::filesystem::remove(files.tube("P1 day 14 FMO"));
    const RunResult run = run_into(study, folder / "results");
    EXPECT_TRUE(run.evidence.thresholds.at(0).fallback);
    EXPECT_DOUBLE_EQ(run.evidence.thresholds.at(0).value, 1500);
    EXPECT_TRUE(has_code(run.evidence.findings, "G-CONTROL"));
    EXPECT_EQ(run.failed, 2u);
}

TEST(RunStudy, StopsWhenAsked) {
    const TemporaryFolder folder;
    const Study study = StudyFolder(folder / "study").read();
    std::stop_source stop;
    TaskControl control;
    control.stop = stop.get_token();
    control.report = [&](const ProgressUpdate& update) {
        if (update.stage == "gate") stop.request_stop();
    };
    RunOptions options;
    options.output = folder / "results";
    EXPECT_THROW(run_study(study, options, control), Interrupted);
}

TEST(RunStudy, ReportsProgressThatOnlyGrows) {
    const TemporaryFolder folder;
    const Study study = StudyFolder(folder / "study").read();
    std::uint64_t done = 0, total = 0;
    TaskControl control;
    control.report = [&](const ProgressUpdate& update) {
        if (update.stage != "gate") return;
        EXPECT_GE(update.done, done);
        done = update.done;
        total = update.total;
    };
    RunOptions options;
    options.output = folder / "results";
    options.threads = 2;
    run_study(study, options, control);
    EXPECT_EQ(done, 8u * 4000u);
    EXPECT_EQ(total, done);
}

TEST(RunStudy, PutsShardsTogetherToTheBytesOfOneRun) {
    const TemporaryFolder folder;
    const Study study = StudyFolder(folder / "study").read();
    run_into(study, folder / "whole");
    for (const std::size_t shard : {0u, 1u, 2u}) {
        RunOptions options;
        options.output = folder / ("shard" + std::to_string(shard));
        options.shard = shard;
        options.shards = 3;
        run_study(study, options);
        std::filesystem::create_directories(folder / "merged");
        std::filesystem::copy(
            options.output / "samples", folder / "merged" / "samples",
            std::filesystem::copy_options::overwrite_existing | std::filesystem::copy_options::recursive);
    }
    const RunResult merged = run_into(study, folder / "merged");
    EXPECT_EQ(merged.gated, 0u);
    expect_equal_results(folder / "whole", folder / "merged");
}
