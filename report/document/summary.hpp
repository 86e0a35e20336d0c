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

/// File of a patient's sheet, relative to the report; ids that differ only in case or in characters a file name
/// cannot hold are told apart by the first digits of their SHA-256, which no other patient and no order changes.
std::string patient_file(const Evidence& evidence, const std::string& patient);

}  // namespace asparagate
