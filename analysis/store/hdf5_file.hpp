#pragma once
#include "store/table.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace asparagate {

/// The one place that touches HDF5 (C API). A file is made in memory, so that it can be written whole or not at all,
/// and read from memory. Tables are groups with one dataset per column, shuffled and deflated; nothing records times,
/// so equal content gives equal bytes. Text is fixed-length UTF-8, padded with NUL. Use from one thread at a time.
class Hdf5File {
public:
    /// A new, empty file in memory.
    static Hdf5File create();
    /// A file from disk. Filters that are not built in are refused. @throws Error(input) naming the file.
    static Hdf5File open(const std::filesystem::path& path);
    Hdf5File(Hdf5File&& other) noexcept;
    Hdf5File& operator=(Hdf5File&&) = delete;
    ~Hdf5File();

    /// Text attribute of the root group.
    void write_attribute(const std::string& name, const std::string& value);
    /// Empty when absent.
    [[nodiscard]] std::string read_attribute(const std::string& name) const;
    /// `group` is a path such as "heatmap/feature_merges"; missing parents are made.
    void write_table(const std::string& group, const Table& table);
    /// @throws Error(input) when the group is absent or not a table.
    [[nodiscard]] Table read_table(const std::string& group) const;
    /// The file's bytes.
    [[nodiscard]] std::vector<std::byte> image();

private:
    Hdf5File(std::int64_t id, std::string name) : id_(id), name_(std::move(name)) {}
    std::int64_t id_ = -1;
    std::string name_;
};

}  // namespace asparagate
