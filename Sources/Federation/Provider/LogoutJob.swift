public import Logging
public import Storage
import Base
import Foundation
import Vault

/// Where signed logout tokens leave the house.
public protocol LogoutPort: Sendable {
    /// Posts a token to a client's address; returns when the client has taken it.
    ///
    /// - Throws: `PortError`; with `failed` and a code that begins with 4, trying again changes nothing.
    func send(_ token: String, to address: String) async throws
}

/// Tells a client that a person's session is over (OpenID Connect Back-Channel Logout 1.0), until it has taken it, or for about a day.
public struct LogoutJob: JobHandler {
    static let kindName = "oidc.logout"
    /// Waits of 10 seconds, doubling up to 12 hours: fourteen tries take about a day, for nobody here can mend a site.
    static let triesMax = 14
    static let backoff = Backoff(first: .seconds(10), longest: .seconds(12 * 3_600))
    /// What this process has written is seen at once.
    private static let pollInterval = Duration.seconds(5)
    private static let life = Duration.seconds(120)

    public let kind = LogoutJob.kindName
    let parts: FederationParts
    let port: any LogoutPort

    public init(_ parts: FederationParts, port: any LogoutPort) {
        self.parts = parts
        self.port = port
    }

    /// A runner of its own: the tries of all others are over within a minute.
    public static func runner(
        _ parts: FederationParts, port: any LogoutPort, logger: Logger
    ) -> JobRunner {
        JobRunner(
            engine: parts.engine, handlers: [LogoutJob(parts, port: port)], world: parts.world,
            logger: logger, pollInterval: pollInterval, attemptsMax: triesMax, backoff: backoff)
    }

    public func run(_ job: Job) async throws {
        guard let word = try await word(of: job), let client = parts.clients[word.client],
            let address = client.backChannelLogout
        else { throw JobHopeless(reason: "client-or-grant-gone") }
        do {
            try await port.send(try token(word, client), to: address)
        } catch PortError.failed(_, let code) where code.hasPrefix("4") {
            throw JobHopeless(reason: "client-refused-logout")
        }
    }

    /// What is told, by names that mean something to one client alone; it outlives the grant and its person.
    struct Word: Codable {
        let client: String
        let subject: String
        let session: String

        init(_ grant: Grant, _ client: Client, _ names: SubjectNames) {
            self.client = client.id
            subject = names.subject(grant.citizen, in: client.sector)
            session = names.session(grant.session, for: client.id)
        }

        var bytes: [UInt8] {
            get throws {
                let encoder = JSONEncoder()
                encoder.outputFormatting = .sortedKeys
                return [UInt8](try encoder.encode(self))
            }
        }
    }

    /// - Returns: Nil for a job of an older release whose grant is gone.
    private func word(of job: Job) async throws -> Word? {
        if let word = try? JSONDecoder().decode(Word.self, from: Data(job.payload)) { return word }
        guard let id = Token(rawValue: String(decoding: job.payload, as: UTF8.self)),
            let grant = try await parts.engine.read({ db in try GrantStore.find(id, in: db) }),
            let client = parts.clients[grant.client]
        else { return nil }
        return Word(grant, client, SubjectNames(vault: parts.vault))
    }

    /// Another token at every try: a client that has seen a `jti` refuses it.
    private func token(_ word: Word, _ client: Client) throws -> String {
        let now = parts.world.now()
        let claims: JSONValue = [
            "iss": .text(parts.issuer), "aud": .text(client.id),
            "sub": .text(word.subject), "sid": .text(word.session), "iat": now.numericDate,
            "exp": (now + Self.life).numericDate, "jti": .text(Token(parts.world).rawValue),
            "events": [LogoutToken.event: [:]],
        ]
        return try JWS.sign(
            claims, type: LogoutToken.type, with: parts.vault.ring.tokenKey(.provider, at: now))
    }
}

/// What a logout token is known by.
enum LogoutToken {
    static let type = "logout+jwt"
    static let event = "http://schemas.openid.net/event/backchannel-logout"
}
