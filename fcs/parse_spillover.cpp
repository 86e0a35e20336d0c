#include "parse_spillover.hpp"

#include "asparagate/fcs/number.hpp"
#include "field_list.hpp"
#include "name_list.hpp"
#include "parameter_values.hpp"

#include <Eigen/LU>
#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <unordered_set>

namespace asparagate::detail {
namespace {

/// Far more detectors than any instrument has. Checking a matrix costs the third power of its size.
constexpr std::size_t most_channels = 1000;

/// Why a keyword holds no matrix.
struct Unusable {
    std::string reason;
};

class Parser {
public:
    explicit Parser(const std::vector<Parameter>& parameters) : parameters_(parameters) {
        for (const Parameter& parameter : parameters) names_.insert(parameter.name);
    }

    /// @throws Unusable
    SpilloverMatrix parse(std::string_view text) {
        const auto fields = split_fields(text);
        const auto count = parse_unsigned(fields[0]);
        if (!count) throw Unusable{"it starts with " + in_quotes(fields[0]) + "; expected the number of channels"};
        const std::size_t most = std::min(parameters_.size(), most_channels);
        if (*count < 2 || *count > most)
            throw Unusable{"it names " + std::to_string(*count) + " channels; expected 2 to " + std::to_string(most)};
        const auto n = static_cast<std::size_t>(*count);
        SpilloverMatrix matrix;
        if (fields.size() == 1 + n + n * n) {
            matrix.values = plain_values(std::span(fields).subspan(1 + n));
        } else if (fields.size() == 1 + n + 2 * n * n) {
            matrix.values = decimal_comma_values(std::span(fields).subspan(1 + n));
        } else {
            throw Unusable{std::to_string(fields.size()) + " fields; expected " + std::to_string(1 + n + n * n) +
                           " for " + std::to_string(n) + " channels"};
        }
        matrix.channels = channel_names(std::span(fields).subspan(1, n));
        check_diagonal(matrix);
        padded_ = padded_ || std::any_of(fields.begin(), fields.end(), is_padded);
        return matrix;
    }

    [[nodiscard]] const std::vector<std::string>& repairs() const { return repairs_; }
    [[nodiscard]] bool padded() const { return padded_; }

private:
    std::vector<double> plain_values(std::span<const std::string_view> fields) {
        std::vector<double> values;
        for (const auto field : fields) {
            const auto value = parse_number(field);
            if (!value || !std::isfinite(*value)) throw Unusable{in_quotes(field) + " is not a number"};
            values.push_back(*value);
        }
        return values;
    }

    /// FACSDiva on a computer with decimal commas writes 0,95 for one value.
    std::vector<double> decimal_comma_values(std::span<const std::string_view> fields) {
        std::vector<double> values;
        for (std::size_t i = 0; i < fields.size(); i += 2) {
            const std::string_view whole = trim(fields[i]), fraction = trim(fields[i + 1]);
            const auto digits = [](std::string_view text) {
                return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
            };
            const auto value = parse_number(std::string(whole) + "." + std::string(fraction));
            if (!value || !digits(fraction) || !digits(whole.substr(whole.starts_with('-')))) {
                throw Unusable{in_quotes(std::string(whole) + "," + std::string(fraction)) +
                               " is no number with a decimal comma"};
            }
            values.push_back(*value);
        }
        repairs_.emplace_back("decimal commas were rebuilt");
        return values;
    }

    std::vector<std::string> channel_names(std::span<const std::string_view> fields) {
        std::vector<std::string> channels;
        const auto known = [&](std::string_view name) { return names_.contains(std::string(name)); };
        if (std::all_of(fields.begin(), fields.end(), known)) {
            channels.assign(fields.begin(), fields.end());
        } else if (std::all_of(fields.begin(), fields.end(),
                               [&](std::string_view name) { return known(trim(name)); })) {
            for (const auto field : fields) channels.emplace_back(trim(field));
        } else {
            channels = numbered_channels(fields);
        }
        if (std::unordered_set<std::string>(channels.begin(), channels.end()).size() != channels.size())
            throw Unusable{"a channel is named twice"};
        return channels;
    }

    /// Accuri and Navios give parameter numbers, counted from 1.
    std::vector<std::string> numbered_channels(std::span<const std::string_view> fields) {
        std::vector<std::string> channels;
        for (const auto field : fields) {
            const auto number = parse_unsigned(field);
            if (!number || *number < 1 || *number > parameters_.size())
                throw Unusable{in_quotes(field) + " is not the name of a parameter"};
            channels.push_back(parameters_[static_cast<std::size_t>(*number) - 1].name);
        }
        repairs_.emplace_back("parameter numbers were taken for channel names");
        return channels;
    }

    static void check_diagonal(const SpilloverMatrix& matrix) {
        for (std::size_t i = 0; i < matrix.size(); ++i) {
            if (!(matrix(i, i) > 0))
                throw Unusable{"the diagonal value of " + in_quotes(matrix.channels[i]) + " is " +
                               format_number(matrix(i, i)) + "; expected more than 0"};
        }
    }

    const std::vector<Parameter>& parameters_;
    std::unordered_set<std::string> names_;
    std::vector<std::string> repairs_;
    bool padded_ = false;
};

std::optional<SpilloverMatrix> read_one(const std::string& key, std::string_view text,
                                        const std::vector<Parameter>& parameters, FindingLog& log) {
    if (trim(text).empty()) return std::nullopt;
    Parser parser(parameters);
    try {
        SpilloverMatrix matrix = parser.parse(text);
        for (const std::string& repair : parser.repairs())
            log.warn("W-SPILL-REPAIRED", {"TEXT", key}, key + ": " + repair);
        if (parser.padded()) log.warn("W-PAD", {"TEXT", key}, key + " has blanks around names or numbers");
        return matrix;
    } catch (const Unusable& unusable) {
        log.warn("W-SPILL-UNUSABLE", {"TEXT", key}, key + " is not used: " + unusable.reason);
        return std::nullopt;
    }
}

/// Reciprocal condition number as LU decomposition estimates it, at a small part of the cost of singular values.
double estimated_reciprocal_condition(const SpilloverMatrix& matrix) {
    using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    const auto n = static_cast<Eigen::Index>(matrix.size());
    const Eigen::PartialPivLU<Matrix> decomposition(Eigen::Map<const Matrix>(matrix.values.data(), n, n));
    const bool singular = (decomposition.matrixLU().diagonal().array() == 0).any();
    return singular ? 0 : decomposition.rcond();
}

void check_condition(const std::string& key, const SpilloverMatrix& matrix, FindingLog& log) {
    // The estimate is of another norm, at most n times smaller or larger, and rarely off by more than a factor of 3.
    const double suspicious = 10 * static_cast<double>(matrix.size()) / largest_condition_number;
    if (estimated_reciprocal_condition(matrix) > suspicious) return;
    const double condition = condition_number(matrix);
    if (condition <= largest_condition_number) return;
    log.warn("W-SPILL-UNUSABLE", {"TEXT", key},
             key + " cannot be inverted reliably: condition number " + format_number(condition) +
                 ", expected at most 1e8; compensation with it is refused");
}

void check_time(const std::string& key, const SpilloverMatrix& matrix, const std::vector<Parameter>& parameters,
                FindingLog& log) {
    for (const Parameter& parameter : parameters) {
        if (!parameter.is_time()) continue;
        if (std::find(matrix.channels.begin(), matrix.channels.end(), parameter.name) != matrix.channels.end())
            log.warn("W-LINK", {"TEXT", key}, key + " names " + in_quotes(parameter.name) + ", which is Time");
    }
}

/// Compensating such channels would do it twice.
void check_compensated(const std::vector<Parameter>& parameters, FindingLog& log) {
    NameList compensated;
    std::size_t first = 0;
    for (const Parameter& parameter : parameters) {
        if (!names_compensated_values(parameter.name)) continue;
        if (compensated.empty()) first = parameter.index;
        compensated.add(parameter.name);
    }
    if (!compensated.empty())
        log.warn("W-SPILL-PRECOMP", {"TEXT", parameter_key(first, "N")},
                 "the names say that values are compensated already: " + compensated.text() +
                     "; they are not compensated again");
}

}  // namespace

FileSpillover read_spillover(const Keywords& keywords, const std::vector<Parameter>& parameters, FindingLog& log) {
    FileSpillover chosen;
    for (const char* key : {"$SPILLOVER", "$SPILL", "SPILL", "SPILLOVER"}) {
        const auto text = keywords.find(key);
        if (!text) continue;
        auto matrix = read_one(key, *text, parameters, log);
        if (!matrix) continue;
        if (!chosen.matrix) {
            chosen = {key, std::move(matrix)};
        } else if (*matrix != *chosen.matrix) {
            log.warn("W-SPILL-BOTH", {"TEXT", key},
                     std::string(key) + " differs from " + chosen.keyword + ", which is used");
        }
    }
    check_compensated(parameters, log);
    if (!chosen.matrix) return chosen;
    if (!chosen.keyword.starts_with('$'))
        log.note("I-SPILL", {"TEXT", chosen.keyword}, chosen.keyword + " is read as $SPILLOVER");
    check_time(chosen.keyword, *chosen.matrix, parameters, log);
    check_condition(chosen.keyword, *chosen.matrix, log);
    return chosen;
}

}  // namespace asparagate::detail
