#include "document_ids.hpp"

#include "asparagate/fcs/nearest_name.hpp"
#include "names.hpp"

#include <algorithm>

namespace asparagate::gatingml {
namespace {

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/// An NCName of ASCII characters.
std::string allowed(std::string_view name) {
    std::string id;
    for (const char c : name) id += is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '.' ? c : '_';
    return id.empty() || !is_letter(id.front()) ? "_" + id : id;
}

}  // namespace

DocumentIds::DocumentIds(const GatingStrategy& strategy) {
    // References with these values mean no matrix at all, in any case.
    used_ = {lower_case(file_reference), lower_case(uncompensated_reference)};
    for (const auto& [name, transform] : strategy.transforms) transforms_[name] = claim(name);
    for (const auto& [name, ratio] : strategy.ratios) transforms_[name] = claim(name);
    for (const auto& [name, matrix] : strategy.matrices) matrices_[name] = claim(name);
    for (const PopulationInfo& population : strategy.populations())
        populations_[population.path] = claim(population.path.substr(population.path.rfind('/') + 1));
}

std::string DocumentIds::claim(const std::string& name) {
    const std::string wanted = allowed(name);
    std::string id = wanted;
    for (int number = 2; !used_.insert(lower_case(id)).second; ++number) id = wanted + "_" + std::to_string(number);
    return id;
}

}  // namespace asparagate::gatingml
