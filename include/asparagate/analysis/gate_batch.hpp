#pragma once
#include "asparagate/gating/engine.hpp"

#include <functional>

namespace asparagate {

struct BatchOptions {
    GateOptions gate;
    std::filesystem::path resume;             ///< folder of finished samples; empty = keep and reuse none
    std::filesystem::path membership_folder;  ///< DIR/<sample>.csv for each sample; empty = none
    bool force = false;                       ///< gate again what is complete
};

struct BatchOutcome {
    SampleOutcome outcome;  ///< without bitmaps: memberships go to their files
    bool reused = false;
};

/// Gates files in groups small enough for memory, goes on past a failing one, and hands each outcome to `take` in
/// input order. With `resume`, a sample finished before from the same file (SHA-256), strategy, options and program is
/// not gated again; its membership file must still have the bytes that were written.
/// @throws Interrupted, OutputError
void gate_batch(const std::vector<SampleFile>& files, const GatingStrategy& strategy, const BatchOptions& options,
                const TaskControl& control, const std::function<void(BatchOutcome)>& take);

}  // namespace asparagate
