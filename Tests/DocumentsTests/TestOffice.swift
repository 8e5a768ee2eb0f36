import Audit
import Base
import Storage
import Support
import Vault
import Wire

@testable import Documents

/// The room on a fresh database, with two citizens, in a world that the test holds.
struct TestOffice {
    let clock = TestClock()
    let world: World
    let engine: any SQLEngine
    let vault: Vault
    let audit: AuditLog
    let factory: DocumentFactory
    let chen: Token
    let lin: Token

    static let session = [UInt8](repeating: 7, count: 32)

    init(_ test: TestEngine) async throws {
        let world = World.frozen(clock)
        self.world = world
        engine = try await test.make(
            VaultMigrations.all + AuditMigrations.all + AuditMigrations.later + DocumentsMigrations.all)
        let vault = Vault(ring: try KeyRing.create(suite: .international, world: world), world: world)
        self.vault = vault
        audit = AuditLog(world: world)
        factory = try Sample.factory(vault.ring)
        let (chen, lin) = (Token(world), Token(world))
        (self.chen, self.lin) = (chen, lin)
        try await engine.write { db in
            _ = try vault.createSubject(chen, in: db)
            _ = try vault.createSubject(lin, in: db)
        }
    }

    /// Makes and keeps Chen's paper.
    func issued(_ order: DocumentOrder? = nil) async throws -> (SealedDocument, DocumentRecord) {
        let sealed = try await factory.make(order ?? Sample.identity(world: world))
        return (sealed, try await keep(sealed, of: Sample.chen, subject: chen))
    }

    func keep(_ sealed: SealedDocument, of holder: Holder, subject: Token) async throws -> DocumentRecord {
        let (keep, vault) = (KeepDocument(audit: audit), vault)
        return try await engine.write { db in
            try keep(sealed, of: holder, subject: vault.subject(subject, in: db), in: db)
        }
    }

    func issueTicket(
        terminal: String = "siming-1-a", again: Bool = false, subject: Token? = nil,
        session: [UInt8] = TestOffice.session
    ) async throws -> Token {
        let answer = try await IssuePrintTicket(
            engine: engine, vault: vault, audit: audit, factory: factory, world: world)(
                PrintRequest(
                    caseNumber: Sample.caseNumber, subject: subject ?? chen, sessionHash: session,
                    terminalID: terminal, again: again))
        guard let id = Token(rawValue: answer.ticketID) else { throw TicketRefused.unknownTicket }
        return id
    }

    func fetch(
        _ ticket: Token, terminal: String = "siming-1-a", session: [UInt8] = TestOffice.session
    ) async throws -> [UInt8] {
        try await FetchPaper(engine: engine, vault: vault, audit: audit, world: world)(
            ticket: ticket, terminalID: terminal, sessionHash: session)
    }

    /// How many leaves of an action there are.
    func leaves(_ action: String) async throws -> Int {
        let rows = try await engine.read { db in try db.rows("SELECT leaf_bytes FROM audit_pending") }
        return try rows.map { try $0.bytes("leaf_bytes") }
            .filter { $0.range(of: "\"\(action)\"", from: 0) != nil }.count
    }

    func count(_ statement: SQLStatement) async throws -> Int64 {
        try await engine.read { db in try db.rows(statement)[0].int("n") }
    }
}
