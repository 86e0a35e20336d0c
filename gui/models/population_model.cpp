#include "models/population_model.hpp"

#include "strategy/strategy_edit.hpp"
#include "text/number_text.hpp"

#include <QBrush>
#include <QGuiApplication>
#include <QPalette>

namespace asparagate::gui {

std::vector<PopulationModel::Node> PopulationModel::nodes_of(const GatingStrategy& strategy) {
    std::vector<Node> nodes{{"/", tr("All events").toStdString(), {}, -1, 0, {}}};
    std::map<std::string, int> places{{"/", 0}};
    for (const PopulationInfo& population : strategy.populations()) {
        const int parent = places.at(population.parent), place = static_cast<int>(nodes.size());
        auto& siblings = nodes[static_cast<std::size_t>(parent)].children;
        const int row = static_cast<int>(siblings.size());
        siblings.push_back(place);
        places[population.path] = place;
        nodes.push_back({population.path,
                         last_name(population.path),
                         gate_type(strategy.nodes[population.node].gate),
                         parent,
                         row,
                         {}});
    }
    return nodes;
}

void PopulationModel::set_strategy(const GatingStrategy& strategy) {
    auto nodes = nodes_of(strategy);
    if (nodes == nodes_) return;
    beginResetModel();
    nodes_ = std::move(nodes);
    endResetModel();
}

void PopulationModel::set_view(SampleViewPtr view) {
    view_ = std::move(view);
    // Every level has its own range of rows.
    for (std::size_t n = 0; n < nodes_.size(); ++n) {
        const auto& children = nodes_[n].children;
        if (children.empty()) continue;
        emit dataChanged(
            createIndex(0, name_column, static_cast<quintptr>(children.front())),
            createIndex(static_cast<int>(children.size()) - 1, percent_column, static_cast<quintptr>(children.back())));
    }
    if (!nodes_.empty()) emit dataChanged(index(0, name_column), index(0, percent_column));
}

QModelIndex PopulationModel::index_of(const std::string& path, int column) const {
    for (std::size_t n = 0; n < nodes_.size(); ++n)
        if (nodes_[n].path == path) return createIndex(nodes_[n].row, column, static_cast<quintptr>(n));
    return {};
}

std::string PopulationModel::path(const QModelIndex& index) const {
    return index.isValid() ? node(index).path : std::string();
}

QModelIndex PopulationModel::index(int row, int column, const QModelIndex& parent) const {
    if (!hasIndex(row, column, parent)) return {};
    if (!parent.isValid()) return createIndex(row, column, quintptr{0});
    return createIndex(row, column, static_cast<quintptr>(node(parent).children[static_cast<std::size_t>(row)]));
}

QModelIndex PopulationModel::parent(const QModelIndex& index) const {
    if (!index.isValid() || node(index).parent < 0) return {};
    const int parent = node(index).parent;
    return createIndex(nodes_[static_cast<std::size_t>(parent)].row, 0, static_cast<quintptr>(parent));
}

int PopulationModel::rowCount(const QModelIndex& parent) const {
    if (parent.column() > 0) return 0;
    if (!parent.isValid()) return nodes_.empty() ? 0 : 1;
    return static_cast<int>(node(parent).children.size());
}

int PopulationModel::columnCount(const QModelIndex&) const {
    return n_columns;
}

QVariant PopulationModel::text(const Node& node, int column) const {
    if (column == name_column) return QString::fromStdString(node.name);
    if (!view_) return {};
    if (node.path == "/") return column == count_column ? QVariant(count_text(view_->n_events)) : QVariant();
    const PopulationRow* row = view_->row(node.path);
    if (!row) return {};
    if (column == count_column) return row->count ? count_text(*row->count) : QString(QChar(0x2013));
    return percent_text(row->percent_of_parent());
}

QVariant PopulationModel::tip(const Node& node) const {
    if (node.path == "/") return tr("Every event of the file");
    const PopulationRow* row = view_ ? view_->row(node.path) : nullptr;
    const QString first =
        QStringLiteral("%1 (%2)").arg(QString::fromStdString(node.path), QString::fromStdString(node.gate));
    if (!row) return first;
    return QStringLiteral("%1\n%2").arg(first, QString::fromStdString(row->state));
}

QVariant PopulationModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const Node& node = this->node(index);
    const PopulationRow* row = view_ && node.path != "/" ? view_->row(node.path) : nullptr;
    switch (role) {
        case Qt::DisplayRole:
            return text(node, index.column());
        case Qt::EditRole:
            return QString::fromStdString(node.name);
        case Qt::ToolTipRole:
            return tip(node);
        case Qt::TextAlignmentRole:
            return index.column() == name_column ? QVariant(Qt::AlignLeft | Qt::AlignVCenter)
                                                 : QVariant(Qt::AlignRight | Qt::AlignVCenter);
        case Qt::ForegroundRole:
            // Too few events to quantify, or not computable: in grey, so that nobody reads too much into it.
            if (row && row->state != "quantified")
                return QBrush(QGuiApplication::palette().color(QPalette::PlaceholderText));
            return {};
        case path_role:
            return QString::fromStdString(node.path);
        default:
            return {};
    }
}

QVariant PopulationModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole)
        return section == name_column ? QVariant(Qt::AlignLeft | Qt::AlignVCenter)
                                      : QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && section == percent_column) return tr("Percent of the parent population");
    if (role != Qt::DisplayRole) return {};
    switch (section) {
        case name_column:
            return tr("Population");
        case count_column:
            return tr("Events");
        case percent_column:
            return tr("% parent");
        default:
            return {};
    }
}

Qt::ItemFlags PopulationModel::flags(const QModelIndex& index) const {
    if (!index.isValid()) return Qt::NoItemFlags;
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    if (index.column() == name_column && node(index).path != "/") flags |= Qt::ItemIsEditable;
    return flags;
}

bool PopulationModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (role != Qt::EditRole || !index.isValid() || index.column() != name_column) return false;
    const QString name = value.toString().trimmed();
    if (name.isEmpty() || name == QString::fromStdString(node(index).name)) return false;
    emit rename_wanted(node(index).path, name);
    return true;
}

}  // namespace asparagate::gui
