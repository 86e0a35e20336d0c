// Real and crafted files with answers of independent readers. Registered only where those files are.
#include "fcs/fcs_support.hpp"

#ifdef ASPARAGATE_SHARED_DATA

#include "asparagate/fcs/delimited_text.hpp"
#include "asparagate/fcs/number.hpp"

#include <nlohmann/json.hpp>

#include <bit>
#include <cmath>
#include <map>
#include <regex>

namespace asparagate::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;

const std::filesystem::path shared = ASPARAGATE_SHARED_DATA;

/// The reference table repeats the NUL bytes that one file has in its channel labels; they say nothing here.
std::filesystem::path without_nul(const std::filesystem::path& path, const TemporaryFolder& folder) {
    std::ifstream stream(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(stream), {}};
    std::erase(text, '\0');
    write_bytes(folder / "reference.csv", text);
    return folder / "reference.csv";
}

/// Rows as column name -> cell.
std::vector<std::map<std::string, std::string>> read_rows(const std::filesystem::path& path) {
    const DelimitedText table = read_delimited(path);
    std::vector<std::map<std::string, std::string>> rows;
    for (const DelimitedText::Row& row : table.rows) {
        auto& cells = rows.emplace_back();
        for (std::size_t i = 0; i < table.columns.size(); ++i) cells[table.columns[i]] = row.cells[i];
    }
    return rows;
}

struct Statistics {
    double minimum = INFINITY, maximum = -INFINITY, sum = 0;
    std::size_t n_finite = 0;
};

Statistics statistics_of(const std::vector<double>& values) {
    Statistics statistics;
    for (const double value : values) {
        if (!std::isfinite(value)) continue;
        statistics.minimum = std::min(statistics.minimum, value);
        statistics.maximum = std::max(statistics.maximum, value);
        statistics.sum += value;
        ++statistics.n_finite;
    }
    return statistics;
}

bool close(double found, double expected, double scale = 0, double tolerance = 1e-9) {
    return std::abs(found - expected) <= tolerance * std::max(std::abs(expected), scale);
}

TEST(SharedReference, EveryChannelEqualsIndependentReaders) {
    const TemporaryFolder folder;
    std::map<std::string, FcsFile> files;
    std::size_t compared = 0;
    for (const auto& row : read_rows(without_nul(shared / "reference.csv", folder))) {
        const std::string& name = row.at("file");
        if (row.at("agreement").starts_with("WRONG")) continue;
        if (!files.contains(name)) files.emplace(name, FcsFile::open(shared / name));
        const FcsFile& file = files.at(name);
        ASSERT_LT(std::stoul(row.at("dataset")), file.data_sets().size()) << name;
        const DataSet& set = file.data_sets()[std::stoul(row.at("dataset"))];
        ASSERT_EQ(set.n_events(), std::stoull(row.at("n_events"))) << name;
        ASSERT_EQ(set.parameters().size(), std::stoul(row.at("n_params"))) << name;
        const std::size_t p = std::stoul(row.at("index")) - 1;
        const Parameter& parameter = set.parameters()[p];
        const std::string shown = name + " " + row.at("reader") + " " + row.at("values") + " " + parameter.name;
        const bool scaled = row.at("values") == "scaled";
        // Time in seconds is x * $TIMESTEP, as FlowIO has it. FlowCal divides by the gain instead, a documented
        // difference between those readers, so its Time rows are no reference here.
        if (scaled && parameter.is_time() && row.at("reader").starts_with("FlowCal")) continue;
        // Floating-point data are linear whatever $PnE says (FCS 3.1 section 3.3.8 makes 0,0 mandatory); both readers
        // decode them as logarithms once more, so those scaled rows are no reference.
        const bool logarithmic = !row.at("PnE").starts_with("0");
        if (scaled && parameter.datatype != 'I' && logarithmic) continue;
        // fcsparser narrows integers to single precision.
        const double tolerance = row.at("reader") == "fcsparser" ? 1e-7 : 1e-9;
        const Statistics found = statistics_of(column(set, p, scaled ? ValueKind::scale : ValueKind::raw));
        const double minimum = *parse_number(row.at("min")), maximum = *parse_number(row.at("max"));
        const double largest = std::max(std::abs(minimum), std::abs(maximum));
        EXPECT_TRUE(close(found.minimum, minimum, 0, tolerance))
            << shown << ": minimum " << found.minimum << ", expected " << minimum;
        EXPECT_TRUE(close(found.maximum, maximum, 0, tolerance))
            << shown << ": maximum " << found.maximum << ", expected " << maximum;
        EXPECT_TRUE(close(found.sum, *parse_number(row.at("sum_float64")),
                          largest * static_cast<double>(found.n_finite), tolerance))
            << shown << ": sum " << found.sum;
        EXPECT_TRUE(
            close(found.sum / static_cast<double>(found.n_finite), *parse_number(row.at("mean")), largest, tolerance))
            << shown << ": mean";
        EXPECT_EQ(set.n_events() - found.n_finite, std::stoull(row.at("n_nonfinite"))) << shown;
        ++compared;
    }
    EXPECT_GT(compared, 10000u);
}

// 10-bit integers by the keywords, 16-bit words in DATA; the sums are of the lower ten bits of these words.
TEST(SharedReference, ReadsTenBitsInWordsOfSixteen) {
    const FcsFile file = FcsFile::open(shared / "fcs/valid/Beckman_Coulter_-_Cytomics_FC500.LMD");
    std::vector<double> sums;
    for (std::size_t p = 0; p < 4; ++p) sums.push_back(statistics_of(column(file.data_set(), p)).sum);
    EXPECT_THAT(sums, testing::ElementsAre(16366427, 13668959, 10646107, 9412714));
    EXPECT_TRUE(find_code(file.findings(), "W-PNB"));
}

TEST(SharedReference, OpensEveryValidFile) {
    for (const auto& entry : std::filesystem::directory_iterator(shared / "fcs/valid")) {
        const std::string name = "fcs/valid/" + entry.path().filename().string();
        const FcsFile file = FcsFile::open(entry.path());
        for (const DataSet& set : file.data_sets()) EXPECT_GT(set.n_events(), 0u) << name;
    }
    // No other reader opens these two: TEXT has blanks before keys. $TOT and the file length are the reference.
    EXPECT_EQ(FcsFile::open(shared / "fcs/valid/PU87_2_B200.fcs").data_set().n_events(), 5000u);
    EXPECT_EQ(FcsFile::open(shared / "fcs/valid/Partec_-_CyFlow_v2.9.fcs").data_set().n_events(), 72989u);
}

void expect_crafted_values(const DataSet& set, const json& by_name, ValueKind kind, double tolerance) {
    for (const auto& [name, values] : by_name.items()) {
        const auto p = set.find_channel(name);
        ASSERT_TRUE(p) << name;
        const std::vector<double> found = column(set, *p, kind);
        ASSERT_EQ(found.size(), values.size());
        for (std::size_t i = 0; i < found.size(); ++i) {
            const double expected = values[i].get<double>();
            EXPECT_LE(std::abs(found[i] - expected), tolerance * std::abs(expected)) << name << " event " << i;
        }
    }
}

void expect_derived_metadata(const DataSet& set, const json& derived) {
    const Metadata& metadata = set.metadata();
    if (derived.contains("duration_s")) {
        EXPECT_EQ(metadata.duration_seconds, derived["duration_s"].get<double>());
    }
    if (derived.contains("begin_utc")) {
        EXPECT_EQ(to_iso_8601(metadata.begin.value()), derived["begin_utc"].get<std::string>());
        EXPECT_EQ(to_iso_8601(metadata.end.value()), derived["end_utc"].get<std::string>());
    }
    for (const UnstainedCenter& center : metadata.unstained_centers)
        EXPECT_EQ(center.value, derived.at("unstained").at(center.channel).get<double>());
    EXPECT_EQ(metadata.unstained_centers.size(), derived.value("unstained", json::object()).size());
    if (!derived.contains("spillover")) return;
    ASSERT_TRUE(set.spillover());
    EXPECT_EQ(json(set.spillover()->channels), derived["spillover"]["names"]);
    std::vector<double> rows;
    for (const json& row : derived["spillover"]["rows"]) rows.insert(rows.end(), row.begin(), row.end());
    EXPECT_EQ(set.spillover()->values, rows);
}

TEST(SharedCrafted, ConformingFilesOpenStrictlyWithExactContents) {
    for (const auto& row : read_rows(shared / "fcs/crafted/manifest.csv")) {
        SCOPED_TRACE(row.at("file"));
        const FcsFile file = FcsFile::open(shared / "fcs/crafted" / row.at("file"), {.strict = true});
        Findings findings = file.findings();
        const json events = json::parse(row.at("events")), raw = json::parse(row.at("raw"));
        const json scale = json::parse(row.at("scale")), keywords = json::parse(row.at("keywords"));
        ASSERT_EQ(file.data_sets().size(), events.size());
        for (const DataSet& set : file.data_sets()) {
            const std::size_t i = set.index();
            EXPECT_EQ(set.n_events(), events[i].get<std::uint64_t>());
            expect_crafted_values(set, raw[i], ValueKind::raw, 0);
            expect_crafted_values(set, scale[i], ValueKind::scale, *parse_number(row.at("rel_tol")));
            for (const auto& [key, value] : keywords[i].items())
                EXPECT_EQ(set.keywords().find(key), value.get<std::string>()) << key;
            expect_derived_metadata(set, json::parse(row.at("derived")));
            for (const Finding& finding : inspect_events(file, set)) findings.push_back(finding);
        }
        EXPECT_EQ(warnings(findings), std::vector<std::string>{});
        const json expected = json::parse(row.at("findings"));
        for (const json& code : expected.at("must")) EXPECT_TRUE(find_code(findings, code)) << code;
    }
}

std::string all_text(const Findings& findings) {
    std::string text;
    for (const Finding& finding : findings) text += describe(finding) + "\n";
    return text;
}

void expect_hostile_values(const FcsFile& file, const json& check) {
    const double tolerance = check.value("rel_tol", 0.0);
    for (const auto& [key, kind] : {std::pair{"values", ValueKind::raw},
                                    {"scale_values", ValueKind::scale},
                                    {"values_dataset_2", ValueKind::raw}}) {
        if (!check.contains(key)) continue;
        const DataSet& set = file.data_sets().at(std::string(key) == "values_dataset_2" ? 1 : 0);
        const EventMatrix events = set.read_all(kind);
        ASSERT_EQ(events.n_events(), check[key].size());
        for (std::size_t e = 0; e < events.n_events(); ++e) {
            for (std::size_t p = 0; p < events.n_parameters(); ++p) {
                const double expected = check[key][e][p].get<double>();
                EXPECT_LE(std::abs(events.column(p)[e] - expected), tolerance * std::abs(expected))
                    << key << " event " << e << " parameter " << p;
            }
        }
    }
}

void expect_hostile_check(const FcsFile& file, const json& check) {
    expect_hostile_values(file, check);
    if (check.contains("datasets")) {
        ASSERT_EQ(file.data_sets().size(), check["datasets"].get<std::size_t>());
        for (std::size_t i = 0; i < file.data_sets().size(); ++i)
            EXPECT_EQ(file.data_sets()[i].n_events(), check["events"][i].get<std::uint64_t>());
    } else if (check.contains("events")) {
        EXPECT_EQ(file.data_set().n_events(), check["events"].get<std::uint64_t>());
    }
    if (check.contains("keywords")) {
        for (const auto& [key, value] : check["keywords"].items())
            EXPECT_EQ(file.data_set().keywords().find(key), value.get<std::string>()) << key;
    }
    if (check.contains("bits_u32_le")) {
        const EventMatrix events = file.data_set().read_all(ValueKind::raw);
        for (std::size_t i = 0; i < check["bits_u32_le"].size(); ++i) {
            const auto value = static_cast<float>(events.column(i % events.n_parameters())[i / events.n_parameters()]);
            EXPECT_EQ(std::bit_cast<std::uint32_t>(value),
                      std::stoul(check["bits_u32_le"][i].get<std::string>(), nullptr, 16))
                << i;
        }
    }
}

TEST(SharedHostile, EveryFileBehavesAsItsManifestSays) {
    std::size_t tested = 0;
    for (const auto& row : read_rows(shared / "hostile/manifest.csv")) {
        if (row.at("kind") != "fcs") continue;
        SCOPED_TRACE(row.at("file"));
        std::string said;
        bool opened = true;
        try {
            const FcsFile file = FcsFile::open(shared / "hostile" / row.at("file"));
            said = all_text(file.findings());
            for (const DataSet& set : file.data_sets()) said += all_text(inspect_events(file, set));
            expect_hostile_check(file, json::parse(row.at("check")));
        } catch (const FcsError& error) {
            opened = false;
            said = error.what();
        }
        EXPECT_EQ(opened, row.at("expected") != "error") << said;
        if (row.at("expected") == "opens+warning") {
            EXPECT_THAT(said, HasSubstr("warning W-"));
        }
        EXPECT_TRUE(std::regex_search(said, std::regex(row.at("must_mention"), std::regex::icase))) << said;
        ++tested;
    }
    EXPECT_EQ(tested, 10u);
}

double sum_of_all_values(const DataSet& set) {
    double sum = 0;
    for (std::size_t p = 0; p < set.parameters().size(); ++p) sum += statistics_of(column(set, p)).sum;
    return sum;
}

TEST(SharedMalformed, IsReadOrRefusedWithAReason) {
    const auto open = [](const char* name) { return FcsFile::open(shared / "fcs/malformed" / name); };
    const auto reason = [&](const char* name) -> std::string {
        try {
            open(name);
            return "opened";
        } catch (const FcsError& error) {
            return error.what();
        }
    };
    // Cut off: $TOT, HEADER and TEXT ask for 480,000 bytes of DATA and the file ends after 290,527 of them.
    EXPECT_THAT(reason("AriaFile1.fcs"), HasSubstr("293161 bytes and is truncated (--recover-truncated with"));
    // Ten bytes that are no HEADER.
    EXPECT_THAT(reason("corrupted.fcs"), HasSubstr("not an FCS file"));
    // What Git leaves in place of a large file; the message says how to get that.
    EXPECT_THAT(reason("lfs_pointer_sample_01.fcs"), HasSubstr("git lfs pull"));

    // $TOT and all offsets were cut to 1000 events while the old bytes stayed behind them: what they say is read.
    const FcsFile shortened = open("FlowAtlas_test_412C_mLN_026_TOT1000.fcs");
    EXPECT_EQ(shortened.data_set().n_events(), 1000u);
    EXPECT_DOUBLE_EQ(sum_of_all_values(shortened.data_set()), 25878392.051214926);
    // A small file in the form for more than 99,999,999 bytes: HEADER does not know DATA, TEXT does.
    const FcsFile large_form = open("fake_large_fcs.fcs");
    EXPECT_EQ(large_form.data_set().n_events(), 11585u);
    EXPECT_TRUE(close(sum_of_all_values(large_form.data_set()), 2108106228.2538335));
    // HEADER fields end with a blank and $PnE has blanks: odd, and clear all the same.
    EXPECT_EQ(sum_of_all_values(open("fcs1_cleaned.lmd").data_set()), 184800000.0);

    // HEADER starts DATA inside TEXT; the offsets of TEXT hold exactly $TOT events and are used, with a warning. The
    // sum is of those words, 25 of 16 bits and one of 32 in two events, masked by $PnR.
    const FcsFile discrepant = open("data_start_offset_discrepancy_example.fcs");
    EXPECT_EQ(discrepant.data_set().n_events(), 2u);
    EXPECT_EQ(sum_of_all_values(discrepant.data_set()), 26029545.0);
    EXPECT_TRUE(find_code(discrepant.findings(), "W-OFF-MISMATCH"));
}

}  // namespace
}  // namespace asparagate::test

#else

TEST(SharedReference, IsLeftOutWithoutTheSharedFiles) {
    GTEST_SKIP() << "configure with ASPARAGATE_SHARED_DATA to compare with independent readers";
}

#endif
