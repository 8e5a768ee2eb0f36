public import Base
public import Storage

/// Seals personal data: each subject under a key of its own, those keys under the ring's.
public struct Vault: Sendable {
    public let ring: KeyRing
    private let world: World
    /// By the key's id and its use; derived once, for they live as long as the ring does.
    private let ciphers: [CipherName: FieldCipher]

    public init(ring: KeyRing, world: World) {
        self.ring = ring
        self.world = world
        ciphers = Dictionary(
            ring.encryptionKeys.flatMap { key in
                ["house", "wrap"].map { use in
                    (CipherName(key: key.id, use: use), Self.cipher(key, use, ring.suite))
                }
            }, uniquingKeysWith: { first, _ in first })
    }

    private struct CipherName: Hashable, Sendable {
        let key: String
        let use: String
    }

    /// Makes the subject's key.
    ///
    /// - Throws: `SQLError.duplicate` when the subject has, or had, one.
    public func createSubject(_ id: Token, in db: any SQLConnection) throws -> SubjectKey {
        let key = Secret(world.random(32))
        let wrapping = try ring.activeKey()
        let wrapped = try wrap(key, of: id.rawValue, under: wrapping)
        try SubjectStore.insert(id, wrappedKey: wrapped, keyID: wrapping.id, at: world.now(), in: db)
        return SubjectKey(subject: id, key: key, suite: ring.suite, world: world)
    }

    /// The subject's key, read in this transaction so that a shredded one is gone on every node at once.
    ///
    /// - Throws: ``VaultError/shredded``; ``VaultError/unknownKey(_:)`` when there never was one.
    public func subject(_ id: Token, in db: any SQLConnection) throws -> SubjectKey {
        guard let row = try SubjectStore.find(id, in: db) else {
            throw VaultError.unknownKey("subject \(id)")
        }
        guard let wrapped = row.wrappedKey else { throw VaultError.shredded }
        let key = try unwrap(wrapped, of: id.rawValue, under: try ring.encryptionKey(row.keyID))
        return SubjectKey(subject: id, key: key, suite: ring.suite, world: world)
    }

    /// The work of ``subject(_:in:)`` where there is nobody, so that its time says nothing; the key opens nothing stored.
    public func imitatedSubject(in db: any SQLConnection) throws -> SubjectKey {
        let nobody = Token(world)
        _ = try SubjectStore.find(nobody, in: db)
        let wrapping = try ring.activeKey()
        let wrapped = try wrap(Secret(world.random(32)), of: nobody.rawValue, under: wrapping)
        let key = try unwrap(wrapped, of: nobody.rawValue, under: wrapping)
        return SubjectKey(subject: nobody, key: key, suite: ring.suite, world: world)
    }

    /// Destroys the subject's key and with it all that was sealed under it; doing it twice is harmless.
    ///
    /// Backups of the database still hold the wrapped key until they are gone too.
    ///
    /// - Throws: ``VaultError/unknownKey(_:)`` when there never was one.
    public func shred(_ id: Token, in db: any SQLConnection) throws {
        guard try SubjectStore.shred(id, at: world.now(), in: db) == 0 else { return }
        guard try SubjectStore.find(id, in: db) != nil else { throw VaultError.unknownKey("subject \(id)") }
    }

    /// Destroyed subjects, oldest end first; continue with the last one's moment and id.
    public func shredded(
        since moment: Instant, after id: String = "", limit: Int, in db: any SQLConnection
    ) throws(SQLError) -> [ShreddedSubject] {
        try SubjectStore.shredded(since: moment, after: id, limit: limit, in: db)
    }

    /// When a subject was last destroyed; nil when none ever was.
    public func lastShredded(in db: any SQLConnection) throws(SQLError) -> Instant? {
        try SubjectStore.lastShredded(in: db)
    }

    /// Destroys a key once more that a restored backup brought back, with the moment of its first end.
    ///
    /// - Returns: Whether there was a key.
    public func shredAgain(_ subject: ShreddedSubject, in db: any SQLConnection) throws(SQLError) -> Bool {
        try SubjectStore.shred(subject.id, at: subject.at, in: db) == 1
    }

    /// The blind index's term for a text, which the caller has brought into its one normal form.
    public func term(_ index: BlindIndex, _ text: String) -> [UInt8] {
        let key = ring.indexKey.derived("egret/1/index/\(index.name)", ring.suite)
        return index.truncated(key.mac(Array(text.utf8), ring.suite))
    }

    /// Moves subjects' keys under the active key of the ring.
    ///
    /// - Returns: How many were moved; 0 when none is left and the older keys may go.
    public func rewrapSome(limit: Int, in db: any SQLConnection) throws -> Int {
        let active = try ring.activeKey()
        let rows = try SubjectStore.wrappedOtherwise(than: active.id, limit: limit, in: db)
        for row in rows {
            guard let wrapped = row.wrappedKey else { continue }
            let key = try unwrap(wrapped, of: row.subject, under: try ring.encryptionKey(row.keyID))
            let fresh = try wrap(key, of: row.subject, under: active)
            try SubjectStore.rewrap(row.subject, wrappedKey: fresh, keyID: active.id, in: db)
        }
        return rows.count
    }
}

/// House fields, which belong to no subject.
extension Vault {
    private static let keyIDLength = 8

    /// Seals under the active key of the ring, whose id is written into the seal.
    public func seal(_ plain: [UInt8], at place: FieldPlace) throws(VaultError) -> [UInt8] {
        let key = try ring.activeKey()
        return try cipher(key, "house").seal(
            plain, header: header(key), associated: place.associated(keyClass: .house, subject: ""),
            random: world.random)
    }

    /// - Throws: ``VaultError/tampered`` when changed or moved; ``VaultError/unknownKey(_:)`` when the key is gone.
    public func open(_ sealed: [UInt8], at place: FieldPlace) throws(VaultError) -> [UInt8] {
        let key = try house(of: sealed)
        return try cipher(key, "house").open(
            sealed, header: header(key), associated: place.associated(keyClass: .house, subject: ""))
    }

    /// Seals so that it takes the ring and the secret to open it; the secret, at least 128 bits that nobody can guess, stays
    /// with who brought it.
    public func seal(
        _ plain: [UInt8], at place: FieldPlace, heldBy secret: [UInt8]
    ) throws(VaultError) -> [UInt8] {
        let key = try ring.activeKey()
        return try held(key, secret).seal(
            plain, header: header(key), associated: place.associated(keyClass: .house, subject: ""),
            random: world.random)
    }

    /// - Throws: ``VaultError/tampered`` when changed, moved or brought with another secret;
    ///   ``VaultError/unknownKey(_:)`` when the key is gone.
    public func open(
        _ sealed: [UInt8], at place: FieldPlace, heldBy secret: [UInt8]
    ) throws(VaultError) -> [UInt8] {
        let key = try house(of: sealed)
        return try held(key, secret).open(
            sealed, header: header(key), associated: place.associated(keyClass: .house, subject: ""))
    }

    private func held(_ key: KeyRing.EncryptionKey, _ secret: [UInt8]) -> FieldCipher {
        let own = key.secret.derived("egret/1/held", ring.suite).mac(secret, ring.suite)
        return FieldCipher(key: Secret(own), suite: ring.suite)
    }

    /// The key of the ring whose id is written into a seal.
    private func house(of sealed: [UInt8]) throws(VaultError) -> KeyRing.EncryptionKey {
        guard sealed.count > Self.keyIDLength, sealed[0] == FieldCipher.version(ring.suite) else {
            throw .tampered
        }
        return try ring.encryptionKey(sealed[1...Self.keyIDLength].hex)
    }

    private func wrap(
        _ key: Secret, of subject: String, under wrapping: KeyRing.EncryptionKey
    ) throws(VaultError) -> [UInt8] {
        try key.use { (bytes) throws(VaultError) in
            try cipher(wrapping, "wrap").seal(
                bytes, header: header(wrapping), associated: Self.wrapPlace(subject), random: world.random)
        }
    }

    private func unwrap(
        _ wrapped: [UInt8], of subject: String, under wrapping: KeyRing.EncryptionKey
    ) throws(VaultError) -> Secret {
        Secret(
            try cipher(wrapping, "wrap").open(
                wrapped, header: header(wrapping), associated: Self.wrapPlace(subject)))
    }

    private static func wrapPlace(_ subject: String) -> [UInt8] {
        FieldPlace("vault_subjects", "wrapped_key", row: subject).associated(
            keyClass: .wrap, subject: subject)
    }

    private func cipher(_ key: KeyRing.EncryptionKey, _ use: String) -> FieldCipher {
        ciphers[CipherName(key: key.id, use: use)] ?? Self.cipher(key, use, ring.suite)
    }

    private static func cipher(_ key: KeyRing.EncryptionKey, _ use: String, _ suite: Suite) -> FieldCipher {
        FieldCipher(key: key.secret.derived("egret/1/\(use)", suite), suite: suite)
    }

    private func header(_ key: KeyRing.EncryptionKey) -> [UInt8] {
        [FieldCipher.version(ring.suite)] + ([UInt8](hex: key.id) ?? [])
    }
}
