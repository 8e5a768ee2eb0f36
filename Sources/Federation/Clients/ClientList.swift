import Base
public import Foundation

/// What is wrong with a registration, and where.
public struct ClientDefect: Error, Hashable, Sendable, CustomStringConvertible {
    /// The client's id, or its place in the list.
    public let client: String
    public let message: String

    public var description: String { "client \(client): \(message)" }
}

/// The sites that are registered here, and no others.
public struct ClientList: Sendable {
    static let clientsMax = 200
    static let bytesMax = 262_144

    public let all: [Client]
    private let byID: [String: Client]

    public static let none = ClientList([])

    init(_ clients: [Client]) {
        all = clients
        byID = Dictionary(clients.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The registrations of a file, or none when there is no such file.
    ///
    /// - Throws: ``ClientDefect``, the first that was found.
    public static func load(_ file: URL) throws -> ClientList {
        guard FileManager.default.fileExists(atPath: file.path) else { return .none }
        return try ClientList(json: [UInt8](Data(contentsOf: file)))
    }

    /// - Throws: ``ClientDefect``.
    public init(json bytes: [UInt8]) throws(ClientDefect) {
        guard bytes.count <= Self.bytesMax, let file = JSONValue(bytes),
            file.object?.keys.sorted() == ["clients"], let entries = file["clients"]?.list,
            entries.count <= Self.clientsMax
        else {
            throw ClientDefect(
                client: "–",
                message: "the file is an object with one list, clients, and no member comes twice")
        }
        var clients: [Client] = []
        for (index, entry) in entries.enumerated() {
            clients.append(try ClientReader(entry, place: index + 1).client())
        }
        if let twice = Dictionary(grouping: clients, by: \.id).first(where: { $0.value.count > 1 }) {
            throw ClientDefect(client: twice.key, message: "stands twice")
        }
        self.init(clients)
    }

    /// Where each client that wants it is told of the end of a session.
    public var logoutAddresses: [String: String] {
        byID.compactMapValues(\.backChannelLogout)
    }

    subscript(_ id: String) -> Client? { byID[id] }
}
