#pragma once
#include "asparagate/analysis/statistics/contingency.hpp"
#include "asparagate/analysis/statistics/monte_carlo.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace asparagate::methods {

using Json = nlohmann::ordered_json;

/// The fields of one method's input. Every error is an AnalysisError that names the source and the field, what was
/// found and what was expected. null is a missing value where a method takes such; a number that is not finite is
/// refused.
class JsonInput {
public:
    JsonInput(const Json& object, std::string source, std::filesystem::path folder, unsigned threads);

    /// Refuses any field that is not in `fields`, with the nearest valid one.
    void allow_only(std::vector<std::string> fields) const;
    [[nodiscard]] bool has(const std::string& field) const;

    [[nodiscard]] double number(const std::string& field) const;
    [[nodiscard]] double number(const std::string& field, double fallback) const;
    [[nodiscard]] std::uint64_t whole(const std::string& field) const;
    [[nodiscard]] std::uint64_t whole(const std::string& field, std::uint64_t fallback) const;
    [[nodiscard]] bool flag(const std::string& field, bool fallback) const;
    [[nodiscard]] std::string text(const std::string& field) const;
    /// The first word of a text, one of `choices`; the first choice when the field is absent. What follows explains.
    [[nodiscard]] std::string choice(const std::string& field, const std::vector<std::string>& choices) const;

    /// Numbers without the missing ones, which are counted in missing().
    [[nodiscard]] std::vector<double> present(const std::string& field);
    /// Numbers with NaN for the missing ones, counted as well.
    [[nodiscard]] std::vector<double> with_missing(const std::string& field);
    /// Numbers, none missing.
    [[nodiscard]] std::vector<double> numbers(const std::string& field) const;
    [[nodiscard]] std::vector<std::uint64_t> wholes(const std::string& field) const;
    /// 0/1 or true/false.
    [[nodiscard]] std::vector<bool> flags(const std::string& field) const;
    /// Lists of numbers, NaN for the missing ones, which are counted. A flat list is one column.
    [[nodiscard]] std::vector<std::vector<double>> matrix(const std::string& field, bool missing_allowed);
    [[nodiscard]] Table2x2 table(const std::string& field) const;
    /// Two lists as pairs; pairs with a missing side are left out and counted.
    void pairs(const std::string& first, const std::string& second, std::vector<double>& x, std::vector<double>& y);

    [[nodiscard]] const Json& array(const std::string& field) const;
    /// An object within, with its own fields.
    [[nodiscard]] JsonInput object(const std::string& field) const;
    /// `seed` and `draws` of the input, and the threads.
    [[nodiscard]] MonteCarlo monte_carlo() const;

    [[nodiscard]] std::size_t missing() const { return missing_; }
    [[nodiscard]] unsigned threads() const { return threads_; }
    [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
    [[nodiscard]] double number_of(const Json& value, const std::string& place) const;
    [[noreturn]] void fail(const std::string& place, const std::string& found, const std::string& expected) const;

private:
    [[nodiscard]] const Json& required(const std::string& field) const;
    [[nodiscard]] std::uint64_t whole_of(const Json& value, const std::string& place) const;
    [[nodiscard]] std::vector<double> list(const Json& values, const std::string& place, bool missing_allowed);

    const Json& object_;
    std::string source_;
    std::filesystem::path folder_;
    unsigned threads_;
    std::size_t missing_ = 0;
};

/// A value as found, short, for a message.
std::string shown(const Json& value);

}  // namespace asparagate::methods
