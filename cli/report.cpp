#include "command.hpp"

#include "asparagate/analysis/verify.hpp"
#include "asparagate/fcs/error.hpp"

#include <CLI/CLI.hpp>

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>

extern char** environ;

namespace asparagate::cli {
namespace {

/// `asparagate-report` stands beside this program, or after an installation in ../libexec/asparagate.
std::filesystem::path drawing_program() {
    const std::filesystem::path here = std::filesystem::read_symlink("/proc/self/exe").parent_path();
    for (const auto& folder : {here, here.parent_path() / ASPARAGATE_LIBEXECDIR / "asparagate"}) {
        if (std::filesystem::exists(folder / "asparagate-report")) return folder / "asparagate-report";
    }
    throw Error(ErrorKind::internal,
                "figures and report.html need the program asparagate-report, which was not built "
                "(ASPARAGATE_QT=OFF); the tables are complete, --no-report leaves the report out");
}

/// The child gets an empty signal mask, so that Ctrl-C stops it too.
pid_t start(const std::filesystem::path& program, std::vector<std::string> words) {
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    std::string name = program.string();
    std::vector<char*> arguments = {name.data()};
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    pid_t child = 0;
    const int failure = posix_spawn(&child, name.c_str(), nullptr, &attributes, arguments.data(), environ);
    posix_spawnattr_destroy(&attributes);
    if (failure != 0) throw Error(ErrorKind::internal, name + ": cannot be started: " + std::strerror(failure));
    return child;
}

std::vector<std::filesystem::path> drawn_files(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files{"report.html", "report.pdf"};
    for (const char* part : {"figures", "patients"}) {
        if (!std::filesystem::is_directory(folder / part)) continue;
        for (const auto& entry : std::filesystem::directory_iterator(folder / part))
            if (entry.is_regular_file()) files.push_back(std::filesystem::path(part) / entry.path().filename());
    }
    std::sort(files.begin(), files.end());
    return files;
}

/// Drawings are made anew; what they are made from should still be what `run` left.
void warn_of_altered_results(const std::filesystem::path& folder, Console& console) {
    if (!std::filesystem::exists(folder / "audit.jsonl")) return;
    const std::vector<std::filesystem::path> drawn = drawn_files(folder);
    Findings altered;
    for (const VerifyItem& item : verify_outputs(folder).items) {
        const bool drawing = std::find(drawn.begin(), drawn.end(), std::filesystem::path(item.path)) != drawn.end() ||
                             item.path.starts_with("figures/") || item.path.starts_with("patients/");
        if (!item.ok && !drawing)
            altered.push_back({"O-ALTERED",
                               Severity::warning,
                               item.path,
                               item.kind,
                               "",
                               {},
                               item.message + "; the report shows what is there now"});
    }
    console.findings(altered);
}

}  // namespace

void add_language_option(CLI::App& app, std::string& language) {
    app.add_option("--language", language, "Language of figures, report and patient sheets")
        ->check(CLI::IsMember({"en", "zh"}))
        ->capture_default_str();
}

void draw_report(const std::filesystem::path& folder, const std::string& language, Console& console) {
    const TaskControl control = console.task_control();
    const pid_t child = start(drawing_program(), {std::filesystem::absolute(folder).string(), "--language", language});
    int status = 0;
    for (;;) {
        const pid_t ended = waitpid(child, &status, WNOHANG);
        if (ended == child) break;
        if (ended < 0 && errno != EINTR)
            throw Error(ErrorKind::internal, std::string("waiting for asparagate-report: ") + std::strerror(errno));
        if (control.stop.stop_requested()) kill(child, SIGTERM);
        control.update({"drawing figures and report", "", "", 0, 0});
        usleep(20000);
    }
    console.clear_progress();
    control.throw_if_stopped();
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) {
        append_audit(folder, "report", command_line(), drawn_files(folder));
        return;
    }
    const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
    const ErrorKind kind = code == output_error  ? ErrorKind::output
                           : code == input_error ? ErrorKind::input
                                                 : ErrorKind::internal;
    throw Error(kind, folder.string() + ": figures and report.html were not drawn");
}

Run add_report(CLI::App& app) {
    struct Options {
        std::string folder, language = "en";
    };
    auto options = std::make_shared<Options>();
    app.add_option("DIR", options->folder, "Folder with the results of `run`")->required();
    add_language_option(app, options->language);
    app.footer("Warns of tables that are not what `run` wrote.");
    return [options](const CommonOptions&, Console& console) {
        warn_of_altered_results(options->folder, console);
        draw_report(options->folder, options->language, console);
        console.note("report: " + options->folder + "/report.html");
        return static_cast<int>(done);
    };
}

}  // namespace asparagate::cli
