import Base
import Catalogue
import Web

/// One list of what to have ready for an event in life, each paper with what it is for.
struct EventPapersPart {
    let papers: EventPapers
    /// What stands over it.
    let title: String

    func html(_ phrases: Phrases, _ language: Language) -> HTML? {
        guard !papers.papers.isEmpty || !papers.spared.isEmpty else { return nil }
        return fragment {
            element("h2") { title }
            list("kiosk.service.bring", papers.papers.filter { !$0.isSent }, phrases, language)
            list("kiosk.service.send", papers.papers.filter(\.isSent), phrases, language)
            if !papers.spared.isEmpty {
                let names = papers.spared.map { $0[language] }
                element("p", .class("hint")) {
                    phrases("kiosk.papers.spared", ["what": joined(names, phrases)])
                }
            }
        }
    }

    private func list(
        _ label: String, _ papers: [EventPapers.Paper], _ phrases: Phrases, _ language: Language
    ) -> HTML? {
        guard !papers.isEmpty else { return nil }
        return fragment {
            element("h3") { phrases(label) }
            element("ul", .class("facts")) {
                for paper in papers {
                    element("li") {
                        conditioned(paper.name[language], paper.condition, phrases, language)
                        element("p", .class("hint")) { purpose(paper, phrases, language) }
                        if paper.isForChild {
                            element("p", .class("hint")) { phrases("kiosk.bundle.for-child") }
                        }
                    }
                }
            }
        }
    }

    /// The services that want it, with what is not the same for all of them.
    private func purpose(_ paper: EventPapers.Paper, _ phrases: Phrases, _ language: Language) -> String {
        let isForAll = paper.uses.count == papers.servicesCount && !paper.isForChild
        if isForAll, paper.uses.allSatisfy({ $0.condition == nil && !$0.isSent }) {
            return phrases("kiosk.papers.for-all")
        }
        let services = paper.uses.map { use in
            var name = use.part.item.name[language]
            if use.part.isForChild, !paper.isForChild {
                name = phrases("kiosk.papers.of-child", ["what": name])
            }
            if use.isSent, !paper.isSent { name = phrases("kiosk.papers.by-phone", ["what": name]) }
            return paper.condition == nil ? conditioned(name, use.condition, phrases, language) : name
        }
        return phrases("kiosk.papers.for", ["what": joined(services, phrases)])
    }

    private func conditioned(
        _ what: String, _ condition: LocalText?, _ phrases: Phrases, _ language: Language
    ) -> String {
        condition.map { phrases("kiosk.service.bring.if", ["if": $0[language], "what": what]) } ?? what
    }

    private func joined(_ names: [String], _ phrases: Phrases) -> String {
        names.joined(separator: phrases("kiosk.list.semicolon"))
    }
}
