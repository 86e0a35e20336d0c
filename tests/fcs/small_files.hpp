#pragma once
#include "fcs/data_set_model.hpp"

namespace asparagate::test {

struct SmallFile {
    std::string name;
    std::vector<DataSetModel> data_sets;
};

/// Twelve conforming files of a few hundred bytes that together use every version, data type, kind of byte order,
/// segment and scale: what the robustness tests break and the fuzz targets start from.
std::vector<SmallFile> small_files();

}  // namespace asparagate::test
