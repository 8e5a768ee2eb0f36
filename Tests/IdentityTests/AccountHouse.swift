import Base
import Storage
import Support
import Vault

@testable import Identity

/// A person with an account, and the browsers she uses.
extension IdentityHouse {
    static let password = "ein-langes-wort-genug"

    /// Identified at a terminal with card and code.
    func identified(_ person: Int = 1, terminal: String = "t-1") async throws -> IdentifiedSession {
        let session = try await claimed(Self.card(person), terminal: terminal)
        return try await confirm(send(in: session), in: session).session
    }

    func makeCode(_ person: Int = 1, reset: Bool = false) async throws -> String {
        try await accounts.activate.makeCode(for: identified(person), reset: reset, requestID: "r")
    }

    /// A session that the code of a terminal opened.
    func activated(_ person: Int = 1) async throws -> AccountSession {
        let (token, _) = try await accounts.activate(makeCode(person), language: .english, requestID: "r")
        return try await accounts.current.settingUp(token: token)
    }

    /// Sets up password and authenticator, and gives the authenticator.
    @discardableResult
    func enrolled(_ person: Int = 1) async throws -> TOTP {
        let session = try await activated(person)
        try await accounts.manage.setPassword(Self.password, in: session, requestID: "r")
        try await accounts.manage.beginTOTP(in: session, requestID: "r")
        guard let totp = try await accounts.manage.waitingTOTP(in: session) else {
            throw AccountRefused.unknownWay
        }
        try await accounts.manage.confirmTOTP(code(totp), in: session, requestID: "r")
        clock.advance(by: .seconds(60))
        return totp
    }

    func code(_ totp: TOTP) -> String { totp.code(step: TOTP.step(at: clock.now)) }

    func first(
        _ name: String? = nil, password: String = password, device: String? = nil
    ) async throws -> AccountSession {
        let token = try await accounts.signIn.password(
            name ?? Self.number(), password, device: device, language: .english, requestID: "r")
        return try await accounts.current.first(token: token)
    }

    @discardableResult
    func signIn(_ totp: TOTP, name: String? = nil, device: String? = nil) async throws -> SignedIn {
        clock.advance(by: .seconds(30))
        return try await accounts.signIn.totp(
            code(totp), in: first(name, device: device), device: device, requestID: "r")
    }

    /// The messages that wait to be sent, by their closed words.
    func notices() async throws -> [String] {
        try await engine.read { db in
            try db.rows(
                "SELECT payload_bytes FROM jobs WHERE kind = 'account.notice' ORDER BY updated_at_ms LIMIT 100"
            )
            .map {
                String(decoding: try $0.bytes("payload_bytes"), as: UTF8.self).split(separator: " ").last.map(
                    String.init) ?? ""
            }
        }
    }
}
