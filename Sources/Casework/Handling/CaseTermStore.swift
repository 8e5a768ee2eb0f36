import Base
import Identity
import Storage
import Vault

/// Every statement about the `case_terms` table: keyed fingerprints of whose the cases are that lie at desks.
///
/// A row comes when a case is handed to departments and goes when the last of them has decided, so the table never holds
/// more persons than those who wait for an answer.
enum CaseTermStore {
    /// Sixteen bits each: over a hundred thousand waiting cases a term finds one or two others by chance.
    ///
    /// So a stolen table names nobody for certain. Source: `BlindIndex.safeBits(rows: 100_000)`, whose widest this is.
    static let nameIndex = BlindIndex("case_terms.name", bits: 16)
    static let numberIndex = BlindIndex("case_terms.number", bits: 16)
    static let phoneIndex = BlindIndex("case_terms.phone", bits: 16)

    static func insert(
        _ number: CaseNumber, of person: Citizen, phone: Phone?, _ vault: Vault, in db: any SQLConnection
    ) throws(SQLError) {
        try db.run(
            """
            INSERT INTO case_terms (case_number, name_term, number_term, phone_term)
            VALUES (\(number), \(vault.term(nameIndex, PersonClue.plain(person.name))),
                \(vault.term(numberIndex, person.number.text)),
                \(phone.map { vault.term(phoneIndex, $0.text) }))
            """)
    }

    /// A person's waiting cases are found by her new phone, where they were by the former one.
    ///
    /// Another number that she gave in a form stays that case's.
    static func follow(
        _ citizen: Token, from former: Phone?, to phone: Phone, _ vault: Vault, in db: any SQLConnection
    ) throws(SQLError) {
        let before = former.map { vault.term(phoneIndex, $0.text) }
        try db.run(
            """
            UPDATE case_terms SET phone_term = \(vault.term(phoneIndex, phone.text))
            WHERE case_number IN (SELECT number FROM cases WHERE citizen_id = \(citizen))
                AND (phone_term IS NULL OR phone_term = \(before))
            """)
    }

    static func remove(_ number: String, in db: any SQLConnection) throws(SQLError) {
        try db.run("DELETE FROM case_terms WHERE case_number = \(number)")
    }

    /// The steps of a queue in cases whose person may be the one who is looked for: some are hit by chance.
    static func steps(
        _ clue: PersonClue, in queue: StepQueue, _ vault: Vault, limit: Int, in db: any SQLConnection
    ) throws(SQLError) -> [CaseStep] {
        try db.rows(statement(clue, in: queue, vault, limit: limit))
            .map { row throws(SQLError) in try CaseStepStore.read(row) }
    }

    /// What lies in other queues is not read at all, so that neither an answer nor its time tells of it.
    static func statement(
        _ clue: PersonClue, in queue: StepQueue, _ vault: Vault, limit: Int
    ) -> SQLStatement {
        // `queue || ''` keeps the engines from walking the whole queue: the terms find a handful of cases.
        switch clue {
        case .name(let name):
            """
            SELECT \(raw: columns) FROM case_steps WHERE queue || '' = \(queue) AND case_number IN (
                SELECT case_number FROM case_terms WHERE name_term = \(vault.term(nameIndex, name)))
            ORDER BY case_number, place LIMIT \(Int64(limit))
            """
        case .number(let number):
            """
            SELECT \(raw: columns) FROM case_steps WHERE queue || '' = \(queue) AND case_number IN (
                SELECT case_number FROM case_terms WHERE number_term = \(vault.term(numberIndex, number.text)))
            ORDER BY case_number, place LIMIT \(Int64(limit))
            """
        case .phone(let phone):
            """
            SELECT \(raw: columns) FROM case_steps WHERE queue || '' = \(queue) AND case_number IN (
                SELECT case_number FROM case_terms WHERE phone_term = \(vault.term(phoneIndex, phone.text)))
            ORDER BY case_number, place LIMIT \(Int64(limit))
            """
        }
    }

    private static let columns = CaseStepStore.columns
}
