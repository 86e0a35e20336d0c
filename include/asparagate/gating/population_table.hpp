#pragma once
#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

namespace asparagate {

/// Detection class of a count (DOMAIN 3.5): 0 `ND`, below LOD `trace`, LOD to below LLOQ
/// `detected, not quantified`, from LLOQ on `quantified`.
struct DetectionLimits {
    std::uint64_t lod = 20;
    std::uint64_t lloq = 50;
};
std::string detection_state(std::uint64_t count, const DetectionLimits& limits);

struct ProportionInterval {
    double low;
    double high;
};
/// Wilson score interval of count/n as proportions at 95 %; nullopt for n = 0.
std::optional<ProportionInterval> wilson_interval(std::uint64_t count, std::uint64_t n);

/// One population of one sample: a row of the `gate` table. `count` is empty where the population is not computable
/// (a marker the file lacks); `state` then says `not computable: ...`.
struct PopulationRow {
    std::string sample;
    std::string population;
    std::string parent;
    std::string gate;
    std::optional<std::uint64_t> count;
    std::optional<std::uint64_t> parent_count;
    std::uint64_t total_count = 0;
    std::string state;

    [[nodiscard]] std::optional<double> percent_of_parent() const;
    [[nodiscard]] std::optional<double> percent_of_total() const;
};

/// One statistic of one channel in one population.
struct IntensityRow {
    std::string sample;
    std::string population;
    std::string channel;
    std::string marker;
    std::string statistic;           ///< named by its definition: docs/cli.md
    std::optional<double> value;     ///< empty where undefined
};

enum class TableFormat { csv, tsv, json };

/// Columns sample,population,parent,gate,count,parent_count,total_count,percent_of_parent,percent_of_total,ci_low,
/// ci_high,state; percentages 0-100; empty where undefined, never NaN. JSON: {"schema":"asparagate.gate/1","rows":[]}.
void write_population_table(std::ostream& out, const std::vector<PopulationRow>& rows, TableFormat format);
/// Columns sample,population,channel,marker,statistic,value.
void write_intensity_table(std::ostream& out, const std::vector<IntensityRow>& rows, TableFormat format);

}  // namespace asparagate
