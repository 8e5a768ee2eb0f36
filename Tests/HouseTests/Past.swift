import Base
import Foundation
import Identity
import Logging
import Storage
import Support
import Testing
import Vault

@testable import egret

/// A house whose clock the test holds, with rows of long ago.
struct Past {
    struct Counts: Equatable {
        var codes = 0
        var consents = 0
        var visits = 0
        var cases = 0
        /// Papers whose bytes are still there.
        var papers = 0
        var persons = 0
    }

    /// Days after which something goes, and what; from `Services/retention.yml`.
    static let expected: [(days: Int, change: @Sendable (inout Counts) -> Void)] = [
        (30, { ($0.papers, $0.cases) = (0, 1) }),
        (180, { ($0.codes, $0.visits) = (0, 1) }),
        (1_095, { $0 = Counts() }),
    ]

    let house: House
    let clock: TestClock

    static func run(_ engine: TestEngine, _ body: (Past) async throws -> Void) async throws {
        let box = try await HouseBox(engine)
        let clock = TestClock()
        let world = World(
            now: { clock.now }, random: World.live.random, sleep: { try await Task.sleep(for: $0) })
        let house = try await House(box.config(), world: world, logger: Logger(label: "test"))
        do {
            try await body(Past(house: house, clock: clock))
        } catch {
            await house.close()
            await box.remove()
            throw error
        }
        await house.close()
        await box.remove()
    }

    func person(_ index: Int = 1) async throws -> Token {
        let digits = Array("35020319900307".utf8) + Array(String(index).leftPadded(to: 3).utf8)
        let number = String(decoding: digits + [CitizenNumber.checkDigit(of: digits)], as: UTF8.self)
        let citizen = Identity.Citizen(
            id: Token(.live), number: try CitizenNumber(number), name: "王小明", phone: nil)
        try await house.engine.write { [house] db in
            try CitizenStore.insert(citizen, vault: house.vault, at: house.world.now(), in: db)
        }
        return citizen.id
    }

    @discardableResult
    func visit(of citizen: Token, isOver: Bool = true) async throws -> Token {
        let (id, now) = (Token(.live), clock.now)
        let ended = isOver ? now : nil
        _ = try await house.engine.write { db in
            try db.run(
                """
                INSERT INTO sessions (id, token_hash, terminal_id, language, service, citizen_id, factors,
                    face_tries, code_tries, started_at_ms, last_seen_at_ms, ended_at_ms)
                VALUES (\(id), \(World.live.random(32)), 't-1', 'en', 's', \(citizen), 'card', 0, 0, \(now), \(now),
                    \(ended.sqlValue))
                """)
        }
        return id
    }

    func code(in session: Token) async throws {
        let now = clock.now
        _ = try await house.engine.write { db in
            try db.run(
                """
                INSERT INTO login_codes (id, session_id, number_term, code_hash, sent_at_ms, expires_at_ms)
                VALUES (\(Token(.live)), \(session), \([UInt8(1)]), \([UInt8(2)]), \(now), \(now))
                """)
        }
    }

    func consent(in session: Token) async throws {
        let now = clock.now
        _ = try await house.engine.write { db in
            try db.run(
                """
                INSERT INTO consents (id, session_id, purpose, wording, given_at_ms)
                VALUES (\(Token(.live)), \(session), 'face', '1', \(now))
                """)
        }
    }

    func application(_ state: String, of citizen: Token = Token(.live)) async throws {
        let (number, now) = (Token(.live), clock.now)
        let issued = state == "delivered" ? now : nil
        _ = try await house.engine.write { db in
            try db.run(
                """
                INSERT INTO cases (number, service, service_version, citizen_id, terminal_id, language, state,
                    opened_at_ms, issued_at_ms)
                VALUES (\(number), 's', 1, \(citizen), 't-1', 'en', \(state), \(now), \(issued.sqlValue))
                """)
            try db.run(
                """
                INSERT INTO case_events (case_number, seq, event, at_ms) VALUES (\(number), 1, 'opened', \(now))
                """)
        }
    }

    func paper(of citizen: Token) async throws {
        let (id, now) = (Token(.live), clock.now)
        _ = try await house.engine.write { db in
            try db.run(
                """
                INSERT INTO documents (id, case_number, edition, subject_id, subject_commitment, service_code,
                    service_name, issuer, code_hash, pdf_hash, pdf_bytes, pages, pdf_sealed, facts_sealed,
                    issued_at_ms, state, state_changed_at_ms)
                VALUES (\(id), 'c', 1, \(citizen), \([UInt8(1)]), 's', 's', 'i', \([UInt8(2)]), \([UInt8(3)]), 4, 1,
                    \([UInt8(5)]), \([UInt8(6)]), \(now), 'valid', \(now))
                """)
        }
    }

    func counts() async throws -> Counts {
        try await house.engine.read { db in
            func count(_ from: StaticString) throws -> Int {
                Int(try db.rows("SELECT count(*) AS n FROM \(raw: from)").first?.int("n") ?? 0)
            }
            #expect(try count("case_events") == count("cases"), "a history goes with its application")
            return Counts(
                codes: try count("login_codes"), consents: try count("consents"),
                visits: try count("sessions"),
                cases: try count("cases"), papers: try count("documents WHERE length(pdf_sealed) > 0"),
                persons: try count("citizens"))
        }
    }

    func account(of citizen: Token) async throws {
        let now = clock.now
        _ = try await house.engine.write { db in
            try db.run("INSERT INTO accounts (citizen_id, opened_at_ms) VALUES (\(citizen), \(now))")
            try db.run(
                """
                INSERT INTO portal_links (subject_term, citizen_id, linked_at_ms)
                VALUES (\(Array(citizen.rawValue.utf8)), \(citizen), \(now))
                """)
            try db.run(
                """
                INSERT INTO wechat_bindings (citizen_id, openid_term, openid_sealed, channel, bound_at_ms)
                VALUES (\(citizen), \([UInt8(1)]), \([UInt8(2)]), 'both', \(now))
                """)
        }
    }

    /// Whose accounts are tied to one at the portal, and to a WeChat.
    func tied() async throws -> [Token] {
        try await house.engine.read { db in
            try db.rows(
                """
                SELECT citizen_id FROM portal_links UNION ALL SELECT citizen_id FROM wechat_bindings LIMIT 100
                """
            ).map { try $0.value("citizen_id") }
        }
    }

    func accounts() async throws -> [Token] {
        try await house.engine.read { db in
            try db.rows("SELECT citizen_id FROM accounts LIMIT 100").map { try $0.value("citizen_id") }
        }
    }

    /// Her papers have their bytes again, and her requests were never made.
    func undo(of citizen: Token) async throws {
        try await house.engine.write { db in
            try db.run(
                """
                DELETE FROM privacy_request_events WHERE request_number IN
                    (SELECT number FROM privacy_requests WHERE citizen_id = \(citizen))
                """)
            try db.run("DELETE FROM privacy_requests WHERE citizen_id = \(citizen)")
            try db.run("UPDATE documents SET pdf_sealed = \([UInt8(5)]) WHERE subject_id = \(citizen)")
        }
    }

    func isReadable(_ citizen: Token) async throws -> Bool {
        do {
            _ = try await house.engine.read { [house] db in try house.vault.subject(citizen, in: db) }
            return true
        } catch VaultError.shredded {
            return false
        }
    }

    /// Holds a row fast, as a fault of ours or of the disk might: it cannot be deleted.
    func grip(_ table: StaticString, where column: StaticString, is value: Token) async throws {
        try await house.engine.write { db in
            try db.run("CREATE TABLE grip (id TEXT NOT NULL REFERENCES \(raw: table) (id))")
            try db.run(
                "INSERT INTO grip (id) SELECT id FROM \(raw: table) WHERE \(raw: column) = \(value)")
        }
    }

    /// Every person's key as a backup keeps it.
    func keys() async throws -> [(String, [UInt8])] {
        try await house.engine.read { db in
            try db.rows("SELECT subject_id, wrapped_key FROM vault_subjects LIMIT 100").map {
                (try $0.text("subject_id"), try $0.bytes("wrapped_key"))
            }
        }
    }

    func restore(_ keys: [(String, [UInt8])]) async throws {
        try await house.engine.write { db in
            for (subject, key) in keys {
                try db.run(
                    """
                    UPDATE vault_subjects SET wrapped_key = \(key), shredded_at_ms = NULL
                    WHERE subject_id = \(subject)
                    """)
            }
        }
    }
}
