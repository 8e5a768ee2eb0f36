import Base
import Foundation
import HTTPTypes
import Identity
import Sandbox
import Storage
import Support
import Terminal
import Testing
import Vault
import Wire

@testable import Simulation

/// A terminal, a centre and a few rows, and a witness to whom a test shows what it likes.
struct WitnessScene {
    static let terminal = "terminal-0"
    static let sheet = Sheet(number: "C1", paper: .result)

    let witness: Witness
    let her: Person
    let other: Person
    /// Hers in the database.
    let citizen = Token(.live)
    private let stage = Stage(seed: 1, plan: .calm, keepsLines: false)
    private let database: Database
    private let vault: Vault
    private let centre: Node

    init() async throws {
        let city = try SampleCity.xiamen()
        let people = city.citizens.filter { $0.phone != nil && $0.behaviour.isOrdinary }
        let world = World.frozen()
        (her, other) = (people[0], people[1])
        database = try Database()
        vault = Vault(ring: try KeyRing.create(suite: .international, world: world), world: world)
        centre = Node("centre-0", stage: stage) { _ in Node.Program(doorways: [:], services: []) }
        witness = Witness(stage: stage, city: city, database: database)
        _ = try await Migrator(
            engine: PlainEngine(database: database), migrations: VaultMigrations.all + IdentityMigrations.all,
            world: world
        ).run()
        for table in Self.tables { try run(table) }
        let (her, citizen, vault) = (her, citizen, vault)
        _ = try database.transaction(keeps: true) { db in
            try CitizenStore.insert(
                Citizen(id: citizen, number: her.number, name: her.name, phone: her.phone), vault: vault,
                at: Stage.epoch, in: db)
        }
    }

    /// The columns that the witness reads, of tables that other rooms keep.
    private static let tables: [SQLStatement] = [
        """
        CREATE TABLE cases (number TEXT, citizen_id TEXT, actor_id TEXT, service TEXT, state TEXT,
            terminal_id TEXT)
        """,
        "CREATE TABLE case_steps (case_number TEXT)",
        "CREATE TABLE case_events (case_number TEXT, seq INTEGER, event TEXT, detail TEXT)",
        "CREATE TABLE documents (id TEXT, case_number TEXT, paper TEXT, subject_id TEXT, state TEXT)",
        """
        CREATE TABLE print_tickets (id TEXT, document_id TEXT, case_number TEXT, terminal_id TEXT,
            state TEXT)
        """,
        "CREATE TABLE audit_pending (leaf_bytes BLOB)", "CREATE TABLE audit_leaves (leaf_bytes BLOB)",
        """
        CREATE TABLE appointments (case_number TEXT, citizen_id TEXT, service TEXT, place TEXT,
            starts_at_ms INTEGER, only_day INTEGER, people INTEGER, state TEXT)
        """,
    ]

    private func run(_ statement: SQLStatement) throws {
        _ = try database.transaction(keeps: true) { db in try db.run(statement) }
    }

    func pass(_ time: Duration) { stage.scheduler.run(until: stage.scheduler.now + time) }
}

/// What stands in the database.
extension WitnessScene {
    func leaf(_ action: String, _ number: String = "", from terminal: String = Self.terminal) throws {
        let at = stage.now.milliseconds
        let text = #"{"action":"\#(action)","at_ms":\#(at),"case":"\#(number)","terminal":"\#(terminal)"}"#
        try run("INSERT INTO audit_pending (leaf_bytes) VALUES (\(Array(text.utf8)))")
    }

    /// A case of hers, with the leaves that it must have.
    func keepCase(_ number: String, _ state: String) throws {
        try run(
            """
            INSERT INTO cases (number, citizen_id, service, state, terminal_id)
            VALUES (\(number), \(citizen), 'fund/deposit-proof', \(state), \(Self.terminal))
            """)
        try leaf("case.opened", number)
        if state != "open" { try leaf("case.submitted", number) }
    }

    /// The paper of her case, printed so often.
    func keepPaper(tickets: [String]) throws {
        try run(
            """
            INSERT INTO documents (id, case_number, paper, subject_id, state)
            VALUES ('D1', 'C1', 'result', \(citizen), 'valid')
            """)
        for ticket in tickets {
            try run(
                """
                INSERT INTO print_tickets (id, document_id, case_number, terminal_id, state)
                VALUES (\(ticket), 'D1', 'C1', \(Self.terminal), 'printed')
                """)
        }
    }

    func keepSeat(_ number: String, of citizen: String) throws {
        try run(
            """
            INSERT INTO appointments (case_number, citizen_id, service, place, starts_at_ms, people, state)
            VALUES (\(number), \(citizen), 'police/household-appointment', 'office', 0, 1, 'booked')
            """)
    }

    func keepReceipt(_ reference: String, of number: String) throws {
        try run(
            """
            INSERT INTO case_events (case_number, seq, event, detail)
            VALUES (\(number), 1, 'result-recorded', \(reference))
            """)
    }

    /// Each department has the same under whatever it is asked for.
    func departments(have told: (caseNumber: String, subject: String)?) throws {
        try database.look { db in try witness.judgeReceipts({ _ in told }, vault: vault, in: db) }
    }

    func evening() throws { try database.look { db in try witness.judgeRows(vault: vault, in: db) } }
}

/// What people see.
extension WitnessScene {
    func shows(_ path: String, _ html: String) {
        witness.shown(Page(status: 200, path: path, html: Array(html.utf8)), at: Self.terminal)
    }

    func prints(_ ticket: String, outcome: String = "\"unknown\"", spent: String? = nil) {
        witness.printingBegins(
            Paper(ticketID: ticket, pdf: [], pages: 1), at: Self.terminal,
            disk: [
                "/state/outbox/\(ticket).json": Array(outcome.utf8),
                "/state/spent-tickets": Array((spent ?? ticket).utf8),
            ])
    }

    func comesOut(_ ticket: String, _ text: String? = nil, isPressed: Bool = true) throws {
        try keepPaper(tickets: [ticket])
        if isPressed { witness.pressedPrint(Self.sheet, key: "key", again: false) }
        let paper = Paper(ticketID: ticket, pdf: Array((text ?? her.number.text).utf8), pages: 1)
        witness.comesOut(paper, at: Self.terminal)
    }
}

/// What goes over the lines.
extension WitnessScene {
    private func parcel(_ path: String, _ headers: [String: String] = [:], _ body: String = "") -> Parcel {
        var fields = HTTPFields()
        for (name, value) in headers { fields[Parcel.name(name)] = value }
        return Parcel(host: "centre", method: "POST", target: path, headers: fields, body: Array(body.utf8))
    }

    func leaves(_ path: String, _ headers: [String: String]) {
        witness.sent(parcel(path, headers), from: Self.terminal)
    }

    func arrives(_ path: String, _ body: String) {
        witness.delivered(parcel(path, [:], body), from: centre.name)
    }

    func answers(
        _ path: String, _ headers: [String: String] = [:], body: String = "", status: Int = 200,
        giving token: String? = nil, with answer: [UInt8] = [], from terminal: String = terminal
    ) {
        var fields = HTTPFields()
        fields[Witness.session] = token
        witness.answered(
            parcel(path, headers, body), Answered(status: status, headers: fields, body: answer),
            from: terminal, by: centre, sentAt: stage.scheduler.now)
    }

    private static let register = "/registers/police/residents"
    /// When every question from before a stop has come to its end.
    static let later = Witness.questionMax + .seconds(1)

    func asks(_ question: String) { witness.sent(parcel(Self.register, [:], question), from: centre.name) }

    /// A register's answer reaches the centre, in the life that is returned.
    func isAnswered(_ question: String, _ answer: String) -> Life {
        let (life, parcel) = (Life(), parcel(Self.register, [:], question))
        let answered = Answered(status: 200, headers: [:], body: Array(answer.utf8))
        witness.answered(parcel, answered, from: centre.name, by: centre, sentAt: stage.scheduler.now)
        witness.received(parcel, answered, in: life)
        return life
    }

    func givesTicket(_ ticket: String) throws {
        let answer = try JSONEncoder().encode(TicketAnswer(ticket: "", ticketID: ticket, nowMs: 0))
        answers("/cases/C1/print-tickets", with: Array(answer))
    }

    /// The terminal tells how the printing of her paper ended.
    func reports(_ state: PrintOutcome.State) throws {
        try keepPaper(tickets: ["T1"])
        let outcome = try JSONEncoder().encode(PrintOutcome(state: state, reason: nil, pagesPrinted: 1))
        answers("/print-tickets/T1/outcome", body: String(decoding: outcome, as: UTF8.self), status: 204)
    }

    func sendsCode(_ code: String, isKept: Bool = true) throws {
        if isKept { try leaf("identity.code-sent") }
        let phone = try #require(her.phone).text
        arrives("/messages", #"{"to":"\#(phone)","text":"Your code is \#(code)."}"#)
    }

    /// She types a code, and is known by it.
    func believes(_ code: String, in session: String = "S1") {
        let typed = parcel("/identification/code", [WireHeader.session: session], "code=\(code)")
        answers(typed, Answered(status: 200, headers: [Witness.subject: "hers"], body: []))
    }

    /// She types the code that was made in her visit, and is told that it is another.
    func refuses(_ code: String) throws {
        let (session, number) = (Token(.live), Array("hers".utf8))
        let hash = Digest.sha256(Array("S1".utf8))
        try run(
            """
            INSERT INTO sessions (id, token_hash, terminal_id, language, service, factors, face_tries, code_tries,
                started_at_ms, last_seen_at_ms)
            VALUES (\(session), \(hash), \(Self.terminal), 'zh-Hans', 'fund/deposit-proof', '', 0, 1, 0, 0)
            """)
        try run(
            """
            INSERT INTO login_codes (id, session_id, number_term, code_hash, sent_at_ms, expires_at_ms)
            VALUES (\(Token(.live)), \(session), \(number), \(hash), 0, 1)
            """)
        try leaf("code-wrong", "R1")
        let headers = [WireHeader.session: "S1", "X-Request-ID": "R1"]
        answers(
            parcel("/identification/code", headers, "code=\(code)"),
            Answered(status: 422, headers: [:], body: []))
    }

    private func answers(_ typed: Parcel, _ answer: Answered) {
        witness.sent(typed, from: Self.terminal)
        witness.answered(typed, answer, from: Self.terminal, by: centre, sentAt: stage.scheduler.now)
    }
}

/// The witness's database as the house's migrator wants it.
private struct PlainEngine: SQLEngine {
    let dialect = SQLDialect.sqlite
    let announcements = Announcements()
    let database: Database

    func read<T: Sendable>(
        _ body: @Sendable @escaping (any SQLConnection) throws -> T
    ) async throws -> T { try database.look(body) }

    func write<T: Sendable>(
        _ body: @Sendable @escaping (any SQLConnection) throws -> T
    ) async throws -> T { try database.transaction(keeps: true, body).value }

    func close() async {}
}
