import Base
import Catalogue
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

    /// As many as anybody reads; the page of stations has them all.
    private static let stationsMax = 12

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        let language = context.language
        return frame.site(context, title: item.name[language], lead: item.summary[language]) {
            SummaryList(facts(phrases, language)).html(phrases)
            conditions(phrases, language)
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
            element("p", .class("hint")) { phrases("site.provenance") }
        }
    }

    private func facts(_ phrases: Phrases, _ language: Language) -> [SummaryList.Row] {
        [
            .init(phrases("kiosk.service.issuer"), department),
            .init(phrases("site.service.result"), item.result.name[language]),
        ] + ServiceFacts(item, phrases, language).rows + [
            .init(phrases("site.service.promised"), time(item.promisedTime, phrases)),
            .init(phrases("site.service.fee"), fee(phrases, language)),
            .init(phrases("kiosk.refusal.review"), item.remedies.review[language]),
            .init(phrases("kiosk.refusal.litigation"), item.remedies.litigation[language]),
            .init(phrases("kiosk.refusal.supervision"), item.remedies.supervision[language]),
        ]
    }

    private func time(_ time: HandlingTime, _ phrases: Phrases) -> String {
        time.amount == 0
            ? phrases("site.service.at-once")
            : phrases("site.service.time.\(time.unit.rawValue)", ["count": String(time.amount)])
    }

    private func fee(_ phrases: Phrases, _ language: Language) -> String {
        guard item.fee.fen > 0 else { return phrases("site.service.free") }
        let yuan = "\(item.fee.fen / 100).\(String(item.fee.fen % 100).leftPadded(to: 2))"
        return phrases("site.service.yuan", ["yuan": yuan, "basis": item.fee.basis[language]])
    }

    private func conditions(_ phrases: Phrases, _ language: Language) -> HTML? {
        guard !item.conditions.isEmpty else { return nil }
        return fragment {
            element("h2") { phrases("site.service.who") }
            element("ul", .class("facts")) {
                for condition in item.conditions { element("li") { condition[language] } }
            }
        }
    }

    private func begin(_ phrases: Phrases) -> HTML {
        switch start {
        case .atTerminals: element("p") { phrases("site.service.terminal") }
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
