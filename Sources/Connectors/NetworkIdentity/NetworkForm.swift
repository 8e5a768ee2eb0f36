import Base
import Foundation
import Identity
import Vault

/// How questions and answers of the service are written down: the one place to change when its contract is at hand.
///
/// **Public** (the guide for mini-programs, developers.weixin.qq.com, version 1.0 of 2026-04-28): an organisation and
/// an application are registered (`orgID`, `appID`); the caller gives each question a serial number (`bizSeq`) and a
/// type (0 certificate, 1 certificate and password; others take a face); the person answers in the service's app; the
/// credential that comes back holds time, type and result and, when it passed, a name for this application alone
/// 网络身份应用标识; personal data come sealed, to those whom a law entitles, after the person agreed.
///
/// **Not public**, and therefore ours: the three paths, the envelope of ``SignedPackage``, the nonce, every other field's
/// name, one result for each factor, how a terminal's picture opens the app, and the algorithms (a detached PKCS#7
/// signature, an envelope for a P-256 key).
enum NetworkForm {
    /// Certificate and password; the types with a face are not used, for the body is never needed for this way.
    static let type = "1"
    /// What a factor's result is when it was confirmed.
    static let confirmed = "0"

    enum Path {
        static let open = "/requests"
        static let standing = "/standings"
        static let result = "/results"
    }

    /// A question as the bytes that are signed: sorted keys, slashes unescaped, no spaces.
    static func package(
        _ request: NetworkRequest, _ account: NetworkIdentityService.Account, nonce: Token, at now: Instant,
        _ more: [String: String]
    ) -> [UInt8] {
        let fields = more.merging([
            "orgID": account.organisation, "appID": account.application, "bizSeq": request.serial.rawValue,
            "type": type, "nonce": nonce.rawValue, "timeStamp": CTIDTime.text(now),
        ]) { $1 }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Texts in a dictionary always encode.
        return (try? encoder.encode(fields)).map([UInt8].init) ?? []
    }

    static func signed(
        _ package: [UInt8], by account: NetworkIdentityService.Account, at now: Instant
    ) throws(VaultError) -> [UInt8] {
        let sign = try CMS.signDetached(
            package, key: account.key, certificate: account.certificate, at: now, pades: false)
        return Array("{\"bizPackage\":".utf8) + package
            + Array((",\"sign\":\"" + Data(sign).base64EncodedString() + "\"}").utf8)
    }
}

/// Name and number inside the envelope, bound to the question.
struct NetworkIdentityData: Decodable {
    let bizSeq: String
    let name: String
    let number: String
}
