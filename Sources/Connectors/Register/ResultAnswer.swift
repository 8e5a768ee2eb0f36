import Base
import Exchange
import Foundation
import Vault

/// A department's receipt for a result or its withdrawal, believed only after everything about it was checked.
struct ResultAnswer: Decodable {
    private let subject: String
    private let caseNumber: String
    private let requestID: String
    private let recorded: Bool
    /// Where it stands in the department's books, or why it does not.
    private let word: String

    static func receipt(
        _ answer: ForeignAnswer, to message: RegisterMessage, about subject: CitizenNumber,
        of caseNumber: String, certificate: Certificate, now: Instant
    ) throws(RegisterAnswer.Refused) -> ResultReceipt {
        try RegisterAnswer.checkSignature(answer, message, certificate, now)
        guard let read = answer.decoded(ResultAnswer.self), ResultReceipt.isWord(read.word) else {
            throw .malformed
        }
        guard read.subject == subject.text else { throw .otherSubject }
        guard read.requestID == message.requestID, read.caseNumber == caseNumber else {
            throw .otherQuestion
        }
        return read.recorded ? .recorded(reference: read.word) : .refused(code: read.word)
    }
}
