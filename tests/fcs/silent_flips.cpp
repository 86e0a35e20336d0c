#include "fcs/silent_flips.hpp"

#include "fcs/fcs_support.hpp"

#include <bit>
#include <iostream>
#include <regex>

namespace asparagate::test {
namespace {

/// Values of all data sets, raw words or bits of scale values, with their counts.
std::vector<std::uint64_t> values_of(const FcsFile& file, ValueKind kind) {
    std::vector<std::uint64_t> all{file.data_sets().size()};
    for (const DataSet& set : file.data_sets()) {
        all.push_back(set.parameters().size());
        for (std::size_t p = 0; p < set.parameters().size(); ++p) {
            all.push_back(set.n_events());
            all.push_back(static_cast<unsigned char>(set.parameters()[p].datatype));
            if (kind == ValueKind::raw) {
                for (const std::uint64_t word : words(set, p)) all.push_back(word);
            } else {
                for (const double value : column(set, p, kind)) all.push_back(std::bit_cast<std::uint64_t>(value));
            }
        }
    }
    return all;
}

std::size_t number_at(const std::string& bytes, std::size_t at) {
    return std::stoul(bytes.substr(at, 8));
}

/// Where data sets begin.
std::vector<std::size_t> starts_of(const std::string& bytes) {
    std::vector<std::size_t> starts;
    for (std::size_t at = 0; (at = bytes.find("FCS", at)) != std::string::npos; ++at) {
        if (bytes.substr(at + 6, 4) == "    ") starts.push_back(at);
    }
    return starts;
}

/// `key of $P#G`, `value of $P#G` or `HEADER` for a byte of a conforming file.
std::string place_of(const std::string& bytes, std::size_t at) {
    std::size_t start = 0;
    for (const std::size_t candidate : starts_of(bytes)) start = candidate <= at ? candidate : start;
    if (at < start + number_at(bytes, start + 10)) return "HEADER";
    const char delimiter = bytes[start + number_at(bytes, start + 10)];
    std::string key, word;
    bool in_key = true, found = false;
    for (std::size_t i = start + number_at(bytes, start + 10) + 1;; ++i) {
        found = found || i >= at;
        if (bytes[i] == delimiter && bytes[i + 1] == delimiter) {
            word += bytes[i++];
        } else if (bytes[i] != delimiter) {
            word += bytes[i];
        } else {
            if (in_key) key = std::regex_replace(word, std::regex("[0-9]+"), "#");
            if (found || i >= at) return (in_key ? "key of " : "value of ") + key;
            in_key = !in_key;
            word.clear();
        }
    }
}

}  // namespace

std::vector<std::size_t> header_and_text_of(const std::string& bytes) {
    std::vector<std::size_t> positions;
    for (const std::size_t start : starts_of(bytes)) {
        for (std::size_t at = 0; at < 58; ++at) positions.push_back(start + at);
        for (std::size_t at = number_at(bytes, start + 10); at <= number_at(bytes, start + 18); ++at)
            positions.push_back(start + at);
    }
    return positions;
}

void SilentFlips::compare(const std::string& bytes, const FcsFile& original, std::size_t at, const FcsFile& file) {
    if (!warnings(file.findings()).empty()) return;
    const bool same = values_of(original, ValueKind::raw) == values_of(file, ValueKind::raw) &&
                      values_of(original, ValueKind::scale) == values_of(file, ValueKind::scale);
    if (!same) ++silent_[place_of(bytes, at)];
}

void SilentFlips::expect_few_and_explained() const {
    static const std::map<std::string, std::string> reasons{
        {"value of $P#R", "another range keeps other bits, and logarithms divide by it"},
        {"value of $P#E", "another logarithm"},
        {"value of $P#G", "another gain"},
        {"value of $TIMESTEP", "another unit of time"},
        {"value of $P#N", "a channel that is no longer called Time"},
        {"key of $P#G", "another standard keyword, such as $P1F"},
        {"key of $P#E", "FCS 2.0 can do without it"},
        {"HEADER", "DATA in free format of FCS 2.0 that begins within its first number"},
    };
    std::size_t n_silent = 0;
    for (const auto& [place, n] : silent_) {
        n_silent += n;
        std::cout << n << " silent changes of the " << place << '\n';
        EXPECT_TRUE(reasons.contains(place)) << n << " silent changes of the " << place;
    }
    EXPECT_GT(n_flips_, 30'000u);
    EXPECT_LE(n_silent, n_flips_ / 100) << "of " << n_flips_;
}

}  // namespace asparagate::test
