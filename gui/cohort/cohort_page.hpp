#pragma once
#include "cohort/study_runner.hpp"

#include <QWidget>

#include <chrono>
#include <optional>

class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QScrollArea;

namespace asparagate::gui {

/// The figures of a study: from a results folder, or from running the study here.
class CohortPage : public QWidget {
    Q_OBJECT
public:
    explicit CohortPage(QWidget* parent = nullptr);

    void set_study(const Study& study);
    /// Shows the results of a folder.
    void open_results(const std::filesystem::path& folder);
    [[nodiscard]] bool busy() const { return runner_.busy(); }
    [[nodiscard]] std::size_t figure_count() const { return figure_count_; }
    /// Scrolls to a figure by its position.
    void show_figure(std::size_t figure);

signals:
    void results_shown();

private:
    void run();
    void show_evidence(const EvidencePtr& evidence, const QString& summary);
    void show_progress(const QString& stage, const QString& item, const QString& unit, quint64 done, quint64 total);
    void show_message(const QString& text, bool problem);
    void show_page(QWidget* page);
    void update_actions();
    [[nodiscard]] QWidget* empty_page();

    StudyRunner runner_;
    std::optional<Study> study_;
    QLineEdit* folder_;
    QPushButton *run_, *open_, *cancel_;
    QProgressBar* bar_;
    QLabel *progress_text_, *message_;
    QScrollArea* scroll_;
    std::vector<QWidget*> figures_;
    std::size_t figure_count_ = 0;
    std::chrono::steady_clock::time_point started_;
    QString stage_;
};

/// "8 patients · activity restored in 5 of 8 evaluable (rule R-A), 95 % interval 30.6 – 86.3 %"; of a blind
/// study no outcome.
QString cohort_headline(const Evidence& evidence);

}  // namespace asparagate::gui
