public import Base
public import Catalogue
public import Web

/// Asks what exactly a person wants, in choices; on the public site she can write, too.
public struct NewRequestPage: Sendable {
    public let right: PersonRight
    public let clock: PrivacyRules.Clock
    /// The act that is asked about, with what is known of it.
    public let about: (index: Int64, words: LookWords)?
    public let error: String?
    public let key: Token

    public init(
        right: PersonRight, clock: PrivacyRules.Clock, about: (index: Int64, words: LookWords)?,
        error: String?,
        key: Token
    ) {
        self.right = right
        self.clock = clock
        self.about = about
        self.error = error
        self.key = key
    }

    public func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        let days = ["days": "\(clock.days)"]
        return frame.privacy(
            context, title: phrases("rights.\(right.rawValue).name"),
            lead: phrases("rights.\(right.rawValue).lead"),
            back: context.own(about == nil ? "/my-data" : "/looks"), spoken: "request.new.spoken",
            hasErrors: error != nil
        ) {
            if let error { ErrorSummary([FieldError("topic", error)]).html(phrases) }
            if let about {
                element("p") {
                    element("strong") { about.words.title }
                    " · \(about.words.moment)"
                }
            }
            element("p", .class("hint")) {
                "\(phrases("request.clock", days)) \(PrivacyLaw.text(clock.legalBasis, phrases))"
            }
            postForm(action: context.own("/requests"), key: key) {
                void("input", .type("hidden"), .name("right"), .value(right.rawValue))
                if let about {
                    void("input", .type("hidden"), .name("about"), .value("\(about.index)"))
                }
                topic(phrases)
                if context.surface != .terminal {
                    Field(
                        .paragraph(rows: 4), name: "text", label: phrases("request.text"),
                        hint: phrases("request.text.hint"), max: MakeRequest.textMax
                    ).html
                }
                actions(Button(phrases("request.send")))
            }
        }
    }

    @HTMLBuilder private func topic(_ phrases: Phrases) -> HTML {
        let choices = RequestTopic.choices(of: right)
        if choices.count == 1 {
            void("input", .type("hidden"), .name("topic"), .value(choices[0].rawValue))
        } else {
            Choice(
                name: "topic", label: phrases("request.topic.\(right.rawValue)"),
                options: choices.map { Choice.Option($0.rawValue, phrases("topic.\($0.rawValue)")) },
                error: error
            ).html
        }
    }
}

/// Citations as a person reads them.
enum PrivacyLaw {
    static func text(_ basis: [LegalBasis], _ phrases: Phrases) -> String {
        basis.map { "《\($0.title)》\($0.clause)" }.joined(separator: phrases("looks.comma"))
    }
}
