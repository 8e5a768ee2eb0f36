public import Catalogue
import Storage

/// How many cases a change of a service would leave running under the versions before it.
public struct RunningCases: Sendable {
    let parts: CaseParts

    public init(_ parts: CaseParts) {
        self.parts = parts
    }

    /// By version; a version without a running case is left out.
    public func callAsFunction(_ service: ServiceID) async throws -> [Int: Int] {
        try await parts.engine.read { db in try CaseUsesStore.running(service, in: db) }
    }
}
