public import Base
public import Foundation

/// Every long-lived secret of the house: one file, readable by its owner alone.
public struct KeyRing: Sendable {
    public let suite: Suite
    /// Newest last; the last is the active one.
    var encryptionKeys: [EncryptionKey]
    let indexKey: Secret
    var signers: [KeyPurpose: Signer]
    /// By use, in the order in which they sign; empty in a ring of before there were any.
    var tokenKeys: [TokenKey] = []

    /// A key that wraps subjects' keys and seals house fields.
    struct EncryptionKey: Sendable {
        let id: String
        let createdAt: Instant
        let secret: Secret
    }

    struct Signer: Sendable {
        let key: SigningKey
        let certificate: Certificate?
        /// An authority stands behind the certificate; false for the TEST ones made with the ring.
        let licensed: Bool
    }

    /// Makes a ring with fresh keys and, where a purpose needs one, a self-signed TEST certificate for ten years.
    public static func create(suite: Suite, world: World) throws -> KeyRing {
        var signers: [KeyPurpose: Signer] = [:]
        for purpose in KeyPurpose.allCases { signers[purpose] = try fresh(purpose, suite, world) }
        return try KeyRing(
            suite: suite, encryptionKeys: [freshKey(world)], indexKey: Secret(world.random(32)),
            signers: signers
        ).rotatingTokenKeys(world: world)
    }

    private static func fresh(_ purpose: KeyPurpose, _ suite: Suite, _ world: World) throws -> Signer {
        let key = try SigningKey.generate(purpose.algorithm(suite))
        let now = world.now()
        let certificate: Certificate? =
            if let name = purpose.testCommonName {
                // From the day before, for clocks that are behind; 3,653 days are ten years.
                try Certificate.selfSigned(
                    commonName: name, organization: "Egret TEST", key: key, serial: Token(world),
                    from: now - .seconds(86_400), to: now + .seconds(3_653 * 86_400))
            } else {
                nil
            }
        return Signer(key: key, certificate: certificate, licensed: false)
    }

    /// Purposes that a ring of an older version has no key for.
    public var missingPurposes: [KeyPurpose] { KeyPurpose.allCases.filter { signers[$0] == nil } }

    /// The ring with a fresh key for every missing purpose; those it has stay.
    public func completed(world: World) throws -> KeyRing {
        var ring = self
        for purpose in missingPurposes { ring.signers[purpose] = try Self.fresh(purpose, suite, world) }
        return ring
    }

    /// The ring with a new active key; older ones go on reading.
    public func rotated(world: World) -> KeyRing {
        var ring = self
        ring.encryptionKeys.append(Self.freshKey(world))
        return ring
    }

    /// The ring with the operator's own key and certificate for a purpose.
    ///
    /// `licensed` says whether a licensed authority issued the certificate; it decides what papers claim.
    ///
    /// - Throws: ``VaultError/malformed(_:)`` when they do not fit together or the algorithm is not the suite's.
    public func replacing(
        _ purpose: KeyPurpose, keyPEM: String, certificatePEM: String?, licensed: Bool
    ) throws(VaultError) -> KeyRing {
        let key = try SigningKey(pem: keyPEM)
        let wanted = purpose.algorithm(suite)
        guard key.algorithm == wanted else {
            throw .malformed(
                "\(purpose.rawValue) needs a \(wanted.rawValue) key, not \(key.algorithm.rawValue)")
        }
        let certificate: Certificate? =
            if let certificatePEM { try Certificate(pem: certificatePEM) } else { nil }
        if purpose.testCommonName != nil && certificate == nil {
            throw .malformed("\(purpose.rawValue) needs a certificate")
        }
        if let certificate, certificate.publicKey != key.publicKey {
            throw .malformed("the key for \(purpose.rawValue) does not belong to its certificate")
        }
        var ring = self
        ring.signers[purpose] = Signer(key: key, certificate: certificate, licensed: licensed)
        return ring
    }

    /// - Throws: ``VaultError/unknownKey(_:)``
    public func signingKey(_ purpose: KeyPurpose) throws(VaultError) -> SigningKey {
        guard let signer = signers[purpose] else { throw .unknownKey(purpose.rawValue) }
        return signer.key
    }

    /// - Throws: ``VaultError/unknownKey(_:)`` when the purpose has no certificate.
    public func certificate(for purpose: KeyPurpose) throws(VaultError) -> Certificate {
        guard let certificate = signers[purpose]?.certificate else {
            throw .unknownKey("\(purpose.rawValue) certificate")
        }
        return certificate
    }

    /// Whether a licensed authority stands behind the purpose's certificate.
    public func isLicensed(_ purpose: KeyPurpose) -> Bool { signers[purpose]?.licensed ?? false }

    /// The id of the key under which new things are wrapped and sealed.
    public var activeKeyID: String { encryptionKeys.last?.id ?? "" }

    func activeKey() throws(VaultError) -> EncryptionKey {
        guard let key = encryptionKeys.last else { throw .unknownKey("active encryption key") }
        return key
    }

    func encryptionKey(_ id: String) throws(VaultError) -> EncryptionKey {
        guard let key = encryptionKeys.first(where: { $0.id == id }) else {
            throw .unknownKey("encryption key \(id)")
        }
        return key
    }

    /// Sixteen hexadecimal characters: names are written into every house seal.
    private static func freshKey(_ world: World) -> EncryptionKey {
        EncryptionKey(id: world.random(8).hex, createdAt: world.now(), secret: Secret(world.random(32)))
    }
}

extension KeyRing {
    /// Reads a ring from its file.
    ///
    /// - Throws: ``VaultError/malformed(_:)`` when others than the owner may read the file, or it is no ring.
    public init(contentsOf file: URL) throws {
        self = try KeyRingFile.ring(from: PrivateFile.read(file.path))
    }

    /// Replaces the file in one step; after it returns the ring survives a power cut.
    public func write(to file: URL) throws {
        try PrivateFile.write(try KeyRingFile.bytes(of: self), to: file.path)
    }
}
