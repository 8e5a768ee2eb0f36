import Base
import Catalogue

/// What is known of a service before it is begun: by what an event in life says of it, and by whose it is.
struct ServiceOutlook {
    private let item: ServiceItem
    private let facts: RuleFacts

    /// `told` is by question of the service; `person` nil where nobody knows yet whose it is.
    init(_ item: ServiceItem, told: [String: String], person: CitizenNumber?, on today: CalendarDate) {
        self.item = item
        var values = person.map { RuleFacts.person($0, on: today) } ?? [:]
        func facts() -> RuleFacts { RuleFacts(today: today, values: values, isPartial: true) }
        for question in item.questions {
            // A register may say otherwise, and what may not be asked may not count.
            guard let answer = told[question.id], question.source == nil,
                question.when.map({ $0.verdict(in: facts()) == true }) ?? true
            else { continue }
            values["answer.\(question.id)"] = question.value(answer)
        }
        self.facts = facts()
    }

    /// Whether she cannot have it, whatever the registers say.
    var isBarred: Bool { item.eligibility.contains { $0.rule.verdict(in: facts) == false } }

    /// What she will have to bring or send, without what is ruled out already.
    var materials: [MaterialNeed] {
        item.materials.compactMap { material in
            MaterialNeed(material, of: item, isWanted: material.when.flatMap { $0.verdict(in: facts) })
        }
    }
}
