import Base
import Foundation
import Vault

/// The package of an answer; which fields stand in it depends on the question.
struct CTIDReply: Decodable, Hashable, Sendable {
    /// Why an answer is not believed; the words stand in logs.
    enum Refused: String, Error {
        case answer = "malformed answer"
        case signature
        case package = "malformed package"
        case customer = "other customer"
        case time = "answer of another time"
    }

    let custNum: String
    let timeStamp: String
    let businessSerialNumber: String?
    let randomNumber: String?
    let authMode: String?
    let authResult: String?
}

extension CTIDReply {
    /// Reads a message of the authority: signed by it, for us, and of this time.
    init(_ message: [UInt8], for account: CTIDAuthority.Account, at now: Instant) throws(Refused) {
        guard let signed = SignedPackage(message) else { throw .answer }
        do {
            _ = try CMS.verifyDetached(
                signed.signature, content: signed.package, trusted: [account.authority], at: now)
        } catch {
            throw .signature
        }
        guard let reply = try? JSONDecoder().decode(CTIDReply.self, from: Data(signed.package)) else {
            throw .package
        }
        guard reply.custNum == account.customerNumber else { throw .customer }
        guard let sent = CTIDTime.instant(reply.timeStamp) else { throw .time }
        let age = now.since(sent)
        guard age <= CTIDAuthority.skewMax, age >= .zero - CTIDAuthority.skewMax else { throw .time }
        self = reply
    }
}
