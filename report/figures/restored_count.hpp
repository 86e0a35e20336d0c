#pragma once
#include "asparagate/analysis/evidence.hpp"

namespace asparagate {

/// Patients whose activity was restored by the study's rule. Patients that cannot be judged are in neither number.
struct RestoredCount {
    std::size_t restored = 0;
    std::size_t evaluable = 0;
    std::size_t not_evaluable = 0;
};
RestoredCount restored_count(const Evidence& evidence);

}  // namespace asparagate
