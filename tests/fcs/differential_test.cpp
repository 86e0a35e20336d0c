// The library against a second reader that shares no code with it: same keywords, same bits, same scale values.
#include "fcs/fcs_generator.hpp"
#include "fcs/fcs_support.hpp"
#include "fcs/reference_reader.hpp"

#include <bit>
#include <cmath>
#include <iostream>

namespace asparagate::test {
namespace {

std::map<std::string, std::string> keywords_of(const DataSet& set) {
    std::map<std::string, std::string> keywords;
    for (const auto& [key, value] : set.keywords().entries()) {
        std::string upper = key;
        for (char& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
        keywords[upper] = value;
    }
    return keywords;
}

/// One formula computed in two ways may differ in the last places.
bool same(double found, double expected) {
    if (std::isnan(expected)) return std::isnan(found);
    return found == expected || std::abs(found - expected) <= 1e-14 * std::abs(expected);
}

void expect_same_column(const DataSet& set, std::size_t p, const ReferenceColumn& reference) {
    EXPECT_EQ(words(set, p), reference.raw) << reference.name;
    const std::vector<double> scale = column(set, p, ValueKind::scale);
    for (std::size_t e = 0; e < scale.size(); ++e) {
        ASSERT_TRUE(same(scale[e], reference.scale[e]))
            << reference.name << " event " << e << " scale: " << scale[e] << ", expected " << reference.scale[e];
    }
}

void expect_same_data_set(const DataSet& set, const ReferenceDataSet& reference) {
    EXPECT_EQ(set.version(), reference.version);
    EXPECT_EQ(keywords_of(set), reference.keywords);
    ASSERT_EQ(set.n_events(), reference.n_events);
    ASSERT_EQ(set.parameters().size(), reference.columns.size());
    for (std::size_t p = 0; p < reference.columns.size(); ++p) {
        EXPECT_EQ(set.parameters()[p].datatype, reference.columns[p].type);
        expect_same_column(set, p, reference.columns[p]);
    }
}

void expect_same_file(const FcsFile& file, const std::vector<ReferenceDataSet>& reference) {
    ASSERT_EQ(file.data_sets().size(), reference.size());
    for (std::size_t i = 0; i < reference.size(); ++i) expect_same_data_set(file.data_sets()[i], reference[i]);
}

/// What the generator meant, so that the two readers cannot be wrong together.
void expect_as_meant(const std::vector<ReferenceDataSet>& reference, const std::vector<DataSetModel>& models) {
    ASSERT_EQ(reference.size(), models.size());
    for (std::size_t i = 0; i < models.size(); ++i) {
        ASSERT_EQ(reference[i].n_events, models[i].events.size());
        EXPECT_EQ(reference[i].other, models[i].other);
        for (const KeywordPairs& pairs : {models[i].keywords, models[i].supplement}) {
            for (const auto& [key, value] : pairs) EXPECT_EQ(reference[i].keywords.at(key), value);
        }
        for (std::size_t p = 0; p < models[i].columns.size(); ++p) {
            if (models[i].columns[p].type == 'I') continue;  // may be masked
            for (std::size_t e = 0; e < models[i].events.size(); ++e)
                EXPECT_EQ(reference[i].columns[p].raw[e], models[i].events[e][p]);
        }
    }
}

TEST(FcsDifferential, GeneratedFilesReadAlikeAndWithoutAWarning) {
    FcsGenerator generator(20240229);
    for (int n = 0; n < 5000 && !testing::Test::HasFailure(); ++n) {
        SCOPED_TRACE("file " + std::to_string(n));
        const std::vector<DataSetModel> models = generator.file();
        const std::string bytes = encode(models);
        const std::vector<ReferenceDataSet> reference = read_by_the_book(bytes);
        expect_as_meant(reference, models);
        try {
            expect_same_file(open_bytes(bytes, {.strict = true}), reference);
        } catch (const FcsError& error) {
            ADD_FAILURE() << error.what();
        }
    }
}

#ifdef ASPARAGATE_SHARED_DATA

/// Number of files in `folder` that the reference reader knows; both readers must agree on each of them.
int compare_folder(const std::string& folder) {
    int compared = 0;
    for (const auto& entry :
         std::filesystem::directory_iterator(std::filesystem::path(ASPARAGATE_SHARED_DATA) / folder)) {
        if (!entry.is_regular_file() || entry.path().extension() == ".csv" || entry.path().extension() == ".md")
            continue;
        SCOPED_TRACE(entry.path().filename().string());
        std::ifstream stream(entry.path(), std::ios::binary);
        const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
        try {
            const std::vector<ReferenceDataSet> reference = read_by_the_book(bytes);
            expect_same_file(FcsFile::open(entry.path()), reference);
            ++compared;
        } catch (const NotCovered& reason) {
            std::cout << entry.path().filename() << " is left to other tests: " << reason.what() << '\n';
        }
    }
    return compared;
}

TEST(FcsDifferential, CraftedFilesReadAlike) {
    EXPECT_EQ(compare_folder("fcs/crafted"), 7);
}

TEST(FcsDifferential, RealFilesThatConformReadAlike) {
    EXPECT_GE(compare_folder("fcs/valid"), 20);
}

#endif

}  // namespace
}  // namespace asparagate::test
