#pragma once
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace asparagate {

/// An output that appears whole or not at all: written to a temporary name in the same folder (O_EXCL, never through
/// a link), synced, then renamed by commit(). Without commit() the temporary file is removed. An existing regular
/// file or link of that name is replaced; a folder, FIFO or device is refused.
class OutputFile {
public:
    /// Creates missing parent folders. @throws OutputError
    explicit OutputFile(std::filesystem::path path);
    OutputFile(OutputFile&&) noexcept;
    OutputFile& operator=(OutputFile&&) = delete;
    ~OutputFile();

    void write(std::string_view text);
    void write(std::span<const std::byte> bytes);
    /// Replaces bytes that were written before; later writes go on at the end. @throws OutputError
    void overwrite(std::uint64_t offset, std::string_view text);
    /// Makes all that was written visible to who reads temporary_path(). @throws OutputError
    void flush();
    /// Flushes, syncs and renames. @throws OutputError
    void commit();
    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }
    /// Where the bytes are until commit().
    [[nodiscard]] const std::filesystem::path& temporary_path() const noexcept { return temporary_; }

private:
    std::filesystem::path path_;
    std::filesystem::path temporary_;
    std::FILE* stream_ = nullptr;
};

/// OutputFile in one call.
void write_file(const std::filesystem::path& path, std::string_view content);

/// A file name made from any text: letters, digits, dot, dash and underscore, at most 120 bytes, never empty, never
/// starting with a dot or dash.
std::string safe_file_name(std::string_view text);

}  // namespace asparagate
