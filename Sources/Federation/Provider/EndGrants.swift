public import Base
public import Storage

/// Ends what other sites were given when a session ends here, and sees to it that they are told.
public struct EndGrants: Sendable {
    let parts: FederationParts

    public init(_ parts: FederationParts) {
        self.parts = parts
    }

    /// Ends a session here and what other sites were given under it.
    func callAsFunction(_ id: Token, requestID: String) async throws {
        try await parts.engine.write { [self] db in
            try parts.doors.end(id, requestID, db)
            try session(id, in: db)
        }
    }

    /// Finds sessions that ended in whatever way, and ends what other sites were given under them.
    ///
    /// A token of such a session opens nothing already; this tells the sites, within the minute of the housekeeping. What was
    /// made to outlive a visit keeps its session among them for a day, and its site is told once all the same.
    ///
    /// - Returns: How many sessions were found over.
    public func sweep() async throws -> Int {
        let since = parts.world.now() - Grant.visitLife
        var (count, last) = (0, Token?.none)
        repeat {
            let (over, next) = try await parts.engine.read { [parts, last] db in
                let ids = try GrantStore.sessions(since: since, after: last, in: db)
                return (
                    try ids.filter { try !parts.doors.isLive($0, db) },
                    ids.count == GrantStore.sessionsMax ? ids.last : nil
                )
            }
            // What is over stays over.
            if !over.isEmpty {
                try await parts.engine.write { [self] db in for id in over { try session(id, in: db) } }
            }
            (count, last) = (count + over.count, next)
        } while last != nil
        return count
    }

    /// Called in the transaction in which a session ends.
    ///
    /// Grants that the person made to outlive her visit go on (OpenID Connect Back-Channel Logout section 2.7); their
    /// clients are told all the same.
    public func session(_ session: Token, in db: any SQLConnection) throws {
        let now = parts.world.now()
        // One word to each client, however often she came to it; the latest of them stays so, and is told once.
        let known = Dictionary(grouping: try GrantStore.known(ofSession: session, in: db), by: \.client)
        for grants in known.values where grants.contains(where: { $0.isLive(at: now) }) {
            try grants.last.map { try parts.ties.tell($0, at: now, in: db) }
        }
        try GrantStore.revoke(ofVisit: session, at: now, in: db)
        try PortalSessionStore.remove(session, in: db)
    }
}
