public import Base
public import Catalogue
public import Web

/// "For whom are you here?": asked of a person who has proved who she is, before anything is read about anybody.
public struct ForWhomPage: Sendable {
    public let kinds: [RepresentationKind]
    public let problem: RepresentationRefused?
    public let key: Token

    public init(kinds: [RepresentationKind], problem: RepresentationRefused? = nil, key: Token) {
        self.kinds = kinds
        self.problem = problem
        self.key = key
    }

    public func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.kiosk(
            context, title: phrases("acting.whom.title"), lead: phrases("acting.whom.lead"), back: nil,
            spoken: "acting.whom.spoken"
        ) {
            if let problem {
                Notice(
                    .warning, phrases("problem.\(problem.slug).title"),
                    phrases("problem.\(problem.slug).remedy")
                ).html
            }
            postForm(action: "/acting", key: key) {
                element("div", .class("actions")) {
                    for kind in kinds {
                        Button(
                            phrases("acting.whom.\(kind.rawValue)"), .secondary, name: "whom",
                            value: kind.rawValue
                        ).html
                    }
                    Button(phrases("acting.whom.self"), .secondary, name: "whom", value: "self").html
                }
            }
            element("p", .class("hint")) { phrases("acting.whom.told") }
        }
    }
}
