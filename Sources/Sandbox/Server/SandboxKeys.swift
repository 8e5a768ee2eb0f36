public import Base
public import Foundation
public import Vault

/// The keys with which the foreign systems sign: TEST keys that belong to nobody.
public struct SandboxKeys: Sendable {
    /// A system's key and the certificate by which others know it.
    public struct Signer: Sendable {
        public let key: SigningKey
        public let certificate: Certificate
    }

    /// P-256; envelopes are sealed to it as well.
    public let authority: Signer
    /// P-256; the network identity service.
    public let network: Signer
    /// By department, such as `police`.
    public let departments: [String: Signer]

    /// Makes fresh keys, valid for ten years from the day before.
    public static func generate(departments: [String], world: World) throws -> SandboxKeys {
        SandboxKeys(
            authority: try signer("authority", world), network: try signer("network", world),
            departments: Dictionary(
                uniqueKeysWithValues: try departments.map { ($0, try signer($0, world)) }))
    }

    /// Reads the keys of a folder, making those that are missing; `<name>.key.pem` is readable by the owner only, and
    /// `<name>.certificate.pem` is what the callers are given.
    public static func kept(in folder: URL, departments: [String], world: World) throws -> SandboxKeys {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        func kept(_ name: String) throws -> Signer {
            let keyFile = folder.appending(path: name + ".key.pem")
            let certificateFile = folder.appending(path: name + ".certificate.pem")
            if let pem = try? String(contentsOf: keyFile, encoding: .utf8) {
                return Signer(
                    key: try SigningKey(pem: pem),
                    certificate: try Certificate(pem: String(contentsOf: certificateFile, encoding: .utf8)))
            }
            let made = try signer(name, world)
            try Data(made.certificate.pem.utf8).write(to: certificateFile, options: .atomic)
            guard
                FileManager.default.createFile(
                    atPath: keyFile.path, contents: Data(made.key.pem.utf8),
                    attributes: [.posixPermissions: 0o600])
            else { throw CocoaError(.fileWriteUnknown) }
            return made
        }
        return SandboxKeys(
            authority: try kept("authority"), network: try kept("network"),
            departments: Dictionary(uniqueKeysWithValues: try departments.map { ($0, try kept($0)) }))
    }

    static func signer(_ name: String, _ world: World) throws -> Signer {
        let key = try SigningKey.generate(.p256)
        let now = world.now()
        let certificate = try Certificate.selfSigned(
            commonName: "Sandbox \(name) TEST – not legally valid", organization: "Egret sandbox", key: key,
            serial: Token(world), from: now - .seconds(86_400), to: now + .seconds(3_653 * 86_400))
        return Signer(key: key, certificate: certificate)
    }
}
