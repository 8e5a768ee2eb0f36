public import Catalogue
public import Web

/// The terminal's first screen: ask in one's own words, take what is often done here, or look by what happens in life.
public struct HomePage: Sendable {
    public let often: [ServiceItem]
    /// Those for which there is a service.
    public let topics: [LifeTopic]
    /// Events in life with all their services.
    public let bundles: [ServiceItem]
    public let place: String?
    /// The ids of the services that are stopped at this terminal.
    public let stopped: Set<String>

    public init(catalogue: Catalogue, often: [ServiceID], place: String?, stopped: Set<String>) {
        self.often = often.compactMap { catalogue[$0] }.filter(\.selfService)
        let wanted = Set(catalogue.items.filter(\.selfService).flatMap(\.topics))
        topics = LifeTopic.allCases.filter(wanted.contains)
        bundles = catalogue.bundles.map(\.item)
        self.place = place
        self.stopped = stopped
    }

    public func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.kiosk(
            context, title: phrases("kiosk.home.title"), lead: place, back: nil, spoken: "kiosk.home.spoken"
        ) {
            SearchBox(query: nil).html(phrases)
            element("section", .class("department")) {
                element("h2") { phrases("kiosk.home.often") }
                element("div", .class("tiles two")) {
                    for service in often { ServiceTile(service, stopped: stopped).html(phrases, context) }
                }
            }
            element("section", .class("department")) {
                element("h2") { phrases("kiosk.home.topics") }
                element("div", .class("tiles four")) {
                    for topic in topics {
                        element("a", .class("tile"), .href("/services?topic=\(topic.rawValue)")) {
                            element("span", .class("tile-label")) { phrases("kiosk.topic.\(topic.rawValue)") }
                        }
                    }
                }
            }
            if !bundles.isEmpty {
                element("section", .class("department")) {
                    element("h2") { phrases("kiosk.home.bundles") }
                    element("div", .class("tiles two")) {
                        for bundle in bundles { ServiceTile(bundle, stopped: stopped).html(phrases, context) }
                    }
                }
            }
            element("p", .class("hint")) { phrases("kiosk.home.hint") }
            actions(
                Button(phrases("kiosk.home.departments"), .secondary, to: "/services"),
                Button(phrases("away.forms.go-on"), .secondary, to: "/services/egret/unfinished"),
                Button(phrases("kiosk.home.my-data"), .secondary, to: "/services/egret/my-data"),
                Button(phrases("kiosk.home.account"), .secondary, to: "/account"))
        }
    }
}

/// A service to press on.
struct ServiceTile {
    let service: ServiceItem
    let isStopped: Bool

    init(_ service: ServiceItem, stopped: Set<String>) {
        self.service = service
        isStopped = stopped.contains(service.id.rawValue)
    }

    func html(_ phrases: Phrases, _ context: EgretContext) -> HTML {
        element("a", .class("tile big"), .href("/services/\(service.id.rawValue)")) {
            element("span", .class("tile-words")) {
                element("span", .class("tile-label")) { service.name[context.language] }
                element("span", .class("hint")) {
                    isStopped ? phrases("kiosk.home.stopped") : service.summary[context.language]
                }
            }
        }
    }
}

/// Where a person says in her own words what she wants.
struct SearchBox {
    let query: String?

    func html(_ phrases: Phrases) -> HTML {
        element("form", .class("search"), .action("/services"), .method("get"), .role("search")) {
            Field(
                .text, name: "q", label: phrases("kiosk.home.search"),
                hint: phrases("kiosk.home.search.hint"),
                value: query, max: 60
            ).html
            element("button", .class("button primary")) { phrases("kiosk.home.search.find") }
        }
    }
}
