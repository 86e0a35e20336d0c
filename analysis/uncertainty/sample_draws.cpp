#include "uncertainty/sample_draws.hpp"

#include "run/parallel.hpp"

#include <nlohmann/json.hpp>

#include <atomic>

namespace asparagate {
namespace {

using nlohmann::json;

void add(SampleWish& wish, const std::vector<PopulationInfo>& known, const std::string& path, bool with_parent) {
    const auto info =
        std::find_if(known.begin(), known.end(), [&](const PopulationInfo& one) { return one.path == path; });
    if (info == known.end()) return;
    const bool listed = std::any_of(wish.populations.begin(), wish.populations.end(),
                                    [&](const auto& population) { return population.path == path; });
    if (!listed) wish.populations.push_back({path, info->parent});
    if (with_parent) add(wish, known, info->parent, false);
}

/// The fluorescence channel that a marker means, of those whose medians `gate_sample` tells.
std::optional<std::size_t> median_channel(const DataSet& data_set, const GatingStrategy& strategy,
                                          const std::string& marker) {
    std::vector<Parameter> told;
    std::vector<std::size_t> positions;
    for (std::size_t p = 0; p < data_set.parameters().size(); ++p) {
        const Parameter& parameter = data_set.parameters()[p];
        if (!parameter.is_fluorescence()) continue;
        told.emplace_back();
        told.back().name = parameter.name;
        told.back().marker = parameter.marker;
        positions.push_back(p);
    }
    const auto found = resolve_channel(strategy, told, marker);
    return found ? std::optional(positions[*found]) : std::nullopt;
}

template <class Value>
json to_json(const std::vector<std::optional<Value>>& values) {
    json result = json::array();
    for (const auto& value : values) result.push_back(value ? json(*value) : json());
    return result;
}

template <class Value>
std::vector<std::optional<Value>> from_json(const json& stored) {
    std::vector<std::optional<Value>> values;
    for (const json& value : stored)
        values.push_back(value.is_null() ? std::nullopt : std::optional(value.get<Value>()));
    return values;
}

}  // namespace

SampleWish sample_wish(const Study& study, const StudySample& sample) {
    SampleWish wish;
    const std::vector<PopulationInfo> known = study.strategy_for(sample.tube).populations();
    for (const Feature& feature : study.features) {
        if (feature.tube != sample.tube) continue;
        add(wish, known, feature.population, true);
        const bool listed = std::any_of(wish.medians.begin(), wish.medians.end(), [&](const auto& median) {
            return median.population == feature.population && median.marker == feature.channel;
        });
        if (feature.measure == "median" && !listed) wish.medians.push_back({feature.population, feature.channel});
    }
    if (wish.empty()) return wish;
    for (const AbsoluteCount& count : study.counts) {
        if (count.sample != sample.id) continue;
        add(wish, known, count.bead_population, false);
        add(wish, known, count.lymphocyte_population, false);
    }
    return wish;
}

std::string SampleWish::key() const {
    std::string text;
    for (const Population& population : populations) text += '\n' + population.path;
    for (const Median& median : medians) text += '\n' + median.population + '\n' + median.marker;
    return text;
}

void SampleDraws::append_rows(const std::string& sample, const SampleWish& wish, const DetectionLimits& limits,
                              std::size_t draw, GatedStudy& to) const {
    const auto count_of = [&](const std::string& path) -> std::optional<std::uint64_t> {
        if (path == "/") return n_events;
        for (std::size_t p = 0; p < wish.populations.size(); ++p)
            if (wish.populations[p].path == path) return counts[p][draw];
        return std::nullopt;
    };
    for (std::size_t p = 0; p < wish.populations.size(); ++p) {
        const auto& [path, parent] = wish.populations[p];
        const std::optional<std::uint64_t> count = counts[p][draw];
        to.populations.push_back({sample, path, parent, "", count, count_of(parent), n_events,
                                  count ? detection_state(*count, limits) : "not computable"});
    }
    for (const Median& median : medians)
        to.intensities.push_back(
            {sample, median.population, median.channel, median.marker, "median", median.values[draw]});
}

SampleDraws draw_sample(const GateMoves& moves, const ThresholdDraws& thresholds, const StudySample& sample,
                        const DataSet& data_set, const SampleWish& wish, std::size_t draws, const GateOptions& options,
                        const TaskControl& control) {
    SampleDraws result;
    result.n_events = data_set.n_events();
    result.counts.assign(wish.populations.size(), std::vector<std::optional<std::uint64_t>>(draws + 1));
    RegatingWish asked;
    for (const auto& population : wish.populations) asked.populations.push_back(population.path);
    for (const auto& median : wish.medians) {
        const auto channel = median_channel(data_set, moves.strategy(), median.marker);
        if (!channel) continue;
        asked.medians.push_back({median.population, *channel});
        const Parameter& parameter = data_set.parameters()[*channel];
        result.medians.push_back({median.population, parameter.name, parameter.marker, {}});
        result.medians.back().values.resize(draws + 1);
    }
    const auto strategy_of = [&](std::size_t draw) {
        GatingStrategy strategy = moves.moved(draw);
        thresholds.put(strategy, draw);
        return strategy_for_sample(strategy, sample.id, sample.file);
    };
    const Regating regating(data_set, strategy_of(0), sample.id, asked, options);
    std::atomic<std::size_t> done = 0;
    parallel_items(draws + 1, {std::max(options.threads, 1u), 1}, control, [&](std::size_t draw) {
        const Regated regated = regating.gate(strategy_of(draw));
        for (std::size_t p = 0; p < regated.counts.size(); ++p) result.counts[p][draw] = regated.counts[p];
        for (std::size_t m = 0; m < regated.medians.size(); ++m) result.medians[m].values[draw] = regated.medians[m];
        control.update({"", "", "draws", ++done, draws + 1});
    });
    return result;
}

std::string format_draws(const SampleDraws& draws) {
    json counts = json::array(), medians = json::array();
    for (const auto& of_population : draws.counts) counts.push_back(to_json(of_population));
    for (const auto& median : draws.medians)
        medians.push_back({{"population", median.population},
                           {"channel", median.channel},
                           {"marker", median.marker},
                           {"values", to_json(median.values)}});
    return json{{"n_events", draws.n_events}, {"counts", std::move(counts)}, {"medians", std::move(medians)}}.dump(
        -1, ' ', false, json::error_handler_t::replace);
}

SampleDraws parse_sample_draws(const std::string& text) {
    try {
        const json stored = json::parse(text);
        SampleDraws draws;
        draws.n_events = stored.at("n_events").get<std::uint64_t>();
        for (const json& of_population : stored.at("counts"))
            draws.counts.push_back(from_json<std::uint64_t>(of_population));
        for (const json& median : stored.at("medians"))
            draws.medians.push_back({median.at("population").get<std::string>(),
                                     median.at("channel").get<std::string>(), median.at("marker").get<std::string>(),
                                     from_json<double>(median.at("values"))});
        return draws;
    } catch (const json::exception& error) {
        throw Error(ErrorKind::input, std::string("cached draws: ") + error.what());
    }
}

}  // namespace asparagate
