#include "models/sample_model.hpp"

#include <QBrush>
#include <QFont>
#include <QGuiApplication>
#include <QPalette>

#include <algorithm>

namespace asparagate::gui {
namespace {

// Top rows carry this, rows below a patient the patient's position.
constexpr quintptr top_level = ~quintptr{0};

}  // namespace

void SampleModel::set_study(const Study& study) {
    beginResetModel();
    entries_.clear();
    groups_.clear();
    for (const Patient& patient : study.patients) groups_.push_back({QString::fromStdString(patient.id), {}});
    for (const StudySample& sample : study.samples) {
        const auto known = std::ranges::find(groups_, QString::fromStdString(sample.patient), &Group::title);
        if (known == groups_.end()) groups_.push_back({QString::fromStdString(sample.patient), {}});
        auto& group = known == groups_.end() ? groups_.back() : *known;
        group.entries.push_back(entries_.size());
        entries_.push_back(
            {sample.id, sample.patient, sample.visit, sample.tube, sample.control, sample.file, {}, false});
    }
    std::erase_if(groups_, [](const Group& group) { return group.entries.empty(); });
    endResetModel();
}

std::size_t SampleModel::add_files(const std::vector<std::filesystem::path>& files) {
    beginResetModel();
    std::size_t first = entries_.size();
    for (const auto& file : files) {
        const auto known = std::ranges::find(entries_, file, &SampleEntry::file);
        if (known != entries_.end()) {
            first = std::min(first, static_cast<std::size_t>(known - entries_.begin()));
            continue;
        }
        entries_.push_back({file.stem().string(), {}, {}, {}, {}, file, {}, false});
        if (!groups_.empty()) groups_.push_back({QString::fromStdString(file.stem().string()), {entries_.size() - 1}});
    }
    endResetModel();
    return std::min(first, entries_.empty() ? 0 : entries_.size() - 1);
}

void SampleModel::clear() {
    beginResetModel();
    entries_.clear();
    groups_.clear();
    endResetModel();
}

void SampleModel::set_error(std::size_t entry, const QString& error) {
    entries_.at(entry).error = error;
    const QModelIndex index = index_of(entry);
    emit dataChanged(index, index);
}

void SampleModel::set_shown(std::size_t entry) {
    entries_.at(entry).shown_before = true;
    entries_.at(entry).error.clear();
    const QModelIndex index = index_of(entry);
    emit dataChanged(index, index);
}

std::optional<std::size_t> SampleModel::entry(const QModelIndex& index) const {
    if (!index.isValid()) return std::nullopt;
    if (index.internalId() != top_level)
        return groups_[index.internalId()].entries[static_cast<std::size_t>(index.row())];
    return groups_.empty() ? std::optional(static_cast<std::size_t>(index.row())) : std::nullopt;
}

QModelIndex SampleModel::index_of(std::size_t entry) const {
    if (groups_.empty())
        return entry < entries_.size() ? createIndex(static_cast<int>(entry), 0, top_level) : QModelIndex();
    for (std::size_t g = 0; g < groups_.size(); ++g) {
        const auto place = std::ranges::find(groups_[g].entries, entry);
        if (place != groups_[g].entries.end())
            return createIndex(static_cast<int>(place - groups_[g].entries.begin()), 0, static_cast<quintptr>(g));
    }
    return {};
}

QModelIndex SampleModel::index(int row, int column, const QModelIndex& parent) const {
    if (!hasIndex(row, column, parent)) return {};
    return createIndex(row, column, parent.isValid() ? static_cast<quintptr>(parent.row()) : top_level);
}

QModelIndex SampleModel::parent(const QModelIndex& index) const {
    if (!index.isValid() || index.internalId() == top_level) return {};
    return createIndex(static_cast<int>(index.internalId()), 0, top_level);
}

int SampleModel::rowCount(const QModelIndex& parent) const {
    if (!parent.isValid()) return static_cast<int>(groups_.empty() ? entries_.size() : groups_.size());
    if (parent.internalId() != top_level || groups_.empty() || parent.column() > 0) return 0;
    return static_cast<int>(groups_[static_cast<std::size_t>(parent.row())].entries.size());
}

int SampleModel::columnCount(const QModelIndex&) const {
    return 1;
}

QString SampleModel::label(const SampleEntry& entry) const {
    if (entry.patient.empty()) return QString::fromStdString(entry.id);
    QString text = QString::fromStdString(entry.visit);
    if (!entry.tube.empty()) text += QStringLiteral(" · ") + QString::fromStdString(entry.tube);
    if (!entry.control.empty()) text += QStringLiteral(" · ") + QString::fromStdString(entry.control);
    return text;
}

QVariant SampleModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const auto position = entry(index);
    if (!position) {
        if (role == Qt::DisplayRole) return groups_[static_cast<std::size_t>(index.row())].title;
        if (role == Qt::FontRole) {
            QFont font;
            font.setBold(true);
            return font;
        }
        return {};
    }
    const SampleEntry& sample = entries_[*position];
    switch (role) {
        case Qt::DisplayRole:
            return sample.error.isEmpty() ? label(sample) : tr("%1 — cannot be opened").arg(label(sample));
        case Qt::ToolTipRole:
            return sample.error.isEmpty() ? QString::fromStdString(sample.file.string()) : sample.error;
        case Qt::ForegroundRole:
            // Controls step back behind full stains.
            if (!sample.control.empty()) return QBrush(QGuiApplication::palette().color(QPalette::PlaceholderText));
            return {};
        case entry_role:
            return static_cast<qulonglong>(*position);
        case error_role:
            return sample.error;
        default:
            return {};
    }
}

Qt::ItemFlags SampleModel::flags(const QModelIndex& index) const {
    if (!index.isValid()) return Qt::NoItemFlags;
    return entry(index) ? Qt::ItemIsEnabled | Qt::ItemIsSelectable : Qt::ItemFlags(Qt::ItemIsEnabled);
}

}  // namespace asparagate::gui
