public import Base
public import Catalogue
public import Web

/// Asks how the visit was: five faces, none of them favoured, and a way past them.
public struct RatingPage: Sendable {
    /// The form's field, which carries 1 to 5.
    public static let levelField = "level"
    /// The field of the reasons, which may stand several times or not at all.
    public static let reasonField = "reason"

    /// Where the rating is posted to.
    public let action: String
    /// Where a person goes who does not want to rate.
    public let skip: String
    /// What the service asks about besides; ticking none is as good as any.
    public let reasons: [RatingReason]
    public let key: Token
    /// Whether it is a page of her phone.
    let isAtHome: Bool

    public init(
        action: String, skip: String, reasons: [RatingReason] = RatingReason.standard, key: Token,
        isAtHome: Bool = false
    ) {
        self.isAtHome = isAtHome
        self.reasons = reasons
        self.action = action
        self.skip = skip
        self.key = key
    }

    public func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        guard !isAtHome else {
            return frame.site(context, title: phrases("rating.title"), lead: phrases("rating.lead")) {
                choices(frame, phrases)
            }
        }
        return frame.kiosk(
            context, title: phrases("rating.title"), lead: phrases("rating.lead"), back: nil,
            spoken: "rating.spoken"
        ) { choices(frame, phrases) }
    }

    /// What she finds when she has said it.
    static func given(_ frame: Frame, _ context: EgretContext, back: String) -> HTML {
        let phrases = frame.phrases(context)
        return frame.site(context, title: phrases("rating.given.title"), lead: phrases("rating.given.text")) {
            actions(Button(phrases("frame.back"), .secondary, to: back))
        }
    }

    private func choices(_ frame: Frame, _ phrases: Phrases) -> HTML {
        fragment {
            postForm(action: action, key: key) {
                element("fieldset", .class("field")) {
                    element("legend") { phrases("rating.reasons") }
                    element("div", .class("tiles four")) {
                        for reason in reasons { tile(reason, phrases) }
                    }
                }
                element("div", .class("faces")) {
                    for level in RatingLevel.allCases { face(level, frame, phrases) }
                }
            }
            element("p", .class("hint")) { phrases("rating.confidential") }
            actions(Button(phrases("rating.skip"), .secondary, to: skip))
        }
    }

    /// - Throws: ``RatingRefused/malformed``.
    static func level(in form: Form) throws(RatingRefused) -> RatingLevel {
        guard let level = form[levelField].flatMap(Int64.init).flatMap(RatingLevel.init) else {
            throw .malformed
        }
        return level
    }

    /// Those that were asked about.
    static func reasons(in form: Form, of asked: [RatingReason]) -> Set<RatingReason> {
        let ticked = Set(form.all(reasonField))
        return Set(asked.filter { ticked.contains($0.id) })
    }

    private func tile(_ reason: RatingReason, _ phrases: Phrases) -> HTML {
        element("label", .class("tile")) {
            void("input", .type("checkbox"), .name(Self.reasonField), .value(reason.id))
            element("span", .class("tile-words")) {
                element("span", .class("tile-label")) { reason.words(phrases) }
            }
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
