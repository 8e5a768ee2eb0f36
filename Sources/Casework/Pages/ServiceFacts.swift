import Base
import Catalogue
import Web

/// What a person wants to know of a service before beginning, in the words of every page that says it.
struct ServiceFacts {
    let item: ServiceItem
    let phrases: Phrases
    let language: Language

    init(_ item: ServiceItem, _ phrases: Phrases, _ language: Language) {
        self.item = item
        self.phrases = phrases
        self.language = language
    }

    /// What she leaves with.
    var result: SummaryList.Row {
        .init(
            phrases("kiosk.service.result"),
            item.isBundle ? phrases("kiosk.service.bundle.result") : item.result.name[language])
    }

    /// What it takes of her before anything is known: what to bring and to send, if anything, and how long she needs.
    var effort: [SummaryList.Row] {
        materials(item.materials.map { MaterialNeed(material: $0, condition: $0.condition) }) + [
            .init(
                phrases("kiosk.service.minutes"),
                phrases("kiosk.service.minutes.count", ["count": String(item.minutes)]))
        ]
    }

    /// What she has with her, and what her phone sends; each with of whom it is wanted, where that is not known.
    func materials(_ needs: [MaterialNeed]) -> [SummaryList.Row] {
        let wanted = needs.filter { !$0.material.sparedBySharing }
        func row(_ label: String, _ needs: [MaterialNeed]) -> SummaryList.Row? {
            guard !needs.isEmpty else { return nil }
            let names = needs.map { need in
                let name = need.material.name[language]
                return need.condition.map {
                    phrases("kiosk.service.bring.if", ["if": $0[language], "what": name])
                } ?? name
            }
            return .init(phrases(label), names.joined(separator: phrases("kiosk.list.semicolon")))
        }
        return [
            row("kiosk.service.bring", wanted.filter { $0.material.question == nil }),
            row("kiosk.service.send", wanted.filter { $0.material.question != nil }),
        ].compactMap(\.self)
    }

    /// By when it is decided.
    var promised: SummaryList.Row {
        guard !item.isBundle else {
            return .init(phrases("kiosk.service.promised"), phrases("kiosk.service.bundle.time"))
        }
        let time = item.promisedTime
        return .init(
            phrases("kiosk.service.promised"),
            time.amount == 0
                ? phrases("kiosk.service.at-once")
                : phrases("kiosk.service.time.\(time.unit.rawValue)", ["count": String(time.amount)]))
    }

    /// What it costs and by what rule; where nothing is charged, the rule says so itself.
    var fee: SummaryList.Row {
        guard item.fee.lines.isEmpty else {
            return .init(
                phrases("kiosk.service.fee"),
                phrases("kiosk.service.fee.depends", ["basis": item.fee.basis[language]]))
        }
        return fee(item.fee.fen)
    }

    /// What this very case costs.
    func fee(of due: ServiceFee.Due) -> SummaryList.Row {
        if let exemption = due.exemption { return .init(phrases("kiosk.service.fee"), exemption[language]) }
        guard due.fen > 0 || item.fee.lines.isEmpty else {
            return .init(phrases("kiosk.service.fee"), phrases("kiosk.service.free"))
        }
        return fee(due.fen)
    }

    private func fee(_ fen: Int64) -> SummaryList.Row {
        let basis = item.fee.basis[language]
        guard fen > 0 else { return .init(phrases("kiosk.service.fee"), basis) }
        return .init(
            phrases("kiosk.service.fee"),
            phrases("kiosk.service.yuan", ["yuan": WrittenAmount.yuan(fen), "basis": basis]))
    }

    var basis: SummaryList.Row {
        .init(
            phrases("kiosk.service.basis"),
            item.legalBasis.map { "\($0.title) \($0.clause)" }.joined(separator: phrases("kiosk.list.comma")))
    }

    /// How far it may be believed to be what the real department offers; each mark says that it is not official.
    var provenance: SummaryList.Row {
        .init(
            phrases("kiosk.service.provenance"),
            phrases("kiosk.provenance.\(item.provenance.mark.rawValue)"))
    }

    /// Where to turn against what is decided.
    var remedies: [SummaryList.Row] {
        [
            .init(phrases("kiosk.refusal.review"), item.remedies.review[language]),
            .init(phrases("kiosk.refusal.litigation"), item.remedies.litigation[language]),
            .init(phrases("kiosk.refusal.supervision"), item.remedies.supervision[language]),
        ]
    }

    /// Who can have it, under a heading of its own; nil where everybody can.
    var conditions: HTML? {
        guard !item.conditions.isEmpty else { return nil }
        return fragment {
            element("h2") { phrases("kiosk.service.who") }
            element("ul", .class("facts")) {
                for condition in item.conditions { element("li") { condition[language] } }
            }
        }
    }
}
