public import Base
public import Web
import Catalogue

/// What a person can see and ask about her own data; before she has shown who she is, with the button to do so.
public struct MyDataPage: Sendable {
    /// The key of the button that begins a visit; nil for who is known already.
    public let beginning: Token?
    /// Whether a person can let another act for her in this city.
    public let hasMandates: Bool
    /// For a guardian who comes for a child; nil where nobody acts for another.
    public let childKey: Token?

    public init(beginning: Token?, hasMandates: Bool = false, childKey: Token? = nil) {
        self.beginning = beginning
        self.hasMandates = hasMandates
        self.childKey = childKey
    }

    public func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.privacy(
            context, title: phrases("mydata.title"), lead: phrases("mydata.lead"),
            back: beginning == nil ? nil : "/", spoken: "mydata.spoken"
        ) {
            if let key = beginning {
                element("ul", .class("facts")) {
                    for fact in ["looks", "consents", "rights"] {
                        element("li") { phrases("mydata.fact.\(fact)") }
                    }
                }
                element("p", .class("hint")) { phrases("mydata.law") }
                postForm(action: "\(MyData.front)/start", key: key) {
                    actions(Button(phrases("mydata.begin")))
                }
                if let childKey {
                    postForm(action: "\(MyData.front)/start?whom=another", key: childKey) {
                        actions(Button(phrases("mydata.child"), .secondary))
                    }
                }
            } else {
                links(phrases, context)
            }
        }
    }

    @HTMLBuilder private func links(_ phrases: Phrases, _ context: EgretContext) -> HTML {
        element("div", .class("tiles")) {
            for place in ["looks", "consents", "requests"] {
                tile(context.own("/\(place)"), phrases("\(place).title"))
            }
            if context.surface == .terminal {
                tile(LooksRegister.service, phrases("looks.print"))
                tile(KeptRegister.service, phrases("kept.print"))
            }
            if hasMandates { tile(context.own("/mandates"), phrases("mydata.mandates")) }
            for right in PersonRight.allCases where right != .question {
                tile(
                    context.own("/requests/new?right=\(right.rawValue)"),
                    phrases("rights.\(right.rawValue).name"))
            }
        }
    }

    private func tile(_ address: String, _ label: String) -> HTML {
        element("a", .class("tile"), .href(address)) {
            element("span", .class("tile-words")) { element("span", .class("tile-label")) { label } }
        }
    }
}
