#include "engine/statistics.hpp"

#include <gtest/gtest.h>
#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

using namespace asparagate;

namespace {

constexpr std::size_t many = 200'000;  // enough for buckets, also when half of them are members

/// The median of the members by sorting them.
std::optional<double> sorted_median(const std::vector<double>& column, const std::vector<std::uint64_t>& members) {
    std::vector<double> values;
    for (std::size_t i = 0; i < column.size(); ++i)
        if ((members[i / 64] >> (i % 64) & 1) != 0 && std::isfinite(column[i])) values.push_back(column[i]);
    if (values.empty()) return std::nullopt;
    std::sort(values.begin(), values.end());
    const double lower = values[(values.size() - 1) / 2], upper = values[values.size() / 2];
    return lower + 0.5 * (upper - lower);
}

std::vector<std::uint64_t> bits(std::size_t n, std::uint32_t one_in, std::mt19937& random) {
    std::vector<std::uint64_t> words((n + 63) / 64);
    for (std::size_t i = 0; i < n; ++i)
        if (random() % one_in == 0) words[i / 64] |= std::uint64_t{1} << (i % 64);
    return words;
}

void expect_sorted_median(const std::vector<double>& column) {
    std::mt19937 random(5);
    for (const std::uint32_t one_in : {1u, 2u, 3u, 100u})
        for (int repeat = 0; repeat < 4; ++repeat) {  // odd and even numbers of members
            std::vector<std::uint64_t> members = bits(column.size() - static_cast<std::size_t>(repeat), one_in, random);
            members.resize((column.size() + 63) / 64);
            EXPECT_EQ(detail::member_median(column, members), sorted_median(column, members)) << "one in " << one_in;
        }
}

}  // namespace

TEST(MemberMedian, IsTheMiddleOfValuesOfEverySize) {
    std::mt19937 random(1);
    std::uniform_real_distribution<double> exponent(-300, 300);
    std::vector<double> column(many);
    for (double& value : column) value = (random() % 2 == 0 ? -1 : 1) * std::pow(10, exponent(random));
    expect_sorted_median(column);
    std::normal_distribution<double> cells(1000, 3);  // nearly all in a few buckets
    for (double& value : column) value = cells(random);
    expect_sorted_median(column);
}

TEST(MemberMedian, LiesBetweenTwoValuesFarApart) {
    std::vector<double> column(many);
    for (std::size_t i = 0; i < many; ++i) column[i] = i % 2 == 0 ? -1e9 : 3;
    expect_sorted_median(column);
    const std::vector<std::uint64_t> all((many + 63) / 64, ~std::uint64_t{0});
    EXPECT_EQ(detail::member_median(column, all), -1e9 + 0.5 * (3 + 1e9));
}

TEST(MemberMedian, TakesTiesAndZerosOfEitherSign) {
    std::mt19937 random(2);
    std::vector<double> column(many);
    for (double& value : column) value = random() % 3 == 0 ? -0.0 : random() % 2 == 0 ? 0.0 : -5e-324;
    expect_sorted_median(column);
}

TEST(MemberMedian, LeavesOutWhatIsNoNumber) {
    constexpr double infinity = std::numeric_limits<double>::infinity(), nan = std::nan("");
    std::mt19937 random(3);
    std::vector<double> column(many);
    for (double& value : column) {
        const auto kind = random() % 6;
        value = kind == 0 ? infinity : kind == 1 ? -infinity : kind == 2 ? nan : kind == 3 ? -nan : random() % 1000;
    }
    expect_sorted_median(column);
    const std::vector<std::uint64_t> all((many + 63) / 64, ~std::uint64_t{0});
    EXPECT_EQ(detail::member_median(std::vector<double>(many, nan), all), std::nullopt);
    EXPECT_EQ(detail::member_median(column, std::vector<std::uint64_t>(all.size())), std::nullopt);
}
