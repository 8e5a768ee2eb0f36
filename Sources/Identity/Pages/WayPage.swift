public import Base
public import Web

/// Asks how a person wants to prove who she is: both ways on one screen, equal in size and words.
public struct WayPage: Sendable {
    public let ways: [Way]
    /// Words of what went wrong before, if anything did.
    public let problem: String?
    public let back: String
    public let key: Token

    public init(ways: [Way], problem: String?, back: String, key: Token) {
        self.ways = ways
        self.problem = problem
        self.back = back
        self.key = key
    }

    public func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.kiosk(
            context, title: phrases("kiosk.identify.title"), lead: phrases("kiosk.identify.lead"), back: back,
            spoken: "kiosk.identify.spoken"
        ) {
            if let problem { Notice(.warning, problem).html }
            postForm(action: "/identification/way", key: key) {
                element("div", .class("tiles ways-to-prove")) {
                    for way in ways { tile(way, frame, phrases) }
                }
            }
        }
    }

    private func tile(_ way: Way, _ frame: Frame, _ phrases: Phrases) -> HTML {
        element("button", .class("tile big"), .name("way"), .value(way.rawValue)) {
            frame.picture("way-\(way.rawValue)")
            element("span", .class("tile-words")) {
                element("span", .class("tile-label")) { phrases("kiosk.identify.\(way.rawValue).name") }
                element("span", .class("hint")) { phrases("kiosk.identify.\(way.rawValue).about") }
            }
        }
    }
}

extension Frame {
    /// A drawing that repeats the words beside it.
    func picture(_ name: String) -> HTML {
        void("img", .class("picture"), .src(assets.path("\(name).svg")), .alt(""), .width(240), .height(160))
    }
}
