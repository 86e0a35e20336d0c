#pragma once
#include "asparagate/fcs/finding.hpp"
#include "asparagate/fcs/task_control.hpp"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <string>

namespace asparagate::cli {

/// What people read while a command works: progress on one line of a terminal, findings, errors, a closing line, all
/// on stderr; stdout stays free for data. Everything but progress also goes to the log file, one record a line.
class Console {
public:
    /// `log` empty = no log. @throws OutputError when the log cannot be opened.
    Console(bool quiet, const std::filesystem::path& log);
    ~Console();

    void error(const std::string& message);
    void finding(const Finding& finding);
    /// Prints the first few findings of each code and counts the rest.
    void findings(const Findings& findings, const std::string& more_in = "");  ///< `more_in`: where the rest stands
    void note(const std::string& message);
    /// Only to the log.
    void record(const std::string& kind, const std::string& message);
    void progress(const ProgressUpdate& update);
    void clear_progress();

    /// Progress goes here; stops when SIGINT or SIGTERM arrives.
    [[nodiscard]] TaskControl task_control();

private:
    void line(const char* style, const std::string& label, const std::string& message);

    bool quiet_;
    bool terminal_;
    bool colour_;
    bool progress_shown_ = false;
    std::ofstream log_;
    std::mutex mutex_;
    std::string stage_;
    std::chrono::steady_clock::time_point stage_start_;
    std::chrono::steady_clock::time_point last_drawn_;
};

/// Blocks SIGINT and SIGTERM in every thread and turns the first into a stop request, the second into exit 130. Call
/// once, before any thread starts.
void watch_signals();

}  // namespace asparagate::cli
