#include "evidence/test_sample.hpp"

namespace asparagate {
namespace {

template <class Value>
void drop(std::vector<Value>& values, std::size_t index) {
    if (!values.empty()) values.erase(values.begin() + static_cast<std::ptrdiff_t>(index));
}

}  // namespace

std::vector<double> TestSample::group(bool in_first) const {
    std::vector<double> found;
    for (std::size_t i = 0; i < values.size(); ++i)
        if (first[i] == in_first) found.push_back(values[i]);
    return found;
}

TestSample TestSample::without(std::size_t left_out) const {
    TestSample rest = *this;
    drop(rest.patients, left_out);
    drop(rest.values, left_out);
    drop(rest.first, left_out);
    drop(rest.before, left_out);
    drop(rest.after, left_out);
    drop(rest.against, left_out);
    return rest;
}

}  // namespace asparagate
