#include "evidence/heatmap.hpp"

#include <limits>

namespace asparagate {
namespace {

using Matrix = std::vector<std::vector<double>>;

/// The matrix while rows and columns are being left out.
class Cells {
public:
    explicit Cells(const Evidence& evidence) {
        for (const Feature& feature : evidence.features) features_.push_back(feature.id);
        for (const PatientEvidence& patient : evidence.patients) patients_.push_back(patient.patient.id);
        std::map<std::pair<std::string, std::string>, double> values;
        for (const FoldChange& change : evidence.fold_changes)
            if (change.log2fc && change.state != ChangeState::unreliable && change.state != ChangeState::missing)
                values[{change.feature, change.patient}] = *change.log2fc;
        for (const std::string& feature : features_) {
            cells_.emplace_back();
            for (const std::string& patient : patients_) {
                const auto found = values.find({feature, patient});
                cells_.back().push_back(found == values.end() ? std::numeric_limits<double>::quiet_NaN()
                                                              : found->second);
            }
        }
    }

    [[nodiscard]] const std::vector<std::string>& features() const { return features_; }
    [[nodiscard]] const std::vector<std::string>& patients() const { return patients_; }
    [[nodiscard]] const Matrix& by_feature() const { return cells_; }
    [[nodiscard]] Matrix by_patient() const {
        Matrix turned(patients_.size());
        for (const auto& row : cells_)
            for (std::size_t p = 0; p < row.size(); ++p) turned[p].push_back(row[p]);
        return turned;
    }

    void drop_feature(std::size_t f) {
        features_.erase(features_.begin() + static_cast<std::ptrdiff_t>(f));
        cells_.erase(cells_.begin() + static_cast<std::ptrdiff_t>(f));
    }
    void drop_patient(std::size_t p) {
        patients_.erase(patients_.begin() + static_cast<std::ptrdiff_t>(p));
        for (auto& row : cells_) row.erase(row.begin() + static_cast<std::ptrdiff_t>(p));
    }

private:
    std::vector<std::string> features_, patients_;
    Matrix cells_;
};

std::size_t known(const std::vector<double>& row) {
    return static_cast<std::size_t>(std::count_if(row.begin(), row.end(), [](double v) { return !std::isnan(v); }));
}

bool share_column(const std::vector<double>& a, const std::vector<double>& b) {
    for (std::size_t c = 0; c < a.size(); ++c)
        if (!std::isnan(a[c]) && !std::isnan(b[c])) return true;
    return false;
}

struct Obstacle {
    std::size_t row;
    std::string reason;
};

/// The row to leave out next: one without values, else the poorer of the first two that share no column.
std::optional<Obstacle> obstacle(const Matrix& rows, const std::vector<std::string>& names) {
    for (std::size_t r = 0; r < rows.size(); ++r)
        if (known(rows[r]) == 0) return Obstacle{r, "no reliable fold change"};
    for (std::size_t a = 0; a < rows.size(); ++a)
        for (std::size_t b = a + 1; b < rows.size(); ++b) {
            if (share_column(rows[a], rows[b])) continue;
            const bool first = known(rows[a]) < known(rows[b]);
            return Obstacle{first ? a : b, "shares no reliable value with " + names[first ? b : a]};
        }
    return std::nullopt;
}

std::vector<std::string> ordered(const std::vector<std::string>& names, const Dendrogram& tree) {
    std::vector<std::string> result;
    for (const std::size_t leaf : tree.order) result.push_back(names[leaf]);
    return result;
}

Dendrogram tree_of(const Matrix& rows) {
    return rows.empty() ? Dendrogram{} : hierarchical_clustering(rows);
}

}  // namespace

Heatmap heatmap(const Evidence& evidence) {
    Heatmap map;
    Cells cells(evidence);
    for (bool settled = false; !settled;) {
        if (const auto found = obstacle(cells.by_feature(), cells.features())) {
            map.left_out.push_back(cells.features()[found->row] + ": " + found->reason);
            cells.drop_feature(found->row);
        } else if (const auto patient = obstacle(cells.by_patient(), cells.patients())) {
            map.left_out.push_back(cells.patients()[patient->row] + ": " + patient->reason);
            cells.drop_patient(patient->row);
        } else {
            settled = true;
        }
    }
    map.feature_leaves = cells.features();
    map.patient_leaves = cells.patients();
    map.feature_tree = tree_of(cells.by_feature());
    map.patient_tree = tree_of(cells.by_patient());
    map.features = ordered(map.feature_leaves, map.feature_tree);
    map.patients = ordered(map.patient_leaves, map.patient_tree);
    return map;
}

}  // namespace asparagate
