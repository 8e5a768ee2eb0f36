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
    /// A token of such a session opens nothing already; this tells the sites, within the minute of the housekeeping.
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
        let grants = try GrantStore.live(ofSession: session, at: now, in: db)
        for grant in grants where !grant.scopes.contains(.offline) {
            try GrantStore.revoke(grant.id, at: now, in: db)
        }
        // One word to each client, however often she came to it.
        let told = grants.filter { $0.codeUsedAt != nil }
        for (_, grants) in Dictionary(grouping: told, by: \.client) { try tell(grants[0], at: now, in: db) }
        try PortalSessionStore.remove(session, in: db)
    }

    /// Ends whatever other sites were given by a person whose account is closed, also what she made to outlive her visits,
    /// and takes her consents to them back; they are told.
    public func all(of citizen: Token, in db: any SQLConnection) throws {
        let now = parts.world.now()
        for consent in try ClientConsentStore.given(by: citizen, in: db) {
            _ = try ClientConsentStore.withdraw(citizen, consent.client, at: now, in: db)
        }
        try all(at: now, in: db) { try GrantStore.live(of: citizen, at: now, in: db) }
    }

    /// Ends all of them, also where one list does not hold them: a site may ask again every minute.
    func all(at now: Instant, in db: any SQLConnection, _ live: () throws -> [Grant]) throws {
        while case let grants = try live(), !grants.isEmpty {
            for grant in grants {
                try GrantStore.revoke(grant.id, at: now, in: db)
                try tell(grant, at: now, in: db)
            }
        }
    }

    /// A job for each client that wants to know and ever learnt of the session.
    func tell(_ grant: Grant, at now: Instant, in db: any SQLConnection) throws {
        guard grant.codeUsedAt != nil, let client = parts.clients[grant.client],
            client.backChannelLogout != nil
        else { return }
        let word = LogoutJob.Word(grant, client, SubjectNames(vault: parts.vault))
        try JobStore.enqueue(
            NewJob(
                kind: LogoutJob.kindName, key: grant.id.rawValue, payload: try word.bytes, runAt: now),
            in: db)
    }
}
