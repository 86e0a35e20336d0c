// Random trees on random and adversarial events against the plain reference engine, to the event.
#include "asparagate/gating/engine.hpp"
#include "fcs/fcs_builder.hpp"
#include "instruction_sets.hpp"
#include "reference_engine.hpp"

#include <gtest/gtest.h>
#include <array>
#include <cmath>
#include <random>
#include <set>

using namespace asparagate;
using test::ReferenceEngine;

namespace {

const std::vector<std::string> channels = {"FSC-A", "SSC-A", "FITC-A", "PE-A", "APC-A", "BV421-A"};

/// Strategies with every kind of gate in either unit, and the values at which their edges lie.
class Generator {
public:
    explicit Generator(unsigned seed) : random_(seed) {
        strategy_.transforms = {{"logicle", LogicleTransform::make(262144, 0.5, 4.5, 0)},
                                {"asinh", AsinhTransform{262144, 4, 0.5}},
                                {"log", LogTransform{262144, 5}},
                                {"linear", LinearTransform{262144, 100}},
                                {"hyperlog", HyperlogTransform::make(262144, 0.7, 4.5, 0.2)},
                                {"biex", BiexTransform::make(262144, 4.4, 0.5, -30)},
                                {"bounded", BoundedTransform{LogicleTransform{}, 0.1, 0.8}},
                                {"bounded log", BoundedTransform{LogTransform{262144, 5}, 0.2, 1}}};
        strategy_.matrices["dyes"] = {{"Dye 1", "Dye 2"}, {"FITC-A", "PE-A", "APC-A"}, {1, 0.2, 0.1, 0.05, 1, 0.3}};
        strategy_.ratios["ratio"] = {"PE-A", "FSC-A", 1000, 5, -3};
        strategy_.scales = {{"default", "logicle"}, {"APC-A", "asinh"}, {"SSC-A", "linear"}};
    }

    GatingStrategy strategy(int n_nodes) {
        for (int i = 0; i < n_nodes; ++i) {
            const auto populations = strategy_.populations();
            const std::size_t parent = pick(populations.size() + 1);
            GateNode node{parent == 0 ? "/" : populations[parent - 1].path, name(i, 4), gate(populations), ""};
            if (auto* quadrant = std::get_if<QuadrantGate>(&node.gate))
                for (std::size_t q = 0; q < quadrant->quadrants.size(); ++q)
                    quadrant->quadrants[q].name = name(i, static_cast<int>(q));
            strategy_.nodes.push_back(std::move(node));
        }
        validate_strategy(strategy_, "random");
        return strategy_;
    }

    /// A value of channel `c`: anywhere, or on an edge of some gate, or a hair beside it.
    double value(std::size_t c) {
        const auto& edges = edges_[c];
        const double u = uniform(0, 1);
        if (u < 0.001) return std::nan("");
        if (u < 0.002) return u < 0.0015 ? INFINITY : -INFINITY;
        if (u < 0.4 && !edges.empty()) {
            double v = edges[pick(edges.size())];
            for (std::size_t steps = pick(4); steps-- > 0;) v = std::nextafter(v, u < 0.2 ? INFINITY : -INFINITY);
            return v;
        }
        return data();
    }

private:
    static std::string name(int node, int quadrant) { return std::to_string(node * 10 + quadrant); }
    std::size_t pick(std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random_); }
    double uniform(double low, double high) { return std::uniform_real_distribution<double>(low, high)(random_); }
    double data() { return pick(3) == 0 ? uniform(-2000, 2000) : std::exp(uniform(0, std::log(262144.0))); }

    Dimension dimension(bool allow_log) {
        static const std::vector<std::string> further = {"asinh", "hyperlog", "biex", "bounded"};
        const std::string logarithmic = pick(2) == 0 ? "log" : "bounded log";
        const std::string transform = pick(2) != 0                ? ""
                                      : allow_log && pick(3) == 0 ? logarithmic
                                                                  : further[pick(further.size())];
        const std::size_t source = pick(12);
        if (source == 0) return {"ratio", transform, pick(2) == 0 ? "" : uncompensated, true};
        if (source == 1) return {pick(2) == 0 ? "Dye 1" : "Dye 2", transform, "dyes"};
        return {channels[pick(channels.size())], transform, source > 4 ? "" : uncompensated};
    }
    const Transform& transform(const Dimension& d) const {
        Parameter parameter;
        parameter.name = d.channel;
        return strategy_.transform_for(d, parameter);
    }
    /// Where the edges of a dimension are remembered: its channel, or the first where it has none of its own.
    std::size_t channel(const Dimension& d) const {
        const auto found = std::find(channels.begin(), channels.end(), d.channel);
        return found == channels.end() ? 0 : static_cast<std::size_t>(found - channels.begin());
    }
    /// A coordinate in the gate's units; remembers where it lies in the data.
    double coordinate(const Dimension& d, GateUnits units) {
        const double at = data(), scale = asparagate::apply(transform(d), at);
        const bool scaled = units == GateUnits::scale && std::isfinite(scale);
        edges_[channel(d)].push_back(scaled ? asparagate::inverse(transform(d), scale) : at);
        return units == GateUnits::data ? at : scaled ? scale : 0.5;
    }
    Interval interval(const Dimension& d, GateUnits units) {
        double a = coordinate(d, units), b = coordinate(d, units);
        if (a == b) b = a + 1;
        Interval result{std::min(a, b), std::max(a, b)};
        if (pick(4) == 0) result.min = -INFINITY;
        if (pick(4) == 0) result.max = INFINITY;
        return result;
    }

    /// The simple crossing, or up to three dividers of up to three values with any populations.
    QuadrantGate quadrant(const Dimension& x, const Dimension& y, GateUnits units) {
        if (pick(2) == 0)
            return QuadrantGate::crossing({x, y}, {coordinate(x, units), coordinate(y, units)},
                                          {"a", "b", pick(2) == 0 ? "" : "c", "d"}, units);
        QuadrantGate result{{}, {}, units};
        for (std::size_t n = 1 + pick(3); n-- > 0;) {
            const Dimension d = dimension(true);
            std::set<double> values;
            for (std::size_t k = 1 + pick(3); k-- > 0;) values.insert(coordinate(d, units));
            result.dividers.push_back({d, {values.begin(), values.end()}});
        }
        for (std::size_t q = 1 + pick(5); q-- > 0;) {
            QuadrantGate::Quadrant part{"q", {}};
            for (const auto& divider : result.dividers)
                part.intervals.push_back(static_cast<int>(pick(divider.values.size() + 2)) - 1);
            result.quadrants.push_back(part);
        }
        return result;
    }

    Gate gate(const std::vector<PopulationInfo>& populations) {
        const GateUnits units = pick(2) == 0 ? GateUnits::data : GateUnits::scale;
        const std::size_t kind = pick(populations.size() < 2 ? 5 : 6);
        if (kind <= 1) {
            RectangleGate result{{}, {}, units, {}};
            for (std::size_t d = 0; d <= kind + pick(2); ++d) {
                result.dimensions.push_back(dimension(true));
                result.bounds.push_back(interval(result.dimensions.back(), units));
            }
            return result;
        }
        if (kind == 5) {
            BooleanGate result{pick(2) == 0 ? BooleanGate::Operation::all_of : BooleanGate::Operation::any_of, {}};
            for (std::size_t n = 1 + pick(3); n-- > 0;)
                result.operands.push_back({populations[pick(populations.size())].path, pick(2) == 0});
            return result;
        }
        const Dimension x = dimension(kind == 4), y = dimension(kind == 4);
        if (kind == 4) return quadrant(x, y, units);
        if (kind == 2) {
            PolygonGate result{{x, y}, {}, units};
            for (std::size_t n = 3 + pick(6); n-- > 0;)
                result.vertices.push_back({coordinate(x, units), coordinate(y, units)});
            return result;
        }
        const double sx = uniform(0.05, 0.4), sy = uniform(0.05, 0.4), r = uniform(-0.9, 0.9);
        const double fx = 1 / asparagate::apply(transform(x), 262144.0),
                     fy = 1 / asparagate::apply(transform(y), 262144.0);
        return EllipsoidGate{{x, y},
                             {uniform(0, 0.8) / fx, uniform(0, 0.8) / fy},
                             {sx * sx / fx / fx, r * sx * sy / fx / fy, r * sx * sy / fx / fy, sy * sy / fy / fy},
                             uniform(0.5, 4)};
    }

    std::mt19937 random_;
    GatingStrategy strategy_;
    std::array<std::vector<double>, 6> edges_;
};

struct Case {
    GatingStrategy strategy;
    FcsFile file;
    std::vector<std::vector<double>> columns;
    [[nodiscard]] const DataSet& data() const { return file.data_set(); }
};

/// The words of the events, row after row, and the values that they hold.
template <class Word>
std::string rows_of(Generator& generator, std::size_t n_events, std::vector<std::vector<double>>& columns) {
    std::vector<Word> words;
    for (std::size_t event = 0; event < n_events; ++event)
        for (std::size_t c = 0; c < channels.size(); ++c) {
            words.push_back(static_cast<Word>(generator.value(c)));
            columns[c][event] = words.back();
        }
    return {reinterpret_cast<const char*>(words.data()), words.size() * sizeof(Word)};
}

/// In doubles, or, for seeds that 3 divides, in floats, which the engine reads on another way.
Case make_case(unsigned seed, std::size_t n_events, int n_nodes) {
    Generator generator(seed);
    Case result;
    result.strategy = generator.strategy(n_nodes);
    result.columns.assign(channels.size(), std::vector<double>(n_events));
    const bool floats = seed % 3 == 0;
    test::FcsBuilder builder;
    builder.version("3.1").datatype(floats ? 'F' : 'D');
    for (const std::string& channel : channels) builder.parameter(channel);
    if (seed % 2 == 0) builder.keyword("$SPILLOVER", "3,FITC-A,PE-A,APC-A,1,0.2,0,0.1,1,0.03,0,0.01,1");
    builder.data(floats ? rows_of<float>(generator, n_events, result.columns)
                        : rows_of<double>(generator, n_events, result.columns),
                 n_events);
    result.file = FcsFile::from_bytes(builder.bytes());
    return result;
}

/// Populations, and events in them, where the engine and the plain one differ; "" when nowhere.
std::string difference_from_plain_engine(const Case& c, const SampleGates& gates) {
    const ReferenceEngine reference(c.strategy, c.data().parameters(), c.columns,
                                    compensation_for(c.data(), c.strategy, {}));
    std::string text;
    for (std::size_t row = 0; row < gates.rows.size(); ++row) {
        const auto& expected = reference.members(gates.rows[row].population);
        std::size_t different = 0;
        for (std::size_t event = 0; event < expected.size(); ++event)
            different += gates.memberships[row][event] != (expected[event] != 0);
        if (different > 0)
            text += gates.rows[row].population + " (" + gates.rows[row].gate + "): " + std::to_string(different) + "\n";
    }
    return text;
}

}  // namespace

TEST(RandomStrategies, EqualThePlainEngineToTheEvent) {
    std::size_t members = 0;
    for (unsigned seed = 1; seed <= 24; ++seed) {
        const Case c = make_case(seed, 5000, 14);
        GateOptions options;
        options.memberships = true;
        const auto gates = gate_sample(c.data(), c.strategy, "s", options);
        EXPECT_EQ(difference_from_plain_engine(c, gates), "") << "seed " << seed << "\n" << format_strategy(c.strategy);
        for (const auto& row : gates.rows) members += *row.count;
    }
    EXPECT_GT(members, 100000u) << "the trees are not empty";
}

TEST(RandomStrategies, EqualThePlainEngineOnTenMillionEvents) {
    constexpr int seeds = 250;
    constexpr std::size_t n_events = 40000;
    std::vector<std::string> different(seeds);
#pragma omp parallel for schedule(dynamic)
    for (int i = 0; i < seeds; ++i) {
        const auto seed = static_cast<unsigned>(1000 + i);
        const Case c = make_case(seed, n_events, 6);
        GateOptions options;
        options.memberships = true;
        options.threads = 1;
        options.block_events = std::array<std::size_t, 4>{64, 1000, 4096, 65536}[seed % 4];
        different[static_cast<std::size_t>(i)] =
            difference_from_plain_engine(c, gate_sample(c.data(), c.strategy, "s", options));
    }
    for (std::size_t i = 0; i < different.size(); ++i) EXPECT_EQ(different[i], "") << "seed " << 1000 + i;
}

TEST(RandomStrategies, AreTheSameBitsOnEverySetOfInstructions) {
    for (unsigned seed = 300; seed < 306; ++seed) {
        const Case c = make_case(seed, 20000, 12);
        GateOptions options;
        options.memberships = options.intensities = true;
        const auto usual = gate_sample(c.data(), c.strategy, "s", options);
        test::for_each_instruction_set([&](const char* name) {
            const auto gates = gate_sample(c.data(), c.strategy, "s", options);
            EXPECT_EQ(gates.memberships, usual.memberships) << name << ", seed " << seed;
            ASSERT_EQ(gates.intensities.size(), usual.intensities.size());
            for (std::size_t i = 0; i < gates.intensities.size(); ++i)
                ASSERT_EQ(gates.intensities[i].value, usual.intensities[i].value) << name;
        });
    }
}

TEST(RandomStrategies, AreTheSameBitsForAnyThreadCountAndBlockSize) {
    for (unsigned seed = 100; seed < 103; ++seed) {
        const Case c = make_case(seed, 100000, 12);  // several stretches of 16,384 events
        GateOptions options;
        options.memberships = options.intensities = true;
        options.threads = 1;
        const auto first = gate_sample(c.data(), c.strategy, "s", options);
        for (const unsigned threads : {2u, 3u, 8u})
            for (const std::size_t block : {1u, 64u, 1000u, 4096u, 65536u}) {
                if (block == 1 && threads != 8) continue;
                options.threads = threads;
                options.block_events = block;
                const auto again = gate_sample(c.data(), c.strategy, "s", options);
                EXPECT_EQ(again.memberships, first.memberships) << threads << " threads, blocks of " << block;
                ASSERT_EQ(again.intensities.size(), first.intensities.size());
                for (std::size_t i = 0; i < again.rows.size(); ++i) EXPECT_EQ(again.rows[i].count, first.rows[i].count);
                for (std::size_t i = 0; i < again.intensities.size(); ++i)
                    ASSERT_EQ(again.intensities[i].value, first.intensities[i].value);
            }
    }
}

TEST(RandomStrategies, ReadBackEqualAfterWriting) {
    for (unsigned seed = 200; seed < 230; ++seed) {
        const GatingStrategy strategy = Generator(seed).strategy(15);
        const std::string text = format_strategy(strategy);
        EXPECT_EQ(parse_strategy(text, "s"), strategy) << text;
        EXPECT_EQ(strategy_hash(parse_strategy(text, "s")), strategy_hash(strategy));
    }
}
