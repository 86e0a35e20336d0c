#include "window/message_bar.hpp"

#include <QHBoxLayout>
#include <QLabel>
#include <QStyle>
#include <QToolButton>

namespace asparagate::gui {

MessageBar::MessageBar(QWidget* parent) : QFrame(parent), label_(new QLabel(this)) {
    setBackgroundRole(QPalette::AlternateBase);
    setAutoFillBackground(true);
    label_->setTextFormat(Qt::PlainText);
    label_->setWordWrap(true);
    label_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* sign = new QLabel(this);
    sign->setPixmap(style()
                        ->standardPixmap(QStyle::SP_MessageBoxWarning)
                        .scaled(20, 20, Qt::KeepAspectRatio, Qt::SmoothTransformation));
    auto* close = new QToolButton(this);
    close->setText(tr("Close"));
    close->setAutoRaise(true);
    connect(close, &QToolButton::clicked, this, &QWidget::hide);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 6, 6, 6);
    layout->setSpacing(8);
    layout->addWidget(sign);
    layout->addWidget(label_, 1);
    layout->addWidget(close);
    hide();
}

void MessageBar::show_problem(const QString& text) {
    label_->setText(text);
    show();
}

QString MessageBar::text() const {
    return isHidden() ? QString() : label_->text();
}

}  // namespace asparagate::gui
