// Offsets and segments that lie: refused, or exactly the events that are there.
#include "fcs/fcs_support.hpp"
#include "fcs/small_files.hpp"

#include <chrono>

namespace asparagate::test {
namespace {

const std::vector<std::string> extremes{"2147483647",
                                        "2147483648",
                                        "4294967295",
                                        "4294967296",
                                        "99999999",
                                        "9223372036854775807",
                                        "9223372036854775808",
                                        "18446744073709551615",
                                        "18446744073709551616",
                                        "100000000000000000000",
                                        "-1",
                                        "1e9",
                                        "0x10",
                                        " 12 ",
                                        "",
                                        "1,5"};

/// Opens and reads; whatever opens holds what the unchanged file holds.
void expect_refused_or_exact(const std::vector<DataSetModel>& models, const std::string& what) {
    SCOPED_TRACE(what);
    std::vector<DataSetModel> honest = models;
    for (DataSetModel& model : honest) model.lies.clear();
    const FcsFile expected = open_bytes(encode(honest));
    try {
        const FcsFile file = open_bytes(encode(models));
        ASSERT_LE(file.data_sets().size(), expected.data_sets().size());
        for (const DataSet& set : file.data_sets()) {
            for (std::size_t p = 0; p < set.parameters().size(); ++p)
                EXPECT_EQ(words(set, p), words(expected.data_sets()[set.index()], p));
        }
    } catch (const FcsError& error) {
        EXPECT_NE(std::string(error.what()), "");
    }
}

TEST(FcsOffsets, ExtremeValuesInTextAreRefusedOrExact) {
    for (const char* key : {"$BEGINDATA", "$ENDDATA", "$BEGINSTEXT", "$ENDSTEXT", "$BEGINANALYSIS", "$ENDANALYSIS",
                            "$NEXTDATA", "$TOT"}) {
        for (const std::string& value : extremes) {
            for (const bool in_text_only : {false, true}) {
                std::vector<DataSetModel> models = small_files()[8].data_sets;
                models.front().lies = {{key, value}};
                models.front().data_in_text_only = in_text_only;
                expect_refused_or_exact(models, std::string(key) + "=" + value + (in_text_only ? " alone" : ""));
            }
        }
    }
}

TEST(FcsOffsets, ExtremeValuesInHeaderAreRefusedOrExact) {
    for (const SmallFile& small : {small_files()[0], small_files()[1]}) {
        const std::string bytes = encode(small.data_sets);
        const FcsFile expected = open_bytes(bytes);
        for (const std::size_t field : {10u, 18u, 26u, 34u, 42u, 50u}) {
            for (const char* value :
                 {"99999999", "-0000001", "     1e9", "    0x10", "   12   ", "00000000", "        "}) {
                SCOPED_TRACE(small.name + " byte " + std::to_string(field) + " " + value);
                std::string changed = bytes;
                changed.replace(field, 8, value);
                try {
                    const FcsFile file = open_bytes(changed);
                    for (std::size_t p = 0; p < file.data_set().parameters().size(); ++p)
                        EXPECT_EQ(words(file.data_set(), p), words(expected.data_set(), p));
                } catch (const FcsError&) {
                }
            }
        }
    }
}

TEST(FcsOffsets, FreeFormatNeedsNoTotalAndNoWidth) {
    std::vector<DataSetModel> models = small_files()[10].data_sets;
    std::string bytes = encode(models);
    bytes.replace(bytes.find("$TOT"), 4, "#TOT");
    EXPECT_EQ(open_bytes(bytes).data_set().n_events(), 3u);
}

TEST(FcsOffsets, TextOfOneByteThatDataSharesIsRefused) {
    std::string bytes = encode(small_files()[0].data_sets);
    bytes.replace(10, 24, "      58      58      58");
    EXPECT_NE(refusal(bytes), "");
}

/// HEADER pairs of TEXT, DATA and ANALYSIS drawn from interesting places: 3 x 13 x 13 files.
TEST(FcsOffsets, SegmentsThatOverlapOrSwapEndInTime) {
    const std::string bytes = encode(small_files()[8].data_sets);
    const std::size_t text_end = std::stoul(bytes.substr(18, 8)), data = std::stoul(bytes.substr(26, 8));
    std::vector<std::string> places{"        ", "      -1", "99999999"};
    for (const std::size_t at : {std::size_t{0}, std::size_t{57}, std::size_t{58}, text_end - 9, text_end, text_end + 1,
                                 data, data + 1, bytes.size() - 1, bytes.size()}) {
        const std::string digits = std::to_string(at);
        places.push_back(std::string(8 - digits.size(), ' ') + digits);
    }
    for (const std::size_t field : {10u, 26u, 42u}) {
        for (const std::string& begin : places) {
            for (const std::string& end : places) {
                std::string changed = bytes;
                changed.replace(field, 16, begin + end);
                const auto start = std::chrono::steady_clock::now();
                try {
                    const FcsFile file = open_bytes(changed);
                    EXPECT_LE(file.data_set().n_events(), 3u);
                    static_cast<void>(file.data_set().read_all(ValueKind::scale));
                } catch (const FcsError&) {
                }
                EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(2));
            }
        }
    }
}

TEST(FcsOffsets, CyclesOfDataSetsEnd) {
    std::vector<DataSetModel> models = small_files()[11].data_sets;
    for (const char* next : {"00000001", "00000057", "00000058", "00000100", "-0000100", "18446744073709551615"}) {
        models.back().lies = {{"$NEXTDATA", next}};
        const FcsFile file = open_bytes(encode(models));
        EXPECT_EQ(file.data_sets().size(), 2u) << next;
        EXPECT_FALSE(warnings(file.findings()).empty()) << next;
    }
}

TEST(FcsOffsets, TenThousandParametersTakeLinearTime) {
    const auto seconds = [](std::size_t n) {
        DataSetModel model;
        for (std::size_t p = 0; p < n; ++p) model.columns.push_back({"CH" + std::to_string(p)});
        model.events.assign(3, std::vector<std::uint64_t>(n, 0x3F800000));
        const std::string bytes = encode({model});
        const auto start = std::chrono::steady_clock::now();
        const FcsFile file = open_bytes(bytes);
        EXPECT_EQ(file.data_set().read_all(ValueKind::raw).n_parameters(), n);
        EXPECT_EQ(warnings(inspect_events(file, file.data_set())).size(), 0u);
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    };
    seconds(1000);
    const double thousand = std::min({seconds(1000), seconds(1000), seconds(1000)});
    const double ten_thousand = std::min({seconds(10'000), seconds(10'000), seconds(10'000)});
    // Ten times the work; 40 leaves room for a busy machine, and a quadratic step would take 100.
    EXPECT_LT(ten_thousand, 40 * thousand);
}

}  // namespace
}  // namespace asparagate::test
