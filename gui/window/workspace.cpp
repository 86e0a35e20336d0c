#include "window/workspace.hpp"

#include <algorithm>

namespace asparagate::gui {
namespace {

QString title_of(const SampleEntry& entry) {
    QStringList parts;
    for (const std::string* part : {&entry.patient, &entry.visit, &entry.tube, &entry.control})
        if (!part->empty()) parts << QString::fromStdString(*part);
    return parts.isEmpty() ? QString::fromStdString(entry.id) : parts.join(QStringLiteral(" · "));
}

/// A fluorescence scale to start with, so that a strategy made by drawing shows negatives and positives alike.
GatingStrategy fresh_strategy() {
    GatingStrategy strategy;
    strategy.name = "New strategy";
    strategy.transforms["fluorescence"] = LogicleTransform();
    strategy.scales["default"] = "fluorescence";
    return strategy;
}

}  // namespace

Workspace::Workspace(QObject* parent) : QObject(parent) {
    add_document()->start(fresh_strategy());
    by_tube_[""] = documents_.front().get();
}

StrategyDocument* Workspace::add_document() {
    documents_.push_back(std::make_unique<StrategyDocument>());
    connect(documents_.back().get(), &StrategyDocument::title_changed, this, &Workspace::document_changed);
    return documents_.back().get();
}

void Workspace::open_study(const std::filesystem::path& path) {
    Study study = read_study(path);
    std::map<std::filesystem::path, std::unique_ptr<StrategyDocument>> by_file;
    std::map<std::string, StrategyDocument*> by_tube;
    for (const auto& [tube, strategy] : study.strategies) {
        const auto file = study.strategy_files.find(tube);
        const std::filesystem::path key =
            file == study.strategy_files.end() ? std::filesystem::path(tube) : file->second;
        auto& document = by_file[key];
        if (!document) {
            document = std::make_unique<StrategyDocument>();
            if (file != study.strategy_files.end())
                document->open(file->second);
            else
                document->start(strategy);
            document->set_study_panel(strategy.panel);
        }
        by_tube[tube] = document.get();
    }
    documents_.clear();
    for (auto& [file, document] : by_file) {
        connect(document.get(), &StrategyDocument::title_changed, this, &Workspace::document_changed);
        documents_.push_back(std::move(document));
    }
    by_tube_ = std::move(by_tube);
    if (by_tube_.empty()) {
        add_document()->start(fresh_strategy());
        by_tube_[""] = documents_.front().get();
    }
    study_ = std::move(study);
    samples_.set_study(*study_);
    emit document_changed();
}

void Workspace::open_strategy(const std::filesystem::path& path) {
    auto document = std::make_unique<StrategyDocument>();
    document->open(path);
    documents_.clear();
    by_tube_.clear();
    connect(document.get(), &StrategyDocument::title_changed, this, &Workspace::document_changed);
    by_tube_[""] = document.get();
    documents_.push_back(std::move(document));
    emit document_changed();
}

std::size_t Workspace::add_files(const std::vector<std::filesystem::path>& files) {
    return samples_.add_files(files);
}

StrategyDocument* Workspace::document_for(std::size_t entry) {
    const auto known = by_tube_.find(samples_.entries().at(entry).tube);
    if (known != by_tube_.end()) return known->second;
    const auto standard = by_tube_.find("");
    return standard != by_tube_.end() ? standard->second : documents_.front().get();
}

bool Workspace::modified() const {
    return std::ranges::any_of(documents_, [](const auto& document) { return document->modified(); });
}

SampleSource Workspace::source(std::size_t entry) const {
    const SampleEntry& sample = samples_.entries().at(entry);
    SampleSource source{sample.file, sample.id, title_of(sample), {}, {}};
    if (study_) source.detection = study_->settings.detection;
    if (!sample.patient.empty())
        for (const SampleEntry& other : samples_.entries())
            if (other.patient == sample.patient && other.tube == sample.tube && !other.control.empty())
                source.controls[other.control].push_back(other.file);
    return source;
}

std::optional<std::size_t> Workspace::other_visit(std::size_t entry) const {
    const auto& entries = samples_.entries();
    const SampleEntry& sample = entries.at(entry);
    if (sample.patient.empty()) return std::nullopt;
    for (std::size_t e = 0; e < entries.size(); ++e)
        if (entries[e].patient == sample.patient && entries[e].tube == sample.tube &&
            entries[e].control == sample.control && entries[e].visit != sample.visit)
            return e;
    return std::nullopt;
}

std::optional<std::size_t> Workspace::find_sample(const std::string& id) const {
    const auto& entries = samples_.entries();
    const auto known = std::ranges::find(entries, id, &SampleEntry::id);
    return known == entries.end() ? std::nullopt : std::optional(static_cast<std::size_t>(known - entries.begin()));
}

std::optional<std::size_t> Workspace::neighbour(std::size_t entry, int step) const {
    const auto& entries = samples_.entries();
    const SampleEntry& sample = entries.at(entry);
    for (auto e = static_cast<std::ptrdiff_t>(entry) + step; e >= 0 && e < static_cast<std::ptrdiff_t>(entries.size());
         e += step) {
        const SampleEntry& other = entries[static_cast<std::size_t>(e)];
        if (other.tube == sample.tube && other.control == sample.control) return static_cast<std::size_t>(e);
    }
    return std::nullopt;
}

std::optional<std::size_t> Workspace::first_sample() const {
    const auto& entries = samples_.entries();
    const auto full = std::ranges::find_if(entries, [](const SampleEntry& entry) { return entry.control.empty(); });
    if (full != entries.end()) return static_cast<std::size_t>(full - entries.begin());
    return entries.empty() ? std::nullopt : std::optional<std::size_t>(0);
}

}  // namespace asparagate::gui
