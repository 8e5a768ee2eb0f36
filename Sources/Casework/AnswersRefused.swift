import Base
public import Catalogue
public import Web

/// An application some of whose answers cannot be taken; each is named with what would be accepted.
public struct AnswersRefused: Refusal, Hashable {
    public struct Answer: Hashable, Sendable {
        public let question: String
        public let refusal: Reason
    }

    public enum Reason: Hashable, Sendable {
        case answer(AnswerRefused)
        case namesPerson
        case unknownQuestion
    }

    /// In the order of the questions; those about no question last.
    public let answers: [Answer]

    public init(answers: [Answer]) {
        self.answers = answers
    }

    public var slug: String { "answers-refused" }

    public var parts: [RefusedPart] {
        answers.map { answer in
            let refusal: any Refusal =
                switch answer.refusal {
                case .answer(let refusal): refusal
                case .namesPerson: CaseRefused.answerNamesPerson
                case .unknownQuestion: CaseRefused.unknownQuestion
                }
            return RefusedPart(pointer: "#/answers/\(Self.token(answer.question))", refusal)
        }
    }

    /// A member's name as JSON pointers write it in a fragment: `~` and `/` by RFC 6901, the rest by RFC 3986.
    private static func token(_ name: String) -> String {
        name.utf8.reduce(into: "") { token, byte in
            switch byte {
            case UInt8(ascii: "~"): token += "~0"
            case UInt8(ascii: "/"): token += "~1"
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
                UInt8(ascii: "."):
                token.unicodeScalars.append(Unicode.Scalar(byte))
            default: token += "%" + [byte].hex.uppercased()
            }
        }
    }
}
