import Base
import Foundation
import Identity
import Vault

/// The package of an answer; which fields stand in it depends on the question.
struct NetworkReply: Decodable, Hashable, Sendable {
    /// Why an answer is not believed; the words stand in logs.
    enum Refused: String, Error {
        case answer = "malformed answer"
        case signature
        case package = "malformed package"
        case application = "other application"
        case question = "answer to another question"
        case time = "answer of another time"
        case state = "unknown state"
        case address = "foreign address"
        case result = "malformed result"
        case identity = "malformed identity"
        case more = "more than asked"
        case token = "refused token"
    }

    let orgID: String
    let appID: String
    let bizSeq: String
    let type: String
    let nonce: String
    let timeStamp: String
    /// Where the picture leads.
    let address: String?
    let state: String?
    /// Good for one redemption.
    let resultToken: String?
    /// When the person answered.
    let authTime: String?
    let certificateResult: String?
    let passwordResult: String?
    /// 网络身份应用标识.
    let appPersonID: String?
    /// An envelope around ``NetworkIdentityData``, base 64.
    let identityData: String?
}

extension NetworkReply {
    /// Reads a message of the service: signed by it, for this application, about this question, and of this time.
    init(
        _ message: [UInt8], to request: NetworkRequest, nonce: Token,
        for account: NetworkIdentityService.Account, at now: Instant
    ) throws(Refused) {
        guard let signed = SignedPackage(message) else { throw .answer }
        do {
            _ = try CMS.verifyDetached(
                signed.signature, content: signed.package, trusted: [account.service], at: now)
        } catch {
            throw .signature
        }
        guard let reply = try? JSONDecoder().decode(NetworkReply.self, from: Data(signed.package)) else {
            throw .package
        }
        guard reply.orgID == account.organisation, reply.appID == account.application else {
            throw .application
        }
        guard reply.bizSeq == request.serial.rawValue, reply.type == NetworkForm.type,
            reply.nonce == nonce.rawValue
        else { throw .question }
        guard Self.isTimely(reply.timeStamp, since: nil, at: now) else { throw .time }
        self = reply
    }

    /// The answer of a redeemed token.
    func verdict(
        on request: NetworkRequest, for account: NetworkIdentityService.Account, at now: Instant
    ) throws(Refused) -> NetworkAnswer {
        guard let authTime, Self.isTimely(authTime, since: request.openedAt, at: now) else { throw .time }
        for result in [certificateResult, passwordResult].compactMap(\.self) {
            guard result.utf8.count == 1, result.utf8.allSatisfy({ (48...57).contains($0) }) else {
                throw .result
            }
        }
        // A factor of which nothing is said was not confirmed.
        guard certificateResult == NetworkForm.confirmed, passwordResult == NetworkForm.confirmed else {
            return .mismatch
        }
        guard let appPersonID, (16...128).contains(appPersonID.utf8.count),
            appPersonID.utf8.allSatisfy({ (33...126).contains($0) })
        else { throw .result }
        return .match(identifier: appPersonID, person: try person(request, account))
    }

    private func person(
        _ request: NetworkRequest, _ account: NetworkIdentityService.Account
    ) throws(Refused) -> NetworkPerson? {
        guard request.scope == .identity else {
            guard identityData == nil else { throw .more }
            return nil
        }
        guard let sealed = identityData.flatMap({ Data(base64Encoded: $0) }),
            let plain = try? CMS.open([UInt8](sealed), key: account.key, certificate: account.certificate),
            let data = try? JSONDecoder().decode(NetworkIdentityData.self, from: Data(plain)),
            data.bizSeq == request.serial.rawValue, let name = PersonName(data.name),
            let number = try? CitizenNumber(data.number)
        else { throw .identity }
        return NetworkPerson(name: name.text, number: number)
    }

    private static func isTimely(_ text: String, since start: Instant?, at now: Instant) -> Bool {
        guard let sent = CTIDTime.instant(text) else { return false }
        let skew = NetworkIdentityService.skewMax
        return sent.since(now) <= skew && (start ?? now).since(sent) <= skew
    }
}
