#include "window/main_window.hpp"

#include "strategy/strategy_edit.hpp"

#include <QAction>
#include <QCloseEvent>
#include <QDir>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileDialog>
#include <QLabel>
#include <QMimeData>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QTreeView>

#include <fstream>

namespace asparagate::gui {
namespace {

constexpr auto state_key = "window/state";

/// A study names its tables, a strategy its gates; both are TOML.
bool is_study(const std::filesystem::path& path) {
    std::ifstream stream(path);
    for (std::string line; std::getline(stream, line);)
        if (line.starts_with("[study]") || line.starts_with("[tables]")) return true;
    return false;
}

}  // namespace

MainWindow::MainWindow(bool remember) : remember_(remember) {
    setAcceptDrops(true);
    resize(1440, 900);
    make_panes();
    make_actions();
    make_status();
    connect_pages();
    if (remember_) {
        const QSettings settings;
        restoreGeometry(settings.value("window/geometry").toByteArray());
        panes_->restoreState(settings.value(state_key).toByteArray());
        left_->restoreState(settings.value("window/left").toByteArray());
    }
    use_document();
    update_title();
    update_actions();
}

template <class Act>
void MainWindow::guarded(Act act) {
    try {
        messages_->hide();
        act();
    } catch (const std::exception& error) {
        messages_->show_problem(QString::fromUtf8(error.what()));
    }
}

bool MainWindow::settled() const {
    return gating_->settled() && !cohort_->busy();
}

StrategyDocument* MainWindow::document() {
    return shown_ ? workspace_.document_for(*shown_) : workspace_.documents().front().get();
}

void MainWindow::open_paths(const std::vector<std::filesystem::path>& paths) {
    std::vector<std::filesystem::path> files;
    for (const auto& path : paths) {
        if (std::filesystem::is_directory(path)) {
            for (const auto& entry : std::filesystem::directory_iterator(path))
                if (QString::fromStdString(entry.path().extension().string()).compare(".fcs", Qt::CaseInsensitive) == 0)
                    files.push_back(entry.path());
        } else if (path.extension() == ".toml") {
            is_study(path) ? open_study(path) : open_strategy(path);
        } else {
            files.push_back(path);
        }
    }
    std::ranges::sort(files);
    if (!files.empty()) open_files(files);
}

void MainWindow::open_study(const std::filesystem::path& path) {
    guarded([&] {
        gating_->set_document(nullptr);
        shown_.reset();
        workspace_.open_study(path);
        cohort_->set_study(*workspace_.study());
        sample_tree_->expandAll();
        notice_->setText(workspace_.study()->settings.synthetic ? tr("Synthetic data · Research use only")
                                                                : tr("Research use only"));
        if (const auto first = workspace_.first_sample()) show_sample(*first);
    });
    use_document();
    update_actions();
}

void MainWindow::open_strategy(const std::filesystem::path& path) {
    std::string problem;
    try {
        gating_->set_document(nullptr);
        workspace_.open_strategy(path);
    } catch (const Error& error) {
        problem = error.what();
    }
    use_document();
    if (problem.empty() && document() && !document()->import_findings().empty())
        problem = describe(document()->import_findings().front());
    if (shown_) show_sample(*shown_);
    // Last, since showing a sample clears what was said about the one before.
    if (!problem.empty()) messages_->show_problem(QString::fromStdString(problem));
}

void MainWindow::open_files(const std::vector<std::filesystem::path>& files) {
    const std::size_t first = workspace_.add_files(files);
    sample_tree_->expandAll();
    if (!workspace_.samples().entries().empty()) show_sample(first);
}

void MainWindow::open_results(const std::filesystem::path& folder) {
    cohort_->open_results(folder);
    show_cohort(true);
}

void MainWindow::show_sample(std::size_t entry) {
    shown_ = entry;
    messages_->hide();
    use_document();
    std::optional<SampleSource> other;
    if (const auto visit = workspace_.other_visit(entry)) other = workspace_.source(*visit);
    gating_->show_sample(workspace_.source(entry), other);
    const QModelIndex index = workspace_.samples().index_of(entry);
    if (sample_tree_->currentIndex() != index) {
        const QSignalBlocker quiet(sample_tree_->selectionModel());
        sample_tree_->setCurrentIndex(index);
        sample_tree_->viewport()->update();
    }
    if (middle_->currentWidget() != cohort_) middle_->setCurrentWidget(gating_);
    update_title();
    update_actions();
}

void MainWindow::show_cohort(bool cohort) {
    QWidget* page = cohort                                   ? static_cast<QWidget*>(cohort_)
                    : workspace_.samples().entries().empty() ? empty_page_
                                                             : gating_;
    middle_->setCurrentWidget(page);
    (cohort ? cohort_action_ : gating_action_)->setChecked(true);
    inspector_->setVisible(!cohort);
}

void MainWindow::compare_visits(bool compare) {
    compare_->setChecked(compare);
}

void MainWindow::step_sample(int step) {
    if (!shown_) return;
    if (const auto next = workspace_.neighbour(*shown_, step)) show_sample(*next);
}

void MainWindow::use_document() {
    StrategyDocument* now = document();
    gating_->set_document(now);
    disconnect(now, nullptr, this, nullptr);
    connect(now, &StrategyDocument::changed, this, [this, now] {
        if (now == document()) sync_tree();
    });
    connect(&now->history(), &QUndoStack::indexChanged, this, &MainWindow::update_actions, Qt::UniqueConnection);
    sync_tree();
    update_title();
}

void MainWindow::sync_tree() {
    const auto before = populations_.rowCount() ? populations_.path(population_tree_->currentIndex()) : std::string();
    const QSignalBlocker quiet(population_tree_->selectionModel());
    bool reset = false;
    const auto noted = connect(&populations_, &QAbstractItemModel::modelReset, this, [&reset] { reset = true; });
    populations_.set_strategy(document()->strategy());
    disconnect(noted);
    if (!reset) return;
    population_tree_->expandAll();
    if (const QModelIndex index = populations_.index_of(before); index.isValid())
        population_tree_->setCurrentIndex(index);
}

void MainWindow::update_inspector() {
    const auto view = gating_->view();
    if (!view) return inspector_->show_nothing();
    const std::string population = gating_->selected().empty() ? gating_->population() : gating_->selected();
    inspector_->show_population(view, document()->effective(), population);
}

void MainWindow::update_title() {
    const QString what =
        workspace_.study() ? QString::fromStdString(workspace_.study()->settings.title) : document()->title();
    setWindowTitle(what + QStringLiteral("[*]"));
    setWindowModified(workspace_.modified());
    strategy_label_->setText(document()->title());
    strategy_label_->setToolTip(document()->path().empty() ? tr("This strategy has no file yet")
                                                           : QString::fromStdString(document()->path().string()));
    save_->setEnabled(document()->modified() || document()->path().empty());
}

void MainWindow::update_actions() {
    QUndoStack& history = document()->history();
    undo_->setEnabled(history.canUndo());
    redo_->setEnabled(history.canRedo());
    undo_->setToolTip(history.canUndo() ? tr("Undo: %1 (Ctrl+Z)").arg(history.undoText())
                                        : tr("Nothing to undo (Ctrl+Z)"));
    redo_->setToolTip(history.canRedo() ? tr("Redo: %1 (Ctrl+Shift+Z)").arg(history.redoText())
                                        : tr("Nothing to redo (Ctrl+Shift+Z)"));
    previous_->setEnabled(shown_ && workspace_.neighbour(*shown_, -1));
    next_->setEnabled(shown_ && workspace_.neighbour(*shown_, 1));
    compare_->setEnabled(shown_ && workspace_.other_visit(*shown_));
    up_->setEnabled(gating_->population() != "/");
    update_title();
}

void MainWindow::save() {
    if (document()->path().empty()) return save_as();
    guarded([this] { document()->save(); });
    update_title();
}

void MainWindow::save_as() {
    const QString start = document()->path().empty() ? QDir::current().filePath("strategy.toml")
                                                     : QString::fromStdString(document()->path().string());
    const QString file =
        QFileDialog::getSaveFileName(this, tr("Save strategy as"), start, tr("Gating strategy (*.toml)"));
    if (file.isEmpty()) return;
    // The dialog has asked about an existing file.
    guarded([&] { document()->save_as(file.toStdString(), true); });
    update_title();
}

void MainWindow::choose_files() {
    const QStringList files = QFileDialog::getOpenFileNames(this, tr("Open FCS files"), {},
                                                            tr("FCS files (*.fcs *.FCS *.lmd *.LMD);;All files (*)"));
    std::vector<std::filesystem::path> paths;
    for (const QString& file : files) paths.emplace_back(file.toStdString());
    if (!paths.empty()) open_files(paths);
}

void MainWindow::choose_study() {
    const QString file = QFileDialog::getOpenFileName(this, tr("Open study"), {}, tr("Study (*.toml)"));
    if (!file.isEmpty()) open_study(file.toStdString());
}

void MainWindow::choose_strategy() {
    const QString file = QFileDialog::getOpenFileName(this, tr("Open strategy"), {},
                                                      tr("Gating strategy (*.toml *.xml);;All files (*)"));
    if (!file.isEmpty()) open_strategy(file.toStdString());
}

void MainWindow::closeEvent(QCloseEvent* event) {
    // Closing twice discards: a line in the window instead of a dialog in the way.
    if (workspace_.modified() && !asked_to_close_) {
        asked_to_close_ = true;
        messages_->show_problem(
            tr("There are strategy changes that are not saved. Save them (Ctrl+S), or close again to discard them."));
        event->ignore();
        return;
    }
    if (remember_) {
        QSettings settings;
        settings.setValue("window/geometry", saveGeometry());
        settings.setValue(state_key, panes_->saveState());
        settings.setValue("window/left", left_->saveState());
    }
    event->accept();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasUrls()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    std::vector<std::filesystem::path> paths;
    for (const QUrl& url : event->mimeData()->urls())
        if (url.isLocalFile()) paths.emplace_back(url.toLocalFile().toStdString());
    if (!paths.empty()) open_paths(paths);
    event->acceptProposedAction();
}

}  // namespace asparagate::gui
