#include "asparagate/analysis/evidence.hpp"

namespace asparagate {

std::string group_name(Group group) {
    switch (group) {
        case Group::aar:
            return "AAR";
        case Group::aanr:
            return "AANR";
        case Group::unclassified:
            return "unclassified";
    }
    return {};
}

std::string restoration_name(Restoration restoration) {
    switch (restoration) {
        case Restoration::restored:
            return "restored";
        case Restoration::not_restored:
            return "not restored";
        case Restoration::not_evaluable:
            return "not evaluable";
    }
    return {};
}

std::string change_state_name(ChangeState state) {
    switch (state) {
        case ChangeState::ok:
            return "OK";
        case ChangeState::floor:
            return "FLOOR";
        case ChangeState::ceiling:
            return "CEIL";
        case ChangeState::unreliable:
            return "UNRELIABLE";
        case ChangeState::missing:
            return "MISSING";
    }
    return {};
}

const Feature* Evidence::feature(const std::string& id) const {
    const auto found = std::find_if(features.begin(), features.end(), [&](const Feature& f) { return f.id == id; });
    return found == features.end() ? nullptr : &*found;
}

const PatientEvidence* Evidence::patient(const std::string& id) const {
    const auto found =
        std::find_if(patients.begin(), patients.end(), [&](const PatientEvidence& p) { return p.patient.id == id; });
    return found == patients.end() ? nullptr : &*found;
}

const FoldChange* Evidence::fold_change(const std::string& feature_id, const std::string& patient_id) const {
    const auto found = std::find_if(fold_changes.begin(), fold_changes.end(), [&](const FoldChange& change) {
        return change.feature == feature_id && change.patient == patient_id;
    });
    return found == fold_changes.end() ? nullptr : &*found;
}

}  // namespace asparagate
