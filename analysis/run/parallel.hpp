#pragma once
#include "asparagate/fcs/task_control.hpp"

#include <functional>

namespace asparagate {

/// Threads of two levels: `outer` items at a time, each with `inner` threads of its own.
struct ThreadPlan {
    unsigned outer = 1;
    unsigned inner = 1;
};
/// `threads` 0 = all cores. With a memory limit, as few items at a time as `item_bytes` allows, at least one.
ThreadPlan plan_threads(unsigned threads, std::size_t items, std::uint64_t item_bytes, std::uint64_t max_memory_bytes);

/// The part of a memory limit that each of `shares` gets; 0 stays no limit.
std::uint64_t memory_share(std::uint64_t max_memory_bytes, std::size_t shares);

/// Calls `work(i)` for 0 <= i < items, in parallel over items. After an exception no further item is begun, and the
/// one of the lowest item is rethrown. @throws Interrupted when `control` says stop.
void parallel_items(std::size_t items, const ThreadPlan& plan, const TaskControl& control,
                    const std::function<void(std::size_t)>& work);

}  // namespace asparagate
