#include "parallel.hpp"

#include <omp.h>
#include <algorithm>

namespace asparagate::detail {

int thread_count(unsigned requested) {
    return requested == 0 ? omp_get_num_procs() : static_cast<int>(std::min(requested, 1024u));
}

}  // namespace asparagate::detail
