public import Base
public import Catalogue
public import Web

/// What a service gives, who can have it, what it takes and costs, before the person begins.
public struct ServicePage: Sendable {
    public let item: ServiceItem
    public let department: String
    /// Whether this terminal can do it just now.
    public let here: ServiceHere
    /// The services of a bundle; empty for a service.
    public let services: [LifeBundle.Part]
    /// What to have ready for a bundle; nil for a service.
    public let papers: EventPapers?
    public let key: Token
    /// For the other way to begin: for somebody else.
    public let otherKey: Token

    public init(
        item: ServiceItem, department: String, here: ServiceHere, services: [LifeBundle.Part] = [],
        papers: EventPapers? = nil, key: Token, otherKey: Token
    ) {
        self.services = services
        self.papers = papers
        self.item = item
        self.department = department
        self.here = here
        self.key = key
        self.otherKey = otherKey
    }

    public func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        let facts = ServiceFacts(item, phrases, context.language)
        return frame.kiosk(
            context, title: item.name[context.language], lead: item.summary[context.language], back: "/",
            spoken: "kiosk.service.spoken"
        ) {
            if let bar = here.bar { Notice(.warning, phrases("kiosk.lack.\(bar.rawValue)")).html }
            for warning in here.warnings {
                Notice(.warning, phrases("kiosk.worse.\(warning.rawValue)")).html
            }
            if !item.guide.isEmpty { guide(frame, context) }
            if !services.isEmpty {
                element("h2") { phrases("kiosk.bundle.services") }
                element("ol", .class("bundle")) {
                    for service in services {
                        element("li") {
                            service.item.name[context.language]
                            if service.isForChild {
                                element("p", .class("hint")) { phrases("kiosk.bundle.for-child") }
                            }
                        }
                    }
                }
            }
            papers.map { EventPapersPart(papers: $0, title: phrases("kiosk.papers.title")) }?
                .html(phrases, context.language)
            SummaryList(
                [.init(phrases("kiosk.service.issuer"), department), facts.result] + facts.effort
                    + [facts.promised, facts.fee]
            ).html(phrases)
            facts.conditions
            element("h2") { phrases("kiosk.service.rights") }
            SummaryList([facts.basis] + facts.remedies + [facts.provenance]).html(phrases)
            if here.bar == nil { starts(phrases) }
        }
    }

    /// Both ways to begin, which stay in sight while what stands above them is read.
    private func starts(_ phrases: Phrases) -> HTML {
        element("div", .class("starts")) {
            postForm(action: "/services/\(item.id.rawValue)/start", key: key) {
                actions(Button(phrases("kiosk.service.start")))
            }
            if !item.representation.isEmpty {
                postForm(action: "/services/\(item.id.rawValue)/start?whom=another", key: otherKey) {
                    actions(Button(phrases("kiosk.service.another"), .secondary))
                }
            }
        }
    }

    private func guide(_ frame: Frame, _ context: EgretContext) -> HTML {
        element("ol", .class("guide")) {
            for step in item.guide {
                element("li", .data("spoken", step.said[context.language])) {
                    void("img", .src(step.address(frame.assets.path)), .alt(""), .width(200), .height(150))
                    element("span") { step.text[context.language] }
                }
            }
        }
    }
}
