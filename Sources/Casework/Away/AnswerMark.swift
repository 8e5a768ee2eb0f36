import Base
import Catalogue
public import Vault

/// What answer a page showed for a question, or all of them, without saying it: so that of two screens one wins and the other
/// learns of it.
public struct AnswerMark: Hashable, Sendable, CustomStringConvertible {
    /// The field of a form that carries it.
    static let fieldName = "seen"
    // Enough to tell two answers of one person apart. Keyed, since what is behind stars on the page stands behind its mark, too:
    // whoever has the page could try what fits.
    private static let index = BlindIndex("pages.seen", bits: 80)

    public let description: String

    /// `answer` is the kept one; nil when there is none.
    public init(_ answer: String?, to question: String, in number: CaseNumber, _ vault: Vault) {
        self.init("\(number) \(question) \(answer.map { "=" + $0 } ?? "-")", vault)
    }

    /// Of all that counts in a form, its appointment, what registers said and what it costs too: what a person agrees to when she
    /// hands it in.
    public init(of form: CaseForm, _ vault: Vault) {
        let answers = form.answers.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        let slot = form.booking?.appointment.map { "\($0.place) \($0.day) \($0.time)" } ?? "-"
        let lines = form.registerLines.map { "\($0.line.resource).\($0.line.field)=\($0.value)" }
        let all = [form.file.number.rawValue, slot, String(form.fee.fen)] + lines + answers
        self.init(all.joined(separator: "\u{0}"), vault)
    }

    private init(_ text: String, _ vault: Vault) {
        description = Token.encode(vault.term(Self.index, text))
    }

    /// As a form brings it; nothing of another shape fits any answer.
    init(sent: String) {
        description = sent
    }
}
