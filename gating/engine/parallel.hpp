#pragma once
#include <atomic>
#include <exception>
#include <mutex>

namespace asparagate::detail {

/// Threads for a request; 0 means all cores.
int thread_count(unsigned requested);

/// Carries the first exception out of an OpenMP region, where none may leave by itself.
class ExceptionCarrier {
public:
    /// Runs `task` unless one has failed already.
    template <typename Task>
    void run(Task task) noexcept {
        if (failed_.load(std::memory_order_relaxed)) return;
        try {
            task();
        } catch (...) {
            const std::lock_guard lock(mutex_);
            if (!exception_) exception_ = std::current_exception();
            failed_.store(true, std::memory_order_relaxed);
        }
    }
    void rethrow() const {
        if (exception_) std::rethrow_exception(exception_);
    }

private:
    std::atomic<bool> failed_{false};
    std::mutex mutex_;
    std::exception_ptr exception_;
};

}  // namespace asparagate::detail
