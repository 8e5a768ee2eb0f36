public import Catalogue
public import Web

/// Services to choose from: found by words, of one topic, of one department; or the departments themselves.
public struct ServicesPage: Sendable {
    public enum Choice: Sendable {
        case departments([(department: Department, count: Int)])
        case of(title: LocalText, [ServiceItem])
        case topic(LifeTopic, [ServiceItem])
        case found(query: String, [ServiceItem], isMore: Bool)
    }

    public let choice: Choice
    /// The ids of the services that are stopped at this terminal.
    public let stopped: Set<String>

    public init(_ choice: Choice, stopped: Set<String>) {
        self.choice = choice
        self.stopped = stopped
    }

    public func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        let (title, services): (String, [ServiceItem]) =
            switch choice {
            case .departments: (phrases("kiosk.services.title"), [])
            case .of(let name, let services): (name[context.language], services)
            case .topic(let topic, let services): (phrases("kiosk.topic.\(topic.rawValue)"), services)
            case .found(_, let services, let isMore):
                (Self.title(of: services, isMore: isMore, phrases), services)
            }
        return frame.kiosk(context, title: title, back: "/", spoken: "kiosk.services.spoken") {
            switch choice {
            case .departments(let departments): tiles(departments, phrases, context)
            case .found(let query, _, _):
                SearchBox(query: query).html(phrases)
                if services.isEmpty {
                    Notice(.information, phrases("kiosk.services.none.remedy")).html
                    actions(Button(phrases("kiosk.services.all"), .secondary, to: "/services"))
                }
            case .of, .topic: HTML()
            }
            if !services.isEmpty {
                element("div", .class("tiles two")) {
                    for service in services { ServiceTile(service, stopped: stopped).html(phrases, context) }
                }
            }
        }
    }

    /// How much was found; a number that is only that of the places on the page is not given out as such.
    static func title(of found: [ServiceItem], isMore: Bool, _ phrases: Phrases) -> String {
        guard !found.isEmpty else { return phrases("kiosk.services.none") }
        return phrases(
            isMore ? "kiosk.services.found.more" : "kiosk.services.found", ["count": "\(found.count)"])
    }

    private func tiles(
        _ departments: [(department: Department, count: Int)], _ phrases: Phrases, _ context: EgretContext
    ) -> HTML {
        element("div", .class("tiles two")) {
            for (department, count) in departments {
                element("a", .class("tile big"), .href("/services?department=\(department.id.rawValue)")) {
                    element("span", .class("tile-words")) {
                        element("span", .class("tile-label")) { department.name[context.language] }
                        element("span", .class("hint")) {
                            phrases("kiosk.services.count", ["count": "\(count)"])
                        }
                    }
                }
            }
        }
    }
}
