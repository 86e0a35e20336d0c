// asparagate-report DIR [--language en|zh]: draws figures, report.html and report.pdf from the results in DIR. Its own
// program, so that the gating commands load no Qt; `asparagate run` and `asparagate report` start it.
#include "asparagate/analysis/run_study.hpp"
#include "document/document.hpp"
#include "language/say.hpp"

#include <QGuiApplication>

#include <cstdio>
#include <exception>
#include <string_view>

namespace {

int exit_code(const asparagate::Error& error) {
    switch (error.kind()) {
        case asparagate::ErrorKind::input:
            return 3;
        case asparagate::ErrorKind::output:
            return 6;
        default:
            return 1;
    }
}

/// Qt warns where there is no session folder (services, containers, sudo); drawing needs none.
void print_qt_message(QtMsgType type, const QMessageLogContext&, const QString& text) {
    if (type != QtDebugMsg && !text.contains("XDG_RUNTIME_DIR")) std::fprintf(stderr, "%s\n", qPrintable(text));
}

/// The language asked for; nullopt when the command line is wrong.
std::optional<asparagate::Language> chosen_language(int argc, char** argv) {
    if (argc == 2) return asparagate::Language::english;
    if (argc != 4 || std::string_view(argv[2]) != "--language") return std::nullopt;
    return asparagate::language_named(argv[3]);
}

}  // namespace

int main(int argc, char** argv) {
    const std::optional<asparagate::Language> language = chosen_language(argc, argv);
    if (!language) {
        std::fprintf(stderr, "usage: asparagate-report DIR [--language en|zh]\n");
        return 2;
    }
    // Drawing needs no display and must not depend on one.
    qputenv("QT_QPA_PLATFORM", "offscreen");
    qInstallMessageHandler(print_qt_message);
    const QGuiApplication application(argc, argv);
    try {
        asparagate::write_report(asparagate::read_results(argv[1]), argv[1], *language);
        return 0;
    } catch (const asparagate::Error& error) {
        std::fprintf(stderr, "error: %s\n", error.what());
        return exit_code(error);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "error: internal: %s\n", error.what());
        return 1;
    }
}
