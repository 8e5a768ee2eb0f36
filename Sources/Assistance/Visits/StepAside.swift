import Base
import Storage

/// Notes that the helper has stepped aside for one step of the visit, or was called back.
public struct StepAside: Sendable {
    let parts: AssistanceParts

    /// - Throws: ``AssistanceRefused/nobodyHere``.
    public func callAsFunction(_ step: AssistedStep.Own?, at terminal: String) async throws {
        try await parts.engine.write { db in
            guard let help = try AssistanceStore.open(at: terminal, in: db), help.begunAt != nil else {
                throw AssistanceRefused.nobodyHere
            }
            try AssistanceStore.step(help.id, aside: step, in: db)
        }
    }
}
