public import Base
public import Vault

/// Which citizen somebody at work is, of which only a blind index is kept: it answers "her own case?" and nothing else.
public enum StaffSelf {
    /// A hundred and twenty-eight bits, so that nobody is kept from a namesake of the index.
    private static let index = BlindIndex("staff_accounts.person", bits: 128)

    public static func term(_ number: CitizenNumber, _ vault: Vault) -> [UInt8] {
        vault.term(index, number.text)
    }

    /// Whether a citizen's number is that of who has the account; nil when the desk does not know hers.
    public static func isHer(
        _ account: StaffAccount, _ vault: Vault
    ) -> (@Sendable (CitizenNumber) -> Bool)? {
        guard let own = account.person else { return nil }
        return { number in term(number, vault) == own }
    }
}
