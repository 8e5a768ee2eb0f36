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
        let bySubject = Dictionary(grouping: catalogue.items, by: \.object)
        return catalogue.items.flatMap { item -> [Finding] in
            let notes = LintNotes(item, in: folder)
            expiredBases(of: item, notes)
            idleFields(of: item, notes)
            conditions(of: item, notes)
            knownAnswers(of: item, notes)
            missingFollowers(of: item, among: bySubject[item.object] ?? [], notes)
            SlotLint().check(item, notes)
            ReadingLevel().check(item, notes)
            return notes.findings
        }.sorted()
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

    /// A question in the very words of a field that the service's own registers answer.
    private func knownAnswers(of item: ServiceItem, _ notes: LintNotes) {
        for question in item.questions where question.source == nil {
            let asked = question.label.withoutMark[.mandarin]
            for use in item.registers {
                let fields = catalogue.register(use.resource)?.fields ?? []
                guard let field = fields.first(where: { $0.label[.mandarin] == asked }) else { continue }
                notes.warning(
                    at: "id: \(question.id)", "\(use.resource).\(field.id) may know what \(question.id) asks",
                    "Add prefill: \(use.resource).\(field.id), or ask in other words why it is asked again")
            }
        }
    }

    private func missingFollowers(of item: ServiceItem, among family: [ServiceItem], _ notes: LintNotes) {
        let acts = Set(family.map(\.act))
        if item.act == .book, !acts.contains(.cancel) {
            notes.warning(
                at: "act:", "\(item.object) can be booked and never cancelled",
                "Add a service with act: cancel")
        }
        if item.act == .apply, item.result.kind == .licence,
            acts.isDisjoint(with: [.renew, .replace, .cancel])
        {
            notes.warning(
                at: "act:", "\(item.object) can be applied for, and neither renewed, replaced nor given up",
                "Add what its holder will want one day")
        }
    }
}
