#include "cohort/cohort_page.hpp"

#include "cohort/figure_view.hpp"
#include "figures/restored_count.hpp"
#include "text/number_text.hpp"

#include "asparagate/analysis/statistics/proportion.hpp"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

#include <algorithm>

namespace asparagate::gui {
namespace {

QLabel* plain_label(const QString& text, QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setText(text);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

QLabel* heading(const QString& text, double scale, QWidget* parent) {
    auto* label = plain_label(text, parent);
    QFont font = label->font();
    font.setBold(true);
    font.setPointSizeF(font.pointSizeF() * scale);
    label->setFont(font);
    return label;
}

QString section_title(const std::string& section) {
    if (section == "study") return QObject::tr("What was given and measured?");
    if (section == "activity") return QObject::tr("Did activity come back?");
    if (section == "antibodies") return QObject::tr("Did antibodies fall?");
    if (section == "cells") return QObject::tr("Which cells changed?");
    if (section == "together") return QObject::tr("Do they go together?");
    if (section == "sure") return QObject::tr("How sure is this?");
    return QString::fromStdString(section);
}

}  // namespace

QString cohort_headline(const Evidence& evidence) {
    const QString patients = evidence.patients.size() == 1 ? QObject::tr("1 patient")
                                                           : QObject::tr("%1 patients").arg(evidence.patients.size());
    if (evidence.settings.blind)
        return QObject::tr("%1 · blind study: groups, outcomes and activity after blinatumomab are hidden")
            .arg(patients);
    const RestoredCount count = restored_count(evidence);
    QString text = QObject::tr("%1 · activity restored in %2 of %3 evaluable (rule %4)")
                       .arg(patients)
                       .arg(count.restored)
                       .arg(count.evaluable)
                       .arg(QString::fromStdString(evidence.settings.restoration_rule));
    if (count.evaluable > 0) {
        const auto [low, high] = clopper_pearson(count.restored, count.evaluable);
        text += QObject::tr(", exact 95 % interval %1").arg(interval_text(ProportionInterval{low, high}));
    }
    return text;
}

CohortPage::CohortPage(QWidget* parent) : QWidget(parent) {
    folder_ = new QLineEdit(this);
    folder_->setPlaceholderText(tr("Results folder"));
    folder_->setAccessibleName(tr("Results folder"));
    run_ = new QPushButton(tr("Run study"), this);
    run_->setToolTip(tr("Gate every sample and compute all comparisons; results go into the folder"));
    open_ = new QPushButton(tr("Open results…"), this);
    open_->setToolTip(tr("Show the figures of a results folder"));
    cancel_ = new QPushButton(tr("Cancel"), this);
    bar_ = new QProgressBar(this);
    bar_->setTextVisible(false);
    bar_->setMaximumWidth(220);
    progress_text_ = plain_label({}, this);
    progress_text_->setWordWrap(false);
    message_ = plain_label({}, this);
    message_->hide();
    scroll_ = new QScrollArea(this);
    scroll_->setWidgetResizable(true);
    scroll_->setFrameShape(QFrame::NoFrame);

    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(plain_label(tr("Results"), this));
    row->addWidget(folder_, 1);
    row->addWidget(run_);
    row->addWidget(open_);
    auto* progress = new QHBoxLayout;
    progress->setSpacing(8);
    progress->addWidget(bar_);
    progress->addWidget(progress_text_, 1);
    progress->addWidget(cancel_);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 8, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(row);
    layout->addLayout(progress);
    layout->addWidget(message_);
    layout->addWidget(scroll_, 1);
    row->setContentsMargins(0, 0, 16, 0);
    progress->setContentsMargins(0, 0, 16, 0);

    connect(run_, &QPushButton::clicked, this, &CohortPage::run);
    connect(cancel_, &QPushButton::clicked, &runner_, &StudyRunner::cancel);
    connect(folder_, &QLineEdit::textChanged, this, &CohortPage::update_actions);
    connect(open_, &QPushButton::clicked, this, [this] {
        const QString folder = QFileDialog::getExistingDirectory(this, tr("Results folder"), folder_->text());
        if (!folder.isEmpty()) open_results(folder.toStdString());
    });
    connect(&runner_, &StudyRunner::finished, this, &CohortPage::show_evidence);
    connect(&runner_, &StudyRunner::failed, this, [this](const QString& text) { show_message(text, true); });
    connect(&runner_, &StudyRunner::progressed, this, &CohortPage::show_progress);
    connect(&runner_, &StudyRunner::busy_changed, this, &CohortPage::update_actions);
    show_page(empty_page());
    update_actions();
}

QWidget* CohortPage::empty_page() {
    auto* page = new QWidget;
    auto* layout = new QVBoxLayout(page);
    layout->addStretch(1);
    auto* text = plain_label(study_ ? tr("Run the study to see its figures, or open the folder of an earlier run.")
                                    : tr("Open a study to run it here, or open the results folder of an earlier run."),
                             page);
    text->setAlignment(Qt::AlignCenter);
    text->setForegroundRole(QPalette::PlaceholderText);
    layout->addWidget(text);
    layout->addStretch(2);
    return page;
}

void CohortPage::set_study(const Study& study) {
    study_ = study;
    folder_->setText(QString::fromStdString((study.path.parent_path() / "results").string()));
    if (figure_count_ == 0) show_page(empty_page());
    update_actions();
}

void CohortPage::open_results(const std::filesystem::path& folder) {
    folder_->setText(QString::fromStdString(folder.string()));
    message_->hide();
    started_ = std::chrono::steady_clock::now();
    progress_text_->setText(tr("Reading results"));
    runner_.read(folder);
    update_actions();
}

void CohortPage::run() {
    if (!study_ || runner_.busy()) return;
    message_->hide();
    started_ = std::chrono::steady_clock::now();
    stage_.clear();
    progress_text_->setText(tr("Starting"));
    bar_->setRange(0, 0);
    runner_.run(*study_, folder_->text().toStdString());
    update_actions();
}

void CohortPage::show_progress(const QString& stage, const QString& item, const QString& unit, quint64 done,
                               quint64 total) {
    if (stage != stage_) {
        stage_ = stage;
        started_ = std::chrono::steady_clock::now();
    }
    bar_->setRange(0, static_cast<int>(std::min<quint64>(total, 1'000'000)));
    bar_->setValue(static_cast<int>(std::min<quint64>(done, 1'000'000)));
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started_).count();
    QString text = stage;
    if (total) text += tr(" · %1 of %2 %3").arg(count_text(done), count_text(total), unit);
    if (done > 0 && seconds > 0.5) {
        const double rate = static_cast<double>(done) / seconds;
        text += tr(" · %1 %2/s").arg(percent_text(rate), unit);
        if (total > done) text += tr(" · %1 left").arg(duration_text(static_cast<double>(total - done) / rate));
    }
    if (!item.isEmpty()) text += QStringLiteral(" · ") + item;
    progress_text_->setText(text);
}

void CohortPage::show_message(const QString& text, bool problem) {
    message_->setText(text);
    QFont font = message_->font();
    font.setBold(problem);
    message_->setFont(font);
    message_->show();
}

void CohortPage::update_actions() {
    const bool busy = runner_.busy();
    run_->setEnabled(study_ && !busy && !folder_->text().isEmpty());
    open_->setEnabled(!busy);
    for (QWidget* widget :
         {static_cast<QWidget*>(bar_), static_cast<QWidget*>(progress_text_), static_cast<QWidget*>(cancel_)})
        widget->setVisible(busy);
}

void CohortPage::show_page(QWidget* page) {
    scroll_->setWidget(page);
}

void CohortPage::show_evidence(const EvidencePtr& evidence, const QString& summary) {
    const auto figures = study_figures(*evidence);
    auto* page = new QWidget;
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 8, 16, 16);
    layout->setSpacing(16);
    layout->addWidget(heading(QString::fromStdString(evidence->settings.title), 1.5, page));
    if (evidence->settings.synthetic) layout->addWidget(heading(tr("Synthetic data: no real patient."), 1.0, page));
    layout->addWidget(plain_label(cohort_headline(*evidence), page));
    figures_.clear();
    std::string section;
    for (const Figure& figure : figures) {
        if (figure.section != section) layout->addWidget(heading(section_title(figure.section), 1.3, page));
        section = figure.section;
        figures_.push_back(new FigureView(figure, page));
        layout->addWidget(figures_.back());
    }
    layout->addStretch(1);
    figure_count_ = figures.size();
    show_page(page);
    show_message(summary, false);
    emit results_shown();
}

void CohortPage::show_figure(std::size_t figure) {
    if (figure < figures_.size()) scroll_->verticalScrollBar()->setValue(figures_[figure]->y());
}

}  // namespace asparagate::gui
