#pragma once
#include "cohort/cohort_page.hpp"
#include "gating/gating_page.hpp"
#include "models/population_model.hpp"
#include "window/inspector.hpp"
#include "window/message_bar.hpp"
#include "window/workspace.hpp"

#include <QMainWindow>

class QActionGroup;
class QLabel;
class QProgressBar;
class QSplitter;
class QStackedWidget;
class QToolBar;
class QToolButton;
class QTreeView;

namespace asparagate::gui {

/// The window: samples and gate tree on the left, plots or the cohort's figures in the middle, the inspector on the
/// right.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    /// `remember` false leaves the user's settings alone (tests, pictures).
    explicit MainWindow(bool remember = true);

    /// A study, a strategy (both TOML) or FCS files; problems are shown in the window.
    void open_paths(const std::vector<std::filesystem::path>& paths);
    void open_study(const std::filesystem::path& path);
    void open_strategy(const std::filesystem::path& path);
    void open_files(const std::vector<std::filesystem::path>& files);
    void open_results(const std::filesystem::path& folder);
    void show_sample(std::size_t entry);
    void show_cohort(bool cohort);
    void compare_visits(bool compare);

    [[nodiscard]] Workspace& workspace() { return workspace_; }
    [[nodiscard]] GatingPage& gating() { return *gating_; }
    [[nodiscard]] CohortPage& cohort() { return *cohort_; }
    [[nodiscard]] PopulationModel& populations() { return populations_; }
    [[nodiscard]] MessageBar& messages() { return *messages_; }
    [[nodiscard]] QTreeView& population_tree() { return *population_tree_; }
    [[nodiscard]] std::optional<std::size_t> shown() const { return shown_; }
    /// Nothing is being opened, gated or drawn.
    [[nodiscard]] bool settled() const;
    /// Writes the strategy shown; asks for a name when it has none.
    void save();

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void make_panes();
    void make_actions();
    void make_tool_actions(QToolBar* bar);
    void make_status();
    void connect_pages();
    [[nodiscard]] QWidget* make_empty_page();
    QAction* add_action(const QString& text, const QKeySequence& key, const QString& tip);
    template <class Act>
    void guarded(Act act);
    void choose_files();
    void choose_study();
    void choose_strategy();
    void save_as();
    void step_sample(int step);
    void use_document();
    void sync_tree();
    void update_inspector();
    void update_title();
    void update_actions();
    [[nodiscard]] StrategyDocument* document();

    bool remember_;
    Workspace workspace_;
    PopulationModel populations_;
    std::optional<std::size_t> shown_;
    bool asked_to_close_ = false;

    QSplitter* panes_;
    QSplitter* left_;
    QTreeView *sample_tree_, *population_tree_;
    QStackedWidget* middle_;
    QWidget* empty_page_;
    GatingPage* gating_;
    CohortPage* cohort_;
    Inspector* inspector_;
    MessageBar* messages_;
    QLabel *strategy_label_, *busy_label_, *notice_;
    QProgressBar* busy_bar_;
    QToolButton* busy_cancel_;
    QActionGroup* tools_;
    QAction *gating_action_ = nullptr, *cohort_action_ = nullptr, *undo_ = nullptr, *redo_ = nullptr, *save_ = nullptr;
    QAction *compare_ = nullptr, *previous_ = nullptr, *next_ = nullptr, *up_ = nullptr, *back_ = nullptr;
};

}  // namespace asparagate::gui
