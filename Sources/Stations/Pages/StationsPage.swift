import Base
import Web

/// Every station by district: where it is, when it is open, and whether it works as far as we know.
struct StationsPage: Sendable {
    let listings: [StationListing]

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.site(context, title: phrases("stations.title"), lead: phrases("stations.lead")) {
            if listings.isEmpty {
                Notice(.information, phrases("stations.none")).html
            }
            for division in divisions {
                element("section", .labelledBy("district-\(division.code)")) {
                    element("h2", .id("district-\(division.code)")) { district(division.code, phrases) }
                    element("ul", .class("stations")) {
                        for listing in division.listings {
                            element("li", .class("station")) { entry(listing, phrases) }
                        }
                    }
                }
            }
        }
    }

    private var divisions: [(code: String, listings: [StationListing])] {
        Dictionary(grouping: listings, by: \.station.division.rawValue)
            .map { (code: $0.key, listings: $0.value) }
            .sorted { $0.code < $1.code }
    }

    private func district(_ code: String, _ phrases: Phrases) -> String {
        let key = "stations.district.\(code)"
        return phrases.has(key) ? phrases(key) : phrases("stations.district.other", ["code": code])
    }

    private func entry(_ listing: StationListing, _ phrases: Phrases) -> HTML {
        fragment {
            element("h3") { listing.station.name[phrases.language] }
            element("p") { listing.station.address[phrases.language] }
            element("p") { hours(listing.station.hours, phrases) }
            element("p", .class("state"), .data("state", listing.state.rawValue)) {
                phrases("stations.state.\(listing.state.rawValue)")
                if let seen = listing.lastSeen {
                    " "
                    element("span", .class("hint")) {
                        phrases("stations.seen", ["time": ChinaTime.minute(seen, in: phrases.language)])
                    }
                }
            }
        }
    }

    private func hours(_ hours: String, _ phrases: Phrases) -> String {
        hours == "00:00-24:00" ? phrases("stations.always") : phrases("stations.hours", ["hours": hours])
    }
}
