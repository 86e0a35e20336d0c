#pragma once
#include "simulation/tube_writer.hpp"

#include <filesystem>
#include <span>
#include <string>

namespace asparagate::simulation {

/// tables/*.csv with the columns of docs/study.md. They do not depend on the seed.
void write_study_tables(const Settings& settings, std::span<const TubePlan> plans, const std::filesystem::path& folder);

/// truth/effects.csv and truth/populations.csv; `truths` follow `plans`.
void write_truth_tables(const Settings& settings, std::span<const TubePlan> plans, std::span<const TubeTruth> truths,
                        const std::filesystem::path& folder);

/// File name of a sample below fcs/.
std::string fcs_file_name(const TubePlan& plan);

}  // namespace asparagate::simulation
