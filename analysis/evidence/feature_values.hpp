#pragma once
#include "evidence/fold_change_index.hpp"

#include <set>

namespace asparagate {

/// What of a feature is tested.
enum class FeatureQuantity { change, followup, baseline };

/// The numbers of features that tests may use. Refers to the evidence, which must outlive it and keep its fold changes.
class FeatureValues {
public:
    explicit FeatureValues(const Evidence& evidence);

    /// "log2 fold change", "day 14 value" ...
    [[nodiscard]] std::string quantity_name(FeatureQuantity quantity) const;
    /// nullptr when the pair is missing or UNRELIABLE.
    [[nodiscard]] const FoldChange* reliable(const std::string& feature, const std::string& patient) const {
        return changes_.reliable(feature, patient);
    }
    [[nodiscard]] std::optional<double> value(const std::string& feature, const std::string& patient,
                                              FeatureQuantity quantity) const;
    /// Why the quantity is not set against groups or outcomes: a feature at the detection floor in more patients
    /// than the rules allow (DOMAIN 3.6). Empty when it is.
    [[nodiscard]] std::string reason_to_drop(const Feature& feature, FeatureQuantity quantity) const;
    /// What a reader must know of the feature's tests; empty when there is nothing.
    [[nodiscard]] std::string caution(const std::string& feature) const;

private:
    const Evidence& evidence_;
    FoldChangeIndex changes_;
    std::set<std::string> cd19_features_;
};

}  // namespace asparagate
