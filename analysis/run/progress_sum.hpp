#pragma once
#include "asparagate/fcs/task_control.hpp"

#include <mutex>
#include <string>
#include <vector>

namespace asparagate {

/// One bar for many tasks that run side by side: their shares are summed in `unit`s and passed on one call at a time.
class ProgressSum {
public:
    /// `sizes` are the units of each task.
    ProgressSum(const TaskControl& outer, std::string stage, std::string unit, std::vector<std::uint64_t> sizes);

    /// What task `i`, shown as `item`, reports to. It must not outlive this object.
    [[nodiscard]] TaskControl task(std::size_t i, const std::string& item);
    void finish(std::size_t i, const std::string& item);

private:
    void set(std::size_t i, const std::string& item, std::uint64_t done);

    const TaskControl& outer_;
    std::string stage_, unit_;
    std::vector<std::uint64_t> sizes_, done_;
    std::uint64_t total_ = 0, sum_ = 0;
    std::mutex mutex_;
};

}  // namespace asparagate
