public import Catalogue
public import Web

/// The terminal's first screen: what can be done here, in pictures and plain words.
public struct HomePage: Sendable {
    public let departments: [(name: String, services: [ServiceItem])]
    public let place: String?
    /// The ids of the services that are stopped at this terminal.
    public let stopped: Set<String>

    public init(catalogue: Catalogue, place: String?, stopped: Set<String>, context: EgretContext) {
        departments = catalogue.departments.compactMap { department in
            let services = catalogue.items(of: department.id).filter(\.selfService)
            return services.isEmpty ? nil : (department.name[context.language], services)
        }
        self.place = place
        self.stopped = stopped
    }

    public func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.kiosk(
            context, title: phrases("kiosk.home.title"), lead: place, back: nil, spoken: "kiosk.home.spoken"
        ) {
            for department in departments {
                element("section", .class("department")) {
                    element("h2") { department.name }
                    element("div", .class("tiles")) {
                        for service in department.services { tile(service, phrases, context) }
                    }
                }
            }
            element("p", .class("hint")) { phrases("kiosk.home.hint") }
            actions(
                Button(phrases("kiosk.home.my-data"), .secondary, to: "/services/egret/my-data"),
                Button(phrases("kiosk.home.account"), .secondary, to: "/account"))
        }
    }

    private func tile(_ service: ServiceItem, _ phrases: Phrases, _ context: EgretContext) -> HTML {
        element("a", .class("tile big"), .href("/services/\(service.id.rawValue)")) {
            element("span", .class("tile-words")) {
                element("span", .class("tile-label")) { service.name[context.language] }
                element("span", .class("hint")) {
                    stopped.contains(service.id.rawValue)
                        ? phrases("kiosk.home.stopped") : service.summary[context.language]
                }
            }
        }
    }
}
