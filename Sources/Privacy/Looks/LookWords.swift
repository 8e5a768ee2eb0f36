import Audit
import Base
public import Catalogue
import Web
import Casework

/// What the words of an act are taken from.
public struct LookSources: Sendable {
    public let catalogue: Catalogue
    public let rules: PrivacyRules
    public let purposes: [ConsentPurpose]
}

/// One act about a person in plain words: what was done, by whom, for what, with which fields, by which law.
public struct LookWords: Sendable {
    public struct Row: Hashable, Sendable {
        public let label: String
        public let value: String
    }

    /// The acts that have words of their own.
    static let known: Set<String> = [
        "identity.proved", "identity.code-sent", "identity.network-linked", "case.looked",
        "case.look-refused", "case.exported",
        "case.opened",
        "case.lodged", "case.submitted", "case.step-claimed", "case.step-released", "case.step-handed-over",
        "case.step-referred",
        "case.step-approved", "case.step-refused", "case.correction-asked", "case.accepted", "case.corrected",
        "case.lapsed", "case.withdrawn",
        "case.handed-over", "case.thrown-away", "case.told", "case.progress-shown", "case.passed-on",
        "notice.chosen", "notice.channel-chosen", "notice.wechat-bound", "notice.wechat-code",
        "notice.wechat-ended", "file.opened", "file.infected",
        "register.asked",
        "register.answered", "register.silent", "document.sealed", "document.opened", "document.superseded",
        "document.revoked",
        "document.verified", "ticket.issued", "paper.fetched", "request.made", "request.opened",
        "request.taken", "request.answered", "request.refused", "request.appealed", "request.withdrawn",
        "request.granted", "request.deferred", "consent.given", "consent.withdrawn", "message.sent",
        "data.copied",
        "acting.begun", "acting.asked", "acting.agreed", "acting.refused", "assistance.told",
        "assistance.case", "assistance.ended", "mandate.given", "mandate.revoked",
        "data.erased", "appointment.cancelled",
        "appointment.kept", "appointment.missed", "appointment.opened", "appointment.shown",
        "account.activated", "account.closed", "account.code-sent", "account.code-shown", "account.key-shown",
        "account.passkey-cloned", "account.phone-set", "account.session-ended",
        "account.password-right", "account.reset", "account.signed-in", "account.signed-out",
        "account.visit-decided", "account.way-added", "account.way-removed",
        "site.consent-given", "site.consent-withdrawn", "site.signed-in", "site.told", "site.code-replayed",
        "site.token-replayed", "portal.signed-in", "portal.linked", "portal.unlinked",
    ]

    let look: WhoLooked.Look
    let sources: LookSources
    let phrases: Phrases

    private var catalogue: Catalogue { sources.catalogue }

    private var act: AuditHistory.Act { look.act }
    private var language: Language { phrases.language }

    public var title: String {
        phrases("looks.act.\(Self.known.contains(act.action) ? act.action : "other")")
    }

    /// Day and minute in China, and the record's number, which is the same for ever.
    public var moment: String {
        "\(ChinaTime.minute(act.at, in: language)) · \(phrases("looks.number", ["number": "\(act.index)"]))"
    }

    /// - Parameter station: The name of the station where it was done.
    /// - Returns: What the log says about it, label by label.
    public func rows(at station: String?) -> [Row] {
        var rows = [row("who", who)]
        if let department = register?.department, act.action != "register.answered" {
            rows.append(row("asked", department.name[language]))
        }
        if let purpose { rows.append(row("why", purpose)) }
        let fields = fields
        if !fields.isEmpty { rows.append(row("fields", fields.joined(separator: phrases("looks.comma")))) }
        if let station { rows.append(row("where", station)) }
        if let number = act.caseNumber {
            rows.append(row("case", known(number)))
        }
        if let law { rows.append(row("law", law)) }
        if let delay = look.delay {
            let values = [
                "day": CalendarDate(inChinaAt: delay.shownAt).shown(in: language), "basis": delay.basis,
            ]
            rows.append(row("delayed", phrases("looks.delayed.why", values)))
        }
        return rows
    }

    /// The digits that pages show, with the service before them unless it is what the act was for.
    private func known(_ text: String) -> String {
        guard let number = CaseNumber(rawValue: text) else { return text }
        let service = number.service(in: catalogue)?.name[language]
        return [service == purpose ? nil : service, number.spoken].compactMap(\.self)
            .joined(separator: " ")
    }

    private var representative: String {
        switch act.role {
        case "child": phrases("looks.by.representative.child")
        case "parent": phrases("looks.by.representative.parent")
        default: phrases("looks.by.representative.mandate")
        }
    }

    private func row(_ key: String, _ value: String) -> Row {
        Row(label: phrases("looks.\(key)"), value: value)
    }

    /// What it was for; nil when the log does not say.
    var purpose: String? {
        if let use = register?.use { return use.purpose[language] }
        if let item { return item.name[language] }
        if let right { return phrases("rights.\(right.rawValue).name") }
        if let consent { return consent.name[language] }
        return act.purpose == MyData.service ? phrases("mydata.title") : nil
    }

    /// The law that the purpose stands on; nil when the log does not say what it was for.
    var law: String? {
        let basis =
            item?.legalBasis ?? right.flatMap { sources.rules[$0]?.legalBasis } ?? consent?.legalBasis
        return basis.map { $0.map { "《\($0.title)》\($0.clause)" }.joined(separator: phrases("looks.comma")) }
    }

    var who: String {
        if let department = register?.department, act.action == "register.answered" {
            return phrases("looks.by.department", ["department": department.name[language]])
        }
        if ["document.verified", "appointment.shown"].contains(act.action) {
            return phrases("looks.by.anybody")
        }
        return switch act.actorKind {
        case "citizen": phrases("looks.by.citizen")
        case "representative": representative
        case "terminal": phrases("looks.by.terminal")
        // The first eight of sixty-four digits tell her helpers apart, and name none of them.
        case "helper": phrases("looks.by.helper", ["sign": String(act.actorName?.prefix(8) ?? "")])
        case "staff": phrases("looks.by.staff", ["name": act.actorName ?? ""])
        case "department": phrases("looks.by.department", ["department": departmentName])
        default: phrases("looks.by.system")
        }
    }

    var fields: [String] { act.fields.compactMap(label) }

    /// The register that an act was about, whose name stands first among its fields.
    ///
    /// Two services may use one register; the one for which it was asked says why and by which law.
    var register: (item: ServiceItem, use: RegisterUse, department: Department?)? {
        guard act.action.hasPrefix("register."), let resource = act.fields.first else { return nil }
        let used = catalogue.items.lazy.compactMap { item in
            item.registers.first { $0.resource == resource }.map { (item, $0) }
        }
        guard let (item, use) = used.first(where: { $0.0.basicCode == act.purpose }) else { return nil }
        let department = resource.split(separator: "/").first.flatMap { DepartmentID(rawValue: String($0)) }
        return (item, use, department.flatMap(catalogue.department))
    }

    private var item: ServiceItem? {
        register?.item
            ?? catalogue.items.first { $0.basicCode == act.purpose || $0.id.rawValue == act.purpose }
    }

    private var right: PersonRight? {
        guard let purpose = act.purpose, purpose.hasPrefix("rights/") else { return nil }
        return PersonRight(rawValue: String(purpose.dropFirst(7)))
    }

    private var consent: ConsentPurpose? {
        guard let purpose = act.purpose else { return nil }
        // What was agreed to in a visit is named by itself alone.
        let isNamed = purpose.hasPrefix("consent/") || act.action.hasPrefix("consent.")
        return sources.purposes.first { isNamed && $0.id == purpose.replacing("consent/", with: "") }
    }

    private var departmentName: String {
        let code = act.actorName ?? ""
        return DepartmentID(rawValue: code).flatMap(catalogue.department)?.name[language] ?? code
    }

    /// A field's name in words; nil for what is no field.
    private func label(_ field: String) -> String? {
        let use = register?.use
        if field == use?.resource { return nil }
        if let line = item?.prefill.first(where: { $0.field == field }), use != nil {
            return line.label[language]
        }
        if use != nil, let declared = declared(field) { return declared.label[language] }
        if let question = item?.questions.first(where: { $0.id == field }), use == nil {
            return question.label[language]
        }
        if consent != nil, !["phone", "wechat"].contains(field) { return nil }
        if let topic = RequestTopic(rawValue: field), right != nil {
            return phrases("topic.\(topic.rawValue)")
        }
        // What somebody was told of is named as where she chooses it.
        if ["notice.chosen", "case.told", "case.passed-on"].contains(act.action),
            phrases.has("notices.kind.\(field)")
        {
            return phrases("notices.kind.\(field)")
        }
        if phrases.has("looks.field.\(field)") { return phrases("looks.field.\(field)") }
        return declared(field)?.label[language] ?? field
    }

    /// A field as the department declares it: of the register that was asked, else of what a form of the service holds.
    private func declared(_ field: String) -> RegisterField? {
        let resources = register.map { [$0.use.resource] } ?? item?.registers.map(\.resource) ?? []
        return resources.lazy.compactMap { catalogue.register($0)?.field(field) }.first
    }
}
