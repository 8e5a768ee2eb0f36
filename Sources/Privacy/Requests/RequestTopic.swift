public import Catalogue
public import Storage

/// What a request is about, in closed words: a terminal has no keyboard to write with.
public enum RequestTopic: String, Sendable, CaseIterable, SQLConvertible {
    case unknownBody = "unknown-body"
    case notMe = "not-me"
    case notAgreed = "not-agreed"
    case tooMuch = "too-much"
    case name
    case phone
    case record
    case paper
    case everything
    case decision
    case rules
    case other

    /// Those that can be chosen for a right, in the order of the page.
    public static func choices(of right: PersonRight) -> [RequestTopic] {
        switch right {
        case .question: [.unknownBody, .notMe, .notAgreed, .tooMuch, .other]
        case .correction: [.name, .phone, .record, .paper]
        case .explanation: [.decision, .rules, .other]
        case .copy, .deletion, .closing: [.everything]
        }
    }
}
