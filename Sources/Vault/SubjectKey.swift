public import Base

/// The key of one person or organisation, under which all its fields are sealed.
///
/// Destroying it (``Vault/shred(_:in:)``) destroys them. Hold it for one transaction, not longer.
public struct SubjectKey: Sendable {
    public let subject: Token
    private let cipher: FieldCipher
    /// What the commitment is derived from, only when somebody asks for it.
    private let key: Secret
    private let suite: Suite
    private let world: World

    init(subject: Token, key: Secret, suite: Suite, world: World) {
        self.subject = subject
        self.suite = suite
        self.world = world
        cipher = FieldCipher(key: key, suite: suite)
        self.key = key
    }

    /// Encrypts the bytes so that they open at this place only.
    public func seal(_ plain: [UInt8], at place: FieldPlace) throws(VaultError) -> [UInt8] {
        try cipher.seal(
            plain, header: [FieldCipher.version(suite)], associated: associated(place), random: world.random)
    }

    /// - Throws: ``VaultError/tampered`` when the bytes were changed, moved, or belong to another subject.
    public func open(_ sealed: [UInt8], at place: FieldPlace) throws(VaultError) -> [UInt8] {
        try cipher.open(sealed, header: [FieldCipher.version(suite)], associated: associated(place))
    }

    /// Encrypts the UTF-8 of the text.
    public func sealText(_ plain: String, at place: FieldPlace) throws(VaultError) -> [UInt8] {
        try seal(Array(plain.utf8), at: place)
    }

    /// - Throws: As ``open(_:at:)``; ``VaultError/malformed(_:)`` when the bytes are no UTF-8.
    public func openText(_ sealed: [UInt8], at place: FieldPlace) throws(VaultError) -> String {
        guard let text = String(validating: try open(sealed, at: place), as: UTF8.self) else {
            throw .malformed("the opened field is no UTF-8 text")
        }
        return text
    }

    /// 32 bytes that stand for the subject in audit leaves and tickets.
    ///
    /// Only the holder of the key can make them again: once it is shredded nobody can tell whose they were.
    public func commitment() -> [UInt8] {
        key.derived("egret/1/commitment", suite).mac(Array(subject.rawValue.utf8), suite)
    }

    private func associated(_ place: FieldPlace) -> [UInt8] {
        place.associated(keyClass: .subject, subject: subject.rawValue)
    }
}
