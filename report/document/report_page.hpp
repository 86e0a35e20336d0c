#pragma once
#include "figures/figure.hpp"

#include <string>
#include <vector>

namespace asparagate {

/// report.html of a study. `figures` are drawn inline and linked as figures/<id>.*.
std::string report_html(const Evidence& evidence, const std::vector<Figure>& figures);

/// One figure with title, drawing, caption, links to its files and methods fold-out. `folder` leads to the files.
std::string figure_html(const Figure& figure, const std::string& folder, const std::string& methods);

}  // namespace asparagate
