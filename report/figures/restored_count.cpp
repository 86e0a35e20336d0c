#include "figures/restored_count.hpp"

namespace asparagate {

RestoredCount restored_count(const Evidence& evidence) {
    RestoredCount count;
    for (const PatientEvidence& patient : evidence.patients) {
        switch (patient.restored) {
            case Restoration::restored:
                ++count.restored, ++count.evaluable;
                break;
            case Restoration::not_restored:
                ++count.evaluable;
                break;
            case Restoration::not_evaluable:
                ++count.not_evaluable;
                break;
        }
    }
    return count;
}

}  // namespace asparagate
