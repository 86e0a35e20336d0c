#include "engine/fast_scale.hpp"

#include "asparagate/gating/scaled_events.hpp"
#include "event_file.hpp"
#include "instruction_sets.hpp"

#include <gtest/gtest.h>
#include <cmath>
#include <cstring>
#include <random>

using namespace asparagate;
using detail::FastScale;

namespace {

const std::vector<Transform>& transforms() {
    static const std::vector<Transform> all = {
        IdentityTransform{},
        LinearTransform{262144, 100},
        LogTransform{262144, 4.5},
        AsinhTransform{262144, 4, 0.5},
        LogicleTransform{},
        LogicleTransform::make(262144, 0, 4.5, 0),
        LogicleTransform::make(262144, 1, 4.5, 0.5),
        LogicleTransform::make(1000, 0.3, 3, -0.2),
        HyperlogTransform{},
        HyperlogTransform::make(262144, 0.7, 4.5, 0.2),
        BiexTransform{},
        BoundedTransform{LogicleTransform{}, 0.1, 0.8},
        BoundedTransform{LogTransform{262144, 5}, 0.2, 1},
    };
    return all;
}

/// Small and large values of either sign, the ends of pieces, and what is no number.
std::vector<double> values() {
    std::mt19937 random(3);
    std::uniform_real_distribution<double> exponent(-12, 6.5);
    std::vector<double> result = {0, -0.0, INFINITY, -INFINITY, NAN, 262144, -262144, 524288, 1e300, -1e300, 5e-324};
    while (result.size() < 40000) {
        const double x = std::pow(10, exponent(random));
        result.push_back(random() % 3 == 0 ? -x : x);
    }
    return result;
}

}  // namespace

TEST(FastScale, StaysWithinItsProvenErrorOrSaysNothing) {
    const std::vector<double> x = values();
    std::vector<double> y(x.size());
    for (const Transform& transform : transforms()) {
        const FastScale scale(transform);
        scale.apply(x.data(), x.size(), y.data());
        std::size_t unknown = 0;
        for (std::size_t i = 0; i < x.size(); ++i) {
            const double exact = asparagate::apply(transform, x[i]);
            if (std::isnan(y[i])) {
                ++unknown;
            } else if (exact != y[i]) {
                EXPECT_LE(std::abs(y[i] - exact), scale.error()) << transform_type(transform) << " of " << x[i];
            }
        }
        EXPECT_LT(unknown, x.size() * 8 / 10) << transform_type(transform);
    }
}

TEST(FastScale, IsWithinAMillionthOfTheUsualScales) {
    EXPECT_LT(FastScale(LogicleTransform{}).error(), 1e-6);
    EXPECT_LT(FastScale(HyperlogTransform{}).error(), 1e-6);
    EXPECT_LT(FastScale(AsinhTransform{262144, 4.5, 0}).error(), 1e-6);
    EXPECT_LT(FastScale(LogTransform{262144, 4.5}).error(), 1e-6);
    EXPECT_EQ(FastScale(BiexTransform{}).error(), 0) << "applied as it is";
}

TEST(FastScale, CoversEveryValueThatADetectorGives) {
    std::vector<double> x(600000), y(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = static_cast<double>(i) - 200000;
    for (const Transform& transform : {Transform(LogicleTransform{}), Transform(HyperlogTransform{})}) {
        FastScale(transform).apply(x.data(), x.size(), y.data());
        EXPECT_EQ(std::count_if(y.begin(), y.end(), [](double v) { return std::isnan(v); }), 0);
    }
}

TEST(FastScale, GivesTheSameBitsOnEverySetOfInstructions) {
    const std::vector<double> x = values();
    std::vector<double> usual(x.size()), forced(x.size());
    for (const Transform& transform : transforms()) {
        const FastScale scale(transform);
        scale.apply(x.data(), x.size(), usual.data());
        std::size_t sets = 0;
        test::for_each_instruction_set([&](const char* name) {
            scale.apply(x.data(), x.size(), forced.data());
            EXPECT_EQ(std::memcmp(usual.data(), forced.data(), x.size() * sizeof(double)), 0)
                << name << " " << transform_type(transform);
            ++sets;
        });
        EXPECT_GE(sets, 1u);
    }
}

TEST(FastScale, SurvivesParametersAtTheEndsOfWhatDoublesHold) {
    const std::vector<double> x = values();
    std::vector<double> y(x.size());
    for (const Transform& transform :
         {Transform(AsinhTransform{1e300, 300, 0}), Transform(LogTransform{5e-324, 1}),
          Transform(LogTransform{1e308, 1e-9}), Transform(LogicleTransform::make(1e-300, 0.1, 4, 0)),
          Transform(AsinhTransform{262144, 1e-8, 0})}) {
        const FastScale scale(transform);
        scale.apply(x.data(), x.size(), y.data());
        for (std::size_t i = 0; i < x.size(); ++i) {
            const double exact = asparagate::apply(transform, x[i]);
            if (!std::isnan(y[i]) && exact != y[i]) {
                EXPECT_LE(std::abs(y[i] - exact), scale.error()) << x[i];
            }
        }
    }
}

TEST(ScaledEvents, AreCompensatedAndOnTheirScales) {
    std::mt19937 random(5);
    std::lognormal_distribution<double> value(6, 2);
    std::vector<std::vector<double>> events(3000, std::vector<double>(4));
    for (auto& event : events)
        for (double& v : event) v = value(random) - 200;
    const test::EventFile file({"FSC-A", "FITC-A", "PE-A", "APC-A"}, events,
                               {{"$SPILLOVER", "3,FITC-A,PE-A,APC-A,1,0.1,0,0.05,1,0.2,0,0.01,1"}});
    GatingStrategy strategy;
    strategy.transforms["logicle"] = LogicleTransform{};
    const std::vector<Dimension> dimensions = {{"PE-A", "logicle"}, {"FSC-A"}, {"APC-A", "logicle"}};
    const auto compensation = compensation_for(file.data(), strategy, {});
    for (const unsigned threads : {1u, 3u}) {
        GateOptions options;
        options.threads = threads;
        const auto scaled = scaled_events(file.data(), strategy, dimensions, options);
        ASSERT_EQ(scaled.n_parameters(), 3u);
        EXPECT_EQ(scaled.channels()[2], "APC-A");
        for (std::size_t d = 0; d < 3; ++d) {
            const std::size_t parameter = d == 0 ? 2 : d == 1 ? 0 : 3;
            const auto values = compensated_column(file.data(), parameter, compensation);
            for (std::size_t i = 0; i < values.size(); ++i) {
                const double exact = d == 1 ? values[i] : asparagate::apply(LogicleTransform{}, values[i]);
                ASSERT_NEAR(scaled.column(d)[i], exact, d == 1 ? 1e-6 * std::abs(exact) : 1.1e-6);
            }
        }
    }
    EXPECT_THROW((void)scaled_events(file.data(), strategy, {{"CD99"}}, {}), GatingError);
}
