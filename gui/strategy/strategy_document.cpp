#include "strategy/strategy_document.hpp"

#include "asparagate/fcs/output_file.hpp"
#include "asparagate/gating/strategy_file.hpp"

#include <QUndoCommand>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace asparagate::gui {
namespace {

std::optional<std::string> file_content(const std::filesystem::path& path) {
    std::ifstream stream(path, std::ios::binary);
    if (!stream) return std::nullopt;
    std::ostringstream text;
    text << stream.rdbuf();
    return std::move(text).str();
}

}  // namespace

/// A step of the history keeps both strategies: they are small values, and no step can undo to anything else.
class StrategyStep : public QUndoCommand {
public:
    StrategyStep(StrategyDocument& document, GatingStrategy after, const QString& text, QString merge_key)
        : QUndoCommand(text),
          document_(document),
          before_(document.recorded_),
          after_(std::move(after)),
          merge_key_(std::move(merge_key)) {}

    void undo() override { document_.show(before_, false); }
    void redo() override { document_.show(after_, false); }
    [[nodiscard]] int id() const override { return merge_key_.isEmpty() ? -1 : 1; }
    bool mergeWith(const QUndoCommand* other) override {
        const auto& next = static_cast<const StrategyStep&>(*other);
        if (next.merge_key_ != merge_key_) return false;
        after_ = next.after_;
        return true;
    }

private:
    StrategyDocument& document_;
    GatingStrategy before_, after_;
    QString merge_key_;
};

StrategyDocument::StrategyDocument(QObject* parent) : QObject(parent) {
    connect(&history_, &QUndoStack::cleanChanged, this, &StrategyDocument::title_changed);
}

StrategyDocument::~StrategyDocument() {
    history_.disconnect();
}

void StrategyDocument::open(const std::filesystem::path& path) {
    auto text = file_content(path);
    if (!text) throw Error(ErrorKind::input, path.string() + ": cannot be read; check that the file is there");
    StrategyFile file = parse_strategy_file(*text, path.string());
    start(std::move(file.strategy));
    import_findings_ = std::move(file.findings);
    // What another program wrote is never overwritten: saving asks for a name.
    if (file.format != StrategyFormat::toml) return;
    path_ = path;
    on_disk_ = std::move(text);
    emit title_changed();
}

void StrategyDocument::start(GatingStrategy strategy) {
    history_.clear();
    path_.clear();
    import_findings_.clear();
    on_disk_.reset();
    show(strategy, false);
    emit title_changed();
}

void StrategyDocument::set_study_panel(std::map<std::string, std::vector<std::string>> panel) {
    study_panel_ = std::move(panel);
    emit changed(false);
}

GatingStrategy StrategyDocument::effective() const {
    GatingStrategy strategy = strategy_;
    for (const auto& [marker, names] : study_panel_) {
        auto& known = strategy.panel[marker];
        for (const auto& name : names)
            if (std::ranges::find(known, name) == known.end()) known.push_back(name);
    }
    return strategy;
}

QString StrategyDocument::title() const {
    const QString name = path_.empty() ? tr("New strategy") : QString::fromStdString(path_.filename().string());
    return modified() ? name + QStringLiteral(" •") : name;
}

void StrategyDocument::preview(GatingStrategy strategy) {
    strategy_ = std::move(strategy);
    emit changed(true);
}

void StrategyDocument::cancel_preview() {
    if (!(strategy_ == recorded_)) show(recorded_, false);
}

void StrategyDocument::apply(GatingStrategy next, const QString& text, const QString& merge_key) {
    if (next == recorded_) {
        cancel_preview();
        return;
    }
    history_.push(new StrategyStep(*this, std::move(next), text, merge_key));
}

void StrategyDocument::save() {
    if (path_.empty()) throw Error(ErrorKind::usage, "the strategy has no file yet; use Save as");
    if (const auto now = file_content(path_); now && now != on_disk_)
        throw Error(ErrorKind::output, path_.string() +
                                           ": changed on disk since it was read; nothing was written. "
                                           "Save under another name, then compare the two");
    write(path_);
}

void StrategyDocument::save_as(const std::filesystem::path& path, bool replace) {
    if (!replace && std::filesystem::exists(path) && path != path_)
        throw Error(ErrorKind::output, path.string() + ": already there; nothing was written. Choose another name");
    if (path == path_ && !replace) return save();
    write(path);
}

void StrategyDocument::write(const std::filesystem::path& path) {
    const std::string text = format_strategy(recorded_);
    // A strategy written by hand loses its comments and layout here: the file as it was is kept beside it.
    if (path == path_ && on_disk_ && on_disk_->find('#') != std::string::npos) {
        std::filesystem::path kept = path;
        kept += ".orig";
        if (!std::filesystem::exists(kept)) write_file(kept, *on_disk_);
    }
    write_file(path, text);
    path_ = path;
    on_disk_ = text;
    history_.setClean();
    emit title_changed();
}

void StrategyDocument::show(const GatingStrategy& strategy, bool live) {
    recorded_ = strategy;
    strategy_ = strategy;
    emit changed(live);
}

}  // namespace asparagate::gui
