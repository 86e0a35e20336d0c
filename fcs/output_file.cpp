#include "asparagate/fcs/output_file.hpp"

#include "asparagate/fcs/error.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <system_error>
#include <utility>

namespace asparagate {
namespace {

std::string reason(int error) {
    return std::error_code(error, std::generic_category()).message();
}

void create_parent(const std::filesystem::path& path) {
    if (!path.has_parent_path()) return;
    std::error_code error;
    std::filesystem::create_directories(path.parent_path(), error);
    if (error) throw OutputError(path.string(), "folder " + path.parent_path().string() + ": " + error.message());
}

// Renaming onto /dev/null or a FIFO would replace it, which nobody means.
void refuse_special_target(const std::filesystem::path& path) {
    struct stat status {};
    if (::lstat(path.c_str(), &status) != 0) return;
    if (S_ISREG(status.st_mode) || S_ISLNK(status.st_mode)) return;
    throw OutputError(path.string(), S_ISDIR(status.st_mode) ? "a folder has this name" : "it is not a regular file");
}

std::filesystem::path temporary_name(const std::filesystem::path& path) {
    static std::atomic<unsigned> count{0};
    // The name may be as long as the file system allows, so the temporary one does not contain all of it.
    const std::string name = path.filename().string().substr(0, 100);
    return path.parent_path() /
           ("." + name + "." + std::to_string(::getpid()) + "-" + std::to_string(++count) + ".tmp");
}

void sync_folder(const std::filesystem::path& path) {
    const std::string folder = path.has_parent_path() ? path.parent_path().string() : ".";
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return;
    // Some network file systems cannot sync a folder; the rename itself has succeeded.
    static_cast<void>(::fsync(descriptor));
    ::close(descriptor);
}

bool is_safe(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
           c == '_';
}

}  // namespace

OutputFile::OutputFile(std::filesystem::path path) : path_(std::move(path)) {
    if (!path_.has_filename()) throw OutputError(path_.string(), "it names no file");
    create_parent(path_);
    refuse_special_target(path_);
    int descriptor = -1;
    do {  // a left-over of a killed process may carry the same process id
        temporary_ = temporary_name(path_);
        descriptor = ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    } while (descriptor < 0 && errno == EEXIST);
    if (descriptor < 0) throw OutputError(path_.string(), reason(errno));
    stream_ = ::fdopen(descriptor, "wb");
    if (!stream_) {
        const int error = errno;
        ::close(descriptor);
        ::unlink(temporary_.c_str());
        throw OutputError(path_.string(), reason(error));
    }
    std::setvbuf(stream_, nullptr, _IOFBF, std::size_t{1} << 16);
}

OutputFile::OutputFile(OutputFile&& other) noexcept
    : path_(std::move(other.path_)),
      temporary_(std::move(other.temporary_)),
      stream_(std::exchange(other.stream_, nullptr)) {}

OutputFile::~OutputFile() {
    if (!stream_) return;
    std::fclose(stream_);
    ::unlink(temporary_.c_str());
}

void OutputFile::write(std::string_view text) {
    if (text.empty()) return;  // fwrite must not be given a null pointer, even for no bytes
    if (std::fwrite(text.data(), 1, text.size(), stream_) != text.size())
        throw OutputError(path_.string(), reason(errno));
}

void OutputFile::write(std::span<const std::byte> bytes) {
    write(std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
}

void OutputFile::overwrite(std::uint64_t offset, std::string_view text) {
    if (::fseeko(stream_, static_cast<off_t>(offset), SEEK_SET) != 0) throw OutputError(path_.string(), reason(errno));
    write(text);
    if (::fseeko(stream_, 0, SEEK_END) != 0) throw OutputError(path_.string(), reason(errno));
}

void OutputFile::flush() {
    if (std::fflush(stream_) != 0) throw OutputError(path_.string(), reason(errno));
}

void OutputFile::commit() {
    if (std::fflush(stream_) != 0 || ::fsync(::fileno(stream_)) != 0) throw OutputError(path_.string(), reason(errno));
    std::FILE* stream = std::exchange(stream_, nullptr);
    int error = std::fclose(stream) != 0 ? errno : 0;
    if (!error && ::rename(temporary_.c_str(), path_.c_str()) != 0) error = errno;
    if (error) {
        ::unlink(temporary_.c_str());
        throw OutputError(path_.string(), reason(error));
    }
    sync_folder(path_);
}

void write_file(const std::filesystem::path& path, std::string_view content) {
    OutputFile file(path);
    file.write(content);
    file.commit();
}

std::string safe_file_name(std::string_view text) {
    constexpr std::size_t longest = 120;
    std::string name;
    for (const char c : text.substr(0, longest)) name += is_safe(c) ? c : '_';
    if (name.empty()) return "unnamed";
    if (name.front() == '.' || name.front() == '-') name.front() = '_';
    return name;
}

}  // namespace asparagate
