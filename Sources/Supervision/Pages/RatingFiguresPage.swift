import Base
import Catalogue
import Web

/// How services were rated, for everybody: no department keeps that to itself.
struct RatingFiguresPage {
    /// In the order of the catalogue.
    let services: [(item: ServiceItem, ratings: ServiceRatings)]

    init(_ catalogue: Catalogue, _ ratings: [String: ServiceRatings]) {
        services = catalogue.items.compactMap { item in
            ratings[item.id.rawValue].map { (item, $0) }
        }
    }

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.site(context, title: phrases("ratings.title"), lead: phrases("ratings.lead")) {
            if services.isEmpty {
                Notice(.information, phrases("ratings.none")).html
            } else {
                element("ul", .class("stations")) {
                    for service in services {
                        element("li", .class("station")) { entry(service.item, service.ratings, phrases) }
                    }
                }
            }
            element("p", .class("hint")) {
                phrases("ratings.together", ["count": String(RatingStore.shownTogether)])
            }
        }
    }

    private func entry(_ item: ServiceItem, _ ratings: ServiceRatings, _ phrases: Phrases) -> HTML {
        fragment {
            element("h2") {
                element("a", .href("/services/\(item.id.rawValue)")) { item.name[phrases.language] }
            }
            element("p") {
                phrases(
                    "ratings.satisfied",
                    [
                        "count": String(ratings.all.total),
                        "share": Self.percent(ratings.all.satisfiedPerMille ?? 0),
                    ])
            }
            // What its version of today asks about; what a former one asked is nobody's question any more.
            for reason in item.ratingReasons {
                if let counts = ratings.byReason[reason.id] {
                    element("p", .class("hint")) {
                        phrases(
                            "ratings.named",
                            [
                                "reason": reason.words(phrases), "count": String(counts.total),
                                "bad": String(counts.bad),
                            ])
                    }
                }
            }
        }
    }

    /// One digit after the point.
    static func percent(_ perMille: Int64) -> String { "\(perMille / 10).\(perMille % 10)" }
}

extension RatingReason {
    /// What it is called on a page.
    func words(_ phrases: Phrases) -> String { label?[phrases.language] ?? phrases("rating.reason.\(id)") }
}
