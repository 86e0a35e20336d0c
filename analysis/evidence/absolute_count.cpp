#include "evidence/absolute_count.hpp"

#include "asparagate/analysis/statistics/proportion.hpp"

#include <boost/math/special_functions/gamma.hpp>

namespace asparagate {
namespace {

constexpr double tail = 0.025;
constexpr double normal_95 = 1.959963984540054;
constexpr double per_1e9_l = 1000;  // 1e9/L = 1000/uL

Concentration problem(std::string text) {
    Concentration none;
    none.problem = std::move(text);
    return none;
}

/// Events of a population of the same sample, or nothing when it is not computable or empty.
std::optional<std::uint64_t> events_of(const GatedIndex& index, const std::string& sample,
                                       const std::string& population) {
    const PopulationRow* row = index.row(sample, population);
    if (row == nullptr || !row->count || *row->count == 0) return std::nullopt;
    return row->count;
}

Concentration from_volume(double events, double volume_ul) {
    Concentration result{events, volume_ul, events / volume_ul, std::nullopt, std::nullopt, 0, std::nullopt, ""};
    result.low = events > 0 ? boost::math::gamma_p_inv(events, tail) / volume_ul : 0;
    result.high = boost::math::gamma_q_inv(events + 1, tail) / volume_ul;
    if (events > 0) result.cv = std::sqrt(1 / events);
    return result;
}

Concentration by_beads(const GatedIndex& index, const AbsoluteCount& count, const PopulationRow& row) {
    const auto beads = events_of(index, row.sample, count.bead_population);
    if (!beads) return problem("no bead events in " + count.bead_population);
    if (count.beads_per_tube <= 0 || count.volume_ul <= 0)
        return problem("beads_per_tube and volume_ul must be positive");
    const double per_bead = count.beads_per_tube / count.volume_ul * count.dilution;
    Concentration result = from_volume(static_cast<double>(*row.count), static_cast<double>(*beads) / per_bead);
    result.volume_variance = 1 / static_cast<double>(*beads);
    if (result.events > 0) result.cv = std::sqrt(1 / result.events + result.volume_variance);
    const ConfidenceInterval share = clopper_pearson(*row.count, *row.count + *beads);
    result.low = share.low / (1 - share.low) * per_bead;
    result.high = share.high < 1 ? std::optional(share.high / (1 - share.high) * per_bead) : std::nullopt;
    return result;
}

Concentration by_volume(const AbsoluteCount& count, const PopulationRow& row) {
    if (count.volume_ul <= 0 || count.dilution <= 0) return problem("volume_ul and dilution must be positive");
    return from_volume(static_cast<double>(*row.count), count.volume_ul / count.dilution);
}

/// Adds an independent relative error to both sides of the interval, on the log scale.
void widen(Concentration& result, double cv) {
    if (cv <= 0 || result.cells_per_ul <= 0) return;
    const auto side = [&](double limit) { return std::hypot(std::log(limit / result.cells_per_ul), normal_95 * cv); };
    if (*result.low > 0) result.low = result.cells_per_ul * std::exp(-side(*result.low));
    result.high = result.cells_per_ul * std::exp(side(*result.high));
}

Concentration by_two_platforms(const GatedIndex& index, const AbsoluteCount& count, const PopulationRow& row) {
    const auto lymphocytes = events_of(index, row.sample, count.lymphocyte_population);
    if (!lymphocytes) return problem("no events in " + count.lymphocyte_population);
    const double lymphocytes_per_ul = count.wbc_1e9_l * per_1e9_l * count.lymphocyte_percent / 100;
    if (lymphocytes_per_ul <= 0) return problem("wbc_1e9_l and lymphocyte_percent must be positive");
    const double volume = static_cast<double>(*lymphocytes) / lymphocytes_per_ul;
    Concentration result{static_cast<double>(*row.count),
                         volume,
                         static_cast<double>(*row.count) / volume,
                         std::nullopt,
                         std::nullopt,
                         0,
                         std::nullopt,
                         ""};
    const double analyser_cv = count.wbc_cv_percent / 100;
    result.volume_variance = analyser_cv * analyser_cv;
    if (*row.count > 0)
        result.cv = std::sqrt(1 / result.events + 1 / static_cast<double>(*lymphocytes) + result.volume_variance);
    if (*row.count > *lymphocytes) return result;
    if (const auto share = wilson_interval(*row.count, *lymphocytes)) {
        result.low = share->low * lymphocytes_per_ul;
        result.high = share->high * lymphocytes_per_ul;
        widen(result, analyser_cv);
    }
    return result;
}

}  // namespace

Concentration concentration(const GatedIndex& index, const AbsoluteCount& count, const PopulationRow& row) {
    if (!row.count) return problem(row.state);
    if (count.platform == "beads") return by_beads(index, count, row);
    if (count.platform == "volumetric") return by_volume(count, row);
    if (count.platform == "dual") return by_two_platforms(index, count, row);
    return problem("unknown platform \"" + count.platform + "\"");
}

bool blood_count_is_late(const AbsoluteCount& count, const DomainRules& rules) {
    return count.platform == "dual" && count.cbc_hours && std::abs(*count.cbc_hours) > rules.cbc_hours;
}

}  // namespace asparagate
