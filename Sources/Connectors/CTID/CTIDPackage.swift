import Base
import Foundation
import Identity
import Vault

/// A `bizPackage` that we send, as the JSON bytes that are signed: sorted keys, slashes unescaped, no spaces.
struct CTIDPackage: Sendable {
    let bytes: [UInt8]

    static func application(
        _ account: CTIDAuthority.Account, _ mode: CTIDMode, at now: Instant
    ) -> CTIDPackage {
        CTIDPackage(common(account, mode, now))
    }

    /// The request proper: personal data inside an envelope that only the authority opens, the picture beside it.
    static func request(
        _ account: CTIDAuthority.Account, _ mode: CTIDMode, serial: String, claim: IdentityClaim,
        at now: Instant
    ) throws(VaultError) -> CTIDPackage {
        let retained = Self.json([
            "SFXX": .object([
                "XM": .text(claim.name), "GMSFHM": .text(claim.number.text),
                // Name and number are asked about, not the card: the dates stay empty.
                "YXQQSRQ": .text(""), "YXQJZRQ": .text(""),
            ]),
            "WZXX": .object([
                "businessType": .text("self-service"),
                "dealDate": .text(CalendarDate(inChinaAt: now).compact),
                "venderName": .text(account.applicationName),
            ]),
        ])
        var fields = common(account, mode, now)
        fields["businessSerialNumber"] = .text(serial)
        fields["authApplyRetainData"] = .text(
            Data(try CMS.envelope(retained, to: account.authority)).base64EncodedString())
        if let face = claim.face { fields["photoData"] = .text(Data(face).base64EncodedString()) }
        return CTIDPackage(fields)
    }

    private init(_ fields: [String: Value]) {
        bytes = Self.json(fields)
    }

    /// The message: package and signature.
    func signed(by account: CTIDAuthority.Account, at now: Instant) throws(VaultError) -> [UInt8] {
        let sign = try CMS.signDetached(
            bytes, key: account.key, certificate: account.certificate, at: now, pades: false)
        let tail = ",\"sign\":\"" + Data(sign).base64EncodedString() + "\"}"
        return Array("{\"bizPackage\":".utf8) + bytes + Array(tail.utf8)
    }

    private static func common(
        _ account: CTIDAuthority.Account, _ mode: CTIDMode, _ now: Instant
    ) -> [String: Value] {
        [
            "custNum": .text(account.customerNumber), "appName": .text(account.applicationName),
            "timeStamp": .text(CTIDTime.text(now)), "authMode": .text(mode.rawValue),
            "cardReaderVersion": .text("0"), "liveDetectCtrlVer": .text("0"),
            "authCodeControlVersion": .text("0"),
        ]
    }

    private enum Value: Encodable {
        case text(String)
        case object([String: Value])

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .text(let text): try container.encode(text)
            case .object(let fields): try container.encode(fields)
            }
        }
    }

    private static func json(_ fields: [String: Value]) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Texts in dictionaries always encode.
        return (try? encoder.encode(fields)).map([UInt8].init) ?? []
    }
}
