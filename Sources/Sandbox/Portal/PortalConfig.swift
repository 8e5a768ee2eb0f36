import Base
public import Foundation
public import Vault

/// What the sandbox's city portal knows of the house, and what it calls itself.
public struct PortalConfig: Sendable {
    /// Its own address, which is also its name as a provider, such as `http://127.0.0.1:8070/portal`.
    public let base: String
    /// The house's public site, its name as a provider.
    public let house: String
    /// What the house is called here.
    public let houseClient: String
    /// Whose signature counts as the house's.
    public let houseKeys: JWKSet
    /// What the portal is called there.
    public let client = "i-xiamen"

    public init(base: String, house: String, houseClient: String, houseKeys: JWKSet) {
        self.base = base
        self.house = house
        self.houseClient = houseClient
        self.houseKeys = houseKeys
    }
}

/// The portal's two keys: one signs as a provider, one proves who asks.
public struct PortalKeys: Sendable {
    public let provider: SigningKey
    public let client: SigningKey

    public static func generate() throws -> PortalKeys {
        PortalKeys(provider: try SigningKey.generate(.p256), client: try SigningKey.generate(.p256))
    }

    /// Reads the keys of a folder, making those that are missing, readable by the owner only.
    public static func kept(in folder: URL) throws -> PortalKeys {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        func kept(_ name: String) throws -> SigningKey {
            let file = folder.appending(path: name + ".key.pem")
            if let pem = try? String(contentsOf: file, encoding: .utf8) { return try SigningKey(pem: pem) }
            let made = try SigningKey.generate(.p256)
            guard
                FileManager.default.createFile(
                    atPath: file.path, contents: Data(made.pem.utf8), attributes: [.posixPermissions: 0o600])
            else { throw CocoaError(.fileWriteUnknown) }
            return made
        }
        return PortalKeys(provider: try kept("portal-provider"), client: try kept("portal-client"))
    }

    /// The registration under which the portal is known at the house: a file for its `clients.path`.
    public func registration(base: String) -> [UInt8] {
        func words(_ chinese: String, _ english: String, _ minnan: String) -> JSONValue {
            ["zh-Hans": .text(chinese), "en": .text(english), "nan-Hant": .text(minnan)]
        }
        let client: JSONValue = [
            "id": "i-xiamen", "name": words("i厦门（沙箱）", "i-Xiamen (sandbox)", "i廈門（沙箱）"),
            "purpose": words(
                "让您在门户上用同一个账户办事", "To let you use one account on the portal",
                "予你佇門戶用仝一个帳戶辦代誌"),
            "contact": "12345", "redirects": [.text(base + "/callback")],
            "afterLogout": [.text(base + "/bye")], "backChannelLogout": .text(base + "/backchannel"),
            "authentication": "private_key_jwt", "keys": JWKSet([JWK(self.client.publicKey)]).json,
            "scopes": ["openid", "profile", "masked_name", "phone"], "level": "basic",
        ]
        return (["clients": [client]] as JSONValue).bytes
    }
}
