#pragma once
#include "asparagate/gating/strategy.hpp"

namespace asparagate::detail {

/// The gates of one sample, as programs keep them that give every sample a tree of its own.
struct SampleTree {
    std::string sample;           ///< the name of its FCS file
    std::vector<GateNode> nodes;  ///< parents before children
    std::string compensation = file_compensation;
};

/// Puts many trees into one strategy: the union of their populations, each with the gate (and all with the
/// compensation) that most samples have, the first of equals; and a version for every sample that differs. `reason`
/// says in the versions why. What does not fit together is a finding of `file`: X-TREE where a sample lacks a
/// population, or defines it so differently that it is left out.
void merge_sample_trees(const std::vector<SampleTree>& trees, const std::string& reason, const std::string& file,
                        GatingStrategy& strategy, Findings& findings);

}  // namespace asparagate::detail
