#include "figures/patient_tags.hpp"

#include <QString>

namespace asparagate {

namespace {

/// What fits into the margins of the figures, and fewer characters than which say little.
constexpr qsizetype longest = 6, fewest = 3;

bool parts_words(QChar c) {
    return c == u'-' || c == u'_' || c == u'/' || c == u'.' || c.isSpace();
}

/// The end of `id` of this length is a whole part of it: no half number or word.
bool begins_a_part(const QString& id, qsizetype length) {
    return parts_words(id[id.size() - length - 1]) && !parts_words(id[id.size() - length]);
}

template <typename Shares>
bool alone(const QString& id, const std::vector<QString>& all, Shares shares) {
    return std::none_of(all.begin(), all.end(), [&](const QString& other) { return other != id && shares(other); });
}

QString tag_of(const QString& id, const std::vector<QString>& all) {
    if (id.size() <= longest) return id;
    const auto end_alone = [&](qsizetype length) {
        return alone(id, all, [&](const QString& other) { return other.endsWith(id.right(length)); });
    };
    for (qsizetype length = 2; length < longest; ++length)
        if (begins_a_part(id, length) && end_alone(length)) return QChar(0x2026) + id.right(length);
    for (qsizetype length = fewest; length < id.size(); ++length) {
        if (end_alone(length)) return QChar(0x2026) + id.right(length);
        if (alone(id, all, [&](const QString& other) { return other.startsWith(id.left(length)); }))
            return id.left(length) + QChar(0x2026);
    }
    return id;
}

}  // namespace

PatientTags::PatientTags(const Evidence& evidence) {
    std::vector<QString> all;
    for (const PatientEvidence& patient : evidence.patients) all.push_back(QString::fromStdString(patient.patient.id));
    for (const QString& id : all) tags_[id.toStdString()] = tag_of(id, all).toStdString();
}

const std::string& PatientTags::operator[](const std::string& id) const {
    const auto found = tags_.find(id);
    return found == tags_.end() ? id : found->second;
}

}  // namespace asparagate
