#include "figures/term_words.hpp"

#include "language/say.hpp"

#include <array>
#include <span>

namespace asparagate {

namespace {

struct Term {
    const char* key;
    const char* english;
};

/// What a table of terms says for `key`; nullptr for one it does not hold.
const char* find_term(std::span<const Term> terms, const std::string& key) {
    for (const Term& term : terms)
        if (key == term.key) return term.english;
    return nullptr;
}

std::string known_or_given(std::span<const Term> terms, const std::string& key) {
    const char* const english = find_term(terms, key);
    return english ? say(english) : key;
}

bool is_number(const std::string& text) {
    return !text.empty() && text.find_first_not_of("-.0123456789") == std::string::npos;
}

}  // namespace

std::string group_words(Group group) {
    return group == Group::unclassified ? say("unclassified") : group_name(group);
}

std::string restoration_words(Restoration restoration) {
    switch (restoration) {
        case Restoration::restored:
            return say("restored");
        case Restoration::not_restored:
            return say("not restored");
        case Restoration::not_evaluable:
            break;
    }
    return say("not evaluable");
}

std::string period_words(Period period) {
    return period == Period::before ? say("before") : say("after");
}

std::string severity_words(Severity severity) {
    static constexpr std::array terms = {Term{"note", sayable("note")}, Term{"warning", sayable("warning")},
                                         Term{"error", sayable("error")}};
    return known_or_given(terms, std::string(severity_name(severity)));
}

std::string answer_words(const std::optional<bool>& answer) {
    if (!answer) return say("not known");
    return *answer ? say("yes") : say("no");
}

std::string test_name_words(const std::string& test) {
    static constexpr std::array terms = {
        Term{"exact Mann-Whitney", sayable("exact Mann-Whitney")},
        Term{"Mann-Whitney, normal approximation", sayable("Mann-Whitney, normal approximation")},
        Term{"exact signed rank", sayable("exact signed rank")},
        Term{"signed rank, normal approximation", sayable("signed rank, normal approximation")},
        Term{"exact Spearman", sayable("exact Spearman")},
        Term{"Monte Carlo Spearman", sayable("Monte Carlo Spearman")},
        Term{"Spearman", sayable("Spearman")}};
    return known_or_given(terms, test);
}

std::string interval_name_words(const std::string& interval) {
    static constexpr std::array terms = {
        Term{"95 % Fisher z", sayable("95 % Fisher z")}, Term{"95 % Newcombe", sayable("95 % Newcombe")},
        Term{"95 % BCa bootstrap", sayable("95 % BCa bootstrap")},
        Term{"95 % percentile of all resamples", sayable("95 % percentile of all resamples")}};
    return known_or_given(terms, interval);
}

std::string visit_words(const std::string& visit) {
    if (visit.starts_with("day ") && is_number(visit.substr(4))) return say("day %1", {visit.substr(4)});
    return visit;
}

std::string quantity_words(const std::string& quantity) {
    static constexpr std::array terms = {Term{"log2 fold change", sayable("log2 fold change")},
                                         Term{"percent reduction", sayable("percent reduction")},
                                         Term{"log2 ratio", sayable("log2 ratio")},
                                         Term{"restored activity", sayable("restored activity")},
                                         Term{"before", sayable("before")},
                                         Term{"after", sayable("after")}};
    if (const char* const english = find_term(terms, quantity)) return say(english);
    const std::string saa = "SAA day ", value = " value";
    if (quantity.starts_with(saa)) {
        const std::string rest = quantity.substr(saa.size());
        const std::size_t blank = rest.find(' ');
        const std::string day = rest.substr(0, blank);
        if (blank == std::string::npos) return say("SAA day %1", {day});
        if (rest.substr(blank) == " after") return say("SAA day %1 after", {day});
        if (rest.substr(blank) == " before") return say("SAA day %1 before", {day});
    }
    if (quantity.ends_with(value))
        return say("%1 value", {visit_words(quantity.substr(0, quantity.size() - value.size()))});
    return quantity;
}

std::string sample_words(const std::string& sample) {
    if (sample == "all") return say("all patients");
    if (sample == "AAR vs AANR") return say("AAR against AANR");
    return quantity_words(sample);
}

std::string family_words(const std::string& family) {
    static constexpr std::array terms = {Term{"activity", sayable("activity")},
                                         Term{"antibodies", sayable("antibodies")}};
    return known_or_given(terms, family);
}

std::string fold_change_axis(const StudySettings& settings) {
    return "log2 (" + visit_words(settings.followup_visit) + " / " + visit_words(settings.baseline_visit) + ")";
}

std::string left_out_words(const std::string& left_out) {
    const std::string no_value = ": no reliable fold change", nothing_shared = ": shares no reliable value with ";
    if (left_out.ends_with(no_value))
        return say("%1 (no reliable fold change)", {left_out.substr(0, left_out.size() - no_value.size())});
    const std::size_t at = left_out.find(nothing_shared);
    if (at == std::string::npos) return left_out;
    return say("%1 (shares no reliable value with %2)",
               {left_out.substr(0, at), left_out.substr(at + nothing_shared.size())});
}

std::string status_words(const std::string& status) {
    static constexpr std::array terms = {
        Term{"silent inactivation", sayable("silent inactivation")},
        Term{"clinical hypersensitivity", sayable("clinical hypersensitivity")},
        Term{"neutralising clinical hypersensitivity", sayable("neutralising clinical hypersensitivity")},
        Term{"allergic-like reaction", sayable("allergic-like reaction")},
        Term{"tolerant", sayable("tolerant")},
        Term{"unclassified", sayable("unclassified")}};
    return known_or_given(terms, status);
}

std::string sex_words(const std::string& sex) {
    static constexpr std::array terms = {Term{"female", sayable("female")}, Term{"male", sayable("male")},
                                         Term{"F", sayable("female")}, Term{"M", sayable("male")}};
    return known_or_given(terms, sex);
}

std::string product_words(const std::string& product) {
    static constexpr std::array terms = {
        Term{"pegaspargase", sayable("pegaspargase")}, Term{"calaspargase", sayable("calaspargase")},
        Term{"erwinia", sayable("Erwinia asparaginase")}, Term{"e-coli", sayable("native E. coli asparaginase")},
        Term{"blinatumomab", sayable("blinatumomab")}};
    return known_or_given(terms, product);
}

std::string detection_words(const std::string& state) {
    static constexpr std::array terms = {Term{"ND", sayable("ND")}, Term{"trace", sayable("trace")},
                                         Term{"detected, not quantified", sayable("detected, not quantified")},
                                         Term{"quantified", sayable("quantified")},
                                         Term{"not above blank", sayable("not above blank")}};
    return known_or_given(terms, state);
}

std::string bound_words(const std::string& bound) {
    static constexpr std::array terms = {Term{"upper bound", sayable("upper bound")},
                                         Term{"lower bound", sayable("lower bound")},
                                         Term{"at least", sayable("at least")}, Term{"at most", sayable("at most")}};
    return known_or_given(terms, bound);
}

std::string code_words(const std::string& code) {
    static constexpr std::array terms = {
        Term{"SAA_AFTER_OTHER_ASP", sayable("Activity was drawn after a later dose of another asparaginase; it is not "
                                            "counted for the dose before.")},
        Term{"UNIT_SUSPECT", sayable("The size of an activity suggests another unit than the one stated.")},
        Term{"WINDOW_MISS", sayable("A sample was drawn further from its nominal day than the window of its product.")},
        Term{"SINGLE_SAMPLE_SI", sayable("Inactivity rests on a single sample.")},
        Term{"PREMED_MASKS", sayable("Premedication can mask symptoms: no symptoms does not mean no reaction.")},
        Term{"SYMPTOMS_BUT_ADEQUATE", sayable("There were symptoms although activity was adequate.")},
        Term{"STEATOSIS_PRESENT", sayable("Fatty liver is on record.")},
        Term{"LFT_HIGH_AFTER_ASP", sayable("Liver values rose after asparaginase.")},
        Term{"CONFOUND_IVIG", sayable("Immunoglobulins were given: they add foreign antibodies.")},
        Term{"CONFOUND_RITUX_BORTEZ",
             sayable("Rituximab or bortezomib was given: both can lower antibodies themselves.")},
        Term{"BLINA_INCOMPLETE", sayable("Blinatumomab was given for fewer days than a course has.")},
        Term{"CD19_UNRELIABLE", sayable("Rests on CD19, which is masked or lost during and soon after blinatumomab.")},
        Term{"BLASTS_IN_B_GATE", sayable("Leukaemic blasts can lie in the gate of B cells.")},
        Term{"LOW_EVENTS", sayable("Too few events to quantify.")},
        Term{"FLOOR_LIMITED", sayable("Below detection at one visit: the change is a bound.")},
        Term{
            "NOT_ABOVE_BLANK",
            sayable("At one visit the share of cells is not above that of tubes that cannot hold them: not detected.")},
        Term{"LABEL_CONFLICT", sayable("The label given and the rule disagree.")},
        Term{"ATTAINABLE_P_ABOVE_ALPHA",
             sayable("With these numbers of patients no result can reach the chosen alpha.")},
        Term{"N_TOO_SMALL_FOR_MODEL",
             sayable("Too few patients to learn a predictor, a threshold or a probability; they can be described.")},
        Term{"BLINDED", sayable("Groups are hidden: labels are left out and no group is compared.")},
        Term{"DUPLICATE_ACTIVITY",
             sayable("More than one activity on the same day of the same period; the first in the table is used.")},
        Term{"TOLERATED_NOT_RESTORED",
             sayable("Asparaginase was tolerated again although activity was not restored: two different outcomes.")},
        Term{"CLAIM_CONFLICT", sayable("A claimed proportion is not the one that the patients give.")},
        Term{"CLAIM_NOT_CHECKED", sayable("A claim could not be checked with these patients.")},
        Term{"RULES_DISAGREE", sayable("The rules of restoration do not agree on this patient.")},
        Term{"ONE_PATIENT_DECIDES", sayable("A result changes when one patient is left out.")},
        Term{"SYMPTOMS_CONFLICT", sayable("Tables disagree on whether there were symptoms.")},
        Term{"CBC_TIME", sayable("The blood count and the flow sample lie too far apart in time.")},
        Term{"ANTIBODY_NOT_COMPARABLE", sayable("The antibody values of a pair cannot be compared.")},
        Term{"S-VISIT-MISSING", sayable("A sample of a visit is missing.")},
        Term{"NO_ABSOLUTE_COUNT", sayable("Cells per microlitre cannot be computed for a sample.")},
        Term{"S-CHANNEL-MISSING", sayable("A channel that the study asks for is in no file.")},
        Term{"G-VERSION", sayable("The sample was gated with a tailored version of the strategy.")},
        Term{"I-OVERRIDE", sayable("A file was read with a named override.")}};
    const char* const english = find_term(terms, code);
    return english ? say(english) : std::string();
}

}  // namespace asparagate
