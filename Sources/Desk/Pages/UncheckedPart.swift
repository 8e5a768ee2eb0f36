import Base
import Web

/// What the editor's script puts over the outcome when a text could not be checked: the words of the page, not of the script.
struct UncheckedPart {
    /// The attribute that names which of them it is, as `editor.js` asks for it.
    private enum Cause: String, CaseIterable {
        case signedOut = "signed-out"
        case tooLarge = "too-large"
        case noAnswer = "no-answer"

        var words: String {
            switch self {
            case .signedOut: "editor.unchecked.signed-out"
            case .tooLarge: "problem.draft-too-large.remedy"
            case .noAnswer: "editor.unchecked.no-answer"
            }
        }
    }

    func html(_ phrases: Phrases) -> HTML {
        fragment {
            for cause in Cause.allCases {
                element("template", .data("unchecked", cause.rawValue)) {
                    element("section", .class("notice warning"), .role("alert")) {
                        element("p", .class("notice-title")) { phrases("editor.unchecked") }
                        element("p") { phrases(cause.words) }
                        if cause == .signedOut {
                            element("p") {
                                element("a", .href("/sign-in"), .target("_blank"), .rel("noopener")) {
                                    phrases("problem.sign-in")
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
