import Base
import Foundation
import Vault

/// A message of the authority's protocol; the signature covers the package with sorted keys, without spaces and with
/// slashes unescaped.
struct AuthorityMessage: Codable {
    let bizPackage: [String: String]
    /// Detached PKCS#7 in base 64.
    let sign: String

    var canonical: [UInt8] { (try? Self.canonical(bizPackage)) ?? [] }

    private static func canonical(_ package: [String: String]) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return [UInt8](try encoder.encode(package))
    }

    /// The answer as bytes, stamped with the time.
    static func signed(
        _ fields: [String: String], _ signer: SandboxKeys.Signer, _ world: World
    ) throws -> [UInt8] {
        var package = fields
        package["timeStamp"] = text(world.now())
        let bytes = try canonical(package)
        let sign = try CMS.signDetached(
            bytes, key: signer.key, certificate: signer.certificate, at: world.now(), pades: false)
        return Array("{\"bizPackage\":".utf8) + bytes
            + Array(",\"sign\":\"\(Data(sign).base64EncodedString())\"}".utf8)
    }

    /// `yyyyMMddHHmmssSSS` in China time.
    static func text(_ instant: Instant) -> String {
        let milliseconds = (instant.milliseconds + 28_800_000) % 86_400_000
        let clock = [
            (milliseconds / 3_600_000, 2), (milliseconds / 60_000 % 60, 2), (milliseconds / 1_000 % 60, 2),
            (milliseconds % 1_000, 3),
        ]
        return CalendarDate(inChinaAt: instant).compact
            + clock.map { String($0.0).leftPadded(to: $0.1) }.joined()
    }

    static func instant(_ text: String) -> Instant? {
        guard text.utf8.count == 17, let day = CalendarDate(compact: text.prefix(8)),
            let clock = Int64(text.dropFirst(8)), clock >= 0
        else { return nil }
        let (hour, minute, rest) = (clock / 10_000_000, clock / 100_000 % 100, clock % 100_000)
        let ofDay = hour * 3_600_000 + minute * 60_000 + rest
        return Instant(milliseconds: Int64(day.daysSince1970) * 86_400_000 + ofDay - 28_800_000)
    }
}
