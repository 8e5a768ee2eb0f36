import Base
import Documents
import Foundation
import Storage
import Vault
import Wire

/// What the committed rows say, read beside the house's own stores, so that a mistake of theirs shows.
enum EvidenceStore {
    struct CaseRow: Sendable {
        let number: String
        let citizen: String
        /// Who acts for the case's person; nil when she came herself.
        let actor: String?
        let service: String
        let state: String
    }

    /// The paper of a case that a ticket is for.
    static func paper(
        ofTicket id: String, in db: any SQLConnection
    ) throws -> (number: String, paper: CasePaper)? {
        try db.rows(
            """
            SELECT d.case_number AS case_number, d.paper AS paper
            FROM print_tickets AS t JOIN documents AS d ON d.id = t.document_id WHERE t.id = \(id)
            """
        ).first.map { (try $0.text("case_number"), try $0.value("paper")) }
    }

    /// What the newest leaf about a question to a register says.
    private struct Asked: Decodable {
        let at_ms: Int64
        let terminal: String
    }

    /// The service of a case that is not handed in yet, and the terminal from which a register was asked for it last.
    ///
    /// The case's own terminal is another where she has gone on elsewhere: it moves with what the register says there.
    static func asking(
        _ number: String, in db: any SQLConnection
    ) throws -> (service: String, terminal: String)? {
        let open = try db.rows("SELECT service FROM cases WHERE number = \(number) AND state = 'open'").first
        let (action, name) = (Array("\"register.asked\"".utf8), Array("\"\(number)\"".utf8))
        let leaves = try db.rows(
            """
            SELECT leaf_bytes FROM audit_pending
            WHERE instr(leaf_bytes, \(action)) > 0 AND instr(leaf_bytes, \(name)) > 0
            UNION ALL SELECT leaf_bytes FROM audit_leaves
            WHERE instr(leaf_bytes, \(action)) > 0 AND instr(leaf_bytes, \(name)) > 0
            """)
        let asked = try leaves.map { row in
            try JSONDecoder().decode(Asked.self, from: Data(row.bytes("leaf_bytes")))
        }
        guard let open, let last = asked.max(by: { $0.at_ms < $1.at_ms }) else { return nil }
        return (try open.text("service"), last.terminal)
    }

    /// Whether somebody acts for the person of a case; nil when there is no such case.
    static func isForAnother(case number: String, in db: any SQLConnection) throws -> Bool? {
        try db.rows("SELECT actor_id FROM cases WHERE number = \(number)").first.map {
            try $0.textIfPresent("actor_id") != nil
        }
    }

    /// Whether the outcome of a ticket is known.
    static func isClosed(ticket id: String, in db: any SQLConnection) throws -> Bool {
        let state = try db.rows("SELECT state FROM print_tickets WHERE id = \(id)").first?.text("state")
        return state != "issued" && state != "fetched"
    }

    /// How many leaves of an action there are, whether they have their place in the tree or wait for it.
    static func leaves(_ action: String, in db: any SQLConnection) throws -> Int64 {
        let action = Array("\"\(action)\"".utf8)
        let rows = try db.rows(
            """
            SELECT (SELECT count(*) FROM audit_pending WHERE instr(leaf_bytes, \(action)) > 0)
                 + (SELECT count(*) FROM audit_leaves WHERE instr(leaf_bytes, \(action)) > 0) AS leaves
            """)
        return try rows.first?.int("leaves") ?? 0
    }

    /// How many of them name a case, or a request.
    static func leaves(_ action: String, of number: String, in db: any SQLConnection) throws -> Int64 {
        let (action, number) = (Array("\"\(action)\"".utf8), Array("\"\(number)\"".utf8))
        let rows = try db.rows(
            """
            SELECT (SELECT count(*) FROM audit_pending
                    WHERE instr(leaf_bytes, \(action)) > 0 AND instr(leaf_bytes, \(number)) > 0)
                 + (SELECT count(*) FROM audit_leaves
                    WHERE instr(leaf_bytes, \(action)) > 0 AND instr(leaf_bytes, \(number)) > 0) AS leaves
            """)
        return try rows.first?.int("leaves") ?? 0
    }

    /// How many codes were ever made for the person whose visit has this token.
    static func codes(ofSession token: String, in db: any SQLConnection) throws -> Int64 {
        try db.rows(
            """
            SELECT count(*) AS n FROM login_codes WHERE number_term IN (
                SELECT c.number_term FROM login_codes AS c JOIN sessions AS s ON s.id = c.session_id
                WHERE s.token_hash = \(Digest.sha256(Array(token.utf8))))
            """
        ).first?.int("n") ?? 0
    }

    static func cases(in db: any SQLConnection) throws -> [CaseRow] {
        try db.rows(
            "SELECT number, citizen_id, actor_id, service, state FROM cases ORDER BY number LIMIT 10000"
        ).map {
            row in
            CaseRow(
                number: try row.text("number"), citizen: try row.text("citizen_id"),
                actor: try row.textIfPresent("actor_id"), service: try row.text("service"),
                state: try row.text("state"))
        }
    }

    /// Papers whose subject is not the person of their case.
    static func strayPapers(in db: any SQLConnection) throws -> [String] {
        try db.rows(
            """
            SELECT d.id AS id FROM documents AS d JOIN cases AS c ON c.number = d.case_number
            WHERE d.subject_id <> c.citizen_id ORDER BY d.id LIMIT 100
            """
        ).map { try $0.text("id") }
    }

    /// How many editions of the paper of a case there are, and how many of them were made for another copy.
    static func editions(
        of paper: CasePaper, _ number: String, in db: any SQLConnection
    ) throws -> Int64 {
        try db.rows("SELECT count(*) AS n FROM documents WHERE case_number = \(number) AND paper = \(paper)")
            .first?.int("n") ?? 0
    }

    static func isDecidedByPeople(_ number: String, in db: any SQLConnection) throws -> Bool {
        try !db.rows("SELECT 1 AS one FROM case_steps WHERE case_number = \(number) LIMIT 1").isEmpty
    }

    static func tickets(of number: String, in db: any SQLConnection) throws -> Int64 {
        try db.rows("SELECT count(*) AS n FROM print_tickets WHERE case_number = \(number)").first?.int("n")
            ?? 0
    }

    static func tickets(
        of paper: CasePaper, _ number: String, ending state: TicketState, in db: any SQLConnection
    ) throws -> Int64 {
        try db.rows(
            """
            SELECT count(*) AS n FROM print_tickets AS t JOIN documents AS d ON d.id = t.document_id
            WHERE t.case_number = \(number) AND t.state = \(state) AND d.paper = \(paper)
            """
        ).first?.int("n") ?? 0
    }

    /// Whether an alarm of the kind was ever raised about the terminal that had the ticket.
    static func hasAlarm(
        _ kind: String, aboutTerminalOf ticket: String, in db: any SQLConnection
    ) throws -> Bool {
        try !db.rows(
            """
            SELECT a.id AS id FROM alarms AS a JOIN print_tickets AS t ON t.terminal_id = a.terminal_id
            WHERE t.id = \(ticket) AND a.kind = \(kind) LIMIT 1
            """
        ).isEmpty
    }

    /// A seat that a case has, or has given back.
    struct VisitRow: Sendable {
        let number: String
        let citizen: String
        /// Service, place and moment.
        let slot: String
        /// Service, person and day; nil where no other is in its way.
        let day: String?
        let people: Int64
        let state: String
    }

    static func visits(in db: any SQLConnection) throws -> [VisitRow] {
        try db.rows(
            """
            SELECT case_number, citizen_id, service, place, starts_at_ms, only_day, people, state FROM appointments
            ORDER BY case_number LIMIT 10000
            """
        ).map { row in
            let (service, citizen) = (try row.text("service"), try row.text("citizen_id"))
            return VisitRow(
                number: try row.text("case_number"), citizen: citizen,
                slot: "\(service) \(try row.text("place")) \(try row.int("starts_at_ms"))",
                day: try row.intIfPresent("only_day").map { "\(service) \(citizen) \($0)" },
                people: try row.int("people"), state: try row.text("state"))
        }
    }

    /// What a department has signed for: a result, or that it was taken back.
    struct ReceiptRow: Sendable {
        let number: String
        let citizen: String
        let reference: String
    }

    static func receipts(in db: any SQLConnection) throws -> [ReceiptRow] {
        try db.rows(
            """
            SELECT e.case_number AS case_number, c.citizen_id AS citizen_id, e.detail AS detail
            FROM case_events AS e JOIN cases AS c ON c.number = e.case_number
            WHERE e.event IN ('result-recorded', 'result-withdrawn') ORDER BY e.case_number, e.seq LIMIT 10000
            """
        ).map { row in
            ReceiptRow(
                number: try row.text("case_number"), citizen: try row.text("citizen_id"),
                reference: try row.text("detail"))
        }
    }

    /// Papers of a case that count as genuine.
    static func validPapers(of number: String, in db: any SQLConnection) throws -> Int64 {
        try db.rows(
            "SELECT count(*) AS n FROM documents WHERE case_number = \(number) AND state = 'valid'"
        ).first?.int("n") ?? 0
    }

    static func waitingLeaves(in db: any SQLConnection) throws -> Int64 {
        try db.rows("SELECT count(*) AS n FROM audit_pending").first?.int("n") ?? 0
    }

    /// Jobs that are due and not done; a timer of another day is nobody's delay, and a result that its department refused has
    /// come to its end: the case says so, and the job is set aside for an operator.
    static func unfinishedJobs(at now: Instant, in db: any SQLConnection) throws -> [String] {
        try db.rows(
            """
            SELECT kind, state, attempts FROM jobs WHERE state <> 'done' AND run_at_ms <= \(now)
            AND NOT (state = 'dead' AND kind LIKE 'case.result.%' AND EXISTS (
                SELECT 1 FROM case_events WHERE case_number = jobs.key AND event = 'result-refused'))
            ORDER BY kind, key LIMIT 100
            """
        ).map { row in "\(try row.text("kind")) \(try row.text("state")) after \(try row.int("attempts"))" }
    }

    /// A step that somebody still owes a decision.
    struct StepRow: Sendable {
        let number: String
        let step: String
        let queue: String
        let state: String
        let account: String?
    }

    static func openSteps(in db: any SQLConnection) throws -> [StepRow] {
        try db.rows(
            """
            SELECT case_number, step, queue, state, account_id FROM case_steps
            WHERE state IN ('ready', 'claimed') ORDER BY case_number, step LIMIT 100
            """
        ).map { row in
            StepRow(
                number: try row.text("case_number"), step: try row.text("step"),
                queue: try row.text("queue"), state: try row.text("state"),
                account: try row.textIfPresent("account_id"))
        }
    }
}
