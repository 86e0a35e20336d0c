#pragma once
#include "asparagate/gating/session.hpp"
#include "samples/sample_view.hpp"

#include <QObject>
#include <QThread>

#include <atomic>
#include <list>
#include <mutex>
#include <optional>
#include <stop_token>

namespace asparagate::gui {

/// Opens samples and evaluates strategies in its own thread. Only the newest request counts: while one is worked on,
/// later ones replace each other, so a dragged gate never queues up. A few samples stay open for going back and forth.
class SampleService : public QObject {
    Q_OBJECT
public:
    explicit SampleService(QObject* parent = nullptr);
    ~SampleService() override;

    /// Replaces what is waiting; a different file also stops the one being opened.
    void request(SampleRequest request);
    /// Stops opening and forgets what is waiting.
    void cancel();

signals:
    /// Emitted in the receiver's thread through the event queue.
    void ready(asparagate::gui::SampleViewPtr view);
    void failed(std::string file, QString message);
    void progressed(QString stage, double fraction);
    void busy_changed(bool busy);

private:
    struct OpenSample;
    void work();
    void serve(const SampleRequest& request, std::stop_token stop);
    OpenSample& opened(const SampleRequest& request, std::stop_token stop);
    TaskControl control(std::stop_token stop);

    QThread thread_;
    QObject* worker_;
    std::mutex mutex_;
    std::optional<SampleRequest> waiting_;  ///< guarded by mutex_
    std::filesystem::path working_on_;      ///< guarded by mutex_
    std::stop_source stop_;                 ///< guarded by mutex_
    std::list<OpenSample> open_;            ///< worker only, most recent first
};

}  // namespace asparagate::gui
