#include "asparagate/fcs/parameter_statistics.hpp"

#include "../../fcs/exact_sum.hpp"
#include "fcs/fcs_support.hpp"

#include <cmath>
#include <limits>
#include <random>

namespace asparagate::test {
namespace {

using detail::ExactSum;

double exact_sum(const std::vector<double>& values) {
    ExactSum sum;
    for (const double value : values) sum.add(value);
    return sum.value();
}

TEST(ExactSum, LosesNothing) {
    EXPECT_EQ(exact_sum({}), 0);
    EXPECT_EQ(exact_sum({1e300, 1, -1e300}), 1);
    EXPECT_EQ(exact_sum({0x1p53, 1, 1}), 0x1p53 + 2);
    EXPECT_EQ(exact_sum({0.1, 0.2, 0.3, -0.6}), 0x1p-55);
    EXPECT_EQ(exact_sum({-5e-324, -5e-324}), -1e-323);
    EXPECT_EQ(exact_sum({1.5, -4}), -2.5);
    const double largest = std::numeric_limits<double>::max();
    EXPECT_EQ(exact_sum({largest, largest, -largest}), largest);
    EXPECT_EQ(exact_sum({largest, largest}), HUGE_VAL);
    EXPECT_EQ(exact_sum({-largest, -largest}), -HUGE_VAL);
}

TEST(ExactSum, RoundsOnceToTheNearestEven) {
    EXPECT_EQ(exact_sum({1, 0x1p-53}), 1);
    EXPECT_EQ(exact_sum({1, 0x1p-53, 0x1p-1074}), 1 + 0x1p-52);
    EXPECT_EQ(exact_sum({1, 0x1p-53, -0x1p-1074}), 1);
    EXPECT_EQ(exact_sum({1 + 0x1p-52, 0x1p-53}), 1 + 0x1p-51);
    EXPECT_EQ(exact_sum({-1, -0x1p-53, -0x1p-1074}), -1 - 0x1p-52);
}

TEST(ExactSum, DoesNotDependOnTheOrder) {
    std::mt19937_64 generator(7);
    std::vector<double> values;
    for (int i = 0; i < 20000; ++i)
        values.push_back(
            std::ldexp(std::uniform_real_distribution(-1.0, 1.0)(generator), static_cast<int>(generator() % 400)));
    const double sum = exact_sum(values);
    for (int i = 0; i < 5; ++i) {
        std::shuffle(values.begin(), values.end(), generator);
        EXPECT_EQ(exact_sum(values), sum);
    }
    for (double& value : values) value = -value;
    EXPECT_EQ(exact_sum(values), -sum);
}

TEST(ExactSum, HoldsManyLargeValues) {
    ExactSum sum;
    for (int i = 0; i < 100000; ++i) sum.add(0x1.fffffffffffffp31);
    EXPECT_EQ(sum.value(), 0x1.fffffffffffffp31 * 100000);
}

TEST(ParameterStatistics, CountWhatIsNotFiniteAndLeaveItOut) {
    const FcsFile file =
        open_built(FcsBuilder{}.parameter("A").parameter("B").event({1, NAN}).event({INFINITY, NAN}).event({-3, NAN}));
    const auto statistics = parameter_statistics(file.data_set(), ValueKind::raw);
    ASSERT_EQ(statistics.size(), 2u);
    EXPECT_EQ(statistics[0].n_nonfinite, 1u);
    EXPECT_EQ(statistics[0].minimum, -3);
    EXPECT_EQ(statistics[0].maximum, 1);
    EXPECT_EQ(statistics[0].sum, -2);
    EXPECT_EQ(statistics[0].mean, -1);
    EXPECT_EQ(statistics[1].n_finite, 0u);
    EXPECT_FALSE(statistics[1].minimum || statistics[1].maximum || statistics[1].mean || statistics[1].sum);
}

TEST(ParameterStatistics, AreOfTheKindAskedFor) {
    FcsBuilder builder;
    builder.parameter("A").keyword("$P1G", "4");
    for (int i = 0; i < 10000; ++i) builder.event({static_cast<double>(i)});
    const FcsFile file = open_built(builder);
    EXPECT_EQ(parameter_statistics(file.data_set(), ValueKind::raw)[0].sum, 49995000);
    EXPECT_EQ(parameter_statistics(file.data_set(), ValueKind::scale)[0].sum, 49995000 / 4.0);
}

TEST(ParameterStatistics, AreUnsetWithoutEvents) {
    const FcsFile file = open_built(FcsBuilder{}.parameter("A"));
    EXPECT_FALSE(parameter_statistics(file.data_set(), ValueKind::scale)[0].sum);
}

TEST(ParameterStatistics, StopWhenAskedTo) {
    std::stop_source stop;
    stop.request_stop();
    const FcsFile file = open_built(FcsBuilder{}.parameter("A").event({1}));
    EXPECT_THROW(parameter_statistics(file.data_set(), ValueKind::raw, {{}, stop.get_token()}), Interrupted);
}

}  // namespace
}  // namespace asparagate::test
