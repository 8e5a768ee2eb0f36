import Base
import Catalogue
import Storage
import Vault

/// The statements about `cases` that concern what their person has begun, and nobody else.
enum OwnFormStore {
    /// Her own cases that have not come to their end, the latest begun first.
    static func all(
        of citizen: Token, limit: Int, vault: Vault, in db: any SQLConnection
    ) throws -> [CaseFile] {
        try db.rows(
            """
            SELECT \(raw: CaseStore.columns) FROM cases WHERE citizen_id = \(citizen) AND actor_id IS NULL
                AND state IN ('open', 'submitted', 'deciding', 'correcting', 'approved', 'issued', 'refused')
            ORDER BY opened_at_ms DESC, number DESC LIMIT \(limit)
            """
        ).map { try CaseStore.read($0, vault: vault, in: db) }
    }

    /// What she has begun for another and not handed in, the latest begun first.
    static func begun(
        for citizen: Token, by actor: Token, limit: Int, vault: Vault, in db: any SQLConnection
    ) throws -> [CaseFile] {
        try db.rows(
            """
            SELECT \(raw: CaseStore.columns) FROM cases
            WHERE citizen_id = \(citizen) AND actor_id = \(actor) AND state = 'open'
            ORDER BY opened_at_ms DESC, number DESC LIMIT \(limit)
            """
        ).map { try CaseStore.read($0, vault: vault, in: db) }
    }

    /// A person's cases whose paper has come out, the latest first; those that `actor` fetched for her, or with nil her own.
    static func delivered(
        of citizen: Token, by actor: Token?, service: ServiceID?, limit: Int, vault: Vault,
        in db: any SQLConnection
    ) throws -> [CaseFile] {
        try db.rows(
            """
            SELECT \(raw: CaseStore.columns) FROM cases WHERE citizen_id = \(citizen)
                AND coalesce(actor_id, '') = \(actor?.rawValue ?? "") AND state = 'delivered'
                AND service LIKE \(service?.rawValue ?? "%")
            ORDER BY opened_at_ms DESC, number DESC LIMIT \(limit)
            """
        ).map { try CaseStore.read($0, vault: vault, in: db) }
    }

    /// Forgets what was answered and read.
    static func empty(_ number: CaseNumber, in db: any SQLConnection) throws(SQLError) {
        try db.run(
            """
            UPDATE cases SET answers_sealed = NULL, record_sealed = NULL, record_read_at_ms = NULL
            WHERE number = \(number)
            """)
    }

    /// Puts a form under another version; its registers are asked anew, for that version may ask others.
    static func move(
        _ number: CaseNumber, to version: Int, answers: [UInt8], in db: any SQLConnection
    ) throws(SQLError) {
        try db.run(
            """
            UPDATE cases SET service_version = \(version), answers_sealed = \(answers), record_sealed = NULL,
                record_read_at_ms = NULL
            WHERE number = \(number)
            """)
    }
}
