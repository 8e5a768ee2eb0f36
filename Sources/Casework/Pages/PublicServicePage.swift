import Base
import Catalogue
import Identity
import Stations
import Web

/// All that a person wants to know of a service before she goes anywhere.
struct PublicServicePage {
    /// How it is begun from here.
    enum Start {
        case atTerminals
        case signIn
        case here(Token)
    }

    let item: ServiceItem
    let department: String
    /// Where it can be had now.
    let stations: [StationListing]
    let start: Start
    /// How she can prove herself at a terminal, each enough.
    let ways: [Way]
    /// The services of a bundle; empty for a service.
    let services: [LifeBundle.Part]
    /// What to have ready for a bundle; nil for a service.
    let papers: EventPapers?

    /// As many as anybody reads; the page of stations has them all.
    private static let stationsMax = 12

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        let language = context.language
        let facts = ServiceFacts(item, phrases, language)
        return frame.site(context, title: item.name[language], lead: item.summary[language]) {
            SummaryList(
                [.init(phrases("kiosk.service.issuer"), department)]
                    // What an event in life comes to, by when and for how much, its services say.
                    + (services.isEmpty ? [facts.result] : []) + facts.effort + [facts.basis]
                    + (services.isEmpty ? [facts.promised, facts.fee] : [])
                    + facts.remedies + [facts.provenance]
            ).html(phrases)
            facts.conditions
            parts(phrases, language)
            papers.map { EventPapersPart(papers: $0, title: phrases("kiosk.papers.title")) }?
                .html(phrases, language)
            begin(phrases)
            element("h2") { phrases("site.service.where") }
            if stations.isEmpty {
                element("p") { phrases("site.service.nowhere") }
            } else {
                element("ul", .class("stations")) {
                    for listing in stations.prefix(Self.stationsMax) {
                        element("li", .class("station")) {
                            element("h3") { listing.station.name[language] }
                            element("p") { listing.station.address[language] }
                        }
                    }
                }
            }
            actions(Button(phrases("site.home.stations"), .link, to: "/stations"))
        }
    }

    private func place(of service: LifeBundle.Part) -> String {
        if service.isForChild { return "site.bundle.child" }
        if OwnForms.isOnline(service.item) { return "site.bundle.here" }
        return service.item.alwaysWantsCard ? "site.bundle.station.card" : "site.bundle.station"
    }

    /// The services of a bundle, and where each is begun.
    private func parts(_ phrases: Phrases, _ language: Language) -> HTML? {
        guard !services.isEmpty else { return nil }
        return fragment {
            element("h2") { phrases("kiosk.bundle.services") }
            element("ol") {
                for service in services {
                    element("li") {
                        element("a", .href("/services/\(service.item.id.rawValue)")) {
                            service.item.name[language]
                        }
                        element("p", .class("hint")) {
                            phrases(place(of: service))
                        }
                    }
                }
            }
        }
    }

    private func begin(_ phrases: Phrases) -> HTML {
        switch start {
        case .atTerminals where services.isEmpty:
            fragment {
                element("p") { phrases("site.service.terminal") }
                element("ul") {
                    for way in ways { element("li") { phrases("kiosk.identify.\(way.rawValue).name") } }
                }
            }
        case .atTerminals: element("p") { phrases("site.bundle.terminal") }
        case .signIn:
            actions(
                Button(
                    phrases("site.service.sign-in"),
                    to: "/account/sign-in?next=" + Frame.escaped("/services/\(item.id.rawValue)")))
        case .here(let key):
            postForm(action: "/account/services/\(item.id.rawValue)/start", key: key) {
                actions(Button(phrases("site.service.start")))
            }
        }
    }
}
