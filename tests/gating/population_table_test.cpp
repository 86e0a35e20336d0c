#include "asparagate/gating/population_table.hpp"

#include "asparagate/gating/density.hpp"

#include <gmock/gmock.h>
#include <cmath>
#include <nlohmann/json.hpp>
#include <sstream>

using namespace asparagate;
using testing::ElementsAre;

namespace {

std::string population_table(const std::vector<PopulationRow>& rows, TableFormat format) {
    std::ostringstream out;
    write_population_table(out, rows, format);
    return out.str();
}

const std::vector<PopulationRow> rows = {
    {"s1", "/T", "/", "range", 50, 200, 200, "quantified"},
    {"s1", "/T/=cmd", "/T", "polygon", std::nullopt, 50, 200, "not computable: x, \"y\""}};

}  // namespace

TEST(DetectionState, FollowsTheLimits) {
    const DetectionLimits limits;
    EXPECT_EQ(detection_state(0, limits), "ND");
    EXPECT_EQ(detection_state(1, limits), "trace");
    EXPECT_EQ(detection_state(19, limits), "trace");
    EXPECT_EQ(detection_state(20, limits), "detected, not quantified");
    EXPECT_EQ(detection_state(49, limits), "detected, not quantified");
    EXPECT_EQ(detection_state(50, limits), "quantified");
}

TEST(WilsonInterval, HoldsTheProportionsWhoseScoreTestIsAtItsLimit) {
    constexpr double z = 1.959963984540054;
    for (const std::uint64_t count : {1u, 50u, 199u}) {
        const auto interval = wilson_interval(count, 200);
        for (const double p : {interval->low, interval->high})
            EXPECT_NEAR(std::abs(static_cast<double>(count) / 200 - p) / std::sqrt(p * (1 - p) / 200), z, 1e-9);
        EXPECT_LT(interval->low, static_cast<double>(count) / 200);
        EXPECT_GT(interval->high, static_cast<double>(count) / 200);
    }
    EXPECT_EQ(wilson_interval(0, 50000)->low, 0);
    EXPECT_NEAR(wilson_interval(0, 50000)->high, 7.68e-5, 1e-7);
    EXPECT_EQ(wilson_interval(7, 7)->high, 1);
    EXPECT_FALSE(wilson_interval(0, 0));
}

TEST(PopulationTable, WritesCsvThatSpreadsheetsTakeAsText) {
    std::istringstream text(population_table(rows, TableFormat::csv));
    std::string header, first, second;
    std::getline(text, header), std::getline(text, first), std::getline(text, second);
    EXPECT_EQ(header,
              "sample,population,parent,gate,count,parent_count,total_count,percent_of_parent,percent_of_total,ci_low,"
              "ci_high,state");
    EXPECT_THAT(first, testing::StartsWith("s1,/T,/,range,50,200,200,25,25,19.50"));
    EXPECT_EQ(second, "s1,/T/=cmd,/T,polygon,,50,200,,,,,\"not computable: x, \"\"y\"\"\"");
}

TEST(PopulationTable, WritesTsvAndJson) {
    EXPECT_THAT(population_table(rows, TableFormat::tsv),
                testing::HasSubstr("s1\t/T\t/\trange\t50\t200\t200\t25\t25\t"));
    const auto json = nlohmann::json::parse(population_table(rows, TableFormat::json));
    EXPECT_EQ(json["schema"], "asparagate.gate/1");
    EXPECT_EQ(json["rows"].size(), 2u);
    EXPECT_EQ(json["rows"][0]["percent_of_parent"], 25.0);
    EXPECT_TRUE(json["rows"][1]["count"].is_null());
    EXPECT_EQ(nlohmann::json::parse(population_table({}, TableFormat::json))["rows"].size(), 0u);
}

TEST(IntensityTable, LeavesUndefinedValuesEmpty) {
    std::ostringstream out;
    write_intensity_table(out,
                          {{"s", "/T", "PE-A", "+CD3", "median", 0.1}, {"s", "/T", "PE-A", "", "sd", std::nullopt}},
                          TableFormat::csv);
    EXPECT_EQ(out.str(),
              "sample,population,channel,marker,statistic,value\ns,/T,PE-A,'+CD3,median,0.1\ns,/T,PE-A,,sd,\n");
}

TEST(Membership, CountsAndKeepsSpareBitsZero) {
    Membership members(70, true);
    EXPECT_EQ(members.count(), 70u);
    EXPECT_EQ(members.words()[1], 0x3Fu);
    Membership few(70);
    few.set(69);
    EXPECT_TRUE(few[69]);
    EXPECT_FALSE(few[68]);
    EXPECT_EQ(few.count(), 1u);
    EXPECT_EQ(Membership(0, true).count(), 0u);
}

TEST(Density, PutsOutsideValuesInEdgeBinsAndNaNNowhere) {
    const std::vector<double> x = {0, 0.5, 1, -7, INFINITY, NAN, 0.99}, y = {0, 0, 0.5, 9, -INFINITY, 0, NAN};
    const auto grid = density_grid(x, y, nullptr, 2, 2, {0, 1}, {0, 1});
    EXPECT_THAT(grid.counts, ElementsAre(1, 2, 1, 1));
    EXPECT_EQ(grid.maximum, 2u);
    EXPECT_EQ(grid.at(0, 1), 1u);
}

TEST(Density, CountsMembersOnly) {
    const std::vector<double> x = {0.1, 0.6, 0.7}, y = {0.1, 0.6, 0.7};
    Membership members(3);
    members.set(2);
    EXPECT_THAT(density_grid(x, y, &members, 2, 2, {0, 1}, {0, 1}).counts, ElementsAre(0, 0, 0, 1));
    EXPECT_THAT(histogram(x, &members, 4, 0, 1).counts, ElementsAre(0, 0, 1, 0));
    EXPECT_THAT(histogram(x, nullptr, 2, 0, 1).counts, ElementsAre(1, 2));
    EXPECT_THAT(histogram(std::vector<double>{-1, 1, 5, NAN}, nullptr, 2, 0, 1).counts, ElementsAre(1, 2));
}
