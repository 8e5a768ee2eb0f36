import Base
import Foundation

/// The JSON of a key ring.
struct KeyRingFile: Codable {
    private static let format = "egret-key-ring-1"

    private struct EncryptionKey: Codable {
        let id: String
        let createdAtMs: Int64
        /// For the reader of the file; the last key is the active one.
        let state: String
        let key: String
    }

    private struct Signer: Codable {
        let purpose: KeyPurpose
        let key: String
        let certificate: String?
        let licensed: Bool
    }

    private struct Token: Codable {
        let use: TokenUse
        let signsFromMs: Int64
        let key: String
    }

    private let format: String
    private let suite: String
    private let encryptionKeys: [EncryptionKey]
    private let indexKey: String
    private let signers: [Signer]
    /// Missing in rings of before there were any.
    private let tokenKeys: [Token]?

    private init(_ ring: KeyRing) throws(VaultError) {
        format = Self.format
        suite = ring.suite.rawValue
        var keys: [EncryptionKey] = []
        for key in ring.encryptionKeys {
            keys.append(
                EncryptionKey(
                    id: key.id, createdAtMs: key.createdAt.milliseconds,
                    state: key.id == ring.activeKeyID ? "active" : "reading",
                    key: try key.secret.use(Base64.encode)))
        }
        encryptionKeys = keys
        indexKey = try ring.indexKey.use(Base64.encode)
        signers = ring.signers.sorted { $0.key.rawValue < $1.key.rawValue }.map { purpose, signer in
            Signer(
                purpose: purpose, key: signer.key.pem, certificate: signer.certificate?.pem,
                licensed: signer.licensed)
        }
        tokenKeys = ring.tokenKeys.map { key in
            Token(use: key.use, signsFromMs: key.signsFrom.milliseconds, key: key.key.pem)
        }
    }

    static func bytes(of ring: KeyRing) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return [UInt8](try encoder.encode(KeyRingFile(ring)))
    }

    static func ring(from bytes: [UInt8]) throws(VaultError) -> KeyRing {
        // The decoder's own error may quote the file: it is not passed on.
        guard let file = try? JSONDecoder().decode(KeyRingFile.self, from: Data(bytes)),
            file.format == format, let suite = Suite(rawValue: file.suite)
        else { throw .malformed("the file is no key ring of format \(format)") }
        var keys: [KeyRing.EncryptionKey] = []
        for key in file.encryptionKeys {
            guard [UInt8](hex: key.id)?.count == 8, !keys.contains(where: { $0.id == key.id }) else {
                throw .malformed("an encryption key of the ring has a bad or repeated id")
            }
            keys.append(
                KeyRing.EncryptionKey(
                    id: key.id, createdAt: Instant(milliseconds: key.createdAtMs),
                    secret: try secret(key.key, "encryption key \(key.id)")))
        }
        guard !keys.isEmpty else { throw .malformed("the key ring holds no encryption key") }
        var ring = KeyRing(
            suite: suite, encryptionKeys: keys, indexKey: try secret(file.indexKey, "index key"), signers: [:]
        )
        for signer in file.signers {
            ring = try ring.replacing(
                signer.purpose, keyPEM: signer.key, certificatePEM: signer.certificate,
                licensed: signer.licensed)
        }
        ring.tokenKeys = try tokenKeys(of: file)
        return ring
    }

    private static func tokenKeys(of file: KeyRingFile) throws(VaultError) -> [TokenKey] {
        var keys: [TokenKey] = []
        for token in file.tokenKeys ?? [] {
            let key = try SigningKey(pem: token.key)
            guard key.algorithm == .p256 else {
                throw .malformed("the \(token.use.rawValue) token key is not on P-256")
            }
            keys.append(
                TokenKey(use: token.use, key: key, signsFrom: Instant(milliseconds: token.signsFromMs)))
        }
        return keys.sorted { $0.signsFrom < $1.signsFrom }
    }

    private static func secret(_ text: String, _ name: String) throws(VaultError) -> Secret {
        guard let bytes = Base64.decode(text), bytes.count == 32 else {
            throw .malformed("the \(name) of the ring has not 32 bytes")
        }
        return Secret(bytes)
    }
}
