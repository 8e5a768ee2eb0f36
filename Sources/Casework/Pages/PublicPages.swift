import Base
import Catalogue
import Web

/// The public site's first page: what she asks for in her own words, and the ways on.
struct PublicHomePage {
    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.site(context, title: phrases("site.home.title"), lead: phrases("site.home.lead")) {
            SearchBox(query: nil).html(phrases)
            element("div", .class("tiles")) {
                for link in frame.siteLinks {
                    element("a", .class("tile"), .href(link.path)) {
                        element("span", .class("tile-label")) { phrases(link.label) }
                    }
                }
            }
        }
    }
}

/// What can be done, found by words, by what happens in life, or by department.
struct PublicServicesPage {
    let choice: ServicesPage.Choice
    let topics: [LifeTopic]
    let bundles: [ServiceItem]

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.site(
            context, title: title(phrases, context.language), lead: phrases("site.services.lead")
        ) {
            SearchBox(query: query).html(phrases)
            switch choice {
            case .departments(let departments):
                tiles(
                    topics.map { ("/services?topic=\($0.rawValue)", phrases("kiosk.topic.\($0.rawValue)")) })
                if !bundles.isEmpty {
                    element("h2") { phrases("kiosk.home.bundles") }
                    tiles(bundles.map { ("/services/\($0.id.rawValue)", $0.name[context.language]) })
                }
                element("h2") { phrases("site.services.departments") }
                tiles(
                    departments.map {
                        (
                            "/services?department=\($0.department.id.rawValue)",
                            $0.department.name[context.language]
                        )
                    })
                actions(Button(phrases("site.services.ratings"), .link, to: "/ratings"))
            case .of(_, let items), .topic(_, let items), .found(_, let items, _):
                if items.isEmpty { Notice(.information, phrases("kiosk.services.none.remedy")).html }
                list(items, context.language)
                actions(Button(phrases("site.services.all"), .link, to: "/services"))
            }
            element("p", .class("hint")) { phrases("site.provenance") }
        }
    }

    private var query: String? {
        if case .found(let query, _, _) = choice { return query }
        return nil
    }

    private func title(_ phrases: Phrases, _ language: Language) -> String {
        switch choice {
        case .departments: phrases("site.services.title")
        case .of(let name, _): name[language]
        case .topic(let topic, _): phrases("kiosk.topic.\(topic.rawValue)")
        case .found(_, let items, let isMore): ServicesPage.title(of: items, isMore: isMore, phrases)
        }
    }

    private func tiles(_ links: [(path: String, label: String)]) -> HTML {
        element("div", .class("tiles")) {
            for link in links {
                element("a", .class("tile"), .href(link.path)) {
                    element("span", .class("tile-label")) { link.label }
                }
            }
        }
    }

    private func list(_ items: [ServiceItem], _ language: Language) -> HTML {
        element("div", .class("department")) {
            for item in items {
                element("section") {
                    element("h2") {
                        element("a", .href("/services/\(item.id.rawValue)")) { item.name[language] }
                    }
                    element("p") { item.summary[language] }
                }
            }
        }
    }
}
