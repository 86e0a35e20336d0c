// Batches, statistics of channels, control thresholds.
#include "asparagate/gating/engine.hpp"
#include "asparagate/gating/gating_error.hpp"
#include "event_file.hpp"

#include <gmock/gmock.h>
#include <cmath>
#include <mutex>

using namespace asparagate;
using test::EventFile;
using testing::HasSubstr;

namespace {

GateNode range(const std::string& parent, const std::string& name, const std::string& channel, double min,
               double max = INFINITY) {
    return {parent, name, RectangleGate{{{channel}}, {{min, max}}, {}, {}}, ""};
}

std::map<std::string, std::optional<double>> statistics(const std::vector<std::vector<double>>& events) {
    const EventFile file({"FSC-A", "PE-A"}, events);
    GatingStrategy strategy;
    strategy.nodes.push_back(range("/", "P", "FSC-A", 0));
    GateOptions options;
    options.intensities = true;
    std::map<std::string, std::optional<double>> result;
    for (const auto& row : gate_sample(file.data(), strategy, "s", options).intensities) {
        EXPECT_EQ(row.channel, "PE-A") << "scatter is left out";
        EXPECT_EQ(row.population, "/P");
        result[row.statistic] = row.value;
    }
    return result;
}

}  // namespace

TEST(Intensities, FollowTheirDefinitions) {
    const auto s = statistics({{1, 1}, {1, 2}, {1, 3}, {1, 4}, {1, 10}, {-1, 1000}});
    EXPECT_EQ(s.size(), 7u);
    EXPECT_DOUBLE_EQ(*s.at("median"), 3);
    EXPECT_DOUBLE_EQ(*s.at("mean"), 4);
    EXPECT_DOUBLE_EQ(*s.at("sd"), std::sqrt(50.0 / 4));
    EXPECT_NEAR(*s.at("geometric_mean_positive"), std::pow(240, 0.2), 1e-12);
    EXPECT_DOUBLE_EQ(*s.at("p05"), 1.2);
    EXPECT_DOUBLE_EQ(*s.at("p95"), 8.8);
    // Type 7: P15.87 lies 0.6348 of the way from 1 to 2, P84.13 0.3652 of the way from 4 to 10.
    EXPECT_NEAR(*s.at("robust_cv"), 100 * 0.5 * ((4 + 6 * 0.3652) - 1.6348) / 3, 1e-9);
}

TEST(Intensities, LeaveOutValuesThatAreNotFinite) {
    const auto s = statistics({{1, NAN}, {1, INFINITY}, {1, -4}, {1, -2}});
    EXPECT_DOUBLE_EQ(*s.at("mean"), -3);
    EXPECT_EQ(s.at("geometric_mean_positive"), std::nullopt);
    EXPECT_EQ(s.at("robust_cv"), std::nullopt) << "no spread relative to a median that is not positive";
    EXPECT_DOUBLE_EQ(*s.at("sd"), std::sqrt(2.0));
}

TEST(Intensities, AreTheSameInPassesOverTheFileWhereMemoryIsShort) {
    std::vector<std::vector<double>> events;
    for (int i = 0; i < 200000; ++i)
        events.push_back(
            {static_cast<double>(i % 7) - 1, std::sin(i * 0.37) * std::exp(i % 23), i % 5 == 0 ? NAN : -i / 3.0});
    const EventFile file({"FSC-A", "PE-A", "APC-A"}, events);
    GatingStrategy strategy;
    strategy.nodes.push_back(range("/", "Most", "FSC-A", 0));
    strategy.nodes.push_back(range("/Most", "Few", "PE-A", 1e9));
    strategy.nodes.push_back(range("/Most", "None", "PE-A", 1e12));
    GateOptions options;
    options.intensities = true;
    options.threads = 1;
    const auto held = gate_sample(file.data(), strategy, "s", options).intensities;
    options.max_memory_bytes = 3 << 20;  // a column and its values would take 3.2 MB
    const auto streamed = gate_sample(file.data(), strategy, "s", options).intensities;
    ASSERT_EQ(streamed.size(), held.size());
    for (std::size_t i = 0; i < held.size(); ++i)
        EXPECT_EQ(streamed[i].value, held[i].value)
            << held[i].population << " " << held[i].channel << " " << held[i].statistic;
}

TEST(Intensities, AreEmptyWithoutEvents) {
    for (const auto& [name, value] : statistics({{-1, 5}})) EXPECT_EQ(value, std::nullopt) << name;
    EXPECT_EQ(statistics({{1, 5}}).at("sd"), std::nullopt) << "one event has no spread";
    EXPECT_EQ(*statistics({{1, 5}}).at("p95"), 5);
}

TEST(GateSamples, GoOnPastAFileThatFails) {
    const EventFile good({"FSC-A", "PE-A"}, {{1, 1}, {2, 2}});
    const test::TextFolder folder;
    const auto bad = folder.write("bad.fcs", "not an FCS file");
    GatingStrategy strategy;
    strategy.nodes.push_back(range("/", "P", "FSC-A", 2));
    for (const unsigned threads : {1u, 2u, 5u}) {
        std::vector<SampleFile> files;
        for (int i = 0; i < 7; ++i) files.push_back({"s" + std::to_string(i), i == 3 ? bad : good.path()});
        GateOptions options;
        options.threads = threads;
        std::mutex mutex;
        std::uint64_t last = 0;
        TaskControl control;
        control.report = [&](const ProgressUpdate& update) {
            const std::lock_guard lock(mutex);
            EXPECT_EQ(update.done, ++last);
            EXPECT_EQ(update.total, 7u);
            EXPECT_EQ(update.unit, "files");
        };
        const auto outcomes = gate_samples(files, strategy, options, control);
        ASSERT_EQ(outcomes.size(), 7u);
        EXPECT_EQ(last, 7u);
        for (std::size_t i = 0; i < 7; ++i) {
            EXPECT_EQ(outcomes[i].input.sample, "s" + std::to_string(i));
            EXPECT_EQ(outcomes[i].gates.has_value(), i != 3);
            EXPECT_EQ(outcomes[i].error.empty(), i != 3);
            if (i != 3) {
                EXPECT_EQ(outcomes[i].gates->rows[0].count, 1u);
            }
        }
        EXPECT_THAT(outcomes[3].error, HasSubstr("bad.fcs"));
    }
}

TEST(GateSamples, StopWhenAsked) {
    const EventFile good({"FSC-A", "PE-A"}, {{1, 1}});
    std::stop_source stop;
    TaskControl control;
    control.stop = stop.get_token();
    control.report = [&](const ProgressUpdate&) { stop.request_stop(); };
    EXPECT_THROW(gate_samples({{"a", good.path()}, {"b", good.path()}, {"c", good.path()}}, {}, {}, control),
                 Interrupted);
}

TEST(PopulationValues, ComeInEventOrder) {
    const EventFile file({"FSC-A", "PE-A"}, {{5, 3}, {1, 9}, {6, 1}, {7, 2}});
    GatingStrategy strategy;
    strategy.nodes.push_back(range("/", "P", "FSC-A", 5));
    strategy.nodes.push_back(range("/", "M", "CD99", 5));
    const Dimension pe{"PE-A"};
    EXPECT_EQ(population_values(file.data(), strategy, "/P", pe, {}), (std::vector<double>{3, 1, 2}));
    EXPECT_EQ(population_values(file.data(), strategy, "/", pe, {})->size(), 4u);
    EXPECT_EQ(population_values(file.data(), strategy, "/M", pe, {}), std::nullopt);
    EXPECT_EQ(population_values(file.data(), strategy, "/P", {"CD99"}, {}), std::nullopt);
    EXPECT_THROW(population_values(file.data(), strategy, "/Q", pe, {}), GatingError);
}

namespace {

GatingStrategy with_threshold(std::size_t minimum_events) {
    GatingStrategy strategy;
    strategy.nodes.push_back(range("/", "T", "FSC-A", 10));
    RectangleGate gate{{{"PE-A"}}, {{}}, {}, ControlThreshold{"FMO PE", 90, minimum_events, 777}};
    strategy.nodes.push_back({"/T", "PE+", gate, "drawn by AB"});
    return strategy;
}

}  // namespace

TEST(ControlThresholds, ArePercentilesOfThePooledControlsInTheSameParent) {
    std::vector<std::vector<double>> first, second;
    for (int i = 1; i <= 5; ++i) first.push_back({20, 1.0 * i}), second.push_back({20, 5.0 + i});
    first.push_back({1, 1e6});  // outside the parent
    second.push_back({20, NAN});
    const EventFile a({"FSC-A", "PE-A"}, first), b({"FSC-A", "PE-A"}, second);
    const auto result = resolve_control_thresholds(
        with_threshold(10), {{"FMO PE", {{"a", a.path(), a.data()}, {"b", b.path(), b.data()}}}}, {});
    ASSERT_EQ(result.thresholds.size(), 1u);
    EXPECT_EQ(result.thresholds[0].population, "/T/PE+");
    EXPECT_DOUBLE_EQ(result.thresholds[0].value, 9.1);
    EXPECT_EQ(result.thresholds[0].events, 10u);
    EXPECT_FALSE(result.thresholds[0].fallback);
    const auto& gate = std::get<RectangleGate>(result.strategy.nodes[1].gate);
    EXPECT_FALSE(gate.control);
    EXPECT_DOUBLE_EQ(gate.bounds[0].min, 9.1);
    EXPECT_EQ(result.strategy.nodes[1].note, "drawn by AB; min is percentile 90 of 10 events of control FMO PE");
    EXPECT_TRUE(result.findings.empty());
    EXPECT_NO_THROW(validate_strategy(result.strategy, "resolved"));
}

TEST(ControlThresholds, FallBackWithAFindingWhenEventsAreFew) {
    const EventFile file({"FSC-A", "PE-A"}, {{20, 1}});
    const ControlTubes controls = {{"FMO PE", {{"fmo", file.path(), file.data()}}}};
    for (const auto& given : {controls, ControlTubes{}}) {
        const auto result = resolve_control_thresholds(with_threshold(10), given, {});
        EXPECT_TRUE(result.thresholds[0].fallback);
        EXPECT_EQ(result.thresholds[0].events, 0u);
        EXPECT_EQ(std::get<RectangleGate>(result.strategy.nodes[1].gate).bounds[0].min, 777);
        ASSERT_EQ(result.findings.size(), 1u);
        EXPECT_EQ(result.findings[0].code, "G-CONTROL");
        EXPECT_THAT(result.findings[0].message, HasSubstr("expected at least 10; the fallback 777"));
    }
}

TEST(ControlThresholds, UnresolvedUseTheirFallbackAndSaySo) {
    const EventFile file({"FSC-A", "PE-A"}, {{20, 776}, {20, 777}, {20, 800}});
    const auto gates = gate_sample(file.data(), with_threshold(10), "s", {});
    EXPECT_EQ(gates.rows[1].count, 2u);
    EXPECT_THAT(gates.findings, testing::Contains(testing::Field(&Finding::code, "G-CONTROL")));
}
