#pragma once
#include "asparagate/analysis/evidence.hpp"
#include "language/say.hpp"

#include <QRectF>
#include <QSizeF>
#include <QString>

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

class QImage;
class QPainter;

namespace asparagate {

/// A drawing of one piece of evidence. `paint` draws into a rectangle whose unit is the millimetre, so that one
/// painter serves screen, SVG, PDF and PNG; text sizes are points at that size.
struct Figure {
    std::string id;       ///< file name stem: "activity"
    std::string title;    ///< the finding or the question
    std::string caption;  ///< method, n, missing, what the marks mean; synthetic data say so
    std::string section;  ///< of the report: activity, antibodies, cells, together
    QSizeF size_mm;
    std::function<void(QPainter&, const QRectF&)> paint;
    std::string data_csv;                   ///< the numbers drawn, as CSV text
    Language language = Language::english;  ///< of all texts but those of the CSV
};

/// All figures of a study in the order of the question; figures without data are left out.
std::vector<Figure> study_figures(const Evidence& evidence);

/// Writes id.svg, id.pdf, id.png (300 dpi) and id.csv into `folder`. Needs a QGuiApplication (offscreen serves).
void write_figure(const Figure& figure, const std::filesystem::path& folder);
/// The figure as SVG text; text stays text.
std::string figure_svg(const Figure& figure);
/// The figure as an image at `pixels_per_mm`.
QImage figure_image(const Figure& figure, double pixels_per_mm);

}  // namespace asparagate
