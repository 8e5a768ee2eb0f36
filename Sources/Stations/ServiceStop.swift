public import Base

/// A service that one terminal does not offer until an operator lets it in again.
public struct ServiceStop: Hashable, Sendable {
    public let terminal: String
    /// The service's id, such as `police/temporary-identity-proof`.
    public let service: String
    /// A closed word such as `register-other-subject`.
    public let reason: String
    public let at: Instant
    /// Who stopped it, as the audit log writes it.
    public let by: String

    /// What the alarm about it says: the service and the reason.
    var alarmDetail: String { "\(service) \(reason)" }
}
