#pragma once
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace asparagate::detail {

/// The bytes of a file: a regular file mapped read-only, or bytes in memory. They stay valid as long as the object
/// lives; another program that truncates a mapped file meanwhile breaks that promise of the operating system.
class FileBytes {
public:
    /// Maps a file. @throws FcsError when the path is missing, unreadable, empty, or no regular file (FIFO, device,
    /// folder), which is found out before it is opened for reading.
    static std::shared_ptr<const FileBytes> map(const std::filesystem::path& path);
    static std::shared_ptr<const FileBytes> own(std::string bytes);

    FileBytes(const FileBytes&) = delete;
    FileBytes& operator=(const FileBytes&) = delete;
    ~FileBytes();

    [[nodiscard]] std::string_view bytes() const noexcept {
        return mapped_ ? std::string_view(mapped_, size_) : owned_;
    }
    /// These bytes have been read and may leave memory, so that a pass over a large file takes little of it. Reading
    /// them again works, and costs what the first time did.
    void release(std::uint64_t first, std::uint64_t n_bytes) const noexcept;
    [[nodiscard]] const std::byte* data() const noexcept { return reinterpret_cast<const std::byte*>(bytes().data()); }

private:
    FileBytes(const char* mapped, std::size_t size) : mapped_(mapped), size_(size) {}
    explicit FileBytes(std::string bytes) : owned_(std::move(bytes)) {}

    const char* mapped_ = nullptr;
    std::size_t size_ = 0;  ///< of the mapping
    std::string owned_;
};

}  // namespace asparagate::detail
