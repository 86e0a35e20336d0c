#pragma once
#include <cstddef>
#include <filesystem>
#include <memory>
#include <string_view>

namespace asparagate::detail {

/// A regular file mapped read-only. The mapping stays valid as long as the object lives; another program that
/// truncates the file meanwhile breaks that promise of the operating system.
class MappedFile {
public:
    /// @throws FcsError when the path is missing, unreadable, empty, or no regular file (FIFO, device, folder), which
    /// is found out before it is opened for reading.
    static std::shared_ptr<const MappedFile> open(const std::filesystem::path& path);

    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;
    ~MappedFile();

    [[nodiscard]] std::string_view bytes() const noexcept { return {data_, size_}; }
    [[nodiscard]] const std::byte* data() const noexcept { return reinterpret_cast<const std::byte*>(data_); }

private:
    MappedFile(const char* data, std::size_t size) : data_(data), size_(size) {}

    const char* data_;
    std::size_t size_;
};

}  // namespace asparagate::detail
