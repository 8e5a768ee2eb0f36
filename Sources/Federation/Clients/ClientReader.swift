import Base
import Vault

/// Reads one registration; a member that it does not know is a defect, because it may be a misspelt limit.
struct ClientReader {
    private static let members: Set<String> = [
        "id", "name", "purpose", "contact", "sector", "redirects", "afterLogout", "backChannelLogout",
        "authentication", "keys", "secretHash", "scopes", "level",
    ]
    private static let addressesMax = 20

    private let entry: JSONValue
    private let name: String

    init(_ entry: JSONValue, place: Int) {
        self.entry = entry
        name = entry["id"]?.text ?? "number \(place)"
    }

    func client() throws(ClientDefect) -> Client {
        guard let members = entry.object else { throw defect("is no object") }
        if let stray = members.keys.sorted().first(where: { !Self.members.contains($0) }) {
            throw defect("has a member \(stray) that means nothing")
        }
        guard let id = entry["id"]?.text, id.wholeMatch(of: /[a-z0-9][a-z0-9.-]{1,63}/) != nil else {
            throw defect("id takes 2 to 64 of a-z, 0-9, dot and hyphen")
        }
        let redirects = try addresses("redirects")
        guard !redirects.isEmpty else { throw defect("redirects needs an address") }
        return Client(
            id: id, name: try words("name"), purpose: try words("purpose"), contact: try contact(),
            sector: try sector(redirects), redirects: redirects, afterLogout: try addresses("afterLogout"),
            backChannelLogout: try address(), credential: try credential(), scopes: try scopes(),
            level: try level())
    }

    private func defect(_ message: String) -> ClientDefect { ClientDefect(client: name, message: message) }

    private func words(_ member: String) throws(ClientDefect) -> [Language: String] {
        var words: [Language: String] = [:]
        for language in Language.allCases {
            guard let text = entry[member]?[language.rawValue]?.text, (1...120).contains(text.count),
                text.isPlainText
            else { throw defect("\(member) needs 1 to 120 characters in \(language.rawValue)") }
            words[language] = text
        }
        return words
    }

    private func contact() throws(ClientDefect) -> String {
        guard let text = entry["contact"]?.text, (3...80).contains(text.count), text.isPlainText else {
            throw defect("contact says in 3 to 80 characters whom a person can ask")
        }
        return text
    }

    private func addresses(_ member: String) throws(ClientDefect) -> [String] {
        guard let value = entry[member] else { return [] }
        guard let texts = value.list?.compactMap(\.text), texts.count == value.list?.count,
            texts.count <= Self.addressesMax, texts.allSatisfy({ ClientAddress.host(of: $0) != nil })
        else {
            throw defect(
                "\(member) takes up to \(Self.addressesMax) absolute https addresses (http on loopback) "
                    + "without fragment and wildcard")
        }
        return texts
    }

    private func address() throws(ClientDefect) -> String? {
        guard let value = entry["backChannelLogout"] else { return nil }
        guard let text = value.text, ClientAddress.host(of: text) != nil else {
            throw defect("backChannelLogout takes an absolute https address (http on loopback)")
        }
        return text
    }

    /// Named, or the one host of all redirects (OpenID Connect Core section 8.1).
    private func sector(_ redirects: [String]) throws(ClientDefect) -> String {
        if let value = entry["sector"] {
            guard let text = value.text, text.wholeMatch(of: /[a-z0-9][a-z0-9.-]{0,253}/) != nil else {
                throw defect("sector takes a host name")
            }
            return text
        }
        let hosts = Set(redirects.compactMap(ClientAddress.host))
        guard let host = hosts.first, hosts.count == 1 else {
            throw defect("redirects are on several hosts: name the sector")
        }
        return host
    }

    private func credential() throws(ClientDefect) -> Client.Credential {
        switch entry["authentication"]?.text {
        case "private_key_jwt":
            guard entry["secretHash"] == nil, let value = entry["keys"], let keys = JWKSet(value.bytes),
                !keys.keys.isEmpty
            else { throw defect("private_key_jwt needs keys: a JWK set with a P-256 key, and no secretHash") }
            return .keys(keys)
        case "client_secret_basic": return .headerSecret(hash: try secretHash())
        case "client_secret_post": return .bodySecret(hash: try secretHash())
        default:
            throw defect("authentication is private_key_jwt, client_secret_basic or client_secret_post")
        }
    }

    private func secretHash() throws(ClientDefect) -> [UInt8] {
        guard entry["keys"] == nil, let text = entry["secretHash"]?.text, text.hasPrefix("sha256:"),
            let hash = [UInt8](hex: String(text.dropFirst("sha256:".count))), hash.count == Digest.length
        else { throw defect("a secret needs secretHash as egret clients secret prints it, and no keys") }
        return hash
    }

    private func scopes() throws(ClientDefect) -> Set<Scope> {
        guard let texts = entry["scopes"]?.texts else { throw defect("scopes is a list") }
        let scopes = Set(texts.compactMap(Scope.init))
        guard scopes.count == texts.count, scopes.contains(.openid) else {
            throw defect(
                "scopes takes openid and any of "
                    + Scope.allCases.dropFirst().map(\.rawValue).joined(separator: ", "))
        }
        return scopes
    }

    private func level() throws(ClientDefect) -> ProofLevel {
        guard let level = entry["level"]?.text.flatMap(ProofLevel.init(name:)) else {
            throw defect("level is basic, substantial or high")
        }
        return level
    }
}
