import Base
import Storage

/// What a completed sign-in hands to the browser.
public struct SignedIn: Sendable {
    public let session: AccountSession
    public let token: String
    /// By which this browser is known from now on, when it was not before.
    public let device: String?
}

/// The last step of every sign-in: the session opens under a new token, once.
struct AccountProof: Sendable {
    let parts: AccountParts
    let session: AccountSession
    let requestID: String
    private let fresh: (token: String, hash: [UInt8])
    private let newDevice: String
    private let device: [UInt8]?

    init(_ parts: AccountParts, session: AccountSession, device: String?, requestID: String) {
        self.parts = parts
        self.session = session
        self.requestID = requestID
        self.device = device.map { AccountParts.hash($0) }
        fresh = parts.identity.newToken()
        newDevice = Token(parts.world).rawValue
    }

    /// - Throws: ``AccountRefused/startAgain`` when the session is over.
    func complete(adding factors: Set<Factor>, in db: any SQLConnection) throws -> SignedIn {
        let now = parts.world.now()
        let all = session.factors.union(factors)
        let proved = AccountSession(
            id: session.id, citizen: session.citizen, state: .open, factors: all,
            level: Assurance(all) ?? .basic, language: session.language, startedAt: session.startedAt,
            lastSeenAt: now, authenticatedAt: now, tokenHash: fresh.hash)
        guard try AccountSessionStore.prove(proved, in: db) else { throw AccountRefused.startAgain }
        try parts.note(
            "account.signed-in", of: session.citizen, fields: all.map(\.rawValue).sorted(), requestID, in: db)
        return SignedIn(session: proved, token: fresh.token, device: try recognise(at: now, in: db))
    }

    /// Remembers the browser, tells her of a new one, and forgives the tries before.
    private func recognise(at now: Instant, in db: any SQLConnection) throws -> String? {
        let citizen = session.citizen
        if session.state == .open { return nil }
        if let person = try CitizenStore.find(citizen, vault: parts.vault, in: db) {
            try ActivateAccount.clearThrottles(of: person, parts, in: db)
        }
        if let device, try AccountStore.knows(device: device, of: citizen, in: db) {
            try ThrottleStore.clear(
                SignIn.scope(of: "person|\(citizen)", device: device, parts.vault), in: db)
            try AccountStore.remember(device: device, of: citizen, at: now, in: db)
            return nil
        }
        // A browser that another person uses too is known as hers besides, under the name it has.
        try AccountStore.remember(
            device: device ?? AccountParts.hash(newDevice), of: citizen, at: now, in: db)
        try parts.tell(citizen, .newBrowser, in: db)
        return device == nil ? newDevice : nil
    }
}
