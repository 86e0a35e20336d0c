#pragma once
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstring>
#include <filesystem>
#include <thread>
#include <vector>

namespace asparagate::bench {

enum class Words { float32_little, int16_big };

/// Where the events of a file lie, for code that looks at nothing else.
struct EventBytes {
    std::filesystem::path path;
    Words words = Words::float32_little;
    std::size_t begin = 0;
    std::size_t n_events = 0;
    std::size_t n_parameters = 0;

    [[nodiscard]] std::size_t width() const { return words == Words::float32_little ? 4 : 2; }
    [[nodiscard]] std::size_t bytes() const { return n_events * n_parameters * width(); }
};

template <Words words>
void split(const char* rows, float* columns, std::size_t n_events, std::size_t n_parameters, std::size_t begin,
           std::size_t end) {
    constexpr std::size_t block = 512, width = words == Words::float32_little ? 4 : 2;
    for (std::size_t first = begin; first < end; first += block) {
        const std::size_t last = first + block < end ? first + block : end;
        for (std::size_t p = 0; p < n_parameters; ++p) {
            for (std::size_t e = first; e < last; ++e) {
                const char* at = rows + (e * n_parameters + p) * width;
                if constexpr (words == Words::float32_little) {
                    std::memcpy(columns + p * n_events + e, at, width);
                } else {
                    std::uint16_t word;
                    std::memcpy(&word, at, width);
                    columns[p * n_events + e] = static_cast<float>(__builtin_bswap16(word));
                }
            }
        }
    }
}

/// The floor of every reading task: the mapped file split into columns in fresh memory on huge pages, 512 events at a
/// time, knowing the layout beforehand and checking nothing.
inline void split_mapped_file(const EventBytes& file, std::size_t threads) {
    const std::size_t map_bytes = file.begin + file.bytes(), matrix_bytes = file.n_events * file.n_parameters * 4;
    const int descriptor = ::open(file.path.c_str(), O_RDONLY | O_CLOEXEC);
    void* map = ::mmap(nullptr, map_bytes, PROT_READ, MAP_PRIVATE, descriptor, 0);
    void* memory = ::mmap(nullptr, matrix_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    ::madvise(memory, matrix_bytes, MADV_HUGEPAGE);
    const char* rows = static_cast<const char*>(map) + file.begin;
    std::vector<std::jthread> team;
    for (std::size_t t = 0; t < threads; ++t) {
        team.emplace_back([&, begin = file.n_events * t / threads, end = file.n_events * (t + 1) / threads] {
            const auto run =
                file.words == Words::float32_little ? split<Words::float32_little> : split<Words::int16_big>;
            run(rows, static_cast<float*>(memory), file.n_events, file.n_parameters, begin, end);
        });
    }
    team.clear();
    ::munmap(memory, matrix_bytes);
    ::munmap(map, map_bytes);
    ::close(descriptor);
}

}  // namespace asparagate::bench
