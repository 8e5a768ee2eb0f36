public import Base
public import struct Foundation.URL

/// What a catalogue that can be read still lacks: steps nobody thought of, questions nobody needs, words nobody understands.
public struct CatalogueLint: Sendable {
    public struct Finding: Hashable, Sendable, Comparable, CustomStringConvertible {
        public enum Weight: String, Sendable {
            /// The build fails.
            case error
            case warning
        }

        public let weight: Weight
        public let defect: CatalogueDefect

        /// As compilers write: `file:line: warning: message. remedy.`.
        public var description: String {
            "\(defect.file):\(defect.line): \(weight.rawValue): \(defect.message). \(defect.remedy)."
        }

        public static func < (a: Finding, b: Finding) -> Bool { a.defect < b.defect }
    }

    let catalogue: Catalogue
    let folder: URL
    let today: CalendarDate

    public init(_ catalogue: Catalogue, folder: URL, today: CalendarDate) {
        self.catalogue = catalogue
        self.folder = folder
        self.today = today
    }

    /// Sorted by file and line.
    public func findings() -> [Finding] {
        let families = Dictionary(grouping: catalogue.items, by: \.object).mapValues { Set($0.map(\.act)) }
        let answers = KnownAnswers(catalogue)
        let ofItems = catalogue.items.flatMap { item -> [Finding] in
            let notes = LintNotes("\(item.id.rawValue)/service.yml", in: folder)
            expiredBases(of: item, notes)
            idleFields(of: item, notes)
            conditions(of: item, notes)
            answers.check(item, notes)
            FollowUpLint().check(item, among: families[item.object] ?? [], notes)
            SlotLint().check(item, notes)
            ReadingLevel().check(item, notes)
            return notes.findings + journey(of: item)
        }
        let ofBundles = catalogue.bundles.flatMap { bundle -> [Finding] in
            let notes = LintNotes("\(bundle.id.rawValue).yml", in: folder)
            BundleLint(catalogue: catalogue).check(bundle, notes)
            answers.check(bundle, notes)
            return notes.findings
        }
        return (ofItems + ofBundles).sorted()
    }

    /// What its ordinary journey answers must be what the service asks.
    private func journey(of item: ServiceItem) -> [Finding] {
        let report = DefectReport()
        _ = FixtureReader.read(item, in: CatalogueFiles(folder: folder), report)
        return report.defects.map { Finding(weight: .error, defect: $0) }
    }

    private func expiredBases(of item: ServiceItem, _ notes: LintNotes) {
        for basis in item.legalBasis {
            guard let end = basis.validUntil, end < today else { continue }
            notes.error(
                at: basis.title, "\(basis.title) \(basis.clause) has been out of force since \(end)",
                "Cite the rule that took its place, or withdraw the service")
        }
    }

    /// A department is asked for nothing that is neither shown nor used.
    private func idleFields(of item: ServiceItem, _ notes: LintNotes) {
        guard let paper = item.paper else { return }
        let rules = item.rules.flatMap(\.names) + item.fee.fields
        for use in item.registers {
            let shown = Set(item.prefill.filter { $0.resource == use.resource }.map(\.field))
            let spared = Set(
                item.questions.compactMap(\.source).filter { $0.resource == use.resource }.map(\.field)
                    + item.questions.compactMap(\.check).filter { $0.resource == use.resource }.map(\.field))
            for field in use.fields where !["name", "number"].contains(field) {
                let isUsed =
                    shown.contains(field) || spared.contains(field)
                    || rules.contains("\(use.resource).\(field)")
                    || paper.statement.contains("{\(field)") || paper.tables.contains { $0.field == field }
                if !isUsed {
                    notes.error(
                        at: "fields:", "\(use.resource).\(field) is asked for and never used",
                        "Take it out: what is not needed may not be asked")
                }
            }
        }
    }

    private func conditions(of item: ServiceItem, _ notes: LintNotes) {
        var scope = RuleFacts.personTypes
        for use in item.registers {
            for name in use.fields {
                scope["\(use.resource).\(name)"] = catalogue.register(use.resource)?.field(name)?.type
            }
        }
        var optional = Set(scope.keys)
        for question in item.questions {
            if let when = question.when {
                switch RuleReach.verdict(on: when, over: scope, optional: optional) {
                case .never:
                    notes.error(
                        at: "id: \(question.id)",
                        "The question \(question.id) is never asked: \(when.source)",
                        "Mend the condition, or remove the question")
                case .always:
                    notes.warning(
                        at: "id: \(question.id)", "The condition of \(question.id) always holds", "Remove it")
                case .sometimes: break
                }
            }
            scope["answer.\(question.id)"] = question.type
            if !question.isRequired || question.when != nil { optional.insert("answer.\(question.id)") }
        }
    }
}
