import Base
import Audit
import Storage
import Vault

/// Identifies a person by her network certificate: the terminal shows a picture, her app of the national service answers,
/// and this visit alone gains her.
///
/// Using it is voluntary and nothing is lost without it. It goes without a face. Who is met for the first time is known
/// by a name that leads to nobody; she is asked for name and number on a page of its own, and may say no.
///
/// Source: 国家网络身份认证公共服务管理办法 (公安部等六部门令第173号, in force since 2025-07-15), articles 4 to 8.
public struct NetworkLogin: Sendable {
    /// How long a picture is good for: to take out a phone, open an app and type a password; the measures name no figure.
    static let life = Duration.seconds(180)
    /// Requests of one visit, so that nobody makes the service work by pressing.
    static let perVisitMax = 6

    /// What the person reads on her phone about a visit: place and service.
    public typealias Scene = @Sendable (_ terminal: String, _ service: String) async throws -> String

    enum Decision: String, Sendable {
        case yes, no, mismatch, expired
        /// The service's answer could not be believed.
        case unanswered
    }

    /// How far a visit has come.
    enum Standing: Hashable, Sendable {
        case none
        /// `isSlow` when the service could not be reached this time.
        case waiting(address: String, isSlow: Bool)
        /// It is somebody, of whom nothing else is known yet.
        case first
        /// Her number, masked: whoever stands there sees whose certificate it was before she goes on.
        case agreed(number: String)
        case refused, mismatch, unanswered, expired
    }

    let parts: IdentityParts
    let port: any NetworkIdentityPort
    let scene: Scene

    public init(_ parts: IdentityParts, port: any NetworkIdentityPort, scene: @escaping Scene) {
        self.parts = parts
        self.port = port
        self.scene = scene
    }

    /// Opens a request; what was asked before in the visit no longer counts.
    ///
    /// Asking for ``NetworkRequest/Scope/identity`` is her consent to give name and number, and is written down as one.
    ///
    /// - Throws: ``IdentityRefused/networkSilent``, ``IdentityRefused/pictureTooOften``, and
    ///   ``IdentityRefused/networkNotAgreed`` for an identity whose name was not shown before.
    func ask(for scope: NetworkRequest.Scope, in session: Session, requestID: String) async throws {
        let words = try await scene(session.terminalID, session.service)
        let request = NetworkRequest(
            serial: Token(parts.world), scope: scope, openedAt: parts.world.now())
        try await begin(request, session, requestID)
        let (vault, id) = (parts.vault, request.serial)
        let address: String
        do throws(PortError) {
            address = try await port.open(request, scene: words)
        } catch {
            try await giveUp(session, requestID)
            throw IdentityRefused.networkSilent
        }
        let isKept = try await parts.engine.write { db in
            try NetworkLoginStore.keep(
                vault.seal(Array(address.utf8), at: Self.addressPlace(id)), for: id, in: db)
        }
        guard isKept else { throw IdentityRefused.networkNotAgreed }
    }

    /// Goes back to the other ways; a consent given on the way is taken back with it.
    func cancel(in session: Session, requestID: String) async throws {
        let (parts, now) = (parts, parts.world.now())
        try await parts.engine.write { db in
            guard try NetworkLoginStore.close(ofSession: session.id, at: now, in: db) else { return }
            try parts.note(
                "identity.refused", of: .network, decision: "network-cancelled", in: session, requestID,
                in: db)
            if try ConsentStore.withdraw(.identityData, session: session.id, at: now, in: db) {
                try Self.note("consent.withdrawn", in: session, parts, requestID, in: db)
            }
        }
    }

    private func begin(_ request: NetworkRequest, _ session: Session, _ requestID: String) async throws {
        let (parts, consent) = (parts, Token(parts.world))
        try await parts.engine.write { db in
            let now = request.openedAt
            guard try NetworkLoginStore.count(of: session.id, in: db) < Self.perVisitMax else {
                throw IdentityRefused.pictureTooOften
            }
            var expected: [UInt8]?
            if request.scope == .identity {
                guard let shown = try NetworkLoginStore.open(of: session.id, in: db),
                    shown.decision == .yes, let sealed = shown.outcome
                else { throw IdentityRefused.networkNotAgreed }
                expected = try NetworkOutcome(sealed: sealed, by: parts.vault, login: shown.id).term(
                    parts.vault)
                try ConsentStore.give(
                    .identityData, wording: Consent.wording, session: session.id, id: consent, at: now, in: db
                )
                try Self.note("consent.given", in: session, parts, requestID, in: db)
            }
            try NetworkLoginStore.close(ofSession: session.id, at: now, in: db)
            try NetworkLoginStore.insert(
                request, session: session.id, expectedTerm: expected, expiresAt: now + Self.life, in: db)
            try parts.note(
                "identity.network-asked", of: .network, decision: request.scope.rawValue, in: session,
                requestID, in: db)
        }
    }

    private func giveUp(_ session: Session, _ requestID: String) async throws {
        let (parts, now) = (parts, parts.world.now())
        try await parts.engine.write { db in
            try NetworkLoginStore.close(ofSession: session.id, at: now, in: db)
            try parts.note(
                "identity.unanswered", of: .network, decision: "network-silent", in: session, requestID,
                in: db)
        }
    }

    private static func note(
        _ action: String, in session: Session, _ parts: IdentityParts, _ requestID: String,
        in db: any SQLConnection
    ) throws {
        try parts.audit.append(
            AuditAct(
                action, actor: .citizen, purpose: Consent.identityData.rawValue, caseNumber: nil,
                subject: nil,
                fields: [Consent.wording], terminal: session.terminalID, requestID: requestID),
            in: db)
    }

    static func addressPlace(_ login: Token) -> FieldPlace {
        FieldPlace("network_logins", "address", row: login.rawValue)
    }
}
