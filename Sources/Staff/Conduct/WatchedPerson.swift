import Foundation
public import Vault

/// Somebody at whom no look goes unasked: known only by a blind index of the citizen number.
public enum WatchedPerson {
    public enum Kind: String, Sendable, CaseIterable {
        /// Somebody whom many are curious about.
        case publicFigure = "public-figure"
        /// Somebody planted, whom nobody has a reason to look at.
        case canary
    }

    /// A hundred and twenty-eight bits, so that nobody is asked about for a namesake of the index.
    private static let index = BlindIndex("watched_persons.number", bits: 128)

    /// The index's term for a citizen number of eighteen characters.
    public static func term(_ number: String, _ vault: Vault) -> [UInt8] { vault.term(index, number) }
}

/// Where somebody lives, of which only a blind index is kept: it answers "the same?" and nothing else.
public enum StaffAddress {
    /// **Unit:** characters.
    public static let lengthMax = 120

    private static let index = BlindIndex("staff_accounts.address", bits: 64)

    /// Spaces, punctuation and width do not count: `福建省厦门市…12号` and `福建省 厦门市 … １２ 号` are one address.
    ///
    /// - Returns: Nil when nothing is left of it.
    public static func term(_ address: String, _ vault: Vault) -> [UInt8]? {
        let plain = address.precomposedStringWithCompatibilityMapping.lowercased()
            .filter { $0.isLetter || $0.isNumber }
        return plain.isEmpty ? nil : vault.term(index, plain)
    }
}
