#pragma once
#include "asparagate/fcs/output_file.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace asparagate {

/// Writes an HDF5 file that appears whole or not at all, block by block, so that it may exceed memory. Datasets are
/// chunked, shuffled and deflated; nothing records times, so equal content gives equal bytes. Text is UTF-8 of variable
/// length, which holds no NUL: it is written as `\x00`. Paths such as "obs/index" name objects; "/" is the root. Use
/// from one thread at a time. Every function @throws OutputError
class Hdf5Writer {
public:
    explicit Hdf5Writer(const std::filesystem::path& path);
    Hdf5Writer(Hdf5Writer&&) = delete;
    ~Hdf5Writer();

    void make_group(const std::string& path);
    void write_attribute(const std::string& object, const std::string& name, const std::string& text);
    void write_attribute(const std::string& object, const std::string& name, const std::vector<std::string>& texts);
    void write_text(const std::string& path, const std::string& text);
    void write_texts(const std::string& path, const std::vector<std::string>& texts);
    /// `text_of(i)` for 0 <= i < n, for columns too long to keep as text.
    void write_texts(const std::string& path, std::uint64_t n,
                     const std::function<std::string(std::uint64_t)>& text_of);
    void write_integers(const std::string& path, std::span<const std::int64_t> values);
    /// As the enumeration FALSE, TRUE, which Python reads as booleans.
    void write_flags(const std::string& path, std::span<const std::int8_t> values);

    /// A rows x columns matrix of float32 or float64, filled row by row.
    void begin_matrix(const std::string& path, std::uint64_t rows, std::uint64_t columns, bool single);
    void append_rows(const std::string& path, std::span<const double> values);

    /// Gives the file its name.
    void commit();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace asparagate
