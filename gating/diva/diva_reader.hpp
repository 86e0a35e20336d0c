#pragma once
#include "../xml/xml_document.hpp"
#include "asparagate/gating/strategy_file.hpp"

namespace asparagate::diva {

/// Whether a document is an experiment that FACSDiva exported.
bool is_experiment(const detail::XmlElement& root);

/// The gates of an experiment (`bdfacs`): one tree per tube, told apart by the name of its FCS file; tubes that differ
/// become tailored versions. Compensation is the inverse matrix that the experiment stores. @throws GatingError
StrategyFile read_experiment(const detail::XmlDocument& document, const std::string& name);

}  // namespace asparagate::diva
