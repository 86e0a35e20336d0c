#pragma once
#include "asparagate/analysis/evidence.hpp"

namespace asparagate {

/// Elimination of every course (patient, period, product) that has a usable draw, in patient order, before first. Draws
/// after another asparaginase's dose are left out. Days are those after the dose, or nominal ones where no dose is
/// known.
std::vector<ActivityKinetics> course_kinetics(const Study& study);

}  // namespace asparagate
