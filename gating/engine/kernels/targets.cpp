// The functions of Highway's library that choosing instructions at run time needs. The library itself measures a timer
// whenever it is loaded, which costs every command 5 ms; so its headers are used without it.
#include <hwy/targets.h>

#if HWY_ARCH_X86
#include <cpuid.h>
#endif

#include <atomic>

namespace hwy {
namespace {

std::atomic<std::int64_t> forced_targets{0}, disabled_targets{0};

#if HWY_ARCH_X86
/// Features whose names Clang 14 does not know in __builtin_cpu_supports.
bool has_feature_in_ecx(unsigned leaf, unsigned bit) {
    unsigned eax = 0, ebx = 0, ecx = 0, edx = 0;
    return __get_cpuid(leaf, &eax, &ebx, &ecx, &edx) != 0 && (ecx >> bit & 1) != 0;
}
#endif

/// What the processor and the system have, besides what the program was compiled for.
std::int64_t detected_targets() {
    std::int64_t targets = HWY_ENABLED_BASELINE;
#if HWY_ARCH_X86
    __builtin_cpu_init();
    const bool ssse3 = __builtin_cpu_supports("ssse3");
    const bool sse4 = ssse3 && __builtin_cpu_supports("sse4.1") && __builtin_cpu_supports("sse4.2") &&
                      __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("aes");
    const bool avx2 = sse4 && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
                      __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") && has_feature_in_ecx(1, 29) &&
                      has_feature_in_ecx(0x80000001, 5);  // F16C, LZCNT
    const bool avx3 = avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
                      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw") &&
                      __builtin_cpu_supports("avx512cd");
    if (ssse3) targets |= HWY_SSSE3;
    if (sse4) targets |= HWY_SSE4;
    if (avx2) targets |= HWY_AVX2;
    if (avx3) targets |= HWY_AVX3;
#endif
    return targets;
}

}  // namespace

HWY_DLLEXPORT std::int64_t SupportedTargets() {
    static const std::int64_t detected = detected_targets();
    const std::int64_t forced = forced_targets;
    const std::int64_t allowed = (forced != 0 ? forced : detected) & ~disabled_targets;
    return allowed != 0 ? allowed : HWY_STATIC_TARGET;
}

HWY_DLLEXPORT void DisableTargets(std::int64_t targets) {
    disabled_targets = targets;
    GetChosenTarget().DeInit();
}

HWY_DLLEXPORT void SetSupportedTargetsForTest(std::int64_t targets) {
    forced_targets = targets;
    GetChosenTarget().DeInit();
}

HWY_DLLEXPORT ChosenTarget& GetChosenTarget() {
    static ChosenTarget chosen;
    return chosen;
}

}  // namespace hwy
