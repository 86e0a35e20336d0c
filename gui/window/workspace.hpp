#pragma once
#include "asparagate/analysis/study.hpp"
#include "gating/gating_page.hpp"
#include "models/sample_model.hpp"
#include "strategy/strategy_document.hpp"

#include <memory>
#include <optional>

namespace asparagate::gui {

/// What is open: a study or plain files, and the strategies they are gated with, one document per strategy file.
class Workspace : public QObject {
    Q_OBJECT
public:
    explicit Workspace(QObject* parent = nullptr);

    /// @throws Error when the study or one of its tables cannot be read; what was open stays open.
    void open_study(const std::filesystem::path& path);
    /// The strategy for plain files, and for every tube of a study. @throws Error
    void open_strategy(const std::filesystem::path& path);
    /// Adds files; returns the first of them.
    std::size_t add_files(const std::vector<std::filesystem::path>& files);

    [[nodiscard]] const std::optional<Study>& study() const { return study_; }
    [[nodiscard]] SampleModel& samples() { return samples_; }
    [[nodiscard]] StrategyDocument* document_for(std::size_t entry);
    [[nodiscard]] const std::vector<std::unique_ptr<StrategyDocument>>& documents() const { return documents_; }
    [[nodiscard]] bool modified() const;

    /// The sample with its patient's control tubes.
    [[nodiscard]] SampleSource source(std::size_t entry) const;
    /// The full stain of the same patient and tube at another visit.
    [[nodiscard]] std::optional<std::size_t> other_visit(std::size_t entry) const;
    [[nodiscard]] std::optional<std::size_t> find_sample(const std::string& id) const;
    /// The next entry with the same tube and role, so that axes and gates stay meaningful; `step` is 1 or -1.
    [[nodiscard]] std::optional<std::size_t> neighbour(std::size_t entry, int step) const;
    /// The first full stain, where looking starts.
    [[nodiscard]] std::optional<std::size_t> first_sample() const;

signals:
    void document_changed();

private:
    StrategyDocument* add_document();

    std::optional<Study> study_;
    SampleModel samples_;
    std::vector<std::unique_ptr<StrategyDocument>> documents_;
    std::map<std::string, StrategyDocument*> by_tube_;
};

}  // namespace asparagate::gui
