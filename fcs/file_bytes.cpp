#include "file_bytes.hpp"

#include "asparagate/fcs/error.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string>
#include <system_error>

namespace asparagate::detail {
namespace {

class Descriptor {
public:
    explicit Descriptor(int value) : value_(value) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (value_ >= 0) ::close(value_);
    }
    [[nodiscard]] int get() const { return value_; }

private:
    int value_;
};

[[noreturn]] void fail(const std::filesystem::path& path, const std::string& what) {
    throw FcsError({.file = path.string(), .segment = {}, .keyword = {}, .offset = {}}, what);
}

[[noreturn]] void fail(const std::filesystem::path& path, int error) {
    fail(path, "cannot be read: " + std::error_code(error, std::generic_category()).message());
}

void require_regular(const std::filesystem::path& path, const struct stat& status) {
    if (S_ISREG(status.st_mode)) return;
    fail(path, S_ISDIR(status.st_mode) ? "is a folder; expected an FCS file (FOLDER/*.fcs names all of a folder)"
                                       : "is a FIFO, socket or device; expected a regular file");
}

}  // namespace

std::shared_ptr<const FileBytes> FileBytes::map(const std::filesystem::path& path) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) fail(path, errno);
    require_regular(path, status);
    // O_NONBLOCK: should the path become a FIFO in between, opening it must not hang.
    const Descriptor descriptor(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    if (descriptor.get() < 0 || ::fstat(descriptor.get(), &status) != 0) fail(path, errno);
    require_regular(path, status);
    if (status.st_size == 0) fail(path, "is empty (0 bytes); expected an FCS file");
    const auto size = static_cast<std::size_t>(status.st_size);
    void* data = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor.get(), 0);
    if (data == MAP_FAILED) fail(path, errno);
    return std::shared_ptr<const FileBytes>(new FileBytes(static_cast<const char*>(data), size));
}

std::shared_ptr<const FileBytes> FileBytes::own(std::string bytes) {
    return std::shared_ptr<const FileBytes>(new FileBytes(std::move(bytes)));
}

void FileBytes::release(std::uint64_t first, std::uint64_t n_bytes) const noexcept {
    if (!mapped_) return;
    const auto page = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
    const std::uint64_t begin = first / page * page,
                        end = std::min<std::uint64_t>(first + n_bytes, size_) / page * page;
    if (begin < end) static_cast<void>(::madvise(const_cast<char*>(mapped_) + begin, end - begin, MADV_DONTNEED));
}

FileBytes::~FileBytes() {
    if (mapped_) ::munmap(const_cast<char*>(mapped_), size_);
}

}  // namespace asparagate::detail
