#include "shifted_date.hpp"

#include "asparagate/fcs/error.hpp"
#include "asparagate/fcs/number.hpp"
#include "standard_keywords.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

namespace asparagate::detail {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr std::size_t shortest_secret = 16;
constexpr unsigned most_days = 3652;
constexpr std::array<std::string_view, 12> months{"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                                  "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};

/// Whether `text` looks like `form`, where 0 stands for any digit.
bool matches(std::string_view text, std::string_view form) {
    if (text.size() != form.size()) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool digit = text[i] >= '0' && text[i] <= '9';
        if (form[i] == '0' ? !digit : text[i] != form[i]) return false;
    }
    return true;
}

unsigned number_at(std::string_view text, std::size_t begin, std::size_t length) {
    return static_cast<unsigned>(parse_unsigned(text.substr(begin, length)).value_or(0));
}

std::optional<year_month_day> valid_date(unsigned year, unsigned month, unsigned day) {
    const year_month_day date{std::chrono::year(static_cast<int>(year)), std::chrono::month(month),
                              std::chrono::day(day)};
    if (!date.ok()) return std::nullopt;
    return date;
}

year_month_day earlier(const year_month_day& date, int days_back) {
    return year_month_day(sys_days(date) - days(days_back));
}

std::string printed(const char* format, auto... values) {
    std::array<char, 64> text{};
    const int length = std::snprintf(text.data(), text.size(), format, values...);
    return {text.data(), static_cast<std::size_t>(length)};
}

}  // namespace

int secret_days(std::string_view secret) {
    if (secret.size() < shortest_secret)
        throw Error(ErrorKind::usage, "the secret for shifting dates has " + std::to_string(secret.size()) +
                                          " bytes; expected at least 16, such as `openssl rand -hex 32` makes");
    static constexpr std::string_view purpose = "AsparaGate date shift";
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    if (!HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
              reinterpret_cast<const unsigned char*>(purpose.data()), purpose.size(), digest.data(), &size))
        throw Error(ErrorKind::internal, "OpenSSL offers no HMAC-SHA-256");
    const unsigned word = static_cast<unsigned>(digest[0]) << 24 | static_cast<unsigned>(digest[1]) << 16 |
                          static_cast<unsigned>(digest[2]) << 8 | digest[3];
    return static_cast<int>(word % most_days) + 1;
}

std::optional<std::string> shifted_date(std::string_view text, int days_back) {
    const std::string upper = upper_case(trim(text));
    if (upper.size() != 11 || !matches(upper.substr(0, 3), "00-") || !matches(upper.substr(6), "-0000"))
        return std::nullopt;
    const auto month = std::find(months.begin(), months.end(), upper.substr(3, 3));
    if (month == months.end()) return std::nullopt;
    const auto date =
        valid_date(number_at(upper, 7, 4), static_cast<unsigned>(month - months.begin()) + 1, number_at(upper, 0, 2));
    if (!date) return std::nullopt;
    const year_month_day shifted = earlier(*date, days_back);
    return printed("%02u-%s-%04d", static_cast<unsigned>(shifted.day()),
                   months[static_cast<unsigned>(shifted.month()) - 1].data(), static_cast<int>(shifted.year()));
}

std::optional<std::string> shifted_date_time(std::string_view text, int days_back) {
    const std::string_view trimmed = trim(text);
    if (trimmed.size() < 19 || !matches(trimmed.substr(0, 19), "0000-00-00T00:00:00")) return std::nullopt;
    const std::string_view rest = trimmed.substr(19);
    if (rest.size() > 24 || rest.find_first_not_of("0123456789.+-:Z") != std::string_view::npos) return std::nullopt;
    const auto date = valid_date(number_at(trimmed, 0, 4), number_at(trimmed, 5, 2), number_at(trimmed, 8, 2));
    if (!date) return std::nullopt;
    const year_month_day shifted = earlier(*date, days_back);
    return printed("%04d-%02u-%02u", static_cast<int>(shifted.year()), static_cast<unsigned>(shifted.month()),
                   static_cast<unsigned>(shifted.day())) +
           std::string(trimmed.substr(10));
}

bool is_time_of_day(std::string_view text) {
    const std::string_view trimmed = trim(text);
    for (const std::string_view form : {"00:00:00", "00:00:00.0", "00:00:00.00", "00:00:00.000", "00:00:00:00"})
        if (matches(trimmed, form)) return true;
    return false;
}

}  // namespace asparagate::detail
