// Half-life with draws beyond the limits of the assay.
#include "asparagate/analysis/statistics/censored_decline.hpp"
#include "asparagate/analysis/analysis_error.hpp"
#include "asparagate/analysis/stat_methods.hpp"
#include "asparagate/analysis/statistics/kinetics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

namespace {

using namespace asparagate;
using nlohmann::json;
using ::testing::HasSubstr;

constexpr double unbounded = std::numeric_limits<double>::infinity();

ActivityBounds measured(double day, double iu_l) {
    return {day, iu_l, iu_l};
}
ActivityBounds below(double day, double limit) {
    return {day, 0, limit};
}

/// Slope, its interval, ln(activity) on day 0, sd and log-likelihood of the same model, found by a search that shares
/// nothing with the code: Nelder and Mead's simplex in plain Python on (line at day 14, slope, ln sd), restarted with
/// five sizes from three starts, the interval by bisection of the profile found in the same way.
struct Reference {
    std::vector<ActivityBounds> draws;
    double slope, slope_low, slope_high, ln_at_day_0, sd, log_likelihood;
};

void expect_like(const Reference& reference) {
    const CensoredDecline found = censored_decline(reference.draws);
    EXPECT_EQ(found.not_estimable, "");
    EXPECT_NEAR(found.slope_per_day.value(), reference.slope, 2e-8);
    EXPECT_NEAR(found.slope_low.value(), reference.slope_low, 2e-8);
    EXPECT_NEAR(found.slope_high.value(), reference.slope_high, 2e-8);
    EXPECT_NEAR(found.ln_at_day_0.value(), reference.ln_at_day_0, 2e-7);
    EXPECT_NEAR(found.sd_ln.value(), reference.sd, 2e-8);
    EXPECT_NEAR(found.log_likelihood.value(), reference.log_likelihood, 2e-8);
}

json run(const json& input) {
    return json::parse(run_stat_method("saa_tobit_kinetics", {input.dump(), "input.json", "", 1}));
}

}  // namespace

TEST(CensoredDeclineTest, IsWhereAnIndependentSearchFindsTheMaximum) {
    expect_like({{measured(3, 900), measured(7, 520), measured(14, 180), below(21, 20), below(28, 20)},
                 -0.221642605,
                 -0.346128187,
                 -0.1589511,
                 7.73739889,
                 0.37438692,
                 -2.09565809});
    expect_like(
        {{{1, 1000, unbounded}, measured(4, 700), measured(7, 650), measured(14, 210), measured(21, 60), below(28, 50)},
         -0.150890932,
         -0.179759182,
         -0.127113286,
         7.35473367,
         0.148985021,
         1.85982336});
    expect_like({{measured(7, 200), measured(14, 100), below(21, 20)},
                 -0.183545753,
                 -0.399680034,
                 -0.0962740288,
                 6.78036199,
                 0.300595122,
                 -1.03460573});
    expect_like({{measured(7, 400), {14, 150, 250}, measured(21, 40), below(28, 20)},
                 -0.164500418,
                 -0.206243194,
                 -0.137222442,
                 7.22186692,
                 0.11568607,
                 0.469979218});
}

TEST(CensoredDeclineTest, IsLeastSquaresWhereEverythingWasMeasured) {
    const std::vector<double> days = {7, 10, 14, 21}, activities = {300, 260, 120, 50};
    std::vector<ActivityBounds> draws;
    for (std::size_t i = 0; i < days.size(); ++i) draws.push_back(measured(days[i], activities[i]));
    const CensoredDecline found = censored_decline(draws);
    EXPECT_EQ(found.censored, 0U);
    EXPECT_NEAR(*found.half_life_days, *activity_kinetics(days, activities, 100).half_life_days, 1e-9);
    // The profile of a normal line: RSS (exp(3.84/n) - 1) above its least.
    EXPECT_NEAR(*found.slope_low, -0.159330892, 2e-9);
    EXPECT_NEAR(*found.slope_high, -0.110142998, 2e-9);
    EXPECT_NEAR(*found.half_life_low, std::numbers::ln2 / 0.159330892, 1e-6);
    EXPECT_NEAR(*found.half_life_high, std::numbers::ln2 / 0.110142998, 1e-6);
}

TEST(CensoredDeclineTest, DoesNotFollowTheUnitOfDaysOrOfActivity) {
    const std::vector<ActivityBounds> draws = {measured(3, 900), measured(7, 520), measured(14, 180), below(21, 20)};
    std::vector<ActivityBounds> other = draws;
    for (ActivityBounds& draw : other) {
        draw.day = 24 * (draw.day + 1000);
        draw.low_iu_l *= 1e-6;
        draw.high_iu_l *= 1e-6;
    }
    EXPECT_NEAR(*censored_decline(other).half_life_days, 24 * *censored_decline(draws).half_life_days, 1e-7);
    EXPECT_NEAR(*censored_decline(other).half_life_high, 24 * *censored_decline(draws).half_life_high, 1e-6);
}

TEST(CensoredDeclineTest, HasNoUpperLimitWhereTheIntervalHoldsNoFall) {
    const CensoredDecline flat = censored_decline(std::vector{measured(7, 100), measured(14, 160), measured(21, 90)});
    EXPECT_NEAR(*flat.half_life_days, 92.103389, 1e-4);
    EXPECT_NEAR(*flat.half_life_low, 8.9998792, 1e-5);
    EXPECT_EQ(*flat.half_life_high, unbounded);
    const CensoredDecline rising =
        censored_decline(std::vector{measured(7, 100), measured(14, 160), measured(21, 190)});
    EXPECT_NEAR(*rising.slope_per_day, 0.0458467061, 1e-9);
    EXPECT_FALSE(rising.half_life_days);
    EXPECT_FALSE(rising.half_life_low);
}

TEST(CensoredDeclineTest, GivesNoIntervalWhereNothingTellsOfTheError) {
    // From 200 to 50 in 7 days; the line is at 12.5 on day 21, below the limit.
    const CensoredDecline agrees = censored_decline(std::vector{measured(7, 200), measured(14, 50), below(21, 20)});
    EXPECT_NEAR(*agrees.half_life_days, 3.5, 1e-12);
    EXPECT_EQ(agrees.sd_ln, 0);
    EXPECT_FALSE(agrees.half_life_low);
    EXPECT_FALSE(agrees.log_likelihood);
    EXPECT_THAT(agrees.not_estimable, HasSubstr("say nothing of the error"));
    EXPECT_TRUE(censored_decline(std::vector{measured(7, 200), measured(14, 100), below(21, 20)}).half_life_low)
        << "there it would be at 50";
}

TEST(CensoredDeclineTest, RefusesTooFewDrawsWithTheReason) {
    const CensoredDecline two = censored_decline(std::vector{measured(7, 200), measured(14, 50)});
    EXPECT_EQ(two.not_estimable, "2 draws, 2 measured; a line needs three, two of them measured");
    EXPECT_FALSE(two.slope_per_day);
    const CensoredDecline one = censored_decline(std::vector{measured(7, 200), below(14, 20), below(21, 20)});
    EXPECT_EQ(one.censored, 2U);
    EXPECT_FALSE(one.half_life_days);
    EXPECT_EQ(censored_decline({}).points, 0U);
}

TEST(CensoredDeclineTest, RefusesBoundsThatHoldNothing) {
    EXPECT_THROW(censored_decline(std::vector{measured(7, 0)}), AnalysisError);
    EXPECT_THROW(censored_decline(std::vector{measured(7, -1)}), AnalysisError);
    EXPECT_THROW(censored_decline(std::vector{measured(7, std::nan(""))}), AnalysisError);
    EXPECT_THROW(censored_decline(std::vector<ActivityBounds>{{7, 0, unbounded}}), AnalysisError);
    EXPECT_THROW(censored_decline(std::vector<ActivityBounds>{{7, 30, 20}}), AnalysisError);
    EXPECT_THROW(censored_decline(std::vector{measured(7, 10), measured(7, 5)}), AnalysisError);
}

TEST(CensoredDeclineTest, AnswersInJson) {
    const json input = {
        {"day", {3, 7, 10, 14, 21, 28}}, {"saa_iu_l", {900, 520, nullptr, 180, {"<", 20}, 12}}, {"lloq", 20}};
    const json answer = run(input);
    EXPECT_EQ(answer["n"]["points"], 5);
    EXPECT_EQ(answer["n"]["censored"], 2);
    EXPECT_EQ(answer["missing"], 1);
    EXPECT_EQ(answer["exact"], false);
    EXPECT_NEAR(answer["result"]["half_life_day"].get<double>(), 3.1273192, 1e-6);
    EXPECT_NEAR(answer["result"]["half_life_ci95"][0].get<double>(), 2.0025736, 1e-6);
    EXPECT_NEAR(answer["result"]["half_life_ci95"][1].get<double>(), 4.3607574, 1e-6);
    EXPECT_THAT(answer["notes"].back().get<std::string>(), HasSubstr("not evidence of antibodies"));
    // Above the ULOQ the same, by number or by sign.
    const json high = {{"day", {1, 7, 14}}, {"saa_iu_l", {1500, 600, 190}}, {"uloq", 1000}};
    json signed_high = high;
    signed_high["saa_iu_l"][0] = {">", 1000};
    EXPECT_EQ(run(high)["result"], run(signed_high)["result"]);
    EXPECT_EQ(run(high)["n"]["censored"], 1);
    const json few = run({{"day", {7, 14}}, {"saa_iu_l", {300, 100}}});
    EXPECT_TRUE(few["result"]["slope_per_day"].is_null());
    EXPECT_THAT(few["notes"][0].get<std::string>(), HasSubstr("not estimable: 2 draws"));
}

TEST(CensoredDeclineTest, NamesTheFieldThatIsWrong) {
    const auto refused = [](const json& activities) {
        try {
            run({{"day", {7, 14, 21}}, {"saa_iu_l", activities}});
        } catch (const AnalysisError& error) {
            return std::string(error.what());
        }
        return std::string("accepted");
    };
    EXPECT_THAT(refused({300, {"~", 20}, 5}), HasSubstr("saa_iu_l[1]"));
    EXPECT_THAT(refused({300, 20}), HasSubstr("found 2 values; expected 3, one for each day"));
    EXPECT_THAT(refused({300, 20, 0}), HasSubstr("draw 3: activity from 0 to 0"));
}
