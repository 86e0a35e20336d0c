// Which sample of a workspace a file is, and how stored counts are judged.
#include "asparagate/gating/workspace.hpp"
#include "workspace_builder.hpp"

#include <gmock/gmock.h>
#include <sstream>

using namespace asparagate;
using test::SampleText;
using test::workspace_text;
using testing::HasSubstr;
using namespace asparagate::test::flowjo;

namespace {

Workspace read(const std::vector<SampleText>& samples) {
    return parse_workspace(workspace_text(samples), "test.wsp");
}

WorkspaceFile file(const std::string& path, const std::vector<std::pair<std::string, std::string>>& keywords = {}) {
    WorkspaceFile result{path, {}};
    for (const auto& [key, value] : keywords) result.keywords.set(key, value);
    return result;
}

PopulationRow row(const std::string& population, std::uint64_t count) {
    PopulationRow result;
    result.population = population;
    result.count = count;
    return result;
}

}  // namespace

TEST(SampleMatch, GoesByTheNameOfTheUriFirst) {
    const Workspace workspace = read({SampleText("other.fcs", "1").uri("file:/C:/My%20Data/tube%201.fcs"),
                                      SampleText("tube 1.fcs", "2").uri("file:///x/second.fcs")});
    EXPECT_EQ(workspace.samples[0].file_name(), "tube 1.fcs");
    EXPECT_EQ(match_samples(workspace, {file("/data/tube 1.fcs")}, {})[0].sample->id, "1");
    EXPECT_EQ(match_samples(workspace, {file("second.fcs")}, {})[0].sample->id, "2");
}

TEST(SampleMatch, LetsKeywordsDecideAmongNames) {
    const Workspace workspace =
        read({SampleText("a.fcs", "1").keyword("$TOT", "100"), SampleText("a.fcs", "2").keyword("$TOT", "200")});
    EXPECT_EQ(match_samples(workspace, {file("a.fcs", {{"$TOT", "  200 "}})}, {})[0].sample->id, "2");
    const SampleMatch none = match_samples(workspace, {file("a.fcs", {{"$TOT", "300"}})}, {})[0];
    EXPECT_EQ(none.sample, nullptr);
    EXPECT_THAT(none.reason, HasSubstr("$TOT"));
}

TEST(SampleMatch, RefusesTies) {
    const Workspace twins = read({SampleText("a.fcs", "1"), SampleText("a.fcs", "2")});
    EXPECT_THAT(match_samples(twins, {file("a.fcs")}, {})[0].reason, HasSubstr("equally well"));
    const Workspace one = read({SampleText("a.fcs", "1")});
    const auto matches = match_samples(one, {file("x/a.fcs"), file("y/a.fcs")}, {});
    EXPECT_EQ(matches[0].sample, nullptr);
    EXPECT_THAT(matches[1].reason, HasSubstr("fits 2 of the files"));
}

TEST(SampleMatch, DoesWhatTheMapSays) {
    const Workspace twins = read({SampleText("a.fcs", "1"), SampleText("a.fcs", "2")});
    const auto matches = match_samples(twins, {file("x/a.fcs"), file("y/b.fcs")}, {{"2", "b.fcs"}, {"1", "x/a.fcs"}});
    EXPECT_EQ(matches[0].sample->id, "1");
    EXPECT_EQ(matches[1].sample->id, "2");
    EXPECT_THROW(match_samples(twins, {file("a.fcs")}, {{"3", "a.fcs"}}), Error);
    EXPECT_THROW(match_samples(twins, {file("a.fcs")}, {{"a.fcs", "a.fcs"}}), Error);
    EXPECT_THROW(match_samples(twins, {file("a.fcs")}, {{"1", "c.fcs"}}), Error);
    EXPECT_THROW(match_samples(twins, {file("a.fcs")}, {{"1", "a.fcs"}, {"1", "a.fcs"}}), Error);
}

TEST(SampleMatch, MistrustsAMapWithAnotherNumberOfEvents) {
    const Workspace workspace = read({SampleText("a.fcs", "1").keyword("$TOT", "100")});
    EXPECT_THROW(match_samples(workspace, {file("b.fcs", {{"$TOT", "99"}})}, {{"1", "b.fcs"}}), Error);
}

TEST(SampleMatch, SaysSoWhenNothingFits) {
    const Workspace workspace = read({SampleText("a.fcs", "1")});
    EXPECT_THAT(match_samples(workspace, {file("b.fcs")}, {})[0].reason, HasSubstr("--map"));
}

TEST(CountComparison, SaysWhereADifferenceComesFrom) {
    const SampleText sample = SampleText("a.fcs").channels({"X"}).count("1000").tree(
        population("A", range("X", ""),
                   population("B", range("X", ""), "", "400") + population("C", range("FlowSOM", ""), "", "7"), "500") +
        population("D", range("X", ""), "", "300") + population("E", range("X", ""), "", "-1") +
        boolean("NotNode", "F", {"A"}));
    const Workspace workspace = read({sample});
    const std::vector<PopulationRow> exact = {row("/A", 510), row("/A/B", 401), row("/D", 300), row("/E", 5),
                                              row("/F", 3)};
    const std::vector<PopulationRow> compatible = {row("/A", 500), row("/A/B", 450), row("/D", 300), row("/E", 5),
                                                   row("/F", 3)};
    const auto rows = compare_counts(workspace, workspace.samples[0], 1000, exact, compatible);
    ASSERT_EQ(rows.size(), 7u);
    using Verdict = CountComparison::Verdict;
    EXPECT_EQ(rows[0].verdict, Verdict::agrees);
    EXPECT_EQ(rows[1].verdict, Verdict::agrees);
    EXPECT_THAT(rows[1].why, HasSubstr("own gate"));
    EXPECT_EQ(rows[2].verdict, Verdict::differs);
    EXPECT_EQ(rows[2].why, "inherited from /A");
    EXPECT_THAT(rows[3].why, HasSubstr("not imported"));
    EXPECT_EQ(rows[4].verdict, Verdict::agrees);
    EXPECT_EQ(rows[4].why, "");
    EXPECT_EQ(rows[5].why, "not stored");
    EXPECT_EQ(rows[6].why, "inherited from /A");
    std::ostringstream table;
    write_count_table(table, rows, TableFormat::csv);
    EXPECT_THAT(table.str(), HasSubstr("a.fcs,/A,500,510,500,10,0,agrees,"));
}

TEST(CountComparison, AcceptsCountsThatWereStoredAsExact) {
    const Workspace workspace =
        read({SampleText("a.fcs").channels({"X"}).count("1000").tree(population("A", range("X", ""), "", "500"))});
    const auto rows = compare_counts(workspace, workspace.samples[0], 1000, {row("/A", 500)}, {row("/A", 520)});
    EXPECT_EQ(rows[1].verdict, CountComparison::Verdict::agrees);
    EXPECT_THAT(rows[1].why, HasSubstr("exactly"));
}

TEST(CountComparison, FindsAFileOfAnotherSize) {
    const Workspace workspace = read({SampleText("a.fcs").channels({"X"}).count("1000")});
    EXPECT_EQ(compare_counts(workspace, workspace.samples[0], 999, {}, {})[0].verdict,
              CountComparison::Verdict::differs);
}
