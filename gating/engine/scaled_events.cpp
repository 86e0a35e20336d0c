#include "asparagate/gating/scaled_events.hpp"

#include "block_columns.hpp"
#include "fast_scale.hpp"
#include "parallel.hpp"

#include <algorithm>
#include <cmath>

namespace asparagate {
namespace {

using namespace detail;

/// Small enough that all columns of a block stay in the second-level cache.
constexpr std::size_t block_events = 1024;
/// A coarser scale is not used.
constexpr double largest_error = 1e-6;

/// The columns of the dimensions in one file and their scales.
struct Bound {
    Plan plan;  ///< columns alone
    std::vector<std::size_t> columns;
    std::vector<Transform> transforms;
    std::vector<ScalePointer> scales;  ///< null where the transform itself is applied
};

ScalePointer scale_of(const Bound& bound, const Transform& transform) {
    for (std::size_t d = 0; d < bound.scales.size(); ++d)
        if (bound.transforms[d] == transform) return bound.scales[d];
    auto scale = std::make_shared<const FastScale>(transform);
    return scale->error() <= largest_error ? scale : nullptr;
}

Bound bind(const DataSet& data_set, const GatingStrategy& strategy, const std::vector<Dimension>& dimensions,
           const AppliedCompensation& compensation) {
    Bound result;
    for (const Dimension& dimension : dimensions) {
        try {
            BoundDimension bound = bind_dimension(dimension, strategy, data_set, compensation);
            result.columns.push_back(add_column(result.plan, bound.column));
            result.scales.push_back(scale_of(result, bound.transform));
            result.transforms.push_back(std::move(bound.transform));
        } catch (const NotComputable& obstacle) {
            throw GatingError("", dimension.channel, obstacle.reason);
        }
    }
    return result;
}

void scale_column(const Transform& transform, const FastScale* scale, const double* x, std::size_t n, double* y) {
    if (scale != nullptr) scale->apply(x, n, y);
    for (std::size_t i = 0; i < n; ++i)
        if (scale == nullptr || std::isnan(y[i])) y[i] = asparagate::apply(transform, x[i]);
}

}  // namespace

EventMatrix<float> scaled_events(const DataSet& data_set, const GatingStrategy& strategy,
                                 const std::vector<Dimension>& dimensions, const GateOptions& options) {
    const AppliedCompensation compensation = applied_compensation(data_set, strategy, options, "");
    const Bound bound = bind(data_set, strategy, dimensions, compensation);
    std::vector<std::string> names;
    for (const Dimension& dimension : dimensions) names.push_back(dimension.channel);
    const std::uint64_t n_events = data_set.n_events();
    EventMatrix<float> events(n_events, std::move(names));
    const auto n_blocks = static_cast<std::int64_t>((n_events + block_events - 1) / block_events);
    const int threads = static_cast<int>(std::clamp<std::int64_t>(n_blocks, 1, thread_count(options.threads)));
    ExceptionCarrier carrier;
#pragma omp parallel num_threads(threads)
    {
        std::unique_ptr<BlockColumns> columns;
        std::vector<double> scaled(block_events);
        carrier.run([&] { columns = std::make_unique<BlockColumns>(bound.plan, data_set, 1, block_events, nullptr); });
#pragma omp for schedule(static)
        for (std::int64_t b = 0; b < n_blocks; ++b)
            carrier.run([&] {
                const std::uint64_t first = static_cast<std::uint64_t>(b) * block_events;
                const auto n = static_cast<std::size_t>(std::min<std::uint64_t>(block_events, n_events - first));
                columns->start(first, n);
                for (std::size_t d = 0; d < bound.columns.size(); ++d) {
                    const double* x = columns->values(bound.columns[d], 0, bound.columns);
                    scale_column(bound.transforms[d], bound.scales[d].get(), x, n, scaled.data());
                    std::transform(scaled.begin(), scaled.begin() + static_cast<std::ptrdiff_t>(n),
                                   events.column(d).data() + first, [](double y) { return static_cast<float>(y); });
                }
                data_set.release(first, n);
            });
    }
    carrier.rethrow();
    return events;
}

}  // namespace asparagate
