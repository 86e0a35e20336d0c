#include "document/document.hpp"

#include "asparagate/fcs/output_file.hpp"
#include "document/patient_sheet.hpp"
#include "document/report_page.hpp"
#include "document/summary.hpp"
#include "figures/painters.hpp"

namespace asparagate {

void write_report(const Evidence& complete, const std::filesystem::path& folder, const TaskControl& control) {
    const Evidence evidence = complete.settings.blind ? blinded(complete) : complete;
    const std::vector<Figure> figures = study_figures(evidence);
    const std::uint64_t total = figures.size() + evidence.patients.size() + 1;
    std::uint64_t done = 0;
    const auto step = [&](const std::string& item) {
        control.throw_if_stopped();
        control.update({"report", item, "files", done++, total});
    };
    for (const Figure& figure : figures) {
        step(figure.id);
        write_figure(figure, folder / "figures");
    }
    for (const PatientEvidence& patient : evidence.patients) {
        step(patient.patient.id);
        write_file(folder / patient_file(evidence, patient.patient.id), patient_sheet_html(evidence, patient));
    }
    step("report.html");
    write_file(folder / "report.html", report_html(evidence, figures));
    control.update({"report", "report.html", "files", total, total});
}

}  // namespace asparagate
