#include "evidence/claims.hpp"

#include "asparagate/analysis/statistics/beta_binomial.hpp"
#include "asparagate/analysis/statistics/binomial_intervals.hpp"
#include "asparagate/analysis/statistics/contingency.hpp"
#include "asparagate/fcs/nearest_name.hpp"
#include "asparagate/fcs/number.hpp"

namespace asparagate {
namespace {

constexpr const char* as_printed = "as printed";
constexpr const char* from_patients = "from the patients";

std::string value_of(const PatientEvidence& patient, const std::string& column) {
    if (column == "sex") return patient.patient.sex;
    if (column == "risk") return patient.patient.risk;
    if (column == "reaction") return patient.patient.reaction;
    if (column == "group") return patient.group == Group::unclassified ? "" : group_name(patient.group);
    if (column == "tolerated") return !patient.tolerated ? "" : *patient.tolerated ? "yes" : "no";
    // restored: by the study's rule
    switch (patient.restored) {
        case Restoration::restored:
            return "yes";
        case Restoration::not_restored:
            return "no";
        case Restoration::not_evaluable:
            break;
    }
    return "";
}

/// nullopt when the patient's value is not known.
std::optional<bool> meets(const PatientEvidence& patient, const PatientCondition& condition) {
    if (condition.column.empty()) return true;
    const std::string value = value_of(patient, condition.column);
    if (value.empty()) return std::nullopt;
    return lower_case(value) == lower_case(condition.value);
}

ClaimVersion version_of(const Claim& claim, const char* version) {
    ClaimVersion made;
    made.statement = claim.statement;
    made.outcome = claim.outcome.text();
    made.subgroup = claim.subgroup.text();
    made.version = version;
    return made;
}

void set_intervals(ClaimVersion& version) {
    if (version.n == 0) return;
    const BinomialIntervals intervals = binomial_intervals(version.k, version.n);
    const BetaPosterior posterior = beta_posterior(version.k, version.n);
    version.percent = 100 * intervals.estimate;
    version.low = 100 * intervals.clopper_pearson.low;
    version.high = 100 * intervals.clopper_pearson.high;
    version.wilson_low = 100 * intervals.wilson.low;
    version.wilson_high = 100 * intervals.wilson.high;
    version.posterior_mean = 100 * posterior.mean;
    version.posterior_low = 100 * posterior.equal_tailed.low;
    version.posterior_high = 100 * posterior.equal_tailed.high;
    version.above_half = posterior.above(0.5);
}

ClaimVersion printed_version(const Claim& claim) {
    ClaimVersion printed = version_of(claim, as_printed);
    printed.k = claim.k;
    printed.n = claim.n;
    printed.source = claim.source;
    set_intervals(printed);
    return printed;
}

ClaimVersion counted_version(const Claim& claim, const std::vector<PatientEvidence>& patients) {
    ClaimVersion counted = version_of(claim, from_patients);
    for (const PatientEvidence& patient : patients) {
        const auto in_subgroup = meets(patient, claim.subgroup);
        const auto outcome = meets(patient, claim.outcome);
        if (!in_subgroup.value_or(true)) continue;
        if (!in_subgroup || !outcome) {
            counted.not_known.push_back(patient.patient.id);
            continue;
        }
        ++counted.n;
        if (!*outcome) continue;
        ++counted.k;
        counted.patients.push_back(patient.patient.id);
    }
    counted.source = "the study's tables";
    set_intervals(counted);
    return counted;
}

std::string in_words(const ClaimVersion& version) {
    std::string text = std::to_string(version.k) + " of " + std::to_string(version.n);
    if (!version.percent) return text;
    const auto percent = [](double value) { return format_number(std::round(10 * value) / 10); };
    return text + " (" + percent(*version.percent) + " %, 95 % interval " + percent(*version.low) + " to " +
           percent(*version.high) + ")";
}

/// "; left out, because a condition is not known of them: P3, P5"
std::string left_out_words(const ClaimVersion& counted) {
    std::string names;
    for (const std::string& patient : counted.not_known) names += (names.empty() ? "" : ", ") + patient;
    return names.empty() ? "" : "; left out, because a condition of the claim is not known: " + names;
}

ClaimTest test_of(const ClaimVersion& first, const ClaimVersion& second) {
    ClaimTest test;
    test.outcome = first.outcome;
    test.subgroup_1 = first.subgroup;
    test.subgroup_2 = second.subgroup;
    test.version = first.version;
    test.k_1 = first.k;
    test.n_1 = first.n;
    test.k_2 = second.k;
    test.n_2 = second.n;
    if (first.n == 0 || second.n == 0) return test;
    const FisherExact fisher = fisher_exact({{{first.k, first.n - first.k}, {second.k, second.n - second.k}}});
    const auto finite = [](double value) { return std::isfinite(value) ? std::optional(value) : std::nullopt; };
    test.p = fisher.p_two_sided;
    test.p_min_attainable = fisher.p_min_attainable;
    test.odds_ratio = finite(fisher.odds_ratio);
    test.low = finite(fisher.low);
    test.high = finite(fisher.high);
    return test;
}

/// Claims whose subgroups are two values of one column, so that no patient is in both.
bool comparable(const Claim& a, const Claim& b) {
    return a.outcome.text() == b.outcome.text() && !a.subgroup.column.empty() &&
           a.subgroup.column == b.subgroup.column && lower_case(a.subgroup.value) != lower_case(b.subgroup.value);
}

}  // namespace

std::vector<ClaimVersion> claim_versions(const Study& study, const std::vector<PatientEvidence>& patients,
                                         Findings& findings) {
    std::vector<ClaimVersion> versions;
    for (const Claim& claim : study.claims) {
        ClaimVersion printed = printed_version(claim);
        ClaimVersion counted = counted_version(claim, patients);
        const std::string place = printed.outcome + " among " + printed.subgroup;
        if (counted.n == 0)
            findings.push_back(
                {"CLAIM_NOT_CHECKED",
                 Severity::note,
                 "",
                 "claims",
                 claim.statement,
                 {},
                 place + ": no patient of the study says; the claim " + in_words(printed) + " is not compared"});
        else if (printed.k != counted.k || printed.n != counted.n) {
            printed.conflict = counted.conflict = true;
            findings.push_back({"CLAIM_CONFLICT",
                                Severity::warning,
                                "",
                                "claims",
                                claim.statement,
                                {},
                                place + ": printed as " + in_words(printed) + ", but the patients give " +
                                    in_words(counted) + left_out_words(counted) + "; both are kept"});
        }
        versions.push_back(std::move(printed));
        versions.push_back(std::move(counted));
    }
    return versions;
}

std::vector<ClaimTest> claim_tests(const std::vector<Claim>& claims, const std::vector<ClaimVersion>& versions) {
    std::vector<ClaimTest> tests;
    for (std::size_t i = 0; i < claims.size(); ++i)
        for (std::size_t j = i + 1; j < claims.size(); ++j) {
            if (!comparable(claims[i], claims[j])) continue;
            tests.push_back(test_of(versions[2 * i], versions[2 * j]));
            tests.push_back(test_of(versions[2 * i + 1], versions[2 * j + 1]));
        }
    return tests;
}

}  // namespace asparagate
