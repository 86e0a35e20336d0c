#include "asparagate/analysis/stat_methods.hpp"

#include "asparagate/analysis/analysis_error.hpp"
#include "asparagate/fcs/nearest_name.hpp"
#include "methods/method.hpp"

namespace asparagate {
namespace methods {
namespace {

const std::vector<Method>& all_methods() {
    static const std::vector<Method> methods = [] {
        std::vector<Method> list;
        for (const auto& part :
             {rank_methods(), permutation_methods(), table_methods(), count_methods(), model_methods(),
              description_methods(), design_methods(), laboratory_methods(), family_methods()})
            list.insert(list.end(), part.begin(), part.end());
        return list;
    }();
    return methods;
}

/// A name that begins like the one found, else the one with the fewest changes.
std::string nearest_method(std::string_view found, const std::vector<std::string>& names) {
    const std::string text = lower_case(found);
    for (const std::string& name : names)
        if (!text.empty() && lower_case(name).starts_with(text)) return name;
    return nearest_name(found, names);
}

const Method& find_method(std::string_view name) {
    std::vector<std::string> names;
    for (const Method& method : all_methods()) {
        if (method.name == name) return method;
        names.push_back(method.name);
    }
    throw Error(ErrorKind::usage, "unknown method " + in_quotes(name) + "; the nearest is " +
                                      in_quotes(nearest_method(name, names)) + ", `stats --list` names all");
}

/// The input as JSON, nested at most 16 deep: no method takes more than a table in an object.
Json parsed(const StatInput& input) {
    constexpr int deepest = 16;
    const auto refuse_depth = [&](int depth, Json::parse_event_t, Json&) {
        if (depth > deepest)
            throw AnalysisError(input.source, "nested more than 16 deep; expected one object of fields");
        return true;
    };
    try {
        return Json::parse(input.json, refuse_depth);
    } catch (const Json::exception& error) {
        // "[json.exception.parse_error.101] parse error at line 1, column 2: ..."
        const std::string_view what = error.what();
        throw AnalysisError(input.source, "is not JSON: " + std::string(what.substr(what.find("] ") + 2)) +
                                              "; expected one object (NaN is not JSON: write null)");
    }
}

Json document_of(const Method& method, const Answer& answer) {
    Json document{{"schema", "asparagate.stats/1"}, {"method", method.name}, {"test", answer.test}};
    if (!answer.n.is_null()) document["n"] = answer.n;
    if (answer.missing) document["missing"] = *answer.missing;
    if (answer.ties) document["ties"] = *answer.ties;
    if (answer.exact) document["exact"] = *answer.exact;
    if (!answer.monte_carlo.is_null()) document["monte_carlo"] = answer.monte_carlo;
    document["result"] = answer.result;
    if (!answer.notes.empty()) document["notes"] = answer.notes;
    return document;
}

}  // namespace

Json json_number(double value) {
    if (std::isnan(value)) return nullptr;
    if (std::isinf(value)) return value > 0 ? "Inf" : "-Inf";
    return value == 0 ? 0.0 : value;
}

Json json_number(const std::optional<double>& value) {
    return value ? json_number(*value) : Json(nullptr);
}

Json json_numbers(std::span<const double> values) {
    Json list = Json::array();
    for (const double value : values) list.push_back(json_number(value));
    return list;
}

Json json_interval(const ConfidenceInterval& interval) {
    return Json::array({json_number(interval.low), json_number(interval.high)});
}

void note_permutation(Answer& answer, const MonteCarlo& settings, const char* name, const PermutationP& p) {
    answer.exact = answer.exact.value_or(true) && p.exact;
    if (p.exact) return;
    if (answer.monte_carlo.is_null()) answer.monte_carlo = {{"seed", settings.seed}, {"draws", p.arrangements}};
    // A costly statistic may have had fewer draws than the others.
    if (answer.monte_carlo["draws"].get<double>() != p.arrangements)
        answer.monte_carlo[std::string(name) + "_draws"] = p.arrangements;
    answer.monte_carlo[std::string(name) + "_ci95"] = json_interval({p.low, p.high});
}

}  // namespace methods

const std::vector<StatMethodName>& stat_method_names() {
    static const std::vector<StatMethodName> names = [] {
        std::vector<StatMethodName> list;
        for (const methods::Method& method : methods::all_methods()) list.push_back({method.name, method.summary});
        return list;
    }();
    return names;
}

std::string run_stat_method(std::string_view name, const StatInput& input) {
    const methods::Method& method = methods::find_method(name);
    const methods::Json document = methods::parsed(input);
    methods::JsonInput fields(document, input.source, input.folder, input.threads);
    return methods::document_of(method, method.run(fields))
               .dump(2, ' ', false, methods::Json::error_handler_t::replace) +
           "\n";
}

}  // namespace asparagate
