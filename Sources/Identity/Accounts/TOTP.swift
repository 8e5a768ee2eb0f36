import Base
import Foundation
import Vault

/// Codes of an authenticator: six digits, a new one every thirty seconds.
///
/// Source: RFC 6238 with SHA-1, which every authenticator knows; the key is 160 bits.
public struct TOTP: Hashable, Sendable {
    /// Unit: seconds.
    public static let period: Int64 = 30
    static let keyBytes = 20
    /// A code of the step before counts for so long after its end: people type slowly.
    static let grace = Duration.seconds(10)

    let key: [UInt8]

    init(key: [UInt8]) {
        self.key = key
    }

    static func make(_ world: World) -> TOTP { TOTP(key: world.random(keyBytes)) }

    static func step(at now: Instant) -> Int64 { now.milliseconds / (period * 1_000) }

    func code(step: Int64) -> String {
        OneTimeCode.code(key: key, counter: UInt64(max(0, step)))
    }

    /// The step whose code was typed; nil when it is none that counts now.
    ///
    /// The server's time alone matters.
    func step(of input: String, at now: Instant) -> Int64? {
        guard let digits = LoginCode.normalised(input) else { return nil }
        let current = Self.step(at: now)
        let before = Instant(milliseconds: current * Self.period * 1_000)
        let steps = now.since(before) <= Self.grace ? [current, current - 1] : [current]
        return steps.first { constantTimeEquals(Array(code(step: $0).utf8), Array(digits.utf8)) }
    }

    /// What an authenticator reads from the QR code; it names no person.
    ///
    /// Source: the Key URI format.
    func address(issuer: String, account: String) -> String {
        var allowed = CharacterSet.alphanumerics
        allowed.insert(charactersIn: "-._~")
        func escaped(_ text: String) -> String {
            text.addingPercentEncoding(withAllowedCharacters: allowed) ?? text
        }
        return
            "otpauth://totp/\(escaped(issuer)):\(escaped(account))?secret=\(base32)&issuer=\(escaped(issuer))"
            + "&algorithm=SHA1&digits=6&period=\(Self.period)"
    }

    /// The key as RFC 4648 base 32, for those who type it in.
    var base32: String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
        var text: [UInt8] = []
        var buffer: UInt64 = 0
        var bits: UInt64 = 0
        for byte in key {
            buffer = (buffer << 8 | UInt64(byte)) & 0xFFFF
            bits += 8
            while bits >= 5 {
                bits -= 5
                text.append(alphabet[Int(buffer >> bits & 31)])
            }
        }
        if bits > 0 { text.append(alphabet[Int(buffer << (5 - bits) & 31)]) }
        return String(decoding: text, as: UTF8.self)
    }
}
