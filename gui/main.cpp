#include "asparagate/fcs/version.hpp"
#include "window/main_window.hpp"

#include <QApplication>
#include <QCommandLineParser>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <string_view>

using namespace asparagate::gui;

namespace {

struct Request {
    std::vector<std::filesystem::path> paths;
    QString strategy, results, screenshot, sample, population;
    bool compare = false;
};

Request parse(const QCoreApplication& application) {
    QCommandLineParser parser;
    parser.setApplicationDescription(QObject::tr("Gate FCS files by hand and look at a study. Research use only."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption strategy("strategy", QObject::tr("Gate files with this strategy."), "S.toml");
    const QCommandLineOption results("results", QObject::tr("Show the figures of a results folder."), "DIR");
    const QCommandLineOption sample("sample", QObject::tr("Start with this sample of the study."), "ID");
    const QCommandLineOption population("population", QObject::tr("Start with this population."), "PATH");
    const QCommandLineOption compare("other-visit", QObject::tr("Show the other visit beside it."));
    const QCommandLineOption screenshot("screenshot", QObject::tr("Write a picture of the window and quit."), "PNG");
    parser.addOptions({strategy, results, sample, population, compare, screenshot});
    parser.addPositionalArgument("STUDY.toml | FILES", QObject::tr("A study, or FCS files."),
                                 "[STUDY.toml | FILES...]");
    parser.process(application);
    Request request;
    for (const QString& path : parser.positionalArguments()) request.paths.emplace_back(path.toStdString());
    request.strategy = parser.value(strategy);
    request.results = parser.value(results);
    request.sample = parser.value(sample);
    request.population = parser.value(population);
    request.screenshot = parser.value(screenshot);
    request.compare = parser.isSet(compare);
    return request;
}

/// Help and version, which need no display and so no QApplication: parse() prints them and ends the program.
bool asks_for_text(int argc, char** argv) {
    return std::any_of(argv + 1, argv + argc, [](std::string_view argument) {
        return argument == "-h" || argument == "--help" || argument == "-v" || argument == "--version";
    });
}

/// Takes the picture once nothing is being opened, gated or drawn any more.
void take_screenshot(MainWindow& window, const QString& file) {
    auto* timer = new QTimer(&window);
    auto* calm = new int(0);
    QObject::connect(timer, &QTimer::timeout, &window, [&window, timer, calm, file] {
        *calm = window.settled() ? *calm + 1 : 0;
        if (*calm < 5) return;
        timer->stop();
        delete calm;
        const bool written = window.grab().save(file);
        if (!written) std::fprintf(stderr, "%s: cannot be written\n", qPrintable(file));
        QApplication::exit(written ? 0 : 6);
    });
    timer->start(100);
}

}  // namespace

int main(int argc, char** argv) {
    QCoreApplication::setApplicationName("asparagate-gui");
    QCoreApplication::setOrganizationName("AsparaGate");
    QGuiApplication::setApplicationDisplayName("AsparaGate");
    const auto version = asparagate::program_version();
    QCoreApplication::setApplicationVersion(QString::fromUtf8(version.data(), static_cast<qsizetype>(version.size())));
    if (asks_for_text(argc, argv)) parse(QCoreApplication(argc, argv));
    QApplication application(argc, argv);
    const Request request = parse(application);

    MainWindow window(request.screenshot.isEmpty());
    window.open_paths(request.paths);
    if (!request.strategy.isEmpty()) window.open_strategy(request.strategy.toStdString());
    if (!request.sample.isEmpty()) {
        if (const auto entry = window.workspace().find_sample(request.sample.toStdString()))
            window.show_sample(*entry);
        else
            window.messages().show_problem(QObject::tr("The study has no sample %1.").arg(request.sample));
    }
    if (!request.population.isEmpty()) window.gating().open_population(request.population.toStdString());
    if (request.compare) window.compare_visits(true);
    if (!request.results.isEmpty()) window.open_results(request.results.toStdString());
    window.show();
    if (!request.screenshot.isEmpty()) take_screenshot(window, request.screenshot);
    return QApplication::exec();
}
