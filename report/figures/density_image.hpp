#pragma once
#include "asparagate/gating/density.hpp"

#include <QImage>
#include <QRgb>

namespace asparagate {

/// The colour of a density from 0 (few events) to 1 (many): viridis, perceptually uniform and readable without red
/// against green.
QRgb density_colour(double level);
/// One image pixel per bin, top row = highest y. Bins without events are transparent; a single event is visible in the
/// darkest colour. Colours are logarithmic in the count averaged over a bin and its neighbours, so that sparse plots
/// do not speckle.
QImage density_image(const DensityGrid& grid);

}  // namespace asparagate
