import Catalogue
import Web

/// The public site's first page: the ways on.
struct PublicHomePage {
    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.site(context, title: phrases("site.home.title"), lead: phrases("site.home.lead")) {
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

/// What can be done at a station, by department, with what to bring.
struct PublicServicesPage {
    let catalogue: Catalogue

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        let language = context.language
        return frame.site(context, title: phrases("site.services.title"), lead: phrases("site.services.lead"))
        {
            for department in catalogue.departments {
                element("section", .class("department")) {
                    element("h2") { department.name[language] }
                    for item in catalogue.items(of: department.id) {
                        element("h3") { item.name[language] }
                        element("p") { item.summary[language] }
                        SummaryList(ServiceFacts(item, phrases, language).rows).html(phrases)
                    }
                }
            }
            element("p", .class("hint")) { phrases("site.provenance") }
        }
    }
}
