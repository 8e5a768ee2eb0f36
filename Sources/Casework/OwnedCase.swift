public import Catalogue
public import Identity
import Base
import Storage
import Vault

/// Finds a case for the person it belongs to, and for nobody else.
public struct OwnedCase: Sendable {
    let parts: CaseParts

    public init(_ parts: CaseParts) {
        self.parts = parts
    }

    /// - Throws: ``CaseRefused/unknownCase`` when there is none, or it is another person's.
    public func callAsFunction(_ number: CaseNumber, of session: IdentifiedSession) async throws -> CaseFile {
        let vault = parts.vault
        let file = try await parts.engine.read { db in try CaseStore.find(number, vault: vault, in: db) }
        guard let file, file.citizen == session.citizen else { throw CaseRefused.unknownCase }
        return file
    }

    /// The case with its service.
    ///
    /// - Throws: ``CaseRefused/moreProofNeeded`` besides: a case is not worked on with less proof than it was opened with.
    public func withItem(
        _ number: CaseNumber, of session: IdentifiedSession
    ) async throws -> (CaseFile, ServiceItem) {
        let file = try await self(number, of: session)
        let item = try parts.item(file.service)
        guard item.accepts(session.session.factors) else { throw CaseRefused.moreProofNeeded }
        return (file, item)
    }
}
