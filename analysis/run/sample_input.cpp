#include "run/sample_input.hpp"

#include "asparagate/fcs/fcs_file.hpp"
#include "asparagate/fcs/sha256.hpp"

namespace asparagate {

SampleInput inspect_sample(const StudySample& sample, bool strict) {
    SampleInput input;
    try {
        input.file_bytes = std::filesystem::file_size(sample.file);
        input.modified = std::filesystem::last_write_time(sample.file);
        input.sha256 = sha256_file(sample.file);
        input.n_events = FcsFile::open(sample.file, {.strict = strict}).data_set().n_events();
    } catch (const std::filesystem::filesystem_error& error) {
        input.error = sample.file.string() + ": cannot be read: " + error.code().message();
    } catch (const Error& error) {
        input.error = error.what();
    }
    return input;
}

void check_unchanged(const StudySample& sample, const SampleInput& input) {
    std::error_code missing;
    if (std::filesystem::file_size(sample.file, missing) != input.file_bytes || missing ||
        std::filesystem::last_write_time(sample.file, missing) != input.modified || missing)
        throw Error(ErrorKind::input,
                    sample.file.string() + ": changed while it was read; run again when it is complete");
}

}  // namespace asparagate
