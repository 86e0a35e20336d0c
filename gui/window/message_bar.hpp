#pragma once
#include <QFrame>

class QLabel;

namespace asparagate::gui {

/// A line beside the thing that says what could not be done; it stays until closed or replaced, and blocks nothing.
class MessageBar : public QFrame {
    Q_OBJECT
public:
    explicit MessageBar(QWidget* parent = nullptr);
    void show_problem(const QString& text);
    [[nodiscard]] QString text() const;

private:
    QLabel* label_;
};

}  // namespace asparagate::gui
