public import Base
public import Web

/// Asks how the visit was: five faces, none of them favoured, and a way past them.
public struct RatingPage: Sendable {
    /// The form's field, which carries 1 to 5.
    public static let levelField = "level"

    /// Where the rating is posted to.
    public let action: String
    /// Where a person goes who does not want to rate.
    public let skip: String
    public let key: Token

    public init(action: String, skip: String, key: Token) {
        self.action = action
        self.skip = skip
        self.key = key
    }

    public func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.kiosk(
            context, title: phrases("rating.title"), lead: phrases("rating.lead"), back: nil,
            spoken: "rating.spoken"
        ) {
            postForm(action: action, key: key) {
                element("div", .class("faces")) {
                    for level in RatingLevel.allCases { face(level, frame, phrases) }
                }
            }
            element("p", .class("hint")) { phrases("rating.confidential") }
            actions(Button(phrases("rating.skip"), .secondary, to: skip))
        }
    }

    /// Every face is the same kind of button: a bigger or brighter one would be an inducement.
    private func face(_ level: RatingLevel, _ frame: Frame, _ phrases: Phrases) -> HTML {
        element(
            "button", .class("face"), .name(Self.levelField), .value(String(level.rawValue))
        ) {
            void(
                "img", .src(frame.assets.path("face-\(level.name).svg")), .alt(""), .width(96), .height(96))
            element("span") { phrases("rating.level.\(level.name)") }
        }
    }
}
