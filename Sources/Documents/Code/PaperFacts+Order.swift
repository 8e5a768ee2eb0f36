import Base
import Vault
import Wire

extension PaperFacts {
    /// SHA-256 of the canonical bytes.
    var digest: [UInt8] { get throws { Digest.sha256(try bytes()) } }

    /// The order of another edition of the same paper.
    func order(documentID: Token, edition: Int, code: VerificationCode) throws -> DocumentOrder {
        DocumentOrder(
            documentID: documentID, edition: edition, code: code, caseNumber: caseNumber,
            paper: paper ?? .result, serviceCode: serviceCode, serviceName: serviceName, issuer: issuer,
            layout: try DocumentLayout(yaml: layoutSource, file: layoutFile), content: content,
            holder: try holder, agent: agent, issuedAt: Instant(milliseconds: issuedAtMs),
            validUntil: validUntil.flatMap { CalendarDate($0) })
    }

    var holder: Holder {
        get throws {
            guard let name = PersonName(holderName) else { throw DocumentRefused.unsafeText(field: "name") }
            return Holder(name: name, number: try CitizenNumber(holderNumber))
        }
    }
}
