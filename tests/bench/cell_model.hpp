#pragma once
#include "asparagate/fcs/fcs_outline.hpp"
#include "asparagate/fcs/fcs_writer.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

namespace asparagate::bench {

/// Blood as a cytometer sees it: lymphocytes (T, B, NK), monocytes, granulocytes, debris and doublets on five scatter
/// channels, fluorochromes that spill into their neighbours, and Time. Deterministic for a seed.
class CellModel {
public:
    /// @pre n_parameters > 6
    CellModel(std::size_t n_parameters, unsigned seed) : dyes_(n_parameters - 6), random_(seed) {
        std::mt19937 fixed(7);  // the instrument is the same for every sample
        std::uniform_real_distribution<double> share(0.3, 1.0);
        spillover_.values.assign(dyes_ * dyes_, 0);
        for (std::size_t i = 0; i < dyes_; ++i) {
            spillover_.channels.push_back(dye_name(i));
            for (std::size_t j = 0; j < dyes_; ++j) {
                const double distance = std::abs(static_cast<double>(i) - static_cast<double>(j));
                spillover_.values[i * dyes_ + j] =
                    i == j ? 1 : std::round(share(fixed) * 0.22e5 / std::pow(distance, 1.5)) / 1e5;
            }
        }
    }

    [[nodiscard]] std::vector<Parameter> parameters() const {
        std::vector<std::string> names = {"FSC-A", "FSC-H", "FSC-W", "SSC-A", "SSC-H"};
        names.insert(names.end(), spillover_.channels.begin(), spillover_.channels.end());
        names.push_back("Time");
        std::vector<Parameter> parameters(names.size());
        for (std::size_t p = 0; p < names.size(); ++p) {
            parameters[p].index = p + 1;
            parameters[p].name = names[p];
            parameters[p].range = 262144;
        }
        return parameters;
    }
    [[nodiscard]] const SpilloverMatrix& spillover() const { return spillover_; }

    /// The next event; `progress` from 0 to 1 is its place in the run.
    void next(std::vector<float>& event, double progress) {
        enum { lymphocyte, monocyte, granulocyte, debris };
        static constexpr std::array<double, 4> forward = {62000, 95000, 110000, 18000};
        static constexpr std::array<double, 4> side = {22000, 48000, 120000, 9000};
        const double u = uniform();
        const int type = u < 0.55 ? lymphocyte : u < 0.67 ? monocyte : u < 0.9 ? granulocyte : debris;
        const bool doublet = uniform() < 0.04;
        double area = forward[static_cast<std::size_t>(type)] * spread(0.13) * (doublet ? 1.9 : 1);
        const double height = area / 1.25 * spread(0.03) * (doublet ? 0.55 : 1);
        const double scatter = side[static_cast<std::size_t>(type)] * spread(0.22);
        event.assign(dyes_ + 6, 0);
        event[0] = detector(area), event[1] = detector(height);
        event[2] = detector(65536 * spread(0.04) * (doublet ? 1.8 : 1));
        event[3] = detector(scatter), event[4] = detector(scatter / 1.2 * spread(0.03));
        true_values(type == lymphocyte, type == monocyte, type == granulocyte);
        for (std::size_t j = 0; j < dyes_; ++j) {
            double seen = 0;
            for (std::size_t i = 0; i < dyes_; ++i) seen += true_[i] * spillover_.values[i * dyes_ + j];
            seen += normal_(random_) * std::sqrt(std::max(seen, 0.0) * 3 + 3600);
            event[5 + j] = static_cast<float>(std::clamp(seen, -1110.0, 262143.0));
        }
        event[dyes_ + 5] = static_cast<float>(progress * 3600);
    }

private:
    static std::string dye_name(std::size_t i) {
        static const std::array<const char*, 14> names = {
            "FITC-A",  "PE-A",    "APC-A",   "PE-Cy7-A",      "BV421-A",   "BV510-A", "BV605-A",
            "BV650-A", "BV711-A", "BV786-A", "PerCP-Cy5-5-A", "APC-Cy7-A", "AF700-A", "PE-CF594-A"};
        return i < names.size() ? names[i] : "FL" + std::to_string(i + 1) + "-A";
    }
    double uniform() { return uniform_(random_); }
    double spread(double sigma) { return std::exp(sigma * normal_(random_)); }
    static float detector(double value) { return static_cast<float>(std::clamp(value, 0.0, 262143.0)); }

    void true_values(bool lymphocyte, bool monocyte, bool granulocyte) {
        const double u = uniform();
        const bool t = lymphocyte && u < 0.6, b = lymphocyte && u >= 0.6 && u < 0.75,
                   nk = lymphocyte && u >= 0.75 && u < 0.9, cd4 = t && uniform() < 0.64;
        const std::array<bool, 6> core = {t,
                                          b,
                                          nk,
                                          (nk && uniform() < 0.85) || granulocyte,
                                          cd4 || (monocyte && uniform() < 0.5),
                                          (t && !cd4) || (nk && uniform() < 0.3)};
        true_.resize(dyes_);
        for (std::size_t i = 0; i < dyes_; ++i) {
            const double share = 0.15 + 0.5 * static_cast<double>(i * 37 % 10) / 10;
            const bool positive = i < core.size() ? core[i] : uniform() < share;
            const double bright = 12000 * (1 + static_cast<double>(i * 13 % 7) / 4);
            true_[i] = positive ? bright * spread(0.42) : std::abs(normal_(random_)) * 66;
        }
    }

    std::size_t dyes_;
    SpilloverMatrix spillover_;
    std::mt19937_64 random_;
    std::normal_distribution<double> normal_;
    std::uniform_real_distribution<double> uniform_{0, 1};
    std::vector<double> true_;
};

/// Writes a sample of the model as FCS 3.1 in 32-bit floats. From event `distinct` on the same few thousand events
/// repeat, which makes huge files in little time.
inline void write_cells(const std::filesystem::path& path, std::uint64_t n_events, std::size_t n_parameters,
                        unsigned seed, std::uint64_t distinct = UINT64_MAX) {
    CellModel model(n_parameters, seed);
    Keywords keywords;
    keywords.set("$SPILLOVER", format_spillover(model.spillover()));
    FcsWriter writer(path, model.parameters(), keywords, n_events);
    std::vector<float> event, kept;
    constexpr std::uint64_t together = 4096;
    for (std::uint64_t first = 0; first < n_events; first += together) {
        const std::uint64_t n = std::min(together, n_events - first);
        if (first < distinct) {
            kept.clear();
            for (std::uint64_t i = 0; i < n; ++i) {
                model.next(event, static_cast<double>(first + i) / static_cast<double>(n_events));
                kept.insert(kept.end(), event.begin(), event.end());
            }
        }
        writer.append(std::span(kept).first(n * n_parameters));
    }
    writer.finish();
}

}  // namespace asparagate::bench
