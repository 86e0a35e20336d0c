#pragma once
#include <bit>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace asparagate::test {

/// Builds the bytes of a small FCS data set, conforming unless a member is told otherwise:
/// `FcsBuilder{}.version("3.1").parameter("FSC-A").event({1.f}).bytes()`.
class FcsBuilder {
public:
    FcsBuilder& version(std::string text) { return version_ = std::move(text), *this; }
    FcsBuilder& delimiter(char c) { return delimiter_ = c, *this; }
    /// `$DATATYPE`, also the type of the parameters added after it.
    FcsBuilder& datatype(char type) { return datatype_ = type, *this; }
    FcsBuilder& byte_order(std::string order) { return byte_order_ = std::move(order), *this; }
    /// Adds a parameter of the current type; `bits` 0 means 32, or 64 for doubles.
    FcsBuilder& parameter(std::string name, unsigned bits = 0, std::string range = "262144",
                          std::string amplification = "0,0") {
        parameters_.push_back({std::move(name), datatype_,
                               bits               ? bits
                               : datatype_ == 'D' ? 64u
                                                  : 32u,
                               std::move(range), std::move(amplification)});
        return *this;
    }
    /// Adds a keyword or replaces a computed one.
    FcsBuilder& keyword(std::string key, std::string value) {
        without(key);
        extra_.emplace_back(std::move(key), std::move(value));
        return *this;
    }
    /// Leaves a computed keyword out.
    FcsBuilder& without(const std::string& key) { return left_out_.push_back(key), *this; }
    /// One event, one value per parameter.
    FcsBuilder& event(const std::vector<double>& values) {
        for (std::size_t p = 0; p < parameters_.size(); ++p)
            append_word(word_of(values.at(p), parameters_[p].type), parameters_[p].bits / 8);
        ++n_events_;
        return *this;
    }
    /// One event of integer words, for values that a double cannot hold.
    FcsBuilder& words(const std::vector<std::uint64_t>& values) {
        for (std::size_t p = 0; p < parameters_.size(); ++p) append_word(values.at(p), parameters_[p].bits / 8);
        ++n_events_;
        return *this;
    }
    /// DATA as it is to be, instead of events one by one.
    FcsBuilder& data(std::string bytes, std::uint64_t n_events) {
        data_ = std::move(bytes), n_events_ = n_events;
        return *this;
    }
    /// HEADER DATA fields, instead of the true ones.
    FcsBuilder& header_data(std::string first, std::string last) {
        return header_data_ = {{std::move(first), std::move(last)}}, *this;
    }
    /// Bytes between HEADER and TEXT.
    FcsBuilder& behind_header(std::string bytes) { return behind_header_ = std::move(bytes), *this; }
    FcsBuilder& header_analysis(std::string first, std::string last) {
        return header_analysis_ = {std::move(first), std::move(last)}, *this;
    }
    /// Bytes after the last event that no offset covers.
    FcsBuilder& trailer(std::string bytes) { return trailer_ = std::move(bytes), *this; }
    /// Added to the last byte of DATA in HEADER and TEXT.
    FcsBuilder& shift_data_end(int bytes) { return end_shift_ = bytes, *this; }
    /// TEXT after its delimiter-terminated pairs.
    FcsBuilder& text_end(std::string bytes) { return text_end_ = std::move(bytes), *this; }
    FcsBuilder& without_final_delimiter() { return final_delimiter_ = false, *this; }

    [[nodiscard]] std::string bytes() const {
        const std::uint64_t text_bytes = text(0, 0).size();  // offsets have a fixed width
        const std::uint64_t text_begin = 58 + behind_header_.size();
        const std::uint64_t begin = data_.empty() ? 0 : text_begin + text_bytes;
        const std::uint64_t end = data_.empty() ? 0 : begin + data_.size() - 1 + static_cast<std::uint64_t>(end_shift_);
        std::string file = "FCS" + version_ + "    " + field(std::to_string(text_begin)) +
                           field(std::to_string(text_begin + text_bytes - 1));
        const auto header_data = header_data_.value_or(std::pair{std::to_string(begin), std::to_string(end)});
        file += field(header_data.first) + field(header_data.second) + field(header_analysis_.first) +
                field(header_analysis_.second);
        return file + behind_header_ + text(begin, end) + data_ + trailer_;
    }

    void write(const std::filesystem::path& path) const {
        std::ofstream stream(path, std::ios::binary);
        stream << bytes();
    }

private:
    struct Column {
        std::string name;
        char type;
        unsigned bits;
        std::string range;
        std::string amplification;
    };

    static std::string field(const std::string& digits) {
        return digits.size() < 8 ? std::string(8 - digits.size(), ' ') + digits : digits;
    }
    static std::string offset(std::uint64_t value) {
        const std::string digits = std::to_string(value);
        return std::string(10 - digits.size(), '0') + digits;
    }
    static std::uint64_t word_of(double value, char type) {
        if (type == 'F') return std::bit_cast<std::uint32_t>(static_cast<float>(value));
        if (type == 'D') return std::bit_cast<std::uint64_t>(value);
        return static_cast<std::uint64_t>(value);
    }

    /// Byte i of a word holds the bits that `$BYTEORD` ranks i-th; plain orders hold for every width.
    void append_word(std::uint64_t word, unsigned width) {
        for (unsigned i = 0; i < width; ++i) {
            unsigned rank = i;
            if (byte_order_.starts_with("4,3") || byte_order_ == "2,1" || byte_order_ == "3,2,1") rank = width - 1 - i;
            if (byte_order_ == "3,4,1,2" && width == 4) rank = (i + 2) % 4;
            data_ += static_cast<char>(word >> (8 * rank));
        }
    }

    [[nodiscard]] std::vector<std::pair<std::string, std::string>> pairs(std::uint64_t begin, std::uint64_t end) const {
        std::vector<std::pair<std::string, std::string>> all{{"$BYTEORD", byte_order_},
                                                             {"$DATATYPE", std::string(1, datatype_)},
                                                             {"$MODE", "L"},
                                                             {"$NEXTDATA", "0"},
                                                             {"$PAR", std::to_string(parameters_.size())},
                                                             {"$TOT", std::to_string(n_events_)}};
        if (version_ != "2.0") {
            for (const char* key : {"$BEGINANALYSIS", "$ENDANALYSIS", "$BEGINSTEXT", "$ENDSTEXT"})
                all.emplace_back(key, "0");
            all.emplace_back("$BEGINDATA", offset(begin));
            all.emplace_back("$ENDDATA", offset(end));
        }
        for (std::size_t p = 0; p < parameters_.size(); ++p) {
            const std::string key = "$P" + std::to_string(p + 1);
            all.emplace_back(key + "N", parameters_[p].name);
            all.emplace_back(key + "B", std::to_string(parameters_[p].bits));
            all.emplace_back(key + "R", parameters_[p].range);
            all.emplace_back(key + "E", parameters_[p].amplification);
            if (parameters_[p].type != datatype_)
                all.emplace_back(key + "DATATYPE", std::string(1, parameters_[p].type));
        }
        return all;
    }

    [[nodiscard]] std::string text(std::uint64_t begin, std::uint64_t end) const {
        std::string text(1, delimiter_);
        const auto add = [&](const std::string& key, const std::string& value) {
            text += key + delimiter_ + value + delimiter_;
        };
        for (const auto& [key, value] : pairs(begin, end)) {
            bool wanted = true;
            for (const std::string& left_out : left_out_) wanted = wanted && left_out != key;
            if (wanted) add(key, value);
        }
        for (const auto& [key, value] : extra_) add(key, value);
        if (!final_delimiter_) text.pop_back();
        return text + text_end_;
    }

    std::string version_ = "3.1";
    char delimiter_ = '/';
    char datatype_ = 'F';
    std::string byte_order_ = "1,2,3,4";
    std::vector<Column> parameters_;
    std::vector<std::pair<std::string, std::string>> extra_;
    std::vector<std::string> left_out_;
    std::optional<std::pair<std::string, std::string>> header_data_;
    std::pair<std::string, std::string> header_analysis_{"0", "0"};
    std::string behind_header_, data_, trailer_, text_end_;
    std::uint64_t n_events_ = 0;
    int end_shift_ = 0;
    bool final_delimiter_ = true;
};

/// A folder that disappears with its content.
class TemporaryFolder {
public:
    TemporaryFolder() {
        // In memory where there is such a place: syncing many files to a slow disk takes minutes.
        const std::filesystem::path memory = "/dev/shm";
        const auto parent = std::filesystem::is_directory(memory) ? memory : std::filesystem::temp_directory_path();
        std::string name = (parent / "asparagate_test_XXXXXX").string();
        if (!::mkdtemp(name.data()))
            throw std::filesystem::filesystem_error("mkdtemp", name, std::make_error_code(std::errc::io_error));
        path_ = name;
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    [[nodiscard]] std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

private:
    std::filesystem::path path_;
};

}  // namespace asparagate::test
