#pragma once
#include "samples/sample_view.hpp"

#include <QAbstractItemModel>

#include <string>
#include <vector>

namespace asparagate::gui {

/// The gate tree of the shown sample: name, count, percent of parent. All events are the root row. The first column is
/// editable: it asks for a rename.
class PopulationModel : public QAbstractItemModel {
    Q_OBJECT
public:
    enum Column { name_column, count_column, percent_column, n_columns };
    enum Role { path_role = Qt::UserRole };

    using QAbstractItemModel::QAbstractItemModel;

    /// The tree; counts stay where a path stays.
    void set_strategy(const GatingStrategy& strategy);
    /// Counts of a sample; nullptr clears them.
    void set_view(SampleViewPtr view);

    [[nodiscard]] QModelIndex index_of(const std::string& path, int column = 0) const;
    [[nodiscard]] std::string path(const QModelIndex& index) const;

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex& index) const override;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;

signals:
    void rename_wanted(std::string path, QString name);

private:
    struct Node {
        std::string path, name, gate;
        int parent = -1, row = 0;
        std::vector<int> children;
        bool operator==(const Node&) const = default;
    };
    [[nodiscard]] static std::vector<Node> nodes_of(const GatingStrategy& strategy);
    [[nodiscard]] const Node& node(const QModelIndex& index) const {
        return nodes_[static_cast<std::size_t>(index.internalId())];
    }
    [[nodiscard]] QVariant text(const Node& node, int column) const;
    [[nodiscard]] QVariant tip(const Node& node) const;

    std::vector<Node> nodes_;
    SampleViewPtr view_;
};

}  // namespace asparagate::gui
