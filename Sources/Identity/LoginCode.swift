package import Base
import Vault

/// The code sent to a phone: six digits, bound to its session and its sending.
package enum LoginCode {
    package static let life = Duration.seconds(5 * 60)
    package static let digits = 6

    /// Uniform over 000000 to 999999: 64 random bits leave a bias below 1 in 10¹³.
    package static func make(_ world: World) -> String {
        let number = world.random(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return String(number % 1_000_000).leftPadded(to: digits)
    }

    /// What is stored: a keyed hash over code and sending, so that neither a table nor a code fits elsewhere.
    static func hash(_ code: String, sending: Token, vault: Vault) -> [UInt8] {
        vault.term(BlindIndex("login_codes.code", bits: 256), sending.rawValue + "|" + code)
    }

    /// The digits of what was typed, however wide; spaces and hyphens are how people read codes.
    package static func normalised(_ input: String) -> String? {
        let digits = input.withNarrowSigns.filter { !" -".contains($0) }
        return digits.utf8.count == Self.digits && digits.utf8.allSatisfy({ (48...57).contains($0) })
            ? digits : nil
    }
}
