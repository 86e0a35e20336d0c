#pragma once
#include "evidence/limit_of_blank.hpp"

#include "asparagate/analysis/evidence.hpp"

#include <unordered_map>

namespace asparagate {

/// Look-ups over a gated study: which sample a patient has for a visit and tube, and what was found in it.
/// Refers to the study and the gated samples, which must outlive it.
class GatedIndex {
public:
    GatedIndex(const Study& study, const GatedStudy& gated);

    /// The full stains of a pair of visits, of the same specimen (peripheral blood first). A side is null when it was
    /// not taken or failed; `problem` says when the visits share no specimen.
    struct Pair {
        const StudySample* before = nullptr;
        const StudySample* after = nullptr;
        std::string problem;
    };
    [[nodiscard]] Pair pair(const std::string& patient, const std::string& tube) const;

    [[nodiscard]] const PopulationRow* row(const std::string& sample, const std::string& population) const;
    /// Statistic `median` of the channel that `marker` means in that sample; null when no channel or more than one is
    /// meant.
    [[nodiscard]] const IntensityRow* median(const StudySample& sample, const std::string& population,
                                             const std::string& marker) const;
    /// Channels and markers whose median is known there, for messages.
    [[nodiscard]] std::vector<std::string> channel_names(const StudySample& sample,
                                                         const std::string& population) const;
    [[nodiscard]] const AbsoluteCount* count(const std::string& sample) const;
    /// Of a population in a full stain; nullptr where there is no blank.
    [[nodiscard]] const LimitOfBlank* blank(const std::string& sample, const std::string& population) const;
    /// Detection class of a gated population. What lies within a population that is not above its blank is no more
    /// certain than that one, and so not above blank either.
    [[nodiscard]] std::string detection_class(const PopulationRow& row) const;
    [[nodiscard]] bool failed(const std::string& sample) const;

private:
    [[nodiscard]] const StudySample* full_stain(const std::string& patient, const std::string& visit,
                                                const std::string& tube, const std::string& specimen) const;

    const Study& study_;
    std::vector<std::string> specimens_;  ///< PB and BM first
    std::unordered_map<std::string, const StudySample*> full_stains_;
    std::unordered_map<std::string, const AbsoluteCount*> counts_;
    std::unordered_map<std::string, const PopulationRow*> rows_;
    std::unordered_map<std::string, std::vector<const IntensityRow*>> medians_;
    std::unordered_map<std::string, const SampleSummary*> summaries_;
    LimitsOfBlank blanks_;
    std::unordered_map<std::string, const StudySample*> samples_;
};

}  // namespace asparagate
