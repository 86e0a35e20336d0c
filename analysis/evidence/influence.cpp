#include "evidence/influence.hpp"

#include "evidence/named_test.hpp"
#include "run/parallel.hpp"

#include "asparagate/analysis/statistics/significance.hpp"
#include "asparagate/fcs/number.hpp"

namespace asparagate {
namespace {

/// Of Spearman's p beyond n = 10: enough to see on which side of alpha it lies.
constexpr std::uint64_t influence_draws = 10000;

/// Tests of more patients are not repeated: the exact ones cost n^4 over all repetitions, and one patient in so many
/// decides little.
constexpr std::size_t most_patients = 60;

/// What a test says of one sample.
struct TestResult {
    std::optional<double> estimate, p, p_min_attainable;
};

/// Adds a row for each patient of the sample; `repeat` makes the test anew.
template <class Repeat>
std::vector<Influence> without_each(const Influence& description, const TestSample& sample, const TestResult& full,
                                    const Evidence& evidence, Repeat&& repeat) {
    const double alpha = evidence.settings.alpha;
    std::vector<Influence> rows;
    for (std::size_t i = 0; i < sample.size(); ++i) {
        const TestResult rest = repeat(sample.without(i));
        Influence& row = rows.emplace_back(description);
        row.left_out = evidence.patients[sample.patients[i]].patient.id;
        row.n = sample.size() - 1;
        row.estimate = rest.estimate;
        row.p = rest.p;
        row.p_min_attainable = rest.p_min_attainable;
        row.changes_direction = full.estimate && rest.estimate && *full.estimate * *rest.estimate < 0;
        row.cannot_reach_alpha = !rest.p_min_attainable || cannot_reach(rest.p_min_attainable, alpha);
        row.changes_verdict =
            !row.cannot_reach_alpha && is_significant(*full.p, alpha) != (rest.p && is_significant(*rest.p, alpha));
    }
    return rows;
}

std::vector<Influence> of_comparison(const Comparison& full, const TestSample& sample, const Evidence& evidence) {
    return without_each(named_test<Influence>(full, full.sample), sample,
                        {full.estimate, full.p, full.p_min_attainable}, evidence, [&](const TestSample& rest) {
                            Comparison repeated;
                            make_comparison(repeated, rest, evidence.settings.alpha);
                            return TestResult{repeated.estimate, repeated.p, repeated.p_min_attainable};
                        });
}

std::vector<Influence> of_correlation(const Correlation& full, const TestSample& sample, const Evidence& evidence,
                                      SpearmanTester& tester) {
    return without_each(named_test<Influence>(full, full.against), sample, {full.rho, full.p, full.p_min_attainable},
                        evidence, [&](const TestSample& rest) {
                            Correlation repeated;
                            make_correlation(repeated, rest, evidence.settings.alpha, tester);
                            return TestResult{repeated.rho, repeated.p, repeated.p_min_attainable};
                        });
}

void append(std::vector<Influence>& all, std::vector<Influence> more) {
    all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

/// One finding for each patient whose absence moves a p across alpha.
void report_deciding_patients(const std::vector<Influence>& influences, double alpha, Findings& findings) {
    std::map<std::string, std::size_t> decided;
    for (const Influence& influence : influences) decided[influence.left_out] += influence.changes_verdict;
    for (const auto& [patient, tests] : decided) {
        if (tests == 0) continue;
        findings.push_back({"ONE_PATIENT_DECIDES",
                            Severity::note,
                            "",
                            "influence",
                            patient,
                            {},
                            "without this patient " + std::to_string(tests) +
                                (tests == 1 ? " test crosses" : " tests cross") + " p = " + format_number(alpha)});
    }
}

}  // namespace

std::vector<Influence> influences(const Evidence& evidence, const std::vector<PlannedComparison>& compared,
                                  const std::vector<PlannedCorrelation>& correlated, Findings& findings,
                                  const TaskControl& control) {
    std::vector<Influence> all;
    std::vector<std::vector<Influence>> of_each(compared.size());
    parallel_items(compared.size(), plan_threads(evidence.settings.threads, compared.size(), 0, 0), control,
                   [&](std::size_t i) {
                       const Comparison& full = evidence.comparisons.at(i);
                       if (full.p && compared[i].sample.size() <= most_patients)
                           of_each[i] = of_comparison(full, compared[i].sample, evidence);
                   });
    for (std::vector<Influence>& rows : of_each) append(all, std::move(rows));
    // One after the other: they share the distributions of their tie patterns.
    SpearmanTester tester({evidence.settings.seed, influence_draws, evidence.settings.threads});
    for (std::size_t i = 0; i < correlated.size(); ++i) {
        control.throw_if_stopped();
        const Correlation& full = evidence.correlations.at(i);
        if (full.p && correlated[i].sample.size() <= most_patients)
            append(all, of_correlation(full, correlated[i].sample, evidence, tester));
    }
    if (evidence.patients.size() > most_patients)
        findings.push_back({"INFLUENCE_LEFT_OUT",
                            Severity::note,
                            "",
                            "influence",
                            "",
                            {},
                            "tests of more than " + std::to_string(most_patients) +
                                " patients were not repeated without each of them"});
    report_deciding_patients(all, evidence.settings.alpha, findings);
    return all;
}

}  // namespace asparagate
