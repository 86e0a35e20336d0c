#include "finding_record.hpp"

namespace asparagate::cli {

nlohmann::ordered_json finding_json(const Finding& finding) {
    using Json = nlohmann::ordered_json;
    return {{"code", finding.code},
            {"severity", severity_name(finding.severity)},
            {"segment", finding.segment},
            {"keyword", finding.keyword},
            {"offset", finding.offset ? Json(*finding.offset) : Json()},
            {"message", finding.message}};
}

}  // namespace asparagate::cli
