#include "asparagate/analysis/statistics/agreement.hpp"

#include "asparagate/analysis/analysis_error.hpp"
#include "asparagate/analysis/statistics/t_test.hpp"

namespace asparagate {

Agreement agreement(std::span<const double> x, std::span<const double> y) {
    if (x.size() != y.size())
        throw AnalysisError("agreement", std::to_string(x.size()) + " and " + std::to_string(y.size()) +
                                             " values; expected pairs of equal number");
    const Moments a = moments(x), b = moments(y);
    std::vector<double> differences;
    double xx = 0, yy = 0, xy = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        differences.push_back(x[i] - y[i]);
        xx += (x[i] - a.mean) * (x[i] - a.mean) / a.n;
        yy += (y[i] - b.mean) * (y[i] - b.mean) / a.n;
        xy += (x[i] - a.mean) * (y[i] - b.mean) / a.n;
    }
    const Moments difference = moments(differences);
    const TTest t = one_sample_t(differences);
    Agreement result;
    result.concordance = 2 * xy / (xx + yy + (a.mean - b.mean) * (a.mean - b.mean));
    result.bias = difference.mean;
    result.sd_difference = difference.sd;
    result.limits = {difference.mean - 1.96 * difference.sd, difference.mean + 1.96 * difference.sd};
    // Without spread of the differences the mean is known as far as the data go.
    result.bias_interval =
        difference.sd == 0 ? ConfidenceInterval{difference.mean, difference.mean} : ConfidenceInterval{t.low, t.high};
    return result;
}

}  // namespace asparagate
