#include "cohort/study_runner.hpp"

#include "text/number_text.hpp"

#include <QElapsedTimer>
#include <QMetaObject>

namespace asparagate::gui {

StudyRunner::StudyRunner(QObject* parent) : QObject(parent), worker_(new QObject) {
    qRegisterMetaType<std::shared_ptr<const Evidence>>();
    worker_->moveToThread(&thread_);
    connect(&thread_, &QThread::finished, worker_, &QObject::deleteLater);
    thread_.setObjectName(QStringLiteral("study"));
    thread_.start();
}

StudyRunner::~StudyRunner() {
    cancel();
    thread_.quit();
    thread_.wait();
}

template <class Work>
void StudyRunner::start(Work work) {
    if (busy_) return;
    busy_ = true;
    emit busy_changed(true);
    QMetaObject::invokeMethod(
        worker_,
        [this, work = std::move(work)] {
            QString message;
            try {
                work();
            } catch (const Interrupted&) {
                message = tr("Stopped. What was gated is kept; running again goes on from there.");
            } catch (const std::exception& error) {
                message = QString::fromUtf8(error.what());
            }
            QMetaObject::invokeMethod(
                this,
                [this, message] {
                    busy_ = false;
                    emit busy_changed(false);
                    if (!message.isEmpty()) emit failed(message);
                },
                Qt::QueuedConnection);
        },
        Qt::QueuedConnection);
}

void StudyRunner::run(Study study, const std::filesystem::path& folder) {
    if (busy_) return;
    start([this, study = std::move(study), folder, control = control()] {
        QElapsedTimer clock;
        clock.start();
        RunOptions options;
        options.output = folder;
        options.command = "asparagate-gui";
        RunResult result = run_study(study, options, control);
        write_results(result.evidence, folder);
        QString summary = (result.gated == 1 ? tr("1 sample gated, %1 reused, in %2.")
                                             : tr("%1 samples gated, %2 reused, in %3.").arg(result.gated))
                              .arg(result.reused)
                              .arg(duration_text(static_cast<double>(clock.elapsed()) / 1000.0));
        if (result.failed) summary += tr(" %1 failed.").arg(result.failed);
        emit finished(std::make_shared<const Evidence>(std::move(result.evidence)), summary);
    });
}

void StudyRunner::read(const std::filesystem::path& folder) {
    start([this, folder] {
        auto evidence = std::make_shared<const Evidence>(read_results(folder));
        emit finished(evidence, tr("Results of %1.").arg(QString::fromStdString(evidence->provenance.started_utc)));
    });
}

void StudyRunner::cancel() {
    stop_.request_stop();
}

TaskControl StudyRunner::control() {
    TaskControl control;
    stop_ = std::stop_source();
    control.stop = stop_.get_token();
    control.report = [this](const ProgressUpdate& update) {
        emit progressed(QString::fromStdString(update.stage), QString::fromStdString(update.item),
                        QString::fromStdString(update.unit), update.done, update.total);
    };
    return control;
}

}  // namespace asparagate::gui
