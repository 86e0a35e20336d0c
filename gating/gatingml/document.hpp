#pragma once
#include "asparagate/fcs/finding.hpp"
#include "asparagate/gating/strategy.hpp"
#include "document_ids.hpp"
#include "xml_text.hpp"

namespace asparagate::gatingml {

/// A document of Gating-ML under construction: the strategy it is made of, its ids, its text and what it cannot hold.
struct Document {
    Document(const GatingStrategy& source, std::string_view declaration)
        : strategy(source), ids(source), xml(declaration) {}

    void lose(const char* code, const std::string& population, const std::string& message,
              Severity severity = Severity::warning) {
        losses.push_back({code, severity, "", "", population, std::nullopt, message});
    }

    const GatingStrategy& strategy;
    DocumentIds ids;
    XmlText xml;
    Findings losses;
};

}  // namespace asparagate::gatingml
