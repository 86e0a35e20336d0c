#include "evidence/rechallenge.hpp"

namespace asparagate {
namespace {

/// Whether a reaction belongs to an asparaginase: by its own product, else by the last dose up to its day.
bool is_of_asparaginase(const Study& study, const Reaction& reaction) {
    Dose given;
    given.product = reaction.product;
    if (!reaction.product.empty()) return given.is_asparaginase();
    const Dose* last = nullptr;
    for (const Dose& dose : study.doses)
        if (dose.patient == reaction.patient && dose.day <= reaction.day && (last == nullptr || dose.day >= last->day))
            last = &dose;
    return last != nullptr && last->is_asparaginase();
}

std::vector<const Reaction*> reactions_at_rechallenge(const Study& study, const std::string& patient) {
    std::vector<const Reaction*> reactions;
    for (const Reaction& reaction : study.reactions)
        if (reaction.patient == patient && reaction.day > 0 && is_of_asparaginase(study, reaction))
            reactions.push_back(&reaction);
    return reactions;
}

}  // namespace

std::optional<bool> symptoms_at_rechallenge(const Study& study, const Outcome& outcome, const std::string& patient,
                                            Findings& findings) {
    const auto reactions = reactions_at_rechallenge(study, patient);
    if (reactions.empty()) return outcome.symptoms;
    if (outcome.symptoms && !*outcome.symptoms)
        findings.push_back({"SYMPTOMS_CONFLICT",
                            Severity::warning,
                            patient,
                            "reactions",
                            "symptoms",
                            {},
                            "the outcomes table says no symptoms, but the reactions table has \"" +
                                reactions.front()->term + "\" after the start of blinatumomab; the former is used"});
    return outcome.symptoms ? outcome.symptoms : std::optional(true);
}

std::optional<bool> premedicated_at_rechallenge(const Study& study, const Outcome& outcome,
                                                const std::string& patient) {
    if (outcome.premedicated) return outcome.premedicated;
    std::optional<bool> premedicated;
    const auto add = [&](const std::string& drugs) {
        if (!drugs.empty()) premedicated = premedicated.value_or(false) || drugs != "none";
    };
    for (const Dose& dose : study.doses)
        if (dose.patient == patient && dose.day > 0 && dose.is_asparaginase()) add(dose.premedication);
    for (const Reaction* reaction : reactions_at_rechallenge(study, patient)) add(reaction->premedication);
    return premedicated;
}

}  // namespace asparagate
