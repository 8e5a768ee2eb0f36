public import Storage

/// Whether a terminal may do a service, asked of the database inside the transaction that acts on the answer.
///
/// No node remembers it: a stop on one node holds on every other with the next transaction.
public enum ServiceGate {
    /// - Throws: ``TerminalRefused/serviceStopped``.
    public static func require(_ service: String, at terminal: String, in db: any SQLConnection) throws {
        guard try ServiceStopStore.find(service, at: terminal, in: db) == nil else {
            throw TerminalRefused.serviceStopped
        }
    }
}
