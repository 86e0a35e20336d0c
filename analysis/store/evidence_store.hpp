#pragma once
#include "store/hdf5_file.hpp"

#include "asparagate/analysis/evidence.hpp"

namespace asparagate {

/// Everything of the evidence but its provenance (which holds times) as groups of one HDF5 file. read_evidence gives
/// back an equal value.
void store_evidence(const Evidence& evidence, Hdf5File& file);
/// @throws Error(input)
Evidence read_evidence(const Hdf5File& file, const std::string& name);

}  // namespace asparagate
