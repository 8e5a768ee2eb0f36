import Base
public import Foundation

/// A program of the city that is told of cases, as an operator has registered it.
public struct HookReceiver: Hashable, Sendable, Identifiable {
    /// A slug; also the name of its queue.
    public let id: String
    /// HTTPS; plain HTTP to this machine alone.
    public let url: String
    /// One key, or two while one is being replaced; each message is signed under all of them.
    let keys: [[UInt8]]
    public let kinds: Set<NoticeKind>

    static let keyPrefix = "whsec_"
    /// Bytes of a key.
    ///
    /// Source: the Standard Webhooks specification, 1.0.0, "Signature scheme".
    static let keyBytes = 24...64
    static let idMax = 40

    /// - Throws: ``HookDefect`` that says what is wrong.
    init(_ entry: JSONValue, place: Int) throws(HookDefect) {
        let name = entry["id"]?.text ?? "no. \(place)"
        func defect(_ message: String) -> HookDefect { HookDefect(receiver: name, message: message) }
        guard let members = entry.object else { throw defect("is no object") }
        guard Set(members.keys) == ["id", "url", "secrets", "kinds"] else {
            throw defect("has the members id, url, secrets and kinds, and no others")
        }
        guard let id = entry["id"]?.text, Self.isSlug(id) else {
            throw defect("the id is made of a-z, 0-9 and hyphens, at most \(Self.idMax)")
        }
        guard let url = entry["url"]?.text, Self.isAddress(url) else {
            throw defect("the url begins with https://; http:// is for 127.0.0.1 and localhost")
        }
        guard let secrets = entry["secrets"]?.texts, (1...2).contains(secrets.count) else {
            throw defect("there is one secret, or two while one is being replaced")
        }
        var keys: [[UInt8]] = []
        for secret in secrets {
            guard secret.hasPrefix(Self.keyPrefix),
                let key = Data(base64Encoded: String(secret.dropFirst(Self.keyPrefix.count))),
                Self.keyBytes.contains(key.count)
            else { throw defect("a secret is whsec_ and the base64 of 24 to 64 bytes") }
            keys.append([UInt8](key))
        }
        guard let words = entry["kinds"]?.texts, !words.isEmpty else { throw defect("kinds is a list") }
        var kinds: Set<NoticeKind> = []
        for word in words {
            guard let kind = NoticeKind(rawValue: word) else {
                throw defect("kinds are \(NoticeKind.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            kinds.insert(kind)
        }
        (self.id, self.url, self.keys, self.kinds) = (id, url, keys, kinds)
    }

    private static func isSlug(_ text: String) -> Bool {
        (1...idMax).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                (97...122).contains($0) || (48...57).contains($0) || $0 == UInt8(ascii: "-")
            }
    }

    private static func isAddress(_ text: String) -> Bool {
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), let parts = URLComponents(string: text),
            let host = parts.host, !host.isEmpty, parts.user == nil, parts.fragment == nil
        else { return false }
        return parts.scheme == "https"
            || (parts.scheme == "http" && ["127.0.0.1", "localhost"].contains(host))
    }
}

/// What is wrong with a registration, and where.
public struct HookDefect: Error, Hashable, Sendable, CustomStringConvertible {
    /// The receiver's id, or its place in the list.
    public let receiver: String
    public let message: String

    public var description: String { "receiver \(receiver): \(message)" }
}

/// The receivers that are registered here, and no others.
public struct HookReceivers: Sendable {
    static let countMax = 20
    static let bytesMax = 65_536

    public let all: [HookReceiver]

    public static let none = HookReceivers(all: [])

    private init(all: [HookReceiver]) {
        self.all = all
    }

    /// The registrations of a file, or none when there is no such file.
    ///
    /// - Throws: ``HookDefect``, the first that was found.
    public static func load(_ file: URL) throws -> HookReceivers {
        guard FileManager.default.fileExists(atPath: file.path) else { return .none }
        return try HookReceivers(json: [UInt8](Data(contentsOf: file)))
    }

    /// - Throws: ``HookDefect``.
    public init(json bytes: [UInt8]) throws(HookDefect) {
        guard bytes.count <= Self.bytesMax, let file = JSONValue(bytes),
            file.object?.keys.sorted() == ["receivers"], let entries = file["receivers"]?.list,
            entries.count <= Self.countMax
        else {
            throw HookDefect(
                receiver: "–",
                message: "the file is an object with one list, receivers, of at most \(Self.countMax)")
        }
        var all: [HookReceiver] = []
        for (index, entry) in entries.enumerated() {
            let receiver = try HookReceiver(entry, place: index + 1)
            guard !all.contains(where: { $0.id == receiver.id }) else {
                throw HookDefect(receiver: receiver.id, message: "stands twice")
            }
            all.append(receiver)
        }
        self.all = all
    }
}
