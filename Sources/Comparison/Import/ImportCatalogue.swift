import Audit
import Base
import Storage
import Vault
public import Foundation

/// Takes over another portal's catalogue, whole or not at all.
public struct ImportCatalogue: Sendable {
    /// **Unit:** bytes.
    public static let fileMax = 33_554_432

    let parts: ComparisonParts

    /// The source is a file, or an address that ``PortalCataloguePort`` takes.
    ///
    /// **Errors:** ``CatalogueFileProblem``, ``PortError``, or ``ComparisonRefused/noFile``; then the former catalogue stays.
    @discardableResult
    public func callAsFunction(_ source: String, by account: String) async throws -> PortalImport {
        let portal =
            source.hasPrefix("http://") || source.hasPrefix("https://")
            ? try await parts.port.catalogue(at: source) : try Self.file(URL(filePath: source))
        let done = PortalImport(
            source: source, items: portal.items.count, by: account, at: parts.world.now())
        try await parts.engine.write { [parts] db in
            try PortalItemStore.replace(portal.items, in: db)
            try PortalItemStore.note(done, in: db)
            try parts.audit.append(
                AuditAct(
                    "catalogue.portal-imported", actor: .staff(account), purpose: nil, caseNumber: nil,
                    subject: nil, decision: "\(portal.items.count) items",
                    payloadHash: Digest.sha256(
                        portal.items.reduce(into: []) { $0 += $1.json.bytes })), in: db)
        }
        return done
    }

    /// Reads a catalogue from a table, without keeping it.
    public static func file(_ url: URL) throws -> PortalCatalogue {
        guard let data = try? Data(contentsOf: url) else { throw ComparisonRefused.noFile }
        guard data.count <= fileMax else {
            throw CatalogueFileProblem(line: 1, "more than \(fileMax) bytes")
        }
        return try PortalColumns.catalogue(CSVTable(readable: [UInt8](data)))
    }
}
