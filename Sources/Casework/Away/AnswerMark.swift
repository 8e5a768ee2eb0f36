import Base
import Catalogue
import Vault

/// What answer a page showed for a question, or all of them, without saying it: so that of two screens one wins and the other
/// learns of it.
public struct AnswerMark: Hashable, Sendable, CustomStringConvertible {
    /// The field of a form that carries it.
    static let fieldName = "seen"
    /// Enough to tell two answers of one person apart.
    ///
    /// Unit: characters.
    private static let length = 16

    public let description: String

    /// `answer` is the kept one; nil when there is none.
    public init(_ answer: String?, to question: String, in number: CaseNumber) {
        let text = "\(number) \(question) \(answer.map { "=" + $0 } ?? "-")"
        description = String(Token.encode(Digest.sha256(Array(text.utf8))).prefix(Self.length))
    }

    /// Of all that counts in a form, its appointment, what registers said and what it costs too: what a person agrees to when she
    /// hands it in.
    public init(of form: CaseForm) {
        let answers = form.answers.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        let slot = form.booking?.appointment.map { "\($0.place) \($0.day) \($0.time)" } ?? "-"
        let lines = form.registerLines.map { "\($0.line.resource).\($0.line.field)=\($0.value)" }
        let text = ([form.file.number.rawValue, slot, String(form.fee.fen)] + lines + answers)
            .joined(separator: "\u{0}")
        description = String(Token.encode(Digest.sha256(Array(text.utf8))).prefix(Self.length))
    }

    /// As a form brings it; nothing of another shape fits any answer.
    init(sent: String) {
        description = sent
    }
}
