#pragma once
#include "asparagate/gating/strategy.hpp"

#include <QObject>
#include <QString>
#include <QUndoStack>

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace asparagate::gui {

/// A strategy that is being edited: the file, the undo history, and the state shown while the mouse still moves.
class StrategyDocument : public QObject {
    Q_OBJECT
public:
    explicit StrategyDocument(QObject* parent = nullptr);
    /// Ends without a last signal of the history, whose listeners may be gone when a window closes.
    ~StrategyDocument() override;

    /// Takes the strategy of a file. @throws GatingError, Error
    void open(const std::filesystem::path& path);
    /// Takes a strategy that has no file of its own yet.
    void start(GatingStrategy strategy);
    /// Further marker names that a study adds; used for evaluation, never written into the strategy's file.
    void set_study_panel(std::map<std::string, std::vector<std::string>> panel);

    [[nodiscard]] const GatingStrategy& strategy() const { return strategy_; }
    /// The strategy with the study's panel added: what samples are gated with.
    [[nodiscard]] GatingStrategy effective() const;
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    /// What reading the strategy of another program tolerated or lost.
    [[nodiscard]] const Findings& import_findings() const { return import_findings_; }
    [[nodiscard]] QString title() const;
    [[nodiscard]] QUndoStack& history() { return history_; }
    [[nodiscard]] bool modified() const { return !history_.isClean(); }

    /// Shows a strategy without recording it, while a gate is dragged.
    void preview(GatingStrategy strategy);
    void cancel_preview();
    /// Records `next` as one step called `text`. Steps with the same non-empty `merge_key` in a row become one.
    void apply(GatingStrategy next, const QString& text, const QString& merge_key = {});

    /// Writes the file. @throws OutputError; Error(output) when the file on disk is not what was read or written last,
    /// so that nobody's work is overwritten; Error(usage) when there is no file yet.
    void save();
    /// Writes another file and continues with it. An existing file that this document did not write is refused unless
    /// `replace`. @throws OutputError, Error(output)
    void save_as(const std::filesystem::path& path, bool replace);

signals:
    /// `live`: the mouse still moves, more will follow.
    void changed(bool live);
    void title_changed();

private:
    friend class StrategyStep;
    void show(const GatingStrategy& strategy, bool live);
    void write(const std::filesystem::path& path);

    GatingStrategy recorded_, strategy_;
    std::map<std::string, std::vector<std::string>> study_panel_;
    std::filesystem::path path_;
    Findings import_findings_;
    std::optional<std::string> on_disk_;
    QUndoStack history_;
};

}  // namespace asparagate::gui
