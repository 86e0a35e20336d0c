#include "uncertainty/conclusion_band.hpp"

#include "evidence/comparison_tests.hpp"
#include "statistics/midranks.hpp"

#include "asparagate/analysis/statistics/significance.hpp"
#include "asparagate/analysis/statistics/summary.hpp"
#include "asparagate/fcs/number.hpp"

namespace asparagate {
namespace {

int sign(double value) {
    return value > 0 ? 1 : value < 0 ? -1 : 0;
}

std::string of(std::size_t some, std::size_t all) {
    if (some == 0) return "none of " + std::to_string(all);
    if (some == all) return "all " + std::to_string(all);
    return std::to_string(some) + " of " + std::to_string(all);
}

/// How often the draws agree with the gates as drawn.
struct Agreement {
    double holding_share = 0;
    std::size_t draws = 0, tested = 0, same_direction = 0, below_alpha = 0;
    bool has_direction = false, is_below = false;

    [[nodiscard]] bool holds(std::size_t some) const {
        return static_cast<double>(some) >= holding_share * static_cast<double>(draws);
    }
    [[nodiscard]] std::size_t same_verdict() const { return is_below ? below_alpha : tested - below_alpha; }
    [[nodiscard]] bool direction_holds() const { return !has_direction || holds(same_direction); }
    [[nodiscard]] bool verdict_holds() const { return holds(same_verdict()); }
};

std::string untested_sentence(const Agreement& agreement) {
    const std::string sentence = "not tested with the gates as drawn";
    if (agreement.tested == 0) return sentence;
    return sentence + "; it could be tested in " + of(agreement.tested, agreement.draws) + " draws";
}

std::string verdict_part(const ConclusionBand& conclusion, const Agreement& agreement, double alpha) {
    const std::string limit = "p <= " + format_number(alpha);
    const std::string part = limit + " in " + of(agreement.below_alpha, agreement.draws) + " draws";
    if (cannot_reach(conclusion.p_min_attainable, alpha))
        return part + " (these n allow no p below " + short_text(*conclusion.p_min_attainable) + ")";
    return part + " (p = " + short_text(*conclusion.p) + " as drawn)";
}

std::string sentence(const ConclusionBand& conclusion, const Agreement& agreement, double alpha) {
    std::string text;
    if (!conclusion.changes)
        text = "holds within the tolerance of the gates: ";
    else if (agreement.direction_holds())
        text = "rests on where the gates lie: ";
    else
        text = agreement.verdict_holds() ? "the direction rests on where the gates lie: "
                                         : "direction and verdict rest on where the gates lie: ";
    text += agreement.has_direction ? "same direction in " + of(agreement.same_direction, agreement.draws) + " draws, "
                                    : "no direction as drawn, ";
    text += verdict_part(conclusion, agreement, alpha);
    if (agreement.tested < agreement.draws)
        text += "; no test possible in " + of(agreement.draws - agreement.tested, agreement.draws) + " draws";
    return text;
}

}  // namespace

double explained_share(const std::vector<TestDraw>& draws, const std::vector<double>& places) {
    std::vector<double> x, y;
    for (std::size_t i = 0; i < draws.size(); ++i)
        if (draws[i].estimate) x.push_back(places[i]), y.push_back(*draws[i].estimate);
    if (x.empty()) return 0;
    const auto centred_ranks = [](const std::vector<double>& values) {
        std::vector<double> ranks;
        for (const std::int64_t doubled : midranks(values).doubled)
            ranks.push_back(static_cast<double>(doubled) - static_cast<double>(values.size() + 1));
        return ranks;
    };
    x = centred_ranks(x);
    y = centred_ranks(y);
    double xx = 0, yy = 0, xy = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        xx += x[i] * x[i];
        yy += y[i] * y[i];
        xy += x[i] * y[i];
    }
    return xx > 0 && yy > 0 ? xy * xy / (xx * yy) : 0;
}

DrawBand band_of(const std::vector<double>& values) {
    if (values.empty()) return {};
    return {quantile(values, 0.025), quantile(values, 0.975)};
}

/// Ends that are values of the draws: a p between two attainable ones would be none.
DrawBand band_of_occurring(std::vector<double> values) {
    if (values.empty()) return {};
    std::sort(values.begin(), values.end());
    const std::size_t n = values.size();
    return {values[(25 * n + 999) / 1000 - 1], values[(975 * n + 999) / 1000 - 1]};
}

void set_conclusion(ConclusionBand& conclusion, const std::vector<TestDraw>& draws, const StudySettings& settings) {
    const double alpha = settings.alpha;
    Agreement agreement;
    agreement.holding_share = settings.uncertainty.holding_share;
    agreement.draws = draws.size();
    agreement.has_direction = conclusion.estimate && *conclusion.estimate != 0;
    agreement.is_below = conclusion.p && is_significant(*conclusion.p, alpha);
    std::vector<double> estimates, ps;
    for (const TestDraw& draw : draws) {
        if (draw.estimate) estimates.push_back(*draw.estimate);
        agreement.same_direction +=
            agreement.has_direction && draw.estimate && sign(*draw.estimate) == sign(*conclusion.estimate);
        if (!draw.p) continue;
        ps.push_back(*draw.p);
        agreement.below_alpha += is_significant(*draw.p, alpha);
    }
    agreement.tested = ps.size();
    conclusion.draws = ps.size();
    const DrawBand estimate = band_of(estimates), p = band_of_occurring(ps);
    conclusion.estimate_low = estimate.low;
    conclusion.estimate_high = estimate.high;
    conclusion.p_low = p.low;
    conclusion.p_high = p.high;
    if (!conclusion.p) {
        conclusion.note = untested_sentence(agreement);
        return;
    }
    const auto share = [](std::size_t some, std::size_t all) -> std::optional<double> {
        if (all == 0) return std::nullopt;
        return static_cast<double>(some) / static_cast<double>(all);
    };
    if (agreement.has_direction) conclusion.same_direction = share(agreement.same_direction, estimates.size());
    conclusion.below_alpha = share(agreement.below_alpha, ps.size());
    conclusion.changes = !agreement.direction_holds() || !agreement.verdict_holds();
    conclusion.note = sentence(conclusion, agreement, alpha);
}

}  // namespace asparagate
