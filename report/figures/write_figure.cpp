#include "figures/figure.hpp"

#include "asparagate/fcs/error.hpp"
#include "asparagate/fcs/output_file.hpp"
#include "figures/canvas.hpp"
#include "figures/pdf_file.hpp"
#include "figures/svg_device.hpp"
#include "figures/visible_text.hpp"

#include <QBuffer>
#include <QImage>
#include <QPageLayout>
#include <QPageSize>
#include <QPainter>

namespace asparagate {

namespace {

constexpr double png_dots_per_inch = 300;

std::string escaped(const std::string& text) {
    return visible_text(QString::fromStdString(text)).toHtmlEscaped().toStdString();
}

std::string millimetres(double value) {
    return QString::number(value, 'f', 2).toStdString();
}

std::string figure_png(const Figure& figure) {
    const QImage image = figure_image(figure, png_dots_per_inch / 25.4);
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    if (!image.save(&buffer, "PNG")) throw OutputError(figure.id + ".png", "the image could not be encoded");
    return buffer.data().toStdString();
}

std::string figure_pdf(const Figure& figure) {
    const QPageLayout page(QPageSize(figure.size_mm, QPageSize::Millimeter, {}, QPageSize::ExactMatch),
                           QPageLayout::Portrait, QMarginsF());
    return pdf_file(figure.title, page,
                    [&](PdfPages& pages) { figure.paint(pages.painter(), QRectF(QPointF(), figure.size_mm)); });
}

}  // namespace

std::string figure_svg(const Figure& figure) {
    const LanguageScope scope(figure.language);
    SvgDevice device(figure.size_mm);
    {
        QPainter painter(&device);
        figure.paint(painter, QRectF(QPointF(), figure.size_mm));
    }
    const std::string width = millimetres(figure.size_mm.width()), height = millimetres(figure.size_mm.height());
    const std::string title_id = "figure-" + safe_file_name(figure.id) + "-title";
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + width + "mm\" height=\"" + height +
           "mm\" viewBox=\"0 0 " + width + " " + height + "\" role=\"img\" aria-labelledby=\"" + title_id +
           "\" font-family=\"" + figure_fonts() + "\">\n<title id=\"" + title_id + "\">" + escaped(figure.title) +
           "</title>\n" + device.body() + "</svg>\n";
}

QImage figure_image(const Figure& figure, double pixels_per_mm) {
    QImage image((figure.size_mm * pixels_per_mm).toSize(), QImage::Format_RGB32);
    image.setDotsPerMeterX(static_cast<int>(std::lround(pixels_per_mm * 1000)));
    image.setDotsPerMeterY(static_cast<int>(std::lround(pixels_per_mm * 1000)));
    image.fill(Qt::white);
    QPainter painter(&image);
    painter.scale(pixels_per_mm, pixels_per_mm);
    figure.paint(painter, QRectF(QPointF(), figure.size_mm));
    return image;
}

void write_figure(const Figure& figure, const std::filesystem::path& folder) {
    const std::string stem = safe_file_name(figure.id);
    write_file(folder / (stem + ".svg"), figure_svg(figure));
    write_file(folder / (stem + ".pdf"), figure_pdf(figure));
    write_file(folder / (stem + ".png"), figure_png(figure));
    write_file(folder / (stem + ".csv"), figure.data_csv);
}

}  // namespace asparagate
