#include "run/progress_sum.hpp"

namespace asparagate {

ProgressSum::ProgressSum(const TaskControl& outer, std::string stage, std::string unit,
                         std::vector<std::uint64_t> sizes)
    : outer_(outer), stage_(std::move(stage)), unit_(std::move(unit)), sizes_(std::move(sizes)), done_(sizes_.size()) {
    for (const std::uint64_t size : sizes_) total_ += size;
}

TaskControl ProgressSum::task(std::size_t i, const std::string& item) {
    TaskControl inner;
    inner.stop = outer_.stop;
    if (outer_.report)
        inner.report = [this, i, item](const ProgressUpdate& update) {
            const double share =
                update.total > 0 ? static_cast<double>(update.done) / static_cast<double>(update.total) : 0;
            set(i, item, static_cast<std::uint64_t>(std::min(share, 1.0) * static_cast<double>(sizes_[i])));
        };
    return inner;
}

void ProgressSum::finish(std::size_t i, const std::string& item) {
    set(i, item, sizes_[i]);
}

void ProgressSum::set(std::size_t i, const std::string& item, std::uint64_t done) {
    if (!outer_.report) return;
    const std::lock_guard lock(mutex_);
    // A task may report in phases that each begin at zero; the bar never goes back.
    const std::uint64_t reached = std::max(done, done_[i]);
    sum_ += reached - done_[i];
    done_[i] = reached;
    outer_.update({stage_, item, unit_, sum_, total_});
}

}  // namespace asparagate
