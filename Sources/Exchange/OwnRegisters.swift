public import Base

/// Registers that the house keeps itself, asked in the same way as a department's.
public struct OwnRegisters: RegisterPort {
    let own: [String: any RegisterPort]
    let others: any RegisterPort

    /// `own` by the whole name of the resource; everything else goes to `others`.
    public init(_ own: [String: any RegisterPort], beside others: any RegisterPort) {
        self.own = own
        self.others = others
    }

    public func record(for question: RegisterQuestion) async throws(PortError) -> RegisterRecord {
        try await (own[question.resource] ?? others).record(for: question)
    }

    public func isSilent(_ resource: String) -> Bool { (own[resource] ?? others).isSilent(resource) }
}
