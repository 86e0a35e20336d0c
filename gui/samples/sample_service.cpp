#include "samples/sample_service.hpp"

#include "samples/plot_data.hpp"

#include <QMetaObject>

#include <algorithm>

namespace asparagate::gui {
namespace {

constexpr std::size_t samples_kept_open = 4;

bool has_control_threshold(const GatingStrategy& strategy) {
    return std::ranges::any_of(strategy.nodes, [](const GateNode& node) {
        const auto* gate = std::get_if<RectangleGate>(&node.gate);
        return gate && gate->control;
    });
}

struct OpenControls {
    ControlTubes tubes;
    Findings unreadable;
};

OpenControls open_controls(const ControlFiles& files) {
    OpenControls controls;
    for (const auto& [name, paths] : files)
        for (const auto& path : paths) {
            try {
                controls.tubes[name].push_back({path.stem().string(), path, FcsFile::open(path).data_set()});
            } catch (const Error& error) {
                // As in a run: the other controls still serve, and the finding says which one did not.
                controls.unreadable.push_back(
                    {"G-CONTROL", Severity::warning, path.string(), name, {}, {}, error.what()});
            }
        }
    return controls;
}

std::map<std::string, std::string> acquisition_facts(const DataSet& data_set) {
    std::map<std::string, std::string> facts;
    for (const char* key : {"$CYT", "$DATE", "$BTIM", "$ETIM", "$SRC", "$SMNO"})
        if (const auto value = data_set.keywords().find(key)) facts[key] = std::string(*value);
    return facts;
}

}  // namespace

/// A session and what its thresholds were resolved from.
struct SampleService::OpenSample {
    SampleSession session;
    ControlFiles control_files;
    OpenControls controls;
    std::vector<ResolvedThreshold> thresholds;
    Findings threshold_findings;

    /// Thresholds from controls, as `run` resolves them. While a gate is dragged the last ones are kept: resolving
    /// gates the control tubes, which is too slow to follow a mouse.
    GatingStrategy resolved(GatingStrategy strategy, bool live, const GateOptions& options) {
        if (!has_control_threshold(strategy) || controls.tubes.empty()) {
            thresholds.clear();
            threshold_findings.clear();
            return strategy;
        }
        if (!live) {
            auto resolution = resolve_control_thresholds(strategy, controls.tubes, options);
            thresholds = std::move(resolution.thresholds);
            threshold_findings = std::move(resolution.findings);
            return std::move(resolution.strategy);
        }
        for (GateNode& node : strategy.nodes) {
            auto* gate = std::get_if<RectangleGate>(&node.gate);
            if (!gate || !gate->control) continue;
            const std::string path = (node.parent == "/" ? "" : node.parent) + std::string("/") + node.name;
            const auto known = std::ranges::find(thresholds, path, &ResolvedThreshold::population);
            if (known == thresholds.end()) continue;
            gate->bounds[0].min = known->value;
            gate->control.reset();
        }
        return strategy;
    }
};

SampleService::SampleService(QObject* parent) : QObject(parent), worker_(new QObject) {
    qRegisterMetaType<SampleViewPtr>();
    qRegisterMetaType<std::string>("std::string");
    worker_->moveToThread(&thread_);
    connect(&thread_, &QThread::finished, worker_, &QObject::deleteLater);
    thread_.setObjectName(QStringLiteral("samples"));
    thread_.start();
}

SampleService::~SampleService() {
    cancel();
    thread_.quit();
    thread_.wait();
}

void SampleService::request(SampleRequest request) {
    bool idle = false;
    {
        const std::lock_guard lock(mutex_);
        if (!working_on_.empty() && working_on_ != request.file) stop_.request_stop();
        // What was asked for and not yet served keeps its plots: counts alone would leave an old picture behind.
        if (waiting_ && waiting_->file == request.file && request.plots.empty()) {
            request.plots = std::move(waiting_->plots);
            request.live = request.live && waiting_->live;
        }
        idle = !waiting_;
        waiting_ = std::move(request);
    }
    if (idle)
        QMetaObject::invokeMethod(
            worker_, [this] { work(); }, Qt::QueuedConnection);
}

void SampleService::cancel() {
    const std::lock_guard lock(mutex_);
    waiting_.reset();
    stop_.request_stop();
}

void SampleService::work() {
    std::optional<SampleRequest> request;
    std::stop_token stop;
    {
        const std::lock_guard lock(mutex_);
        request = std::exchange(waiting_, std::nullopt);
        if (!request) return;
        working_on_ = request->file;
        stop_ = std::stop_source();
        stop = stop_.get_token();
    }
    emit busy_changed(true);
    try {
        serve(*request, stop);
    } catch (const Interrupted&) {
        // Asked for: somebody wants another sample, or nothing.
    } catch (const std::exception& error) {
        emit failed(request->file.string(), QString::fromUtf8(error.what()));
    }
    {
        const std::lock_guard lock(mutex_);
        working_on_.clear();
    }
    emit busy_changed(false);
}

void SampleService::serve(const SampleRequest& request, std::stop_token stop) {
    GateOptions options;
    options.detection = request.detection;
    OpenSample& sample = opened(request, stop);
    const GatingStrategy resolved = sample.resolved(request.strategy, request.live, options);
    GatingStrategy strategy = strategy_for_sample(resolved, request.sample, request.file);
    const Findings versions = version_findings(resolved, request.sample, request.file);
    sample.session.set_strategy(strategy);
    auto view = std::make_shared<SampleView>();
    view->file = request.file;
    view->sample = request.sample;
    view->strategy = std::move(strategy);
    view->n_events = sample.session.data_set().n_events();
    view->parameters = sample.session.data_set().parameters();
    view->keywords = acquisition_facts(sample.session.data_set());
    view->rows = sample.session.rows();
    view->compensation = sample.session.compensation();
    view->findings = sample.session.findings();
    view->findings.insert(view->findings.end(), versions.begin(), versions.end());
    view->findings.insert(view->findings.end(), sample.threshold_findings.begin(), sample.threshold_findings.end());
    view->findings.insert(view->findings.end(), sample.controls.unreadable.begin(), sample.controls.unreadable.end());
    view->thresholds = sample.thresholds;
    view->live = request.live;
    view->evaluated_gates = sample.session.last_evaluated_gates();
    for (const PlotRequest& plot : request.plots) view->plots.push_back(make_plot_data(sample.session, plot));
    emit ready(std::move(view));
}

SampleService::OpenSample& SampleService::opened(const SampleRequest& request, std::stop_token stop) {
    const auto known = std::ranges::find_if(open_, [&](const OpenSample& sample) {
        return sample.session.file() == request.file && sample.control_files == request.controls;
    });
    if (known != open_.end()) {
        open_.splice(open_.begin(), open_, known);
        return open_.front();
    }
    GateOptions options;
    options.detection = request.detection;
    // Thresholds need the controls, so the session starts with none and gets its strategy when they are there.
    const GatingStrategy strategy = strategy_for_sample(request.strategy, request.sample, request.file);
    SampleSession session(request.file, strategy, options, control(std::move(stop)));
    open_.push_front(OpenSample{std::move(session), request.controls, open_controls(request.controls), {}, {}});
    if (open_.size() > samples_kept_open) open_.pop_back();
    return open_.front();
}

TaskControl SampleService::control(std::stop_token stop) {
    TaskControl control;
    control.stop = std::move(stop);
    control.report = [this](const ProgressUpdate& update) {
        const double total = update.total ? static_cast<double>(update.total) : 1.0;
        emit progressed(QString::fromStdString(update.stage), static_cast<double>(update.done) / total);
    };
    return control;
}

}  // namespace asparagate::gui
