#include "asparagate/gating/strategy_file.hpp"

#include "event_file.hpp"

#include <gmock/gmock.h>

using namespace asparagate;
using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

namespace {

/// Every feature of docs/strategy.md at once.
constexpr const char* everything = R"([strategy]
name = "Lymphocyte subsets"
description = "a \"quoted\" text"
[compensation]
source = "strategy"
channels = ["FITC-A", "PE-A"]
matrix = [[1.0, 0.12], [0.01, 1]]
[panel]
CD3 = ["CD3e", "UCHT1"]
[transforms.fluorescence]
type = "logicle"
T = 262144
W = 0.5
M = 4.5
A = 0
[transforms.plain]
type = "identity"
[transforms."a s"]
type = "asinh"
T = 1000
[transforms.l]
type = "log"
T = 1e22
M = 5
[transforms.lin]
type = "linear"
T = 1000
A = 10
[scales]
default = "fluorescence"
"CD45 RA" = "a s"
[population."/Singlets"]
gate = "polygon"
x = "FSC-A"
y = "FSC-H"
vertices = [[30000, 20000], [250000, 190000], [262143, 250000], [40000, 60000]]
[population."/Singlets/Live"]
gate = "range"
x = { channel = "Viability", transform = "plain", compensated = false }
max = 1500
note = "half-open"
[population."/Singlets/Live/T"]
gate = "rectangle"
x = "CD3"
y = "CD19"
x_min = 900
y_max = 1100
units = "scale"
[population."/Singlets/Live/T/CD4 against CD8"]
gate = "quadrant"
x = "CD4"
y = "CD8"
x_divider = 800
y_divider = 900
names = { "--" = "DN", "+-" = "CD4", "-+" = "CD8" }
[population."/Singlets/Live/Lymphocytes"]
gate = "ellipse"
x = "FSC-A"
y = "SSC-A"
center = [90000, 35000]
covariance = [[1.5e8, 2.5e7], [2.5e7, 1.0e8]]
distance_square = 4.0
[population."/Singlets/Live/NK"]
gate = "boolean"
all_of = ["/Singlets/Live/Box", "not /Singlets/Live/T"]
[population."/Singlets/Live/Box"]
gate = "rectangle"
dimensions = ["CD3", "CD19", "CD56"]
min = [900, -inf, -inf]
max = [inf, 1100, 123456789012345678]
[population."/Singlets/Live/T/CD8/GzmB+"]
gate = "range"
x = "GzmB"
min = { control = "FMO GzmB", percentile = 99.5, minimum_events = 500, fallback = 1200 }
)";

std::string error_of(const std::string& text) {
    try {
        parse_strategy(text, "s.toml");
    } catch (const GatingError& error) {
        return error.what();
    }
    return "no error";
}

std::string range(const std::string& path, const std::string& body = "x = \"FSC-A\"\nmin = 1\n") {
    return "[population.\"" + path + "\"]\ngate = \"range\"\n" + body;
}

}  // namespace

TEST(Strategy, ReadsEveryKindOfGate) {
    const GatingStrategy s = parse_strategy(everything, "s.toml");
    EXPECT_EQ(s.name, "Lymphocyte subsets");
    EXPECT_EQ(s.compensation, "strategy");
    EXPECT_EQ(s.matrices.at("strategy").values, (std::vector<double>{1, 0.12, 0.01, 1}));
    EXPECT_EQ(s.transforms.size(), 5u);
    std::vector<std::string> paths;
    for (const auto& population : s.populations()) paths.push_back(population.path);
    EXPECT_THAT(paths,
                testing::ElementsAre("/Singlets", "/Singlets/Live", "/Singlets/Live/T", "/Singlets/Live/T/DN",
                                     "/Singlets/Live/T/CD4", "/Singlets/Live/T/CD8", "/Singlets/Live/Lymphocytes",
                                     "/Singlets/Live/NK", "/Singlets/Live/Box", "/Singlets/Live/T/CD8/GzmB+"));
    const auto& live = std::get<RectangleGate>(s.find_node("/Singlets", "Live")->gate);
    EXPECT_EQ(live.dimensions[0], (Dimension{"Viability", "plain", uncompensated}));
    EXPECT_EQ(live.bounds[0], (Interval{-INFINITY, 1500}));
    EXPECT_EQ(std::get<RectangleGate>(s.nodes[2].gate).units, GateUnits::scale);
    EXPECT_EQ(std::get<RectangleGate>(s.nodes[7].gate).control->fallback, 1200);
    EXPECT_EQ(std::get<BooleanGate>(s.nodes[5].gate).operands[1], (BooleanGate::Operand{"/Singlets/Live/T", true}));
    EXPECT_EQ(s.populations().back().depth, 5);
}

TEST(Strategy, ReadsBackEqualAfterWriting) {
    const GatingStrategy s = parse_strategy(everything, "s.toml");
    const std::string text = format_strategy(s);
    EXPECT_EQ(parse_strategy(text, "again.toml"), s) << text;
    EXPECT_EQ(format_strategy(parse_strategy(text, "again.toml")), text);
    EXPECT_EQ(strategy_hash(parse_strategy(text, "again.toml")), strategy_hash(s));
    GatingStrategy other = s;
    other.nodes[0].note = "changed";
    EXPECT_NE(strategy_hash(other), strategy_hash(s));
}

TEST(Strategy, KeepsNamesThatNeedEscaping) {
    GatingStrategy s;
    s.name = "tab\there \"and\" back\\slash \x01";
    s.panel["CD3 e"] = {"µ", "\n"};
    s.nodes.push_back({"/", "CD4+ \"x\"", RectangleGate{{{"FSC-A"}}, {{-0.0, 1e-300}}, {}, {}}, "note\nline"});
    EXPECT_EQ(parse_strategy(format_strategy(s), "s"), s) << format_strategy(s);
}

TEST(Strategy, ReadsChildrenWrittenBeforeTheirParents) {
    const auto s = parse_strategy(range("/A/B/C") + range("/A/B") + range("/Z") + range("/A"), "s");
    std::vector<std::string> paths;
    for (const auto& population : s.populations()) paths.push_back(population.path);
    EXPECT_THAT(paths, testing::ElementsAre("/Z", "/A", "/A/B", "/A/B/C"));
}

TEST(Strategy, NamesTheLineAndTheNearestKey) {
    EXPECT_THAT(error_of("[strategy]\nnam = \"x\"\n"),
                StartsWith("s.toml:2:1: unknown key \"nam\"; did you mean \"name\"?"));
    EXPECT_THAT(error_of(range("/A", "x = \"FSC-A\"\nmim = 1\n")),
                StartsWith("s.toml:4:1: /A: unknown key \"mim\"; did you mean \"min\"?"));
    EXPECT_THAT(error_of("[populations.\"/A\"]\n"),
                AllOf(StartsWith("s.toml:1:2: "), HasSubstr("did you mean \"population\"?")));
    EXPECT_THAT(error_of("[population.\"/A\"]\ngate = \"polygone\"\n"),
                StartsWith("s.toml:2:8: /A: unknown gate \"polygone\"; did you mean \"polygon\"?"));
    EXPECT_THAT(error_of("[transforms.a]\ntype = \"logical\"\n"),
                StartsWith("s.toml:2:8: unknown transform type \"logical\"; did you mean \"logicle\"?"));
}

TEST(Strategy, RefusesWhatIsNotToml) {
    EXPECT_THAT(error_of("[strategy\nname = 1"), StartsWith("s.toml:1:10: not valid TOML: "));
}

TEST(Strategy, RefusesWrongTypes) {
    EXPECT_THAT(error_of(range("/A", "x = 3\n")), HasSubstr("x is an integer; expected a marker, a channel or"));
    EXPECT_THAT(error_of(range("/A", "x = \"FSC-A\"\nmin = \"low\"\n")),
                HasSubstr("min is the string \"low\"; expected a number"));
    EXPECT_THAT(error_of(range("/A", "x = \"FSC-A\"\nmin = nan\n")), HasSubstr("min is nan"));
    EXPECT_THAT(error_of("population = 3\n"), HasSubstr("population is an integer; expected a table"));
    EXPECT_THAT(error_of("[population]\nA = 3\n"), HasSubstr("expected a table with a gate"));
    EXPECT_THAT(error_of("[panel]\nCD3 = \"x\"\n"), HasSubstr("expected an array"));
}

TEST(Strategy, RefusesAnUnknownTransform) {
    EXPECT_THAT(error_of("[transforms.biex]\ntype = \"identity\"\n" +
                         range("/A", "x = { channel = \"PE\", transform = \"biexp\" }\n")),
                AllOf(StartsWith("s.toml:3:1: /A: "), HasSubstr("did you mean \"biex\"?")));
    EXPECT_THAT(error_of("[scales]\nPE = \"biex\"\n"), StartsWith("s.toml:2:6: transform \"biex\" is not defined"));
    EXPECT_THAT(error_of("[transforms.a]\ntype = \"logicle\"\nT = 1\nW = 9\n"),
                AllOf(StartsWith("s.toml:1:1: "), HasSubstr("W=9")));
    EXPECT_THAT(error_of("[transforms.a]\ntype = \"log\"\nT = -1\n"), HasSubstr("expected T > 0 and M > 0"));
}

TEST(Strategy, RefusesATreeThatIsNone) {
    EXPECT_THAT(error_of(range("/Singlet") + range("/Singlets/Live")),
                AllOf(StartsWith("s.toml:5:1: /Singlets/Live: parent /Singlets is not defined"),
                      HasSubstr("did you mean \"/Singlet\"?")));
    EXPECT_THAT(error_of(range("A")), HasSubstr("a population is named by its path"));
    EXPECT_THAT(error_of(range("/A/")), HasSubstr("a population is named by its path"));
    const std::string quadrant =
        "[population.\"/Q\"]\ngate = \"quadrant\"\nx = \"A\"\ny = \"B\"\nx_divider = 1\ny_divider = 1\nnames = { "
        "\"++\" = \"T\" }\n";
    EXPECT_THAT(error_of(range("/T") + quadrant), HasSubstr("defines the population /T a second time"));
    EXPECT_THAT(error_of(range("/T") + range("/T")), HasSubstr("not valid TOML"));
}

TEST(Strategy, RefusesBooleansThatCannotBeEvaluated) {
    const std::string boolean = "[population.\"/B\"]\ngate = \"boolean\"\n";
    EXPECT_THAT(error_of(range("/CD4") + boolean + "all_of = [\"not /CD5\"]\n"),
                AllOf(HasSubstr("/B: population /CD5 is not defined"), HasSubstr("did you mean \"/CD4\"?")));
    EXPECT_THAT(error_of(boolean + "any_of = [\"/B\"]\n"),
                AllOf(StartsWith("s.toml:1:1: /B"), HasSubstr("depends on itself")));
    EXPECT_THAT(error_of(boolean + "any_of = [\"/B/C\"]\n" + range("/B/C")), HasSubstr("depends on itself"));
    EXPECT_THAT(error_of(boolean + "any_of = []\n"), HasSubstr("no operands"));
    EXPECT_THAT(error_of(boolean), HasSubstr("either all_of or any_of"));
}

TEST(Strategy, RefusesGatesWithoutArea) {
    const std::string polygon = "[population.\"/P\"]\ngate = \"polygon\"\nx = \"A\"\ny = \"B\"\n";
    EXPECT_THAT(error_of(polygon + "vertices = [[1, 2], [3, 4]]\n"), HasSubstr("2 vertices; expected at least 3"));
    EXPECT_THAT(error_of(polygon + "vertices = [[1, 2], [3, inf], [5, 6]]\n"), HasSubstr("[3, inf] is not finite"));
    EXPECT_THAT(error_of(polygon + "vertices = [[1, 2], [3], [5, 6]]\n"), HasSubstr("a row of 1 values; expected 2"));
    EXPECT_THAT(error_of(range("/A", "x = \"A\"\nmin = 2\nmax = 2\n")), HasSubstr("[2, 2); expected min < max"));
    const std::string ellipse =
        "[population.\"/E\"]\ngate = \"ellipse\"\nx = \"FSC-A\"\ny = \"SSC-A\"\ncenter = [1, 2]\n";
    EXPECT_THAT(error_of(ellipse + "covariance = [[1, 2], [2, 1]]\n"), HasSubstr("positive definite"));
    EXPECT_THAT(error_of(ellipse + "covariance = [[1, 0], [0, 1]]\ndistance_square = 0\n"),
                HasSubstr("expected a positive number"));
    EXPECT_THAT(error_of(ellipse + "covariance = [[1, 0]]\n"), HasSubstr("not of 2 rows of 2 numbers"));
}

TEST(Strategy, RefusesAnEllipseInDataUnitsOnATransformedScale) {
    const std::string head = "[transforms.f]\ntype = \"log\"\nT = 1000\n[scales]\ndefault = \"f\"\n";
    const std::string ellipse =
        "[population.\"/E\"]\ngate = \"ellipse\"\nx = \"CD3\"\ny = \"SSC-A\"\ncenter = [1, 2]\ncovariance = [[1, 0], "
        "[0, 1]]\n";
    EXPECT_THAT(error_of(head + ellipse), HasSubstr("write units = \"scale\""));
    EXPECT_EQ(error_of(head + ellipse + "units = \"scale\"\n"), "no error");
    EXPECT_EQ(error_of(ellipse), "no error");
}

TEST(Strategy, RefusesControlThresholdsThatMakeNoSense) {
    EXPECT_THAT(error_of(range("/A", "x = \"A\"\nmin = { control = \"FMO\" }\n")),
                HasSubstr("\"fallback\" is missing"));
    EXPECT_THAT(error_of(range("/A", "x = \"A\"\nmin = { control = \"FMO\", fallback = 1, percentile = 101 }\n")),
                HasSubstr("expected 0 to 100"));
    EXPECT_THAT(error_of(range("/A", "x = \"A\"\nunits = \"scale\"\nmin = { control = \"FMO\", fallback = 1 }\n")),
                HasSubstr("data units"));
    GatingStrategy s;
    s.nodes.push_back({"/", "A", RectangleGate{{{"A"}, {"B"}}, {{}, {}}, {}, ControlThreshold{"FMO", 99, 1, 1}}, ""});
    EXPECT_THROW(validate_strategy(s, "memory"), GatingError);
}

TEST(Strategy, RefusesAMatrixThatCannotBeUsed) {
    EXPECT_THAT(error_of("[compensation]\nsource = \"strategy\"\n"), HasSubstr("there are no channels and matrix"));
    EXPECT_THAT(error_of("[compensation]\nchannels = [\"A\", \"B\"]\nmatrix = [[1, 1], [1, 1]]\n"),
                AllOf(StartsWith("s.toml:3:"), HasSubstr("cannot be inverted")));
    EXPECT_THAT(error_of("[compensation]\nchannels = [\"A\"]\n"), HasSubstr("channels and matrix go together"));
    EXPECT_THAT(error_of("[compensation]\nsource = \"acquisition\"\n"),
                HasSubstr("expected \"file\", \"none\" or \"strategy\""));
}

TEST(Strategy, ValidatesValuesMadeInMemory) {
    GatingStrategy s;
    s.nodes.push_back({"/A", "B", RectangleGate{{{"A"}}, {{}}, {}, {}}, ""});
    s.nodes.push_back({"/", "A", RectangleGate{{{"A"}}, {{}}, {}, {}}, ""});
    try {
        validate_strategy(s, "memory");
        FAIL() << "expected an error";
    } catch (const GatingError& error) {
        EXPECT_EQ(std::string(error.what()), "memory: /A/B: parent /A is defined after its child");
        EXPECT_EQ(error.population(), "/A/B");
        EXPECT_EQ(error.kind(), ErrorKind::input);
    }
    std::swap(s.nodes[0], s.nodes[1]);
    EXPECT_NO_THROW(validate_strategy(s, "memory"));
    s.nodes[1].name = "x/y";
    EXPECT_THROW(validate_strategy(s, "memory"), GatingError);
}

TEST(Strategy, NamesAFileThatCannotBeRead) {
    try {
        read_strategy_file("/nonexistent/s.toml");
        FAIL() << "expected an error";
    } catch (const GatingError& error) {
        EXPECT_THAT(error.what(), HasSubstr("/nonexistent/s.toml: cannot be read"));
    }
}

namespace {

std::vector<Parameter> parameters(std::initializer_list<std::pair<const char*, const char*>> names) {
    std::vector<Parameter> result;
    for (const auto& [name, marker] : names) {
        Parameter parameter;
        parameter.index = result.size() + 1;
        parameter.name = name;
        parameter.marker = marker;
        result.push_back(parameter);
    }
    return result;
}

}  // namespace

TEST(ResolveChannel, PrefersTheMoreExactName) {
    GatingStrategy s;
    s.panel["GzmB"] = {"GranB", "Granzyme B"};
    const auto p = parameters({{"FSC-A", ""},
                               {"FITC-A", "CD3"},
                               {"CD3", "CD19"},
                               {"PE-A", "CD 8-a"},
                               {"APC-A", "CD56 APC"},
                               {"BV421-A", "granzyme_b"},
                               {"V500-A", "GranB"}});
    EXPECT_EQ(resolve_channel(s, p, "FSC-A"), 0u);
    EXPECT_EQ(resolve_channel(s, p, "CD3"), 2u) << "$PnN before $PnS";
    EXPECT_EQ(resolve_channel(s, p, "CD19"), 2u);
    EXPECT_EQ(resolve_channel(s, p, "fsc_a"), 0u);
    EXPECT_EQ(resolve_channel(s, p, "cd8a"), 3u);
    EXPECT_EQ(resolve_channel(s, p, "CD56"), 4u) << "first word of $PnS";
    EXPECT_EQ(resolve_channel(s, p, "GzmB"), 6u) << "exact further name before a plain one";
    EXPECT_EQ(resolve_channel(s, p, "CD5"), std::nullopt);
    EXPECT_EQ(resolve_channel(s, p, ""), std::nullopt);
}

TEST(ResolveChannel, GuessesNothingWhenTwoMatch) {
    const auto p = parameters({{"FITC-A", "CD3"}, {"FITC-H", "CD3"}, {"PE-A", ""}});
    EXPECT_EQ(resolve_channel({}, p, "CD3"), std::nullopt);
    EXPECT_EQ(resolve_channel({}, p, "FITC-A"), 0u);
}

TEST(TransformFor, FollowsScalesThenTheDefaultOfFluorescence) {
    GatingStrategy s;
    s.transforms["f"] = AsinhTransform{};
    s.transforms["g"] = LogTransform{};
    s.scales = {{"default", "f"}, {"CD45RA", "g"}};
    const auto p = parameters({{"FSC-A", ""}, {"FITC-A", "CD45RA FITC"}, {"PE-A", "CD3"}, {"Time", ""}});
    EXPECT_EQ(transform_type(s.transform_for({"FSC-A"}, p[0])), "identity");
    EXPECT_EQ(transform_type(s.transform_for({"FITC-A"}, p[1])), "log");
    EXPECT_EQ(transform_type(s.transform_for({"CD3"}, p[2])), "asinh");
    EXPECT_EQ(transform_type(s.transform_for({"CD3", "identity"}, p[2])), "identity");
    EXPECT_EQ(transform_type(s.transform_for({"Time"}, p[3])), "identity");
    EXPECT_THROW((void)s.transform_for({"CD3", "missing"}, p[2]), GatingError);
}
