#pragma once
#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>

namespace asparagate {

/// One step of a long task. `done` and `total` count `unit`s ("files", "events").
struct ProgressUpdate {
    std::string stage;
    std::string item;
    std::string unit;
    std::uint64_t done = 0;
    std::uint64_t total = 0;
};

/// How a long task reports and how it is asked to stop. Both are optional. `report` may be called from any thread,
/// one call at a time.
struct TaskControl {
    std::function<void(const ProgressUpdate&)> report;
    std::stop_token stop;

    void update(const ProgressUpdate& update) const {
        if (report) report(update);
    }
    /// @throws Interrupted when stopping was requested.
    void throw_if_stopped() const;
};

}  // namespace asparagate
