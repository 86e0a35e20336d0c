#include "asparagate/fcs/event_matrix.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <cstdlib>
#include <new>

namespace asparagate::detail {
namespace {

constexpr std::size_t cache_line_bytes = 64;
constexpr std::size_t huge_page_bytes = std::size_t{2} << 20;

}  // namespace

void FreePages::operator()(void* memory) const noexcept {
    std::free(memory);
}

void* allocate_pages(std::size_t count, std::size_t bytes_each) {
    std::size_t bytes = 0, rounded = 0;
    if (__builtin_mul_overflow(count, bytes_each, &bytes) ||
        __builtin_add_overflow(bytes, huge_page_bytes - 1, &rounded)) {
        throw std::bad_array_new_length();
    }
    const bool large = bytes >= huge_page_bytes;
    const std::size_t alignment = large ? huge_page_bytes : cache_line_bytes;
    // aligned_alloc wants a multiple of the alignment; what lies behind the values is never touched.
    void* memory = std::aligned_alloc(alignment, std::max(alignment, rounded / alignment * alignment));
    if (!memory) throw std::bad_alloc();
    // First touches of 4 KiB pages cost as much as decoding. Where there are no huge pages this changes nothing.
    if (large) static_cast<void>(::madvise(memory, bytes, MADV_HUGEPAGE));
    return memory;
}

}  // namespace asparagate::detail
