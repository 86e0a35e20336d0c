// Every check of the numeric oracle, each within its own tolerance, through the JSON that the command `stats` takes.
#include <gtest/gtest.h>

#ifdef ASPARAGATE_SHARED_DATA
#include "asparagate/analysis/stat_methods.hpp"

#include <nlohmann/json.hpp>

#include <cmath>
#include <fstream>
#include <limits>

using nlohmann::json;

namespace {

using namespace asparagate;

const json& checks() {
    static const json all = json::parse(std::ifstream(std::string(ASPARAGATE_SHARED_DATA) + "/stat_checks.json"));
    return all["checks"];
}

double number(const json& value) {
    if (value == "Inf") return std::numeric_limits<double>::infinity();
    if (value == "-Inf") return -std::numeric_limits<double>::infinity();
    return value.get<double>();
}

/// One expected value against one found; a single value may stand for a list of one.
void compare(const json& expected, const json& found, double tolerance, const std::string& place) {
    if (expected.is_object()) {
        for (const auto& [name, value] : expected.items()) {
            ASSERT_TRUE(found.contains(name)) << place << "." << name;
            compare(value, found[name], tolerance, place + "." + name);
        }
    } else if (expected.is_array() && found.is_array()) {
        ASSERT_EQ(expected.size(), found.size()) << place;
        for (std::size_t i = 0; i < expected.size(); ++i)
            compare(expected[i], found[i], tolerance, place + "[" + std::to_string(i) + "]");
    } else if (expected.is_array() || found.is_array()) {
        const json& list = expected.is_array() ? expected : found;
        ASSERT_EQ(list.size(), 1U) << place << ": " << expected << " and " << found;
        compare(expected.is_array() ? expected[0] : expected, found.is_array() ? found[0] : found, tolerance, place);
    } else if (expected.is_null() || found.is_null()) {
        EXPECT_EQ(expected, found) << place;
    } else if (const double value = number(expected); std::isinf(value)) {
        EXPECT_EQ(value, number(found)) << place;
    } else {
        EXPECT_NEAR(value, number(found), std::max(1e-9, tolerance * std::abs(value))) << place;
    }
}

class StatChecks : public ::testing::TestWithParam<std::size_t> {};

}  // namespace

TEST_P(StatChecks, AreMetWithinTheirTolerance) {
    const json& check = checks()[GetParam()];
    StatInput input;
    input.json = check["input"].dump();
    input.folder = ASPARAGATE_SHARED_DATA;
    const json output = json::parse(run_stat_method(check["method"].get<std::string>(), input));
    EXPECT_EQ(output["schema"], "asparagate.stats/1");
    compare(check["expected"], output["result"], check["rel_tol"].get<double>(), check["id"].get<std::string>());
}

INSTANTIATE_TEST_SUITE_P(Oracle, StatChecks, ::testing::Range(std::size_t{0}, checks().size()),
                         [](const auto& entry) { return checks()[entry.param]["id"].template get<std::string>(); });

TEST(StatChecksList, NamesEveryMethodOfTheOracle) {
    std::vector<std::string> names;
    for (const auto& method : stat_method_names()) {
        names.push_back(method.name);
        EXPECT_FALSE(method.summary.empty()) << method.name;
    }
    for (const json& check : checks())
        EXPECT_NE(std::find(names.begin(), names.end(), check["method"].get<std::string>()), names.end());
    EXPECT_EQ(names.size(), 44U);
}

#else
TEST(StatChecksList, IsLeftOutWithoutReferenceData) {
    GTEST_SKIP() << "ASPARAGATE_SHARED_DATA is not set";
}
#endif
