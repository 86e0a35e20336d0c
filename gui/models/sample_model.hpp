#pragma once
#include "asparagate/analysis/study.hpp"

#include <QAbstractItemModel>

#include <optional>
#include <string>
#include <vector>

namespace asparagate::gui {

/// One file that can be shown.
struct SampleEntry {
    std::string id;
    std::string patient;  ///< empty for plain files
    std::string visit, tube, control;
    std::filesystem::path file;
    QString error;  ///< why it could not be opened; empty when it could or nobody tried
    bool shown_before = false;
};

/// Samples of a study below their patients, or plain files in one list.
class SampleModel : public QAbstractItemModel {
    Q_OBJECT
public:
    enum Role { entry_role = Qt::UserRole, error_role };

    using QAbstractItemModel::QAbstractItemModel;

    /// All samples of a study, patients in the study's order.
    void set_study(const Study& study);
    /// Adds files that are not there yet; returns the position of the first of them.
    std::size_t add_files(const std::vector<std::filesystem::path>& files);
    void clear();
    void set_error(std::size_t entry, const QString& error);
    void set_shown(std::size_t entry);

    [[nodiscard]] const std::vector<SampleEntry>& entries() const { return entries_; }
    [[nodiscard]] std::optional<std::size_t> entry(const QModelIndex& index) const;
    [[nodiscard]] QModelIndex index_of(std::size_t entry) const;

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex& index) const override;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    struct Group {
        QString title;
        std::vector<std::size_t> entries;
    };
    [[nodiscard]] QString label(const SampleEntry& entry) const;

    std::vector<SampleEntry> entries_;
    std::vector<Group> groups_;  ///< one per patient; without patients the entries are top rows
};

}  // namespace asparagate::gui
