public import Audit
public import Catalogue
public import Web
import Base
import Casework

/// Who had to do with a person's data: when, what was done, by whom, for what, with which fields, by which law.
public struct LooksPage: Sendable {
    public let part: AuditHistory.Part
    public let catalogue: Catalogue
    /// The stations' names, by terminal.
    public let stations: [String: String]
    /// The case that she came from and goes back to.
    public let from: String?

    public init(part: AuditHistory.Part, catalogue: Catalogue, stations: [String: String], from: String?) {
        self.part = part
        self.catalogue = catalogue
        self.stations = stations
        self.from = from
    }

    /// The acts that have words of their own.
    static let known: Set<String> = [
        "identity.proved", "case.opened", "case.lodged", "case.submitted", "register.asked",
        "register.answered", "register.silent", "document.sealed", "document.opened", "document.superseded",
        "document.verified", "ticket.issued", "paper.fetched",
    ]

    public func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.kiosk(
            context, title: phrases("looks.title"), lead: phrases("looks.lead"),
            back: from.map { "/cases/\($0)/paper" }, spoken: "looks.spoken"
        ) {
            if part.acts.isEmpty { element("p") { phrases("looks.none") } }
            element("ol", .class("facts looks")) {
                for act in part.acts { element("li") { line(act, phrases, context.language) } }
            }
            element("p", .class("hint")) { phrases("looks.ask") }
            let seen = Button(phrases("looks.seen"), to: from.map { "/cases/\($0)/paper" } ?? "/")
            if let before = part.before {
                actions(seen, Button(phrases("looks.earlier"), .secondary, to: address(before: before)))
            } else {
                actions(seen)
            }
        }
    }

    private func address(before: Int64) -> String {
        "/looks?before=\(before)" + (from.map { "&case=\($0)" } ?? "")
    }

    @HTMLBuilder private func line(
        _ act: AuditHistory.Act, _ phrases: Phrases, _ language: Language
    ) -> HTML {
        element("p", .class("hint")) {
            "\(Self.moment(act.at)) · \(phrases("looks.number", ["number": "\(act.index)"]))"
        }
        element("strong") { phrases("looks.act.\(Self.known.contains(act.action) ? act.action : "other")") }
        for row in rows(act, phrases, language) {
            element("p") { "\(row.label)\(phrases("looks.colon"))\(row.value)" }
        }
    }

    private func rows(
        _ act: AuditHistory.Act, _ phrases: Phrases, _ language: Language
    ) -> [(label: String, value: String)] {
        let register = register(of: act)
        let item =
            register?.item
            ?? catalogue.items.first {
                $0.basicCode == act.purpose || $0.id.rawValue == act.purpose
            }
        var rows = [(phrases("looks.who"), who(act, register?.department, phrases, language))]
        if let department = register?.department, act.action != "register.answered" {
            rows.append((phrases("looks.asked"), department.name[language]))
        }
        if let use = register?.use {
            rows.append((phrases("looks.why"), use.purpose[language]))
        } else if let item {
            rows.append((phrases("looks.why"), item.name[language]))
        }
        let fields = act.fields.compactMap { label($0, item, register?.use, phrases, language) }
        if !fields.isEmpty {
            rows.append((phrases("looks.fields"), fields.joined(separator: phrases("looks.comma"))))
        }
        if let station = act.terminal.flatMap({ stations[$0] }) {
            rows.append((phrases("looks.where"), station))
        }
        if let number = act.caseNumber {
            rows.append((phrases("looks.case"), CaseNumber(rawValue: number)?.spoken ?? number))
        }
        if register != nil, let item {
            let law = item.legalBasis.map { "《\($0.title)》\($0.clause)" }
            rows.append((phrases("looks.law"), law.joined(separator: phrases("looks.comma"))))
        }
        return rows
    }

    /// The register that an act was about, whose name stands first among its fields.
    private func register(
        of act: AuditHistory.Act
    ) -> (item: ServiceItem, use: RegisterUse, department: Department?)? {
        guard act.action.hasPrefix("register."), let resource = act.fields.first else { return nil }
        let used = catalogue.items.lazy.compactMap { item in
            item.registers.first { $0.resource == resource }.map { (item, $0) }
        }
        // Two services may use one register; the one for which it was asked says why and by which law.
        guard
            let (item, use) = used.first(where: { $0.0.basicCode == act.purpose })
        else { return nil }
        let department = resource.split(separator: "/").first.flatMap { DepartmentID(rawValue: String($0)) }
        return (item, use, department.flatMap(catalogue.department))
    }

    private func who(
        _ act: AuditHistory.Act, _ department: Department?, _ phrases: Phrases, _ language: Language
    ) -> String {
        if let department, act.action == "register.answered" {
            return phrases("looks.by.department", ["department": department.name[language]])
        }
        if act.action == "document.verified" { return phrases("looks.by.anybody") }
        return switch act.actorKind {
        case "citizen": phrases("looks.by.citizen")
        case "terminal": phrases("looks.by.terminal")
        case "staff": phrases("looks.by.staff", ["name": act.actorName ?? ""])
        case "department": phrases("looks.by.department", ["department": name(ofDepartment: act, language)])
        default: phrases("looks.by.system")
        }
    }

    private func name(ofDepartment act: AuditHistory.Act, _ language: Language) -> String {
        let code = act.actorName ?? ""
        return DepartmentID(rawValue: code).flatMap(catalogue.department)?.name[language] ?? code
    }

    /// A field's name in words; nil for what is no field.
    private func label(
        _ field: String, _ item: ServiceItem?, _ use: RegisterUse?, _ phrases: Phrases, _ language: Language
    ) -> String? {
        if field == use?.resource { return nil }
        if let line = item?.prefill.first(where: { $0.field == field }), use != nil {
            return line.label[language]
        }
        if let question = item?.questions.first(where: { $0.id == field }), use == nil {
            return question.label[language]
        }
        return phrases.has("looks.field.\(field)") ? phrases("looks.field.\(field)") : field
    }

    /// Day and minute in China, as `2026-03-02 09:05`.
    private static func moment(_ instant: Instant) -> String {
        let minute = (instant.milliseconds / 60_000 + 8 * 60) % 1_440
        let parts = [minute / 60, minute % 60].map { String($0).leftPadded(to: 2) }
        return "\(CalendarDate(inChinaAt: instant)) \(parts.joined(separator: ":"))"
    }
}
