#pragma once
#include <hwy/targets.h>

namespace asparagate::test {

/// Calls `visit` with the name of every set of vector instructions that the program was compiled for and this processor
/// has, the engine forced to it; the plain one of x86-64 is among them.
template <class Visit>
void for_each_instruction_set(Visit visit) {
    const auto force = [](std::int64_t targets) {
        hwy::SetSupportedTargetsForTest(targets);
        hwy::GetChosenTarget().Update(hwy::SupportedTargets());
    };
    for (std::int64_t rest = hwy::SupportedTargets() & HWY_TARGETS; rest != 0; rest &= rest - 1) {
        const std::int64_t target = rest & -rest;
        force(target);
        visit(hwy::TargetName(target));
    }
    force(0);
}

}  // namespace asparagate::test
