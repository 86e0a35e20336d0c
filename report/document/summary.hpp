#pragma once
#include "document/content.hpp"

#include <string>
#include <vector>

namespace asparagate {

/// The first screen: restored k of n with its exact interval, what was found, what this n cannot show, and the
/// patients with their state.
Blocks summary_blocks(const Evidence& evidence);

/// One or two sentences each: activity, antibodies or cells, and the limits of the design.
std::vector<std::string> summary_sentences(const Evidence& evidence);

/// File of a patient's sheet, relative to the report; ids that differ only in characters a file name cannot hold are
/// numbered.
std::string patient_file(const Evidence& evidence, const std::string& patient);

}  // namespace asparagate
