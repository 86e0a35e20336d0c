#pragma once
#include "samples/sample_view.hpp"

#include <QScrollArea>

#include <string>

class QLabel;
class QVBoxLayout;

namespace asparagate::gui {

/// What is known about the chosen population and its sample: statistics with interval and detection state, the gate's
/// coordinates, the scales of its axes, the compensation in force, findings.
class Inspector : public QScrollArea {
    Q_OBJECT
public:
    explicit Inspector(QWidget* parent = nullptr);

    void show_population(SampleViewPtr view, const GatingStrategy& strategy, const std::string& population);
    void show_nothing();

private:
    void add_section(const QString& title, const std::vector<std::pair<QString, QString>>& rows);
    void add_text(const QString& title, const QStringList& paragraphs);
    void begin();
    void finish();

    QWidget* page_ = nullptr;
    QVBoxLayout* layout_ = nullptr;
};

/// The rows that describe a gate: its kind, dimensions and coordinates in the units it is written in.
std::vector<std::pair<QString, QString>> describe_gate(const GateNode& node, const SampleView& view);
/// "logicle  T 262144  W 0.5  M 4.5  A 0".
QString describe_transform(const Transform& transform);

}  // namespace asparagate::gui
