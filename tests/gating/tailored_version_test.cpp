// Versions of a strategy for some samples or groups.
#include "asparagate/gating/engine.hpp"
#include "asparagate/gating/session.hpp"
#include "asparagate/gating/strategy_diff.hpp"
#include "asparagate/gating/strategy_file.hpp"
#include "event_file.hpp"

#include <gmock/gmock.h>

using namespace asparagate;
using test::EventFile;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

namespace {

const std::string tree = R"([transforms.cd3]
type = "log"
T = 1000

[population."/L"]
gate = "range"
x = "FSC-A"
min = 5

[population."/L/NK"]
gate = "range"
x = "PE-A"
min = 10

[population."/Q"]
gate = "quadrant"
x = "FSC-A"
y = "PE-A"
x_divider = 5
y_divider = 5
names = { "++" = "DP" }
)";

const std::string versions = R"(
[groups]
"day 14" = ["a14", "b14.fcs"]
old = ["x"]

[version."day 14 NK moved"]
groups = ["day 14"]
reason = "dim NK after the first dose"
[version."day 14 NK moved".scales]
PE-A = "cd3"
[version."day 14 NK moved".gate."/L/NK"]
gate = "range"
x = "PE-A"
min = 20

[version."b14 drifted"]
samples = ["b14"]
reason = "voltage drift"
compensation = "none"
[version."b14 drifted".gate."/L"]
gate = "range"
x = "FSC-A"
min = 8
)";

GatingStrategy strategy() {
    return parse_strategy(tree + versions, "s.toml");
}

double lower_bound(const GatingStrategy& s, const char* parent, const char* name) {
    return std::get<RectangleGate>(s.find_node(parent, name)->gate).bounds[0].min;
}

std::string error_of(const std::string& text) {
    try {
        parse_strategy(text, "s.toml");
    } catch (const GatingError& error) {
        return error.what();
    }
    return "no error";
}

/// A version of one gate; `heading` may add keys.
std::string version(const std::string& heading, const std::string& path = "/L",
                    const std::string& gate = "gate = \"range\"\nx = \"FSC-A\"\nmin = 8\n", const char* name = "v") {
    return "[version." + std::string(name) + "]\n" + heading + "[version." + name + ".gate.\"" + path + "\"]\n" + gate;
}
const std::string usual = "samples = [\"a\"]\nreason = \"because\"\n";

}  // namespace

TEST(TailoredVersion, ReadsBackEqualAfterWritingAndEntersTheHash) {
    const GatingStrategy s = strategy();
    ASSERT_EQ(s.versions.size(), 2u);
    EXPECT_EQ(s.versions[0].groups, std::vector<std::string>{"day 14"});
    EXPECT_EQ(s.versions[1].compensation, "none");
    const std::string text = format_strategy(s);
    EXPECT_EQ(parse_strategy(text, "again"), s) << text;
    EXPECT_THAT(text, AllOf(HasSubstr("\n[version.\"day 14 NK moved\".gate.\"/L/NK\"]\ngate = \"range\"\n"),
                            HasSubstr("\n\"day 14\" = [\"a14\", \"b14.fcs\"]\n")));
    GatingStrategy other = s;
    other.versions[0].reason = "another";
    EXPECT_NE(strategy_hash(other), strategy_hash(s));
}

TEST(TailoredVersion, HoldsForItsSamplesAndGroupsOnly) {
    const GatingStrategy s = strategy();
    const GatingStrategy common = strategy_for_sample(s, "a0", "folder/a0.fcs");
    EXPECT_EQ(common, parse_strategy(tree, "tree"));
    EXPECT_THAT(version_findings(s, "a0", "a0.fcs"), IsEmpty());

    const GatingStrategy group = strategy_for_sample(s, "a14", "folder/other.fcs");
    EXPECT_EQ(lower_bound(group, "/L", "NK"), 20);
    EXPECT_EQ(lower_bound(group, "/", "L"), 5);
    EXPECT_EQ(group.scales.at("PE-A"), "cd3");
    EXPECT_TRUE(group.versions.empty() && group.groups.empty());
}

TEST(TailoredVersion, OfASampleGoesOverThatOfItsGroup) {
    const GatingStrategy s = strategy();
    const GatingStrategy both = strategy_for_sample(s, "b14", "folder/b14.fcs");
    EXPECT_EQ(lower_bound(both, "/L", "NK"), 20);
    EXPECT_EQ(lower_bound(both, "/", "L"), 8);
    EXPECT_EQ(both.compensation, uncompensated);
    const Findings notes = version_findings(s, "b14", "folder/b14.fcs");
    ASSERT_EQ(notes.size(), 2u);
    EXPECT_EQ(notes[0].code, "G-VERSION");
    EXPECT_EQ(notes[0].severity, Severity::note);
    EXPECT_EQ(notes[0].message, "version \"day 14 NK moved\" tailors /L/NK, scales: dim NK after the first dose");
    EXPECT_EQ(notes[1].message, "version \"b14 drifted\" tailors /L, compensation: voltage drift");
}

TEST(TailoredVersion, IsRefusedWhereTwoFitOneSample) {
    const std::string second = version("samples = [\"b14.fcs\"]\nreason = \"r\"\n");
    const GatingStrategy s = parse_strategy(tree + versions + second, "s.toml");
    try {
        strategy_for_sample(s, "b14", "b14.fcs");
        FAIL() << "expected an error";
    } catch (const GatingError& error) {
        EXPECT_STREQ(error.what(),
                     "b14: version \"b14 drifted\" and version \"v\" both fit the sample by name; "
                     "expected one of them");
    }
    EXPECT_NO_THROW(strategy_for_sample(s, "b14", "renamed.fcs"));
}

TEST(TailoredVersion, NamesWhatIsWrongAndWhere) {
    EXPECT_EQ(error_of(tree + version(usual)), "no error");
    EXPECT_THAT(error_of(tree + version("samples = [\"a\"]\n")), HasSubstr("version \"v\": has no reason"));
    EXPECT_THAT(error_of(tree + version("reason = \"r\"\n")), HasSubstr("names no sample and no group"));
    EXPECT_THAT(error_of(tree + "[version.v]\n" + usual),
                AllOf(StartsWith("s.toml:22:1: "), HasSubstr("version \"v\": changes nothing")));
    EXPECT_THAT(error_of(tree + version(usual, "/L/NJ")),
                AllOf(StartsWith("s.toml:25:1: /L/NJ: "), HasSubstr("did you mean \"/L/NK\"?")));
    EXPECT_THAT(error_of(tree + version(usual, "/DP")), HasSubstr("is no gate of the strategy"));
    EXPECT_THAT(error_of(tree + version("groups = [\"day14\"]\nreason = \"r\"\n")),
                HasSubstr("group \"day14\" is not defined in [groups]"));
    EXPECT_THAT(error_of(tree + versions + version("groups = [\"day14\"]\nreason = \"r\"\n")),
                HasSubstr("did you mean \"day 14\"?"));
    EXPECT_THAT(error_of(tree + version(usual + "compensation = \"fil\"\n")),
                HasSubstr("compensation \"fil\" is not defined"));
    EXPECT_THAT(error_of(tree + version(usual + "scales = { PE-A = \"cd4\" }\n")), HasSubstr("did you mean \"cd3\"?"));
    EXPECT_THAT(error_of(tree + version(usual + "reazon = \"r\"\n")), HasSubstr("did you mean \"reason\"?"));
    EXPECT_THAT(error_of(tree + version(usual, "/L", "gate = \"range\"\nx = \"FSC-A\"\nnote = \"n\"\n")),
                HasSubstr("a tailored gate has no note"));
}

TEST(TailoredVersion, NeverNamesASampleTwice) {
    EXPECT_THAT(error_of(tree + version("samples = [\"a\", \"a\"]\nreason = \"r\"\n")),
                HasSubstr("sample \"a\" is named twice"));
    EXPECT_THAT(error_of(tree + version(usual) + version(usual, "/L/NK", "gate = \"range\"\nx = \"PE-A\"\n", "w")),
                HasSubstr("version \"w\": sample \"a\" is named twice, the other time by version \"v\""));
    EXPECT_THAT(error_of(tree + "[groups]\ng = [\"a\", \"a\"]\n"), HasSubstr("sample \"a\" is named twice"));
    const std::string groups = "[groups]\ng = [\"a\"]\nh = [\"a\"]\n";
    const std::string of_g = "groups = [\"g\"]\nreason = \"r\"\n", of_h = "groups = [\"h\"]\nreason = \"r\"\n";
    EXPECT_THAT(error_of(tree + groups + version(of_g) + version(of_h, "/L", "gate = \"range\"\nx = \"F\"\n", "w")),
                HasSubstr("sample \"a\" of group \"h\" has version \"v\" through another group already"));
}

TEST(TailoredVersion, KeepsTheTreeAsItIs) {
    EXPECT_THAT(error_of(tree + version(usual, "/L",
                                        "gate = \"quadrant\"\nx = \"A\"\ny = \"B\"\nx_divider = 1\n"
                                        "y_divider = 1\nnames = { \"++\" = \"N\" }\n")),
                HasSubstr("a version never changes the tree"));
    EXPECT_EQ(error_of(tree + version(usual, "/Q",
                                      "gate = \"quadrant\"\nx = \"A\"\ny = \"B\"\nx_divider = 7\n"
                                      "y_divider = 7\nnames = { \"--\" = \"DP\" }\n")),
              "no error");
    EXPECT_THAT(error_of(tree + version(usual, "/L",
                                        "gate = \"range\"\nx = \"A\"\nmin = { control = \"FMO\", "
                                        "fallback = 1 }\n")),
                HasSubstr("cannot have a control threshold"));
    EXPECT_THAT(error_of(tree + version(usual, "/L", "gate = \"boolean\"\nall_of = [\"/L/NK\"]\n")),
                HasSubstr("depends on itself"));
    EXPECT_THAT(error_of(tree + version(usual, "/L/NK", "gate = \"boolean\"\nall_of = [\"/PD\"]\n")),
                HasSubstr("did you mean \"/DP\"?"));
}

TEST(TailoredVersion, IsUsedAndNamedByGating) {
    const EventFile file({"FSC-A", "PE-A"}, {{6, 15}, {6, 25}, {9, 25}});
    const auto outcomes =
        gate_samples({{"a0", file.path()}, {"a14", file.path()}, {"b14", file.path()}}, strategy(), {});
    std::vector<std::uint64_t> counts;
    for (const auto& outcome : outcomes) counts.push_back(outcome.gates->rows[1].count.value());
    EXPECT_THAT(counts, ElementsAre(3, 2, 1));
    const auto versions_used = [&](std::size_t i) {
        const Findings& findings = outcomes[i].gates->findings;
        return std::count_if(findings.begin(), findings.end(),
                             [](const Finding& finding) { return finding.code == "G-VERSION"; });
    };
    EXPECT_EQ(versions_used(0), 0);
    EXPECT_EQ(versions_used(1), 1);
    EXPECT_EQ(versions_used(2), 1);
    EXPECT_THROW(gate_sample(file.data(), strategy(), "a14", {}), GatingError);
}

TEST(TailoredVersion, IsUsedByASessionUnderTheNameOfItsFile) {
    const EventFile file({"FSC-A", "PE-A"}, {{6, 15}, {9, 25}});
    GatingStrategy s = parse_strategy(tree, "s");
    const SampleSession common(file.path(), s);
    EXPECT_EQ(common.rows()[0].count, 2u);
    s = parse_strategy(tree + version("samples = [\"sample.fcs\"]\nreason = \"r\"\n"), "s");
    const SampleSession session(file.path(), s);
    EXPECT_EQ(session.rows()[0].count, 1u);
    EXPECT_EQ(lower_bound(session.strategy(), "/", "L"), 8);
    EXPECT_EQ(session.findings().at(0).code, "G-VERSION");
}

TEST(TailoredVersion, OfAControlTubeDecidesWhatItsThresholdRestsOn) {
    const EventFile tube({"FSC-A", "PE-A"}, {{6, 100}, {9, 1}, {9, 2}, {9, 3}});
    const std::string threshold =
        "[population.\"/L/P\"]\ngate = \"range\"\nx = \"PE-A\"\nmin = { control = \"FMO\", "
        "percentile = 100, minimum_events = 1, fallback = 7 }\n";
    const GatingStrategy s = parse_strategy(tree + threshold + version("samples = [\"fmo\"]\nreason = \"r\"\n"), "s");
    const ControlTubes own = {{"FMO", {{"fmo", "x.fcs", tube.data()}}}},
                       other = {{"FMO", {{"f", "x.fcs", tube.data()}}}};
    EXPECT_EQ(resolve_control_thresholds(s, own, {}).thresholds.at(0).value, 3);
    EXPECT_EQ(resolve_control_thresholds(s, other, {}).thresholds.at(0).value, 100);
    EXPECT_EQ(resolve_control_thresholds(s, own, {}).strategy.versions, s.versions);
}

TEST(TailoredVersion, IsComparedInWords) {
    const GatingStrategy before = strategy();
    GatingStrategy after = before;
    after.groups["day 14"] = {"b14.fcs", "c14"};
    after.groups.erase("old");
    after.versions[0].reason = "dimmer NK";
    std::get<RectangleGate>(after.versions[0].gates[0].gate).bounds[0].min = 22;
    after.versions[1].name = "b14 again";
    after.versions[1].gates.clear();
    std::vector<std::string> words;
    for (const StrategyChange& change : strategy_changes(before, after)) words.push_back(describe(change));
    EXPECT_THAT(words,
                ElementsAre("removed group old", "changed group day 14: c14 joined, a14 left",
                            "removed version b14 drifted: for b14: voltage drift",
                            "changed version day 14 NK moved: reason: \"dim NK after the first dose\" -> \"dimmer NK\"",
                            "changed version day 14 NK moved: /L/NK: min of PE-A: 20 -> 22",
                            "added version b14 again: for b14: voltage drift"));
    EXPECT_THAT(strategy_changes(before, before), IsEmpty());
}

TEST(TailoredVersion, IsNamedAmongTheLossesOfGatingMl) {
    const StrategyText written = write_strategy(strategy(), StrategyFormat::gating_ml);
    std::vector<std::string> codes;
    for (const Finding& loss : written.losses) codes.push_back(loss.code);
    EXPECT_THAT(codes, ElementsAre("X-GROUPS", "X-VERSION", "X-VERSION"));
    EXPECT_EQ(parse_strategy_file(written.text, "s.xml").strategy.versions.size(), 0u);
}
