#include "methods/json_input.hpp"

#include "asparagate/analysis/analysis_error.hpp"
#include "asparagate/fcs/nearest_name.hpp"
#include "asparagate/fcs/number.hpp"

#include <limits>

namespace asparagate::methods {
namespace {

std::string element(const std::string& field, std::size_t i) {
    return field + "[" + std::to_string(i) + "]";
}

}  // namespace

std::string shown(const Json& value) {
    std::string text = value.dump(-1, ' ', true, Json::error_handler_t::replace);
    if (text.size() > 60) text.replace(57, std::string::npos, "...");
    return text;
}

JsonInput::JsonInput(const Json& object, std::string source, std::filesystem::path folder, unsigned threads)
    : object_(object), source_(std::move(source)), folder_(std::move(folder)), threads_(threads) {
    if (!object.is_object()) fail("input", shown(object), "an object with the method's fields");
}

void JsonInput::fail(const std::string& place, const std::string& found, const std::string& expected) const {
    throw AnalysisError(source_, "field \"" + place + "\": found " + found + "; expected " + expected);
}

void JsonInput::allow_only(std::vector<std::string> fields) const {
    for (const auto& [name, value] : object_.items()) {
        if (std::find(fields.begin(), fields.end(), name) == fields.end())
            throw AnalysisError(source_, "unknown field " + in_quotes(name) + suggestion(name, fields));
    }
}

bool JsonInput::has(const std::string& field) const {
    return object_.contains(field);
}

const Json& JsonInput::required(const std::string& field) const {
    const auto found = object_.find(field);
    if (found == object_.end()) fail(field, "nothing", "this field");
    return *found;
}

double JsonInput::number_of(const Json& value, const std::string& place) const {
    if (!value.is_number()) fail(place, shown(value), "a number");
    const auto found = value.get<double>();
    if (!std::isfinite(found)) fail(place, shown(value), "a finite number");
    return found;
}

std::uint64_t JsonInput::whole_of(const Json& value, const std::string& place) const {
    constexpr double most = 9007199254740992.0;  // 2^53, where doubles stop telling whole numbers apart
    const double found = number_of(value, place);
    if (found < 0 || found > most || found != std::floor(found)) fail(place, shown(value), "a whole number from 0");
    return static_cast<std::uint64_t>(found);
}

double JsonInput::number(const std::string& field) const {
    return number_of(required(field), field);
}

double JsonInput::number(const std::string& field, double fallback) const {
    return has(field) ? number(field) : fallback;
}

std::uint64_t JsonInput::whole(const std::string& field) const {
    return whole_of(required(field), field);
}

std::uint64_t JsonInput::whole(const std::string& field, std::uint64_t fallback) const {
    return has(field) ? whole(field) : fallback;
}

bool JsonInput::flag(const std::string& field, bool fallback) const {
    if (!has(field)) return fallback;
    if (!required(field).is_boolean()) fail(field, shown(required(field)), "true or false");
    return required(field).get<bool>();
}

std::string JsonInput::text(const std::string& field) const {
    const Json& value = required(field);
    if (!value.is_string()) fail(field, shown(value), "a text");
    return value.get<std::string>();
}

std::string JsonInput::choice(const std::string& field, const std::vector<std::string>& choices) const {
    if (!has(field)) return choices.front();
    const std::string found = text(field);
    const std::string word = found.substr(0, found.find_first_of("; ,"));
    if (std::find(choices.begin(), choices.end(), word) != choices.end()) return word;
    std::string expected;
    for (const std::string& name : choices) expected += (expected.empty() ? "" : " or ") + in_quotes(name);
    fail(field, in_quotes(word), expected);
}

const Json& JsonInput::array(const std::string& field) const {
    const Json& value = required(field);
    if (!value.is_array()) fail(field, shown(value), "a list");
    return value;
}

std::vector<double> JsonInput::list(const Json& values, const std::string& place, bool missing_allowed) {
    std::vector<double> numbers;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (values[i].is_null() && missing_allowed) {
            numbers.push_back(std::numeric_limits<double>::quiet_NaN());
            ++missing_;
        } else {
            if (!values[i].is_number() && missing_allowed)
                fail(element(place, i), shown(values[i]), "a number, or null for a missing one");
            numbers.push_back(number_of(values[i], element(place, i)));
        }
    }
    return numbers;
}

std::vector<double> JsonInput::with_missing(const std::string& field) {
    return list(array(field), field, true);
}

std::vector<double> JsonInput::present(const std::string& field) {
    std::vector<double> numbers = with_missing(field);
    std::erase_if(numbers, [](double value) { return std::isnan(value); });
    return numbers;
}

std::vector<double> JsonInput::numbers(const std::string& field) const {
    std::vector<double> result;
    const Json& values = array(field);
    for (std::size_t i = 0; i < values.size(); ++i) result.push_back(number_of(values[i], element(field, i)));
    return result;
}

std::vector<std::uint64_t> JsonInput::wholes(const std::string& field) const {
    std::vector<std::uint64_t> result;
    const Json& values = array(field);
    for (std::size_t i = 0; i < values.size(); ++i) result.push_back(whole_of(values[i], element(field, i)));
    return result;
}

std::vector<bool> JsonInput::flags(const std::string& field) const {
    std::vector<bool> result;
    const Json& values = array(field);
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (values[i].is_boolean()) {
            result.push_back(values[i].get<bool>());
        } else if (values[i] == 0 || values[i] == 1) {
            result.push_back(values[i] == 1);
        } else {
            fail(element(field, i), shown(values[i]), "0, 1, true or false");
        }
    }
    return result;
}

std::vector<std::vector<double>> JsonInput::matrix(const std::string& field, bool missing_allowed) {
    std::vector<std::vector<double>> rows;
    const Json& values = array(field);
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (values[i].is_array()) {
            rows.push_back(list(values[i], element(field, i), missing_allowed));
        } else {
            rows.push_back({number_of(values[i], element(field, i))});
        }
    }
    return rows;
}

Table2x2 JsonInput::table(const std::string& field) const {
    const Json& rows = array(field);
    Table2x2 table{};
    if (rows.size() != 2) fail(field, std::to_string(rows.size()) + " rows", "two rows of two counts");
    for (std::size_t i = 0; i < 2; ++i) {
        if (!rows[i].is_array() || rows[i].size() != 2) fail(element(field, i), shown(rows[i]), "a list of two counts");
        for (std::size_t j = 0; j < 2; ++j) table[i][j] = whole_of(rows[i][j], element(element(field, i), j));
    }
    return table;
}

void JsonInput::pairs(const std::string& first, const std::string& second, std::vector<double>& x,
                      std::vector<double>& y) {
    const std::size_t before = missing_;
    const std::vector<double> a = with_missing(first), b = with_missing(second);
    missing_ = before;
    if (a.size() != b.size())
        fail(second, std::to_string(b.size()) + " values", std::to_string(a.size()) + ", as many as in " + first);
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (std::isnan(a[i]) || std::isnan(b[i])) {
            ++missing_;
            continue;
        }
        x.push_back(a[i]);
        y.push_back(b[i]);
    }
}

JsonInput JsonInput::object(const std::string& field) const {
    return {required(field), source_ + ": " + field, folder_, threads_};
}

MonteCarlo JsonInput::monte_carlo() const {
    MonteCarlo settings;
    settings.seed = whole("seed", settings.seed);
    settings.draws = whole("draws", settings.draws);
    settings.threads = threads_;
    return settings;
}

}  // namespace asparagate::methods
