#include "document/report_page.hpp"

#include "document/activity_tables.hpp"
#include "document/certainty.hpp"
#include "document/methods.hpp"
#include "document/result_tables.hpp"
#include "document/study_tables.hpp"
#include "document/summary.hpp"
#include "figures/words.hpp"
#include "language/say.hpp"

namespace asparagate {

namespace {

class ReportWriter {
public:
    ReportWriter(const Evidence& evidence, const std::vector<Figure>& figures)
        : evidence_(evidence), figures_(figures) {}

    ReportDocument document() {
        ReportDocument document;
        document.title = evidence_.settings.title.empty() ? say("Untitled study") : evidence_.settings.title;
        document.subtitle = subtitle();
        document.version = evidence_.provenance.program_version;
        document.lead = summary_blocks(evidence_);
        document.sections = {{"activity", say("Did activity come back?"), answered("activity", activity())},
                             {"antibodies", say("Did antibodies fall?"), answered("antibodies", antibodies())},
                             {"cells", say("Which cells changed?"), answered("cells", cells())},
                             {"together", say("Do they go together?"), answered("together", together())},
                             {"sure", say("How sure is this?"), sure()},
                             {"methods", say("Methods as applied"), methods_blocks(evidence_)},
                             {"findings", say("Findings"), findings()},
                             {"provenance", say("Provenance"), provenance()}};
        if (Blocks given = study(); !given.empty())
            document.sections.insert(document.sections.begin(),
                                     {"study", say("What was given and measured?"), std::move(given)});
        return document;
    }

private:
    const Evidence& evidence_;
    const std::vector<Figure>& figures_;

    std::string subtitle() const {
        std::size_t flow = 0, antibodies = 0;
        for (const PatientEvidence& patient : evidence_.patients) {
            flow += patient.has_flow;
            antibodies += patient.has_antibodies;
        }
        return sentences(
            {say_count(evidence_.patients.size(), "n = %1 patient; flow cytometry in %2, antibodies in %3.",
                       "n = %1 patients; flow cytometry in %2, antibodies in %3.",
                       {std::to_string(evidence_.patients.size()), std::to_string(flow), std::to_string(antibodies)}),
             say("Visits: %1.", {list_words({visit_words(evidence_.settings.baseline_visit),
                                             visit_words(evidence_.settings.followup_visit)})})});
    }

    /// How a section's figures were made stands once, under the first of them.
    Blocks figures_of(const std::string& section) const {
        Blocks blocks;
        std::string first;
        for (const Figure& figure : figures_) {
            if (figure.section != section) continue;
            FigureBlock block{figure, "figures/", {}, first};
            if (first.empty()) block.methods = figure_methods(evidence_, section), first = "#figure-" + figure.id;
            blocks.emplace_back(std::move(block));
        }
        return blocks;
    }

    /// Figures first; a question without any says so.
    Blocks answered(const std::string& section, Blocks tables) const {
        Blocks blocks = figures_of(section);
        if (blocks.empty()) blocks.emplace_back(Paragraph{say("The study holds no data for this question.")});
        append(blocks, std::move(tables));
        return blocks;
    }

    Blocks study() const {
        Blocks blocks = figures_of("study");
        add_table(blocks, cohort_table(evidence_));
        return blocks;
    }

    Blocks activity() const {
        Blocks blocks;
        add_table(blocks, restoration_table(evidence_));
        add_table(blocks, threshold_sensitivity_table(evidence_), say("The rule at other thresholds"));
        if (!evidence_.kinetics.empty()) {
            blocks.emplace_back(Heading{say("How fast did activity fall?"), "kinetics"});
            blocks.emplace_back(Paragraph{kinetics_warning()});
            add_table(blocks, kinetics_table(evidence_));
        }
        add_table(blocks, activity_table(evidence_), say("Every value as given"), false);
        if (!evidence_.claims.empty())
            blocks.emplace_back(Heading{say("Do the patients bear out the claims?"), "claims"});
        add_table(blocks, claim_table(evidence_));
        add_table(blocks, claim_test_table(evidence_));
        return blocks;
    }

    Blocks antibodies() const {
        Blocks blocks;
        add_table(blocks, antibody_table(evidence_), say("Every pair of values"));
        return blocks;
    }

    Blocks cells() const {
        Blocks blocks;
        if (evidence_.features.empty()) return blocks;
        const bool against = std::any_of(
            evidence_.clustering.begin(), evidence_.clustering.end(),
            [](const ClusterStatistic& statistic) { return statistic.quantity.starts_with("adjusted Rand"); });
        if (against)
            blocks.emplace_back(Paragraph{
                say("The p of the adjusted Rand index is one-sided: it counts divisions of the patients that agree as "
                    "well or better. The clusters are made from the same features that separate the groups, so that "
                    "their agreement is no further evidence.")});
        add_table(blocks, clustering_table(evidence_), say("What the clusters of the heatmap are worth"));
        if (ReportTable pairs = cd19_table(evidence_); !pairs.empty()) {
            blocks.emplace_back(Heading{say("What does masked CD19 hide?"), "cells-cd19"});
            blocks.emplace_back(
                Paragraph{say("Blinatumomab masks CD19, so that B cells counted by it can seem gone. Those found "
                              "without it stand beside them; the difference is in percentage points or cells/µL, and "
                              "CD19_UNRELIABLE marks visits at which CD19 may be masked.")});
            add_table(blocks, std::move(pairs));
        }
        add_table(blocks, fold_change_table(evidence_), say("Change of every feature in every patient"), false);
        std::vector<std::string> whole = {"populations.csv", "intensities.csv", "foldchanges.csv"};
        if (!evidence_.cd19_pairs.empty()) whole.emplace_back("cd19_pairs.csv");
        blocks.emplace_back(FileLinks{say("Whole tables:"), std::move(whole)});
        return blocks;
    }

    Blocks together() const {
        Blocks blocks;
        add_table(blocks, correlation_table(evidence_, true), say("Every feature against restored activity"));
        add_table(blocks, correlation_table(evidence_, false), say("Every correlation with activity"));
        return blocks;
    }

    Blocks sure() const {
        Blocks blocks = figures_of("sure");
        append(blocks, certainty_blocks(evidence_));
        return blocks;
    }

    Blocks findings() const {
        Blocks blocks;
        ReportTable table = findings_table(evidence_);
        if (table.empty()) blocks.emplace_back(Paragraph{say("Nothing was tolerated, repaired or skipped.")});
        add_table(blocks, std::move(table));
        std::vector<std::string> codes;
        for (const PatientEvidence& patient : evidence_.patients)
            codes.insert(codes.end(), patient.flags.begin(), patient.flags.end());
        for (const AntibodyChange& change : evidence_.antibodies)
            codes.insert(codes.end(), change.flags.begin(), change.flags.end());
        for (const Cd19Pair& pair : evidence_.cd19_pairs)
            codes.insert(codes.end(), pair.flags.begin(), pair.flags.end());
        for (const FoldChange& change : evidence_.fold_changes)
            codes.insert(codes.end(), change.flags.begin(), change.flags.end());
        if (codes.empty()) return blocks;
        blocks.emplace_back(Heading{say("What the codes of flags mean"), "codes"});
        append(blocks, code_list(codes));
        return blocks;
    }

    Blocks provenance() const {
        const Provenance& p = evidence_.provenance;
        Terms terms;
        terms.code = true;
        terms.items = {{say("Program"), "AsparaGate " + p.program_version},
                       {say("Command"), p.command},
                       {say("Started"), p.started_utc},
                       {say("Study file, SHA-256"), p.study_sha256},
                       {say("Seed"), std::to_string(p.seed)}};
        Blocks blocks = {terms};
        add_table(blocks, sample_table(evidence_));
        add_table(blocks, input_table(evidence_), say("Every input file"));
        blocks.emplace_back(FileLinks{say("Machine-readable:"), {"provenance.json", "audit.jsonl"}});
        return blocks;
    }
};

}  // namespace

ReportDocument report_document(const Evidence& evidence, const std::vector<Figure>& figures) {
    return ReportWriter(evidence, figures).document();
}

}  // namespace asparagate
