public import Storage
import Base
import Vault

/// Calls those at work whom something of another room concerns, by one message each.
public struct CallStaff: Sendable {
    let parts: StaffParts

    public init(_ parts: StaffParts) {
        self.parts = parts
    }

    /// The same occasion calls nobody twice, however often its job runs.
    ///
    /// - Parameters:
    ///   - word: What is said.
    ///   - right: What she may do whom it concerns.
    ///   - occasion: What it is about, without a word about any person.
    ///   - db: The transaction in which the calls are lined up.
    ///   - concerns: Which of them are meant.
    /// - Throws: `SQLError`.
    public func callAsFunction(
        _ word: StaffNotice.Word, whoMay right: StaffRight, occasion: String, in db: any SQLConnection,
        where concerns: (StaffAccount) -> Bool
    ) throws {
        for account in try StaffAccountStore.active(holding: right.roles, vault: parts.vault, in: db)
        where concerns(account) {
            let digest = Digest.sha256(Array("\(word.rawValue) \(occasion) \(account.id)".utf8))
            guard let key = Token(rawValue: Token.encode(Array(digest.prefix(16)))) else { continue }
            try StaffNotice.enqueue(word, for: account, key: key, parts.world, in: db)
        }
    }
}
