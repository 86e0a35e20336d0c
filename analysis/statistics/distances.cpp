#include "asparagate/analysis/analysis_error.hpp"
#include "asparagate/analysis/statistics/clustering.hpp"
#include "asparagate/analysis/statistics/kendall.hpp"
#include "statistics/midranks.hpp"

#include <limits>

namespace asparagate {
namespace {

constexpr const char* method = "Euclidean distance";

void check_rows(const std::vector<std::vector<double>>& rows) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows[i].size() != rows[0].size()) {
            throw AnalysisError(method, "row " + std::to_string(i + 1) + " has " + std::to_string(rows[i].size()) +
                                            " columns; expected " + std::to_string(rows[0].size()) + " as in row 1");
        }
        for (std::size_t j = 0; j < rows[i].size(); ++j) {
            if (!std::isinf(rows[i][j])) continue;
            throw AnalysisError(method, "row " + std::to_string(i + 1) + ", column " + std::to_string(j + 1) +
                                            " is infinite; expected a finite number, or NaN for a missing one");
        }
    }
}

double distance(const std::vector<double>& a, const std::vector<double>& b, std::size_t first, std::size_t second) {
    double sum = 0;
    std::size_t shared = 0;
    for (std::size_t j = 0; j < a.size(); ++j) {
        const double difference = a[j] - b[j];
        if (std::isnan(difference)) continue;
        sum += difference * difference;
        ++shared;
    }
    if (shared == 0) {
        throw AnalysisError(method, "rows " + std::to_string(first + 1) + " and " + std::to_string(second + 1) +
                                        " share no column with a value in both; leave one of them out");
    }
    // As R's dist: the sum is scaled only when something is missing, so that complete rows keep every bit.
    if (shared < a.size()) sum /= static_cast<double>(shared) / static_cast<double>(a.size());
    return std::sqrt(sum);
}

/// 1 - correlation over the shared columns.
double correlation_distance(const std::vector<double>& a, const std::vector<double>& b, std::size_t first,
                            std::size_t second, bool ranks) {
    std::vector<double> x, y;
    for (std::size_t j = 0; j < a.size(); ++j) {
        if (std::isnan(a[j]) || std::isnan(b[j])) continue;
        x.push_back(a[j]);
        y.push_back(b[j]);
    }
    const double r = x.size() < 2 ? std::numeric_limits<double>::quiet_NaN()
                     : ranks      ? pearson_r(rank_numbers(x), rank_numbers(y))
                                  : pearson_r(x, y);
    if (std::isnan(r)) {
        throw AnalysisError("correlation distance",
                            "rows " + std::to_string(first + 1) + " and " + std::to_string(second + 1) + " share " +
                                std::to_string(x.size()) +
                                " columns with no correlation; expected at least two in which neither is constant");
    }
    return 1 - r;
}

}  // namespace

std::vector<double> row_distances(const std::vector<std::vector<double>>& rows, RowDistance kind) {
    check_rows(rows);
    std::vector<double> distances;
    distances.reserve(rows.size() * (rows.size() > 0 ? rows.size() - 1 : 0) / 2);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        for (std::size_t j = i + 1; j < rows.size(); ++j) {
            distances.push_back(kind == RowDistance::euclidean
                                    ? distance(rows[i], rows[j], i, j)
                                    : correlation_distance(rows[i], rows[j], i, j, kind == RowDistance::spearman));
        }
    }
    return distances;
}

std::vector<double> euclidean_distances(const std::vector<std::vector<double>>& rows) {
    return row_distances(rows, RowDistance::euclidean);
}

}  // namespace asparagate
