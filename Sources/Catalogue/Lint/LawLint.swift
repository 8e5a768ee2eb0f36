import Base
import Foundation
import Yams

/// Citations of what is no law any more, is none yet, or is in no list.
struct LawLint {
    let laws: LawRegister
    let today: CalendarDate
    let report: DefectReport
    /// Of what is in no list: that comes with a release, and a department need not wait for one to write under a new law.
    let advice: DefectReport

    /// What the house itself and its bundles have written, in which laws are cited too.
    static func own(_ files: CatalogueFiles) -> [String] {
        ["", LifeBundle.folder + "/"].flatMap { place in
            ((try? FileManager.default.contentsOfDirectory(atPath: files.folder.appending(path: place).path))
                ?? [])
                .filter { $0.hasSuffix(".yml") && $0 != LawRegister.file }.map { place + $0 }
        }
    }

    /// `paths` are those of the files that may cite.
    func check(_ paths: [String], in files: CatalogueFiles) {
        for path in paths {
            guard let root = YAMLFile(path: path, report: report).read(in: files) else { continue }
            check(root)
        }
    }

    /// A citation is what has a title and a clause.
    private func check(_ value: YAMLValue) {
        guard let mapping = value.node?.mapping else {
            for entry in value.node?.sequence ?? [] { check(within(value, entry)) }
            return
        }
        guard let title = mapping["title"], mapping["clause"] != nil else {
            for (_, entry) in mapping { check(within(value, entry)) }
            return
        }
        let clause = mapping["clause"]?.scalar?.string ?? ""
        cited(within(value, title), clause, until: mapping["validUntil"].flatMap { within(value, $0).date() })
    }

    /// `until` is the last day of the clause, where it ends before its law.
    private func cited(_ value: YAMLValue, _ clause: String, until: CalendarDate?) {
        let title = value.text()
        guard let law = laws.laws[title] else {
            return advice.add(
                value.file, value.line, "\(title) is not in \(LawRegister.file)",
                remedy: "Have the next release add it with its first day, or cite what is there")
        }
        if let since = law.since, since > today {
            value.refuse(
                "\(title) is in force from \(since) only",
                "Cite what holds until then, or withdraw the service")
        }
        if let end = [law.until, until].compactMap(\.self).min(), end < today {
            value.refuse(
                "\(title) \(clause) has been out of force since \(end)",
                law.replacedBy.map { "Cite \($0)" }
                    ?? "Cite the rule that took its place, or withdraw the service")
        }
    }

    private func within(_ value: YAMLValue, _ node: Node) -> YAMLValue {
        YAMLValue(node: node, line: value.line, file: value.file, report: report)
    }
}
