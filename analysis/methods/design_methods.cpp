#include "asparagate/analysis/statistics/study_design.hpp"
#include "methods/method.hpp"

namespace asparagate::methods {
namespace {

Answer attainable_two_groups(JsonInput& input) {
    input.allow_only({"pairs"});
    Json p = Json::array();
    const Json& pairs = input.array("pairs");
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        const std::string place = "pairs[" + std::to_string(i) + "]";
        if (!pairs[i].is_array() || pairs[i].size() != 2 || !pairs[i][0].is_number_unsigned() ||
            !pairs[i][1].is_number_unsigned() || pairs[i][0] == 0 || pairs[i][1] == 0)
            input.fail(place, shown(pairs[i]), "two group sizes from 1");
        p.push_back(attainable_mann_whitney(pairs[i][0].get<std::uint64_t>(), pairs[i][1].get<std::uint64_t>()));
    }
    Answer answer;
    answer.test = "smallest two-sided Mann-Whitney p without ties";
    answer.exact = true;
    answer.result = {{"p", std::move(p)}};
    return answer;
}

Answer attainable_paired(JsonInput& input) {
    input.allow_only({"n"});
    Json p = Json::array();
    for (const std::uint64_t n : input.wholes("n")) p.push_back(attainable_signed_rank(n));
    Answer answer;
    answer.test = "smallest two-sided signed-rank p without ties";
    answer.exact = true;
    answer.result = {{"p", std::move(p)}};
    return answer;
}

Answer perfect_separator(JsonInput& input) {
    input.allow_only({"n1", "n2", "markers"});
    Json p = Json::array();
    const std::uint64_t n_1 = input.whole("n1"), n_2 = input.whole("n2");
    for (const std::uint64_t markers : input.wholes("markers")) p.push_back(perfect_separation(n_1, n_2, markers));
    Answer answer;
    answer.test = "chance that a null marker separates the groups";
    answer.n = {{"n1", n_1}, {"n2", n_2}};
    answer.exact = true;
    answer.result = {{"p_any_auc_0_or_1", std::move(p)}};
    return answer;
}

Answer riley(JsonInput& input) {
    input.allow_only({"parameters", "prevalence", "nagelkerke_r2", "shrinkage", "optimism_delta", "intercept_margin"});
    RileyInput wanted;
    wanted.parameters = input.whole("parameters");
    wanted.prevalence = input.number("prevalence");
    wanted.nagelkerke_r2 = input.number("nagelkerke_r2", wanted.nagelkerke_r2);
    wanted.shrinkage = input.number("shrinkage", wanted.shrinkage);
    wanted.optimism_delta = input.number("optimism_delta", wanted.optimism_delta);
    wanted.intercept_margin = input.number("intercept_margin", wanted.intercept_margin);
    const RileySampleSize size = riley_sample_size(wanted);
    Answer answer;
    answer.test = "minimum sample size of a prediction model (Riley)";
    answer.result = {{"max_r2cs", size.max_r2},         {"r2cs", size.r2},
                     {"n_shrinkage", size.n_shrinkage}, {"n_optimism", size.n_optimism},
                     {"n_intercept", size.n_intercept}, {"n_required", size.n_required}};
    return answer;
}

Answer single_arm(JsonInput& input) {
    input.allow_only({"p0", "p1", "alpha_one_sided", "power", "rule"});
    const OneArmDesign design = one_arm_design(input.number("p0"), input.number("p1"),
                                               input.number("alpha_one_sided", 0.05), input.number("power", 0.8));
    Answer answer;
    answer.test = "one-arm exact binomial design";
    answer.n = design.n;
    answer.exact = true;
    answer.result = {{"n", design.n}, {"r", design.r}, {"alpha_actual", design.alpha}, {"power_actual", design.power}};
    return answer;
}

}  // namespace

std::vector<Method> design_methods() {
    return {
        {"attainable_min_two_sided_mann_whitney", "group sizes: smallest p that Mann-Whitney can give",
         attainable_two_groups},
        {"attainable_min_signed_rank", "numbers of pairs: smallest p that signed rank can give", attainable_paired},
        {"chance_of_perfect_separator", "group sizes: chance that some null marker separates them", perfect_separator},
        {"riley_min_sample_size_binary", "minimum sample size of a prediction model", riley},
        {"single_arm_exact_binomial_design", "one-arm trial: size and rejection limit", single_arm},
    };
}

}  // namespace asparagate::methods
