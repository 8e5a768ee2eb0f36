import Base
import Foundation

/// Which passwords are good enough: long ones that are on no list and do not name their owner.
///
/// No rule about kinds of characters, and none ever expires. Source: NIST SP 800-63B-4, 3.1.1.2; ASVS 5.0, 6.2.
public struct PasswordRule: Sendable {
    /// Unit: characters as a reader counts them.
    public static let lengthMin = 10
    public static let lengthMax = 128

    public enum Weakness: String, Sendable, CaseIterable {
        case short
        case long
        /// Known from a breach, or among the most frequent.
        case known
        /// Made of her own name, number or phone, or of ours.
        case personal
        /// One character, or a run of neighbours.
        case simple
    }

    private let known: Set<String>

    /// `known` is a list of passwords known from breaches, in any case.
    public init(known: some Sequence<String>) {
        self.known = Set(known.map { Self.folded($0) })
    }

    func weakness(of password: String, owner: Citizen) -> Weakness? {
        guard password.count >= Self.lengthMin else { return .short }
        guard password.count <= Self.lengthMax else { return .long }
        let folded = Self.folded(password)
        if known.contains(folded) { return .known }
        if Self.isSimple(folded) { return .simple }
        let number = owner.number.text.lowercased()
        let own = [
            number, String(number.dropFirst(6).prefix(8)), owner.phone?.text, owner.name, "egret", "白鹭",
        ]
        var rest = folded
        for word in own.compactMap({ $0.map(Self.folded) }) where word.count >= 2 {
            rest = rest.replacingOccurrences(of: word, with: "")
        }
        return rest.count < Self.lengthMin - 4 ? .personal : nil
    }

    private static func folded(_ text: String) -> String {
        // Most of a list is ASCII, which is its own normal form.
        let isASCII = text.utf8.allSatisfy { $0 < 0x80 }
        return (isASCII ? text : text.precomposedStringWithCompatibilityMapping).lowercased()
    }

    /// Whether all characters are one, or each is the neighbour of the one before, as in 1234567890.
    private static func isSimple(_ text: String) -> Bool {
        let scalars = text.unicodeScalars.map { Int($0.value) }
        let steps = Set(zip(scalars, scalars.dropFirst()).map { $1 - $0 })
        return steps.count <= 1 && (steps.first.map { abs($0) <= 1 } ?? true)
    }
}
