#pragma once
#include <string>

namespace asparagate {

/// An Influence or ConclusionBand that names a Comparison or Correlation; `subject` is Comparison::sample or
/// Correlation::against. Everything else is empty.
template <class Named, class Test>
Named named_test(const Test& test, const std::string& subject) {
    Named named;
    named.family = test.family;
    named.feature = test.feature;
    named.feature_name = test.feature_name;
    named.quantity = test.quantity;
    named.test = test.test;
    named.subject = subject;
    return named;
}

}  // namespace asparagate
