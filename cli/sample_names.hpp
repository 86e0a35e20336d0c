#pragma once
#include <string>
#include <vector>

namespace asparagate::cli {

/// The names of the samples in `files`, in their order: the file's name without extension; where that repeats, with as
/// many folders as tell them apart.
std::vector<std::string> sample_names(const std::vector<std::string>& files);

}  // namespace asparagate::cli
