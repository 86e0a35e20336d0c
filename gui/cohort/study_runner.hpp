#pragma once
#include "asparagate/analysis/run_study.hpp"

#include <QObject>
#include <QThread>

#include <memory>
#include <mutex>
#include <stop_token>

namespace asparagate::gui {

using EvidencePtr = std::shared_ptr<const Evidence>;

/// Runs a study or reads stored results in its own thread, one at a time.
class StudyRunner : public QObject {
    Q_OBJECT
public:
    explicit StudyRunner(QObject* parent = nullptr);
    ~StudyRunner() override;

    /// Gates and computes everything, then writes the result tables into `folder`.
    void run(Study study, const std::filesystem::path& folder);
    /// The evidence of a results folder.
    void read(const std::filesystem::path& folder);
    void cancel();
    [[nodiscard]] bool busy() const { return busy_; }

signals:
    void finished(std::shared_ptr<const asparagate::Evidence> evidence, QString summary);
    void failed(QString message);
    /// `total` 0 = unknown.
    void progressed(QString stage, QString item, QString unit, quint64 done, quint64 total);
    void busy_changed(bool busy);

private:
    template <class Work>
    void start(Work work);
    TaskControl control();

    QThread thread_;
    QObject* worker_;
    std::stop_source stop_;
    bool busy_ = false;
};

}  // namespace asparagate::gui

Q_DECLARE_METATYPE(std::shared_ptr<const asparagate::Evidence>)
