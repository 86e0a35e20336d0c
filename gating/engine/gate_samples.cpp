#include "asparagate/gating/engine.hpp"
#include "ignored_data_sets.hpp"
#include "parallel.hpp"

#include <algorithm>

namespace asparagate {
namespace {

const DataSet& chosen(const FcsFile& file, const SampleFile& sample) {
    const std::size_t position = sample.data_set.value_or(0), count = file.data_sets().size();
    if (position >= count)
        throw Error(ErrorKind::input, file.path().string() + ": has no data set " + std::to_string(position) +
                                          "; it holds " + std::to_string(count) + ", counted from 0");
    return file.data_sets()[position];
}

/// Gates the files of one batch into their places.
class Batch {
public:
    Batch(const std::vector<SampleFile>& files, const GatingStrategy& strategy, const GateOptions& options,
          const TaskControl& control)
        : files_(files), strategy_(strategy), options_(options), control_(control), outcomes_(files.size()) {}

    /// Whole rounds go one sample per thread; samples that are left over share all threads, block by block.
    std::vector<SampleOutcome> run() {
        const auto threads = static_cast<std::size_t>(detail::thread_count(options_.threads));
        const std::size_t left_over = files_.size() % threads, rounds = files_.size() - left_over;
        detail::ExceptionCarrier carrier;
#pragma omp parallel for schedule(dynamic) num_threads(static_cast <int>(threads)) if (rounds > 0)
        for (std::size_t i = 0; i < rounds; ++i) carrier.run([&] { gate(i, 1, threads); });
        carrier.rethrow();
        for (std::size_t i = rounds; i < files_.size(); ++i) gate(i, static_cast<unsigned>(threads), 1);
        return std::move(outcomes_);
    }

private:
    void gate(std::size_t i, unsigned threads, std::size_t at_once) {
        control_.throw_if_stopped();
        SampleOutcome& outcome = outcomes_[i];
        outcome.input = files_[i];
        GateOptions options = options_;
        options.threads = threads;
        options.max_memory_bytes = options_.max_memory_bytes / at_once;
        if (options_.max_memory_bytes > 0)
            options.max_memory_bytes = std::max<std::uint64_t>(options.max_memory_bytes, 1);
        try {
            const FcsFile file = FcsFile::open(files_[i].file, options.read);
            const DataSet& data_set = chosen(file, files_[i]);
            TaskControl quiet;  // progress of a batch counts files
            quiet.stop = control_.stop;
            const GatingStrategy& strategy = files_[i].strategy ? *files_[i].strategy : strategy_;
            const Findings versions = version_findings(strategy, files_[i].sample, files_[i].file);
            SampleGates gates = gate_sample(data_set, strategy_for_sample(strategy, files_[i].sample, files_[i].file),
                                            files_[i].sample, options, quiet);
            gates.findings.insert(gates.findings.begin(), versions.begin(), versions.end());
            gates.findings.insert(gates.findings.begin(), file.findings().begin(), file.findings().end());
            if (!files_[i].data_set) detail::report_ignored_data_sets(file, options.read, gates.findings);
            outcome.gates = std::move(gates);
        } catch (const Interrupted&) {
            throw;
        } catch (const std::exception& error) {
            outcome.error = error.what();
        }
        report(files_[i].sample);
    }
    void report(const std::string& sample) {
        const std::lock_guard lock(mutex_);
        control_.update({"gate", sample, "files", ++done_, files_.size()});
    }

    const std::vector<SampleFile>& files_;
    const GatingStrategy& strategy_;
    const GateOptions& options_;
    const TaskControl& control_;
    std::vector<SampleOutcome> outcomes_;
    std::mutex mutex_;
    std::size_t done_ = 0;
};

}  // namespace

std::vector<SampleOutcome> gate_samples(const std::vector<SampleFile>& files, const GatingStrategy& strategy,
                                        const GateOptions& options, const TaskControl& control) {
    return Batch(files, strategy, options, control).run();
}

}  // namespace asparagate
