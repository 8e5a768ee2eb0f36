public import Base
public import Web

/// Shows what the camera sees and takes one picture; the way by code stands on the same screen.
public struct FacePage: Sendable {
    public let problem: String?
    /// False when the tries of this visit are used up.
    public let mayTry: Bool
    public let key: Token

    public init(problem: String?, mayTry: Bool, key: Token) {
        self.problem = problem
        self.mayTry = mayTry
        self.key = key
    }

    public func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.kiosk(
            context, title: phrases("kiosk.face.title"), lead: phrases("kiosk.face.how"),
            back: "/identification",
            spoken: "kiosk.face.spoken", script: ["camera.js"]
        ) {
            if let problem { Notice(.warning, problem).html }
            if mayTry { camera(phrases) }
            postForm(action: "/identification/consent", key: key) {
                actions(Button(phrases("kiosk.face.other"), .secondary, name: "face", value: "no"))
            }
        }
    }

    private func camera(_ phrases: Phrases) -> HTML {
        element(
            "form", .method("post"), .action("/terminal/face"), .class("camera"), .data("once", "true"),
            .data("camera", "true")
        ) {
            void("input", .type("hidden"), .name(IdempotencyKey.fieldName), .value(key.rawValue))
            void("input", .type("hidden"), .name("image"))
            void("input", .type("hidden"), .name("challenge"))
            element("div", .class("camera-view"), .data("camera-state", "ready"), .hidden(true)) {
                element("video", .ariaLabel(phrases("kiosk.face.preview")))
            }
            element("p", .data("camera-state", "agent"), .hidden(true)) { phrases("kiosk.face.agent") }
            element("div", .data("camera-state", "missing"), .hidden(true)) {
                Notice(.warning, phrases("kiosk.face.nocamera")).html
            }
            element("p", .class("waiting"), .role("status")) { phrases("kiosk.face.waiting") }
            actions(Button(phrases("kiosk.face.take")))
        }
    }
}
