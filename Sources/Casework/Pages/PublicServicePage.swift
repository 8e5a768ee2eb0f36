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
        let facts = ServiceFacts(item, phrases, language)
        return frame.site(context, title: item.name[language], lead: item.summary[language]) {
            SummaryList(
                [.init(phrases("kiosk.service.issuer"), department), facts.result] + facts.effort
                    + [facts.basis, facts.promised, facts.fee] + facts.remedies + [facts.provenance]
            ).html(phrases)
            facts.conditions
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
