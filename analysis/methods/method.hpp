#pragma once
#include "asparagate/analysis/statistics/proportion.hpp"
#include "methods/json_input.hpp"

#include <span>

namespace asparagate::methods {

/// What a method answers: `result` holds its own fields; the others are written beside it where they are set.
struct Answer {
    std::string test;  ///< name for people
    Json n;            ///< numbers of observations, by group
    std::optional<std::size_t> missing;
    std::optional<bool> ties;
    std::optional<bool> exact;  ///< by enumeration or closed form; false: approximation or Monte Carlo
    Json monte_carlo;           ///< seed, draws and interval of p, when drawn
    std::vector<std::string> notes;
    Json result = Json::object();
};

/// A method of the list: its name, one line, and what it does with the input.
struct Method {
    std::string name;
    std::string summary;
    Answer (*run)(JsonInput& input);
};

std::vector<Method> rank_methods();
std::vector<Method> permutation_methods();
std::vector<Method> table_methods();
std::vector<Method> count_methods();
std::vector<Method> model_methods();
std::vector<Method> description_methods();
std::vector<Method> design_methods();
std::vector<Method> laboratory_methods();
std::vector<Method> family_methods();

/// A number, "Inf", "-Inf", or null for NaN.
Json json_number(double value);
Json json_number(const std::optional<double>& value);
Json json_numbers(std::span<const double> values);
Json json_interval(const ConfidenceInterval& interval);

/// Sets `exact` and, for a drawn p, `monte_carlo`; several p of one call share seed and draws.
void note_permutation(Answer& answer, const MonteCarlo& settings, const char* name, const PermutationP& p);

}  // namespace asparagate::methods
