#include "asparagate/fcs/sha256.hpp"

#include "asparagate/fcs/error.hpp"

#include <openssl/evp.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>
#include <vector>

namespace asparagate {
namespace {

class Sha256 {
public:
    Sha256() : context_(EVP_MD_CTX_new(), &EVP_MD_CTX_free) {
        if (!context_ || EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) != 1) fail();
    }
    void update(const void* data, std::size_t size) {
        if (EVP_DigestUpdate(context_.get(), data, size) != 1) fail();
    }
    std::string hexadecimal() {
        std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
        unsigned size = 0;
        if (EVP_DigestFinal_ex(context_.get(), digest.data(), &size) != 1) fail();
        std::string text;
        for (unsigned i = 0; i < size; ++i) {
            text += "0123456789abcdef"[digest[i] >> 4];
            text += "0123456789abcdef"[digest[i] & 15];
        }
        return text;
    }

private:
    [[noreturn]] static void fail() { throw Error(ErrorKind::internal, "OpenSSL offers no SHA-256"); }
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_;
};

}  // namespace

std::string sha256(std::string_view bytes) {
    Sha256 hash;
    hash.update(bytes.data(), bytes.size());
    return hash.hexadecimal();
}

std::string sha256_file(const std::filesystem::path& path) {
    const auto failed = [&](int error) {
        return Error(ErrorKind::input,
                     path.string() + ": cannot be read: " + std::error_code(error, std::generic_category()).message());
    };
    std::error_code status_error;
    // A FIFO or device would block or never end.
    if (!std::filesystem::is_regular_file(path, status_error))
        throw failed(status_error ? status_error.value() : EINVAL);
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> stream(std::fopen(path.c_str(), "rbe"), &std::fclose);
    if (!stream) throw failed(errno);
    Sha256 hash;
    std::vector<char> block(std::size_t{1} << 18);
    while (const std::size_t size = std::fread(block.data(), 1, block.size(), stream.get())) {
        hash.update(block.data(), size);
    }
    if (std::ferror(stream.get())) throw failed(errno);
    return hash.hexadecimal();
}

}  // namespace asparagate
