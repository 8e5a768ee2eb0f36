public import Base
import Vault

/// One version of one service, published over the files that the house was started with.
public struct ServicePublication: Sendable {
    public let id: Token
    public let service: ServiceID
    public let version: Int
    /// `service.yml`.
    public let source: String
    /// `document.yml`; empty where this version is without.
    ///
    /// All that its cases are read by stands here, what the release that published it had in its folder too. Nil, here and in
    /// ``slots``, only in what was published before that was so: then the folder's counts, if there is one.
    public let layout: String?
    /// `slots.yml`; empty where nothing is booked.
    public let slots: String?
    /// Spoken words, pictures and the ordinary journey, by ``ServicePart``'s names; an empty text stands for a file that this
    /// version is without, and what is not among them stays as the folder has it.
    public let parts: [String: String]
    /// From when it is offered; what was opened before goes on under its own version.
    public let effectiveFrom: Instant
    public let publishedAt: Instant
    /// Nil as long as it is offered, or to be.
    public var withdrawal: VersionWithdrawal?

    static let serviceFile = "service.yml"
    static let layoutFile = "document.yml"
    static let slotsFile = SlotReader.file

    /// What can be published of a service, by its name below the service's folder; everything else comes with a release.
    public static func isFile(_ name: String) -> Bool {
        [serviceFile, layoutFile].contains(name) || ServicePart.isName(name)
    }

    /// The service of a path below the catalogue's folder, and the file's name below that of the service.
    public static func place(_ path: String) -> (service: String, name: String)? {
        let steps = path.split(separator: "/", omittingEmptySubsequences: false)
        guard steps.count >= 3 else { return nil }
        return (steps.prefix(2).joined(separator: "/"), steps.dropFirst(2).joined(separator: "/"))
    }

    /// As the desk writes them.
    var written: ServiceFiles {
        ServiceFiles(
            source: source, keptLayout: layout,
            keptParts: parts.merging(slots.map { [Self.slotsFile: $0] } ?? [:]) { first, _ in first })
    }

    /// The files it lays over the folder.
    var files: [String: String] {
        let named = [Self.serviceFile: source, Self.layoutFile: layout, Self.slotsFile: slots]
            .compactMapValues(\.self).merging(parts) { first, _ in first }
        return Dictionary(uniqueKeysWithValues: named.map { ("\(service.rawValue)/\($0)", $1) })
    }

    /// What two people agree to: SHA-256 over the services' names, versions and files, in hexadecimal.
    public static func fingerprint(of files: [String: String]) -> String {
        let text = files.sorted { $0.key < $1.key }.map { "\($0.key)\n\($0.value.utf8.count)\n\($0.value)" }
        return Digest.sha256(Array(text.joined().utf8)).hex
    }
}
