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
pid_t start(const std::filesystem::path& program, const std::filesystem::path& folder) {
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    std::string name = program.string(), argument = folder.string();
    char* arguments[] = {name.data(), argument.data(), nullptr};
    pid_t child = 0;
    const int failure = posix_spawn(&child, name.c_str(), nullptr, &attributes, arguments, environ);
    posix_spawnattr_destroy(&attributes);
    if (failure != 0) throw Error(ErrorKind::internal, name + ": cannot be started: " + std::strerror(failure));
    return child;
}

std::vector<std::filesystem::path> drawn_files(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files{"report.html"};
    for (const char* part : {"figures", "patients"}) {
        if (!std::filesystem::is_directory(folder / part)) continue;
        for (const auto& entry : std::filesystem::directory_iterator(folder / part))
            if (entry.is_regular_file()) files.push_back(std::filesystem::path(part) / entry.path().filename());
    }
    std::sort(files.begin(), files.end());
    return files;
}

}  // namespace

void draw_report(const std::filesystem::path& folder, Console& console) {
    const TaskControl control = console.task_control();
    const pid_t child = start(drawing_program(), std::filesystem::absolute(folder));
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
    auto folder = std::make_shared<std::string>();
    app.add_option("DIR", *folder, "Folder with the results of `run`")->required();
    return [folder](const CommonOptions&, Console& console) {
        draw_report(*folder, console);
        console.note("report: " + *folder + "/report.html");
        return static_cast<int>(done);
    };
}

}  // namespace asparagate::cli
