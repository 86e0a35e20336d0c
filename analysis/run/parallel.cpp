#include "run/parallel.hpp"

#include <omp.h>

#include <atomic>
#include <exception>
#include <mutex>

namespace asparagate {
namespace {

/// Lets a team inside a team run in parallel while it lives.
class NestedTeams {
public:
    explicit NestedTeams(bool wanted) : before_(omp_get_max_active_levels()) {
        if (wanted && before_ < 2) omp_set_max_active_levels(2);
    }
    NestedTeams(const NestedTeams&) = delete;
    NestedTeams& operator=(const NestedTeams&) = delete;
    ~NestedTeams() { omp_set_max_active_levels(before_); }

private:
    int before_;
};

/// The exception of the lowest item.
class FirstError {
public:
    void keep(std::size_t item) {
        const std::lock_guard lock(mutex_);
        if (!error_ || item < item_) {
            error_ = std::current_exception();
            item_ = item;
        }
        any_ = true;
    }
    [[nodiscard]] bool any() const { return any_; }
    void rethrow() const {
        if (error_) std::rethrow_exception(error_);
    }

private:
    std::mutex mutex_;
    std::atomic<bool> any_ = false;
    std::exception_ptr error_;
    std::size_t item_ = 0;
};

}  // namespace

ThreadPlan plan_threads(unsigned threads, std::size_t items, std::uint64_t item_bytes, std::uint64_t max_memory_bytes) {
    if (threads == 0) threads = static_cast<unsigned>(std::max(1, omp_get_num_procs()));
    std::uint64_t outer = std::min<std::uint64_t>(threads, std::max<std::size_t>(items, 1));
    if (max_memory_bytes > 0 && item_bytes > 0)
        outer = std::clamp<std::uint64_t>(max_memory_bytes / item_bytes, 1, outer);
    const auto teams = static_cast<unsigned>(outer);
    return {teams, std::max(threads / teams, 1u)};
}

std::uint64_t memory_share(std::uint64_t max_memory_bytes, std::size_t shares) {
    if (max_memory_bytes == 0) return 0;
    return std::max<std::uint64_t>(max_memory_bytes / std::max<std::size_t>(shares, 1), 1);
}

void parallel_items(std::size_t items, const ThreadPlan& plan, const TaskControl& control,
                    const std::function<void(std::size_t)>& work) {
    const NestedTeams nested(plan.outer > 1 && plan.inner > 1);
    FirstError failure;
#pragma omp parallel for schedule(dynamic, 1) num_threads(plan.outer) if (plan.outer > 1)
    for (std::size_t i = 0; i < items; ++i) {
        if (failure.any()) continue;
        try {
            control.throw_if_stopped();
            work(i);
        } catch (...) {
            failure.keep(i);
        }
    }
    failure.rethrow();
}

}  // namespace asparagate
