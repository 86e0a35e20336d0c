// The smallest user of the installed libraries: a transform, an exact test, and the version.
#include <asparagate/analysis/statistics/mann_whitney.hpp>
#include <asparagate/fcs/version.hpp>
#include <asparagate/gating/transform.hpp>

#include <array>
#include <cmath>

int main() {
    const double top = asparagate::apply(asparagate::Transform{asparagate::LogicleTransform{}}, 262144);
    const auto test = asparagate::mann_whitney(std::array{15., 22., 14., 18., 12.}, std::array{5., 4.5});
    return std::abs(top - 1) < 1e-9 && std::abs(test.p_two_sided - 2. / 21) < 1e-12 && !asparagate::program_version().empty() ? 0 : 1;
}
