#include "asparagate/fcs/fcs_writer.hpp"

#include "fcs/fcs_support.hpp"

#include <bit>
#include <cmath>
#include <limits>

namespace asparagate::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Optional;

Parameter named(const std::string& name, std::optional<double> range = 262144.0) {
    Parameter parameter;
    parameter.name = name;
    parameter.range = range;
    return parameter;
}

/// Writes, and reads back strictly: a W- finding fails the test.
FcsFile round_trip(const std::vector<Parameter>& parameters, const Keywords& keywords,
                   const std::vector<float>& values) {
    const TemporaryFolder folder;
    FcsWriter writer(folder / "out.fcs", parameters, keywords, values.size() / parameters.size());
    writer.append(values);
    writer.finish();
    return FcsFile::open(folder / "out.fcs", {.strict = true});
}

TEST(FcsWriter, KeepsEveryBitOfTheValues) {
    const std::vector<float> values{
        0.0f,        -0.0f,     std::bit_cast<float>(0x7FC00001u),        std::bit_cast<float>(0xFFC12345u),
        INFINITY,    -INFINITY, std::numeric_limits<float>::denorm_min(), std::numeric_limits<float>::max(),
        16777216.0f, 0.1f};
    const FcsFile file = round_trip({named("A"), named("B")}, {}, values);
    ASSERT_EQ(file.data_set().n_events(), 5u);
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double value = column(file.data_set(), i % 2)[i / 2];
        EXPECT_EQ(std::bit_cast<std::uint32_t>(static_cast<float>(value)), std::bit_cast<std::uint32_t>(values[i]))
            << i;
    }
}

TEST(FcsWriter, WritesParametersAndKeywords) {
    Parameter scatter = named("FSC-A", 1048576.5);
    scatter.gain = 0.25;
    Parameter fluorescence = named("FITC-A");
    fluorescence.marker = "GzmB µ 中文";
    Parameter time = named("Time", 1e15);
    time.timestep = 0.01;
    Keywords keywords;
    keywords.set("$CYT", "Crafted");
    keywords.set("$P1V", "512.5");
    keywords.set("$TOT", "99");  // structural: ignored
    keywords.set("$p2b", "16");
    keywords.set("$OP", "");          // empty: cannot be written
    keywords.set("$P1TYPE", "Mass");  // FCS 3.2 only: becomes private
    keywords.set("$P9V", "1");
    keywords.set("clé", "é");
    const FcsFile file = round_trip({scatter, fluorescence, time}, keywords, {1, 2, 3});
    const DataSet& set = file.data_set();
    EXPECT_EQ(set.version(), "3.1");
    EXPECT_EQ(set.byte_order(), "1,2,3,4");
    EXPECT_EQ(set.parameters()[0].range, 1048576.5);
    EXPECT_EQ(set.parameters()[0].gain, 0.25);
    EXPECT_EQ(set.parameters()[1].marker, "GzmB µ 中文");
    EXPECT_EQ(set.parameters()[2].timestep, 0.01);
    EXPECT_THAT(set.keywords().find("$P1V"), Optional(std::string_view("512.5")));
    EXPECT_THAT(set.keywords().find("$TOT"), Optional(std::string_view("1")));
    EXPECT_THAT(set.keywords().find("P1TYPE"), Optional(std::string_view("Mass")));
    EXPECT_THAT(set.keywords().find("P9V"), Optional(std::string_view("1")));
    EXPECT_THAT(set.keywords().find("cl%C3%A9"), Optional(std::string_view("é")));
    EXPECT_FALSE(set.keywords().contains("$OP"));
    EXPECT_THAT(column(set, 0, ValueKind::scale), ElementsAre(4));
    EXPECT_THAT(column(set, 2, ValueKind::scale), ElementsAre(0.03));
}

TEST(FcsWriter, ChoosesADelimiterThatOccursNowhere) {
    Keywords keywords;
    keywords.set("$COM", "a|b//c and | again");
    const FcsFile file = round_trip({named("A")}, keywords, {1});
    EXPECT_THAT(file.data_set().keywords().find("$COM"), Optional(std::string_view("a|b//c and | again")));
}

TEST(FcsWriter, DoublesTheDelimiterWhenNoneIsFree) {
    Keywords keywords;
    keywords.set("$COM", "all | / \x0C x\x1Ey\x1E\x1Ez ! ~ taken");
    keywords.set("K\x1EX", "v");
    const FcsFile file = round_trip({named("A")}, keywords, {1});
    EXPECT_THAT(file.data_set().keywords().find("$COM"),
                Optional(std::string_view("all | / \x0C x\x1Ey\x1E\x1Ez ! ~ taken")));
    const TemporaryFolder folder;
    keywords.set("$COM", "| / \x0C ! ~ ends with \x1E");
    EXPECT_THROW(FcsWriter(folder / "out.fcs", {named("A")}, keywords, 0), OutputError);
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(FcsWriter, FindsAMissingRangeAboveTheLargestValue) {
    for (const auto& [value, range] :
         {std::pair{1023.0f, 1024.0}, {0.5f, 1.0}, {-3.0f, 1.0}, {NAN, 1.0}, {1e30f, double(1e30f)}}) {
        const FcsFile file = round_trip({named("A", std::nullopt)}, {}, {-1, value});
        EXPECT_GE(*file.data_set().parameters()[0].range, range);
        EXPECT_LE(*file.data_set().parameters()[0].range, range * (1 + 1e-15));
        EXPECT_THAT(inspect_events(file, file.data_set()).size(), std::isnan(value) ? 1u : 0u);
    }
}

TEST(FcsWriter, WritesNoEvents) {
    const FcsFile file = round_trip({named("A")}, {}, {});
    EXPECT_EQ(file.data_set().n_events(), 0u);
}

TEST(FcsWriter, GivesTheSameBytesForTheSameArguments) {
    const TemporaryFolder folder;
    for (const char* name : {"a.fcs", "b.fcs"}) {
        FcsWriter writer(folder / name, {named("A")}, {}, 2);
        writer.append(std::vector<float>{1});
        writer.append(std::vector<float>{2});
        writer.finish();
    }
    std::ifstream a(folder / "a.fcs"), b(folder / "b.fcs");
    const std::string first{std::istreambuf_iterator<char>(a), {}}, second{std::istreambuf_iterator<char>(b), {}};
    EXPECT_EQ(first, second);
    EXPECT_TRUE(first.ends_with("00000000"));
}

TEST(FcsWriter, LeavesHeaderOffsetsZeroPastEightDigits) {
    const TemporaryFolder folder;
    const std::size_t events = 26'000'000;  // 104 MB
    FcsWriter writer(folder / "large.fcs", {named("A")}, {}, events);
    const std::vector<float> block(1'000'000, 7.0f);
    for (std::size_t i = 0; i < events; i += block.size()) writer.append(block);
    writer.finish();
    std::ifstream stream(folder / "large.fcs");
    std::string header(58, ' ');
    stream.read(header.data(), 58);
    EXPECT_EQ(header.substr(26, 16), "       0       0");
    const FcsFile file = FcsFile::open(folder / "large.fcs", {.strict = true});
    std::vector<double> last(1);
    file.data_set().read(0, events - 1, last, ValueKind::raw);
    EXPECT_EQ(last[0], 7);
}

TEST(FcsWriter, RefusesWhatFcsCannotHold) {
    const TemporaryFolder folder;
    EXPECT_THROW(FcsWriter(folder / "x.fcs", {}, {}, 0), OutputError);
    EXPECT_THROW(FcsWriter(folder / "x.fcs", {named("A,B")}, {}, 0), OutputError);
    EXPECT_THROW(FcsWriter(folder / "x.fcs", {named("A"), named("A")}, {}, 0), OutputError);
    EXPECT_THROW(FcsWriter(folder / "x.fcs", {named("")}, {}, 0), OutputError);
    EXPECT_THROW(FcsWriter(folder / "x.fcs", {named("A")}, {}, ~0ull), OutputError);
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(FcsWriter, LeavesNothingBehindUnlessFinished) {
    const TemporaryFolder folder;
    {
        FcsWriter writer(folder / "x.fcs", {named("A")}, {}, 2);
        writer.append(std::vector<float>{1});
        EXPECT_THROW(writer.append(std::vector<float>{2, 3}), Error);
        EXPECT_THROW(writer.finish(), Error);
    }
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

}  // namespace
}  // namespace asparagate::test
