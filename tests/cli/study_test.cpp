#include "cli/program.hpp"

#include <nlohmann/json.hpp>

#include <fstream>

namespace asparagate::test {
namespace {

const std::filesystem::path settings =
    std::filesystem::path(ASPARAGATE_SOURCE_DIR) / "samples/blina-cohort/settings.toml";
/// Files that carry times or the command as typed, which differ between runs.
const std::vector<std::string> with_times{"provenance.json", "audit.jsonl"};

/// One synthetic cohort of 2000 events per tube, made once and copied by every test that changes it.
class StudyCommand : public ProgramTest {
protected:
    static void SetUpTestSuite() {
        std::string pattern = std::filesystem::temp_directory_path() / "asparagate_cohort_XXXXXX";
        cohort() = mkdtemp(pattern.data());
        const Outcome made = asparagate({"simulate", settings, "-o", cohort(), "--events", "2000"});
        ASSERT_EQ(made.exit_code, 0) << made.err;
    }
    static void TearDownTestSuite() { std::filesystem::remove_all(cohort()); }
    static std::filesystem::path& cohort() {
        static std::filesystem::path folder;
        return folder;
    }
    /// A copy to damage.
    std::filesystem::path own_cohort() const {
        std::filesystem::copy(cohort(), folder_ / "cohort", std::filesystem::copy_options::recursive);
        return folder_ / "cohort";
    }
    Outcome run(const std::filesystem::path& folder, const std::string& results,
                std::vector<std::string> more = {"--no-report"}) const {
        std::vector<std::string> arguments{"run", folder / "study.toml", "-o", folder_ / results, "--draws", "20"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return asparagate(arguments);
    }
};

/// Replaces the first `from` in a file.
void edit(const std::filesystem::path& path, const std::string& from, const std::string& to) {
    std::string text = read_text(path);
    const auto at = text.find(from);
    ASSERT_NE(at, std::string::npos) << path << " lacks " << from;
    write_text(path, text.replace(at, from.size(), to));
}

std::size_t count_lines(const std::string& text) {
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

/// Path of the first FCS file that samples.csv names with `needle` in its line.
std::filesystem::path fcs_file(const std::filesystem::path& folder, const std::string& needle) {
    for (const auto& entry : std::filesystem::directory_iterator(folder / "fcs")) {
        if (entry.path().filename().string().find(needle) != std::string::npos) return entry.path();
    }
    ADD_FAILURE() << "no FCS file with " << needle;
    return {};
}

TEST_F(StudyCommand, WritesEveryDocumentedOutput) {
    std::vector<std::string> options{"--format", "json"};
    if (!ASPARAGATE_HAS_REPORT) options.emplace_back("--no-report");
    const Outcome outcome = run(cohort(), "results", options);
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_EQ(outcome.out, read_text(folder_ / "results/provenance.json"));
    for (const char* name :
         {"populations.csv", "intensities.csv", "foldchanges.csv", "comparisons.csv", "correlations.csv",
          "activity.csv", "placement.csv", "conclusions.csv", "gate_placements.csv", "influence.csv", "clustering.csv",
          "threshold_sensitivity.csv", "cd19_pairs.csv", "study.h5", "provenance.json", "audit.jsonl"}) {
        EXPECT_GT(std::filesystem::file_size(folder_ / "results" / name), 0u) << name;
    }
    if (ASPARAGATE_HAS_REPORT) {
        const std::string report = read_text(folder_ / "results/report.html");
        EXPECT_NE(report.find("Research use only"), std::string::npos);
        EXPECT_NE(report.find("</html>"), std::string::npos);
        EXPECT_TRUE(std::filesystem::exists(folder_ / "results/figures"));
    }
    const auto provenance = nlohmann::json::parse(read_text(folder_ / "results/provenance.json"));
    EXPECT_EQ(provenance.at("schema"), "asparagate.run/1");
    EXPECT_EQ(asparagate({"verify", folder_ / "results"}).exit_code, 0);
}

TEST_F(StudyCommand, ReportsInChineseAndWarnsOfAlteredTables) {
    if (!ASPARAGATE_HAS_REPORT) GTEST_SKIP() << "built without Qt";
    ASSERT_EQ(run(cohort(), "results").exit_code, 0);
    const Outcome first = asparagate({"report", folder_ / "results"});
    EXPECT_EQ(first.exit_code, 0) << first.err;
    EXPECT_EQ(first.err.find("O-ALTERED"), std::string::npos) << first.err;
    edit(folder_ / "results/comparisons.csv", "exact", "Exact");
    const Outcome second = asparagate({"report", folder_ / "results", "--language", "zh"});
    EXPECT_EQ(second.exit_code, 0) << second.err;
    EXPECT_NE(second.err.find("O-ALTERED"), std::string::npos) << second.err;
    EXPECT_NE(second.err.find("comparisons.csv"), std::string::npos) << second.err;
    EXPECT_NE(read_text(folder_ / "results/report.html").find("仅供研究使用"), std::string::npos);
    EXPECT_TRUE(read_text(folder_ / "results/report.pdf").starts_with("%PDF-"));
    EXPECT_EQ(asparagate({"report", folder_ / "results", "--language", "fr"}).exit_code, 2);
}

TEST_F(StudyCommand, ReusesCompleteSamplesAndGivesTheSameBytes) {
    ASSERT_EQ(run(cohort(), "results").exit_code, 0);
    const auto first = snapshot(folder_ / "results", with_times);
    const Outcome again = run(cohort(), "results");
    EXPECT_EQ(again.exit_code, 0) << again.err;
    EXPECT_NE(again.err.find("0 samples gated"), std::string::npos) << again.err;
    EXPECT_EQ(snapshot(folder_ / "results", with_times), first);
}

TEST_F(StudyCommand, GivesTheSameBytesForAnyThreadCount) {
    ASSERT_EQ(run(cohort(), "one", {"--no-report", "-@", "1"}).exit_code, 0);
    ASSERT_EQ(run(cohort(), "four", {"--no-report", "-@", "4"}).exit_code, 0);
    EXPECT_EQ(snapshot(folder_ / "one", with_times), snapshot(folder_ / "four", with_times));
}

TEST_F(StudyCommand, GoesOnPastADamagedSampleAndLeavesTheOthersUnharmed) {
    ASSERT_EQ(run(cohort(), "whole").exit_code, 0);
    const auto damaged = own_cohort();
    const auto victim = fcs_file(damaged, "P3");
    std::filesystem::resize_file(victim, std::filesystem::file_size(victim) / 2);
    const Outcome outcome = run(damaged, "partial");
    EXPECT_EQ(outcome.exit_code, 4) << outcome.err;
    EXPECT_NE(outcome.err.find(victim.filename().string()), std::string::npos) << outcome.err;

    const std::string sample = victim.stem().string();
    std::istringstream whole(read_text(folder_ / "whole/populations.csv"));
    const std::string partial = read_text(folder_ / "partial/populations.csv");
    std::size_t compared = 0;
    for (std::string line; std::getline(whole, line);) {
        if (line.find("P3") != std::string::npos) continue;
        EXPECT_NE(partial.find(line + "\n"), std::string::npos) << line;
        ++compared;
    }
    EXPECT_GT(compared, 100u);
}

TEST_F(StudyCommand, StopsAtTheFirstDamagedSampleWhenAskedTo) {
    const auto damaged = own_cohort();
    std::filesystem::remove(fcs_file(damaged, "P2"));
    const Outcome outcome = run(damaged, "results", {"--no-report", "--fail-fast"});
    EXPECT_EQ(outcome.exit_code, 3) << outcome.err;
    EXPECT_FALSE(std::filesystem::exists(folder_ / "results/populations.csv"));
}

TEST_F(StudyCommand, NamesAMisspeltColumnWithTheNearestValidOne) {
    const auto damaged = own_cohort();
    edit(damaged / "tables/activity.csv", "nominal_day", "nominal_dya");
    const Outcome outcome = run(damaged, "results");
    EXPECT_EQ(outcome.exit_code, 3);
    EXPECT_NE(outcome.err.find("activity.csv:1"), std::string::npos) << outcome.err;
    EXPECT_NE(outcome.err.find("nominal_dya"), std::string::npos) << outcome.err;
    EXPECT_NE(outcome.err.find("\"nominal_day\""), std::string::npos) << outcome.err;
    EXPECT_EQ(count_lines(outcome.err), 1u) << outcome.err;
}

TEST_F(StudyCommand, NamesAMisspeltKeyWithItsLine) {
    const auto damaged = own_cohort();
    edit(damaged / "study.toml", "threshold_iu_l", "treshold_iu_l");
    const Outcome outcome = run(damaged, "results");
    EXPECT_EQ(outcome.exit_code, 3);
    EXPECT_NE(outcome.err.find("study.toml:"), std::string::npos) << outcome.err;
    EXPECT_NE(outcome.err.find("threshold_iu_l"), std::string::npos) << outcome.err;
}

TEST_F(StudyCommand, SaysWhichPatientLacksAVisitAndGoesOn) {
    const auto damaged = own_cohort();
    for (const char* table : {"tables/samples.csv", "tables/counts.csv"}) {
        std::istringstream rows(read_text(damaged / table));
        std::string kept;
        for (std::string line; std::getline(rows, line);) {
            if (!line.starts_with("P2_day14")) kept += line + "\n";
        }
        write_text(damaged / table, kept);
    }
    const Outcome outcome = run(damaged, "results");
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_NE(outcome.err.find("P2"), std::string::npos) << outcome.err;
    EXPECT_NE(outcome.err.find("day 14"), std::string::npos) << outcome.err;
    EXPECT_NE(read_text(folder_ / "results/foldchanges.csv").find("MISSING"), std::string::npos);
}

TEST_F(StudyCommand, SaysWhenTheResultsCannotBeWritten) {
    write_text(folder_ / "a_file", "x");
    const Outcome outcome = run(cohort(), "a_file/results");
    EXPECT_EQ(outcome.exit_code, 6) << outcome.err;
    EXPECT_NE(outcome.err.find("a_file"), std::string::npos) << outcome.err;
}

TEST_F(StudyCommand, BlindingAgainLeavesNoDrawingThatNamesGroupsAndStillVerifies) {
    if (!ASPARAGATE_HAS_REPORT) GTEST_SKIP() << "built without figures";
    const auto own = own_cohort();
    ASSERT_EQ(run(own, "results", {}).exit_code, 0);
    ASSERT_TRUE(std::filesystem::exists(folder_ / "results/figures/restoration_rules.svg"));
    edit(own / "study.toml", "[study]", "[study]\nblind = true");
    const Outcome blind = run(own, "results", {});
    ASSERT_EQ(blind.exit_code, 0);
    for (const char* told : {"AANR", "TOLERATED_NOT_RESTORED", "RULES_DISAGREE", "SAA_AFTER_OTHER_ASP"})
        EXPECT_EQ(blind.err.find(told), std::string::npos) << blind.err;
    for (const auto& [name, text] : snapshot(folder_ / "results/figures")) {
        if (name.ends_with(".svg") || name.ends_with(".csv")) {
            EXPECT_EQ(text.find("AANR"), std::string::npos) << name;
        }
    }
    EXPECT_EQ(asparagate({"verify", folder_ / "results"}).exit_code, 0);
}

TEST_F(StudyCommand, RefusesAResultsFolderThatHoldsItsInputs) {
    const auto own = own_cohort();
    const auto before = snapshot(own);
    const Outcome outcome = asparagate({"run", own / "study.toml", "-o", own / "tables", "--no-report"});
    EXPECT_EQ(outcome.exit_code, 2) << outcome.err;
    EXPECT_EQ(asparagate({"simulate", settings, "-o", own, "--events", "2000"}).exit_code, 2);
    EXPECT_EQ(snapshot(own), before);
}

TEST_F(StudyCommand, FindsAChangedResult) {
    ASSERT_EQ(run(cohort(), "results").exit_code, 0);
    std::ofstream(folder_ / "results/comparisons.csv", std::ios::app) << "x";
    const Outcome outcome = asparagate({"verify", folder_ / "results"});
    EXPECT_EQ(outcome.exit_code, 5);
    EXPECT_NE((outcome.out + outcome.err).find("comparisons.csv"), std::string::npos);
}

TEST_F(StudyCommand, ListsThePlanWithoutWriting) {
    const Outcome outcome = run(cohort(), "results", {"--dry-run"});
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_NE(outcome.out.find("P1"), std::string::npos);
    EXPECT_FALSE(std::filesystem::exists(folder_ / "results"));
}

TEST_F(StudyCommand, DryRunNamesFilesThatAreNoFcsFiles) {
    const std::filesystem::path own = own_cohort();
    write_text(own / "fcs/P1_day0_cytotoxic.fcs", "\x1F\x8B\x08 packed");
    const Outcome outcome = run(own, "results", {"--dry-run"});
    EXPECT_EQ(outcome.exit_code, 4);
    EXPECT_NE(outcome.err.find("packed by gzip"), std::string::npos) << outcome.err;
}

TEST_F(StudyCommand, NeverChangesItsInputs) {
    const auto before = snapshot(cohort());
    ASSERT_EQ(run(cohort(), "results").exit_code, 0);
    EXPECT_EQ(snapshot(cohort()), before);
}

TEST_F(StudyCommand, WritesATemplateThatReads) {
    const Outcome made = asparagate({"run", "--init", folder_ / "new"});
    ASSERT_EQ(made.exit_code, 0) << made.err;
    const Outcome again = asparagate({"run", "--init", folder_ / "new"});
    EXPECT_NE(again.exit_code, 0) << "an existing study must not be replaced";
}

}  // namespace
}  // namespace asparagate::test
