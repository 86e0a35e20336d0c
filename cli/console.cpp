#include "console.hpp"

#include "asparagate/fcs/delimited_text.hpp"
#include "asparagate/fcs/error.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cmath>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <map>
#include <stop_token>
#include <thread>

namespace asparagate::cli {
namespace {

std::stop_source& stop_source() {
    static std::stop_source source;
    return source;
}

std::string utc_now() {
    const std::time_t now = std::time(nullptr);
    std::tm utc{};
    gmtime_r(&now, &utc);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc);
    return text;
}

std::string with_unit_prefix(double value) {
    const char* prefix = "";
    if (value >= 1e6)
        value /= 1e6, prefix = " M";
    else if (value >= 1e4)
        value /= 1e3, prefix = " k";
    char text[32];
    std::snprintf(text, sizeof text, value < 10 && *prefix ? "%.1f%s" : "%.0f%s", value, prefix);
    return text;
}

std::string duration(double seconds) {
    char text[32];
    if (seconds < 90)
        std::snprintf(text, sizeof text, "%.0f s", seconds);
    else if (seconds < 5400)
        std::snprintf(text, sizeof text, "%.0f min", seconds / 60);
    else
        std::snprintf(text, sizeof text, "%.1f h", seconds / 3600);
    return text;
}

int terminal_width() {
    winsize size{};
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 20 ? size.ws_col : 80;
}

}  // namespace

Console::Console(bool quiet, const std::filesystem::path& log)
    : quiet_(quiet), terminal_(isatty(STDERR_FILENO)), colour_(terminal_ && !std::getenv("NO_COLOR")) {
    if (log.empty()) return;
    // Only to a new file or to a log: an FCS file or a table named by mistake must not be appended to.
    std::ifstream existing(log);
    std::string first;
    if (std::getline(existing, first) &&
        !(first.size() > 20 && first[4] == '-' && first[10] == 'T' && first[19] == 'Z'))
        throw OutputError(log.string(), "it exists and is not a log of this program; name another --log file");
    log_.open(log, std::ios::app);
    if (!log_) throw OutputError(log.string(), "the log file cannot be opened for appending");
}

Console::~Console() {
    clear_progress();
}

void Console::record(const std::string& kind, const std::string& message) {
    if (log_) log_ << utc_now() << ' ' << kind << ' ' << message << std::endl;
}

void Console::line(const char* style, const std::string& label, const std::string& message) {
    const std::lock_guard lock(mutex_);
    clear_progress();
    const std::string text = colour_ ? std::string("\033[") + style + "m" + label + "\033[0m" : label;
    std::fprintf(stderr, "%s%s\n", text.c_str(), message.c_str());
}

void Console::error(const std::string& message) {
    line("31", "error: ", message);
    record("error", message);
}

void Console::finding(const Finding& finding) {
    const std::string text = describe(finding);
    record("finding", text);
    if (!quiet_) line(finding.severity == Severity::note ? "2" : "33", "", text);
}

void Console::findings(const Findings& findings, const std::string& more_in) {
    constexpr int shown_per_code = 3;
    std::map<std::string, int> seen;
    for (const Finding& item : findings) {
        if (++seen[item.code] <= shown_per_code)
            finding(item);
        else
            record("finding", describe(item));
    }
    for (const auto& [code, count] : seen) {
        if (count > shown_per_code && !quiet_) {
            line("2", "",
                 "... and " + std::to_string(count - shown_per_code) +
                     (count - shown_per_code == 1 ? " more finding " : " more findings ") + code + more_in);
        }
    }
}

void Console::note(const std::string& message) {
    record("note", message);
    if (!quiet_) line("0", "", message);
}

void Console::progress(const ProgressUpdate& update) {
    if (quiet_ || !terminal_) return;
    const std::lock_guard lock(mutex_);
    const auto now = std::chrono::steady_clock::now();
    if (update.stage != stage_) {
        stage_ = update.stage;
        stage_start_ = now;
    } else if (now - last_drawn_ < std::chrono::milliseconds(100) && update.done < update.total) {
        return;
    }
    last_drawn_ = now;
    const double seconds = std::chrono::duration<double>(now - stage_start_).count();
    std::string text = update.stage;
    if (update.total > 0) {
        const double share = static_cast<double>(update.done) / static_cast<double>(update.total);
        text += "  " + std::to_string(static_cast<int>(100 * share)) + " %";
        if (seconds > 0.5 && update.done > 0 && update.done < update.total) {
            text += "  " + with_unit_prefix(static_cast<double>(update.done) / seconds) + " " + update.unit + "/s  " +
                    duration(seconds * (1 - share) / share) + " left";
        }
    }
    if (!update.item.empty()) text += "  " + terminal_text(update.item);
    const auto width = static_cast<std::size_t>(terminal_width() - 1);
    if (text.size() > width) text.resize(width);
    std::fprintf(stderr, "\r\033[K%s", text.c_str());
    std::fflush(stderr);
    progress_shown_ = true;
}

void Console::clear_progress() {
    if (!progress_shown_) return;
    std::fprintf(stderr, "\r\033[K");
    progress_shown_ = false;
}

TaskControl Console::task_control() {
    return {[this](const ProgressUpdate& update) { progress(update); }, stop_source().get_token()};
}

void watch_signals() {
    stop_source();
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
    std::thread([signals] {
        int received = 0;
        sigwait(&signals, &received);
        stop_source().request_stop();
        sigwait(&signals, &received);
        _exit(130);
    }).detach();
}

}  // namespace asparagate::cli
