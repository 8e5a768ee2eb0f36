public import Base
import Identity
public import Storage
public import Vault

extension Standing {
    /// Whether a citizen's number is that of who works at the desk.
    public typealias IsHer = @Sendable (CitizenNumber) -> Bool

    /// Whether who works at the desk is a person herself, or somebody for whom she acts or who acts for her; nil where the
    /// house knows nobody under this key.
    public func isTied(_ isHer: IsHer, to person: SubjectKey, in db: any SQLConnection) throws -> Bool? {
        guard let number = try CitizenStore.number(of: person, in: db) else { return nil }
        return try numbersTied(to: person, number, in: db).union([number]).contains(where: isHer)
    }

    /// The numbers of everybody, however many they are, who has acted for a person or for whom she has acted, by a mandate or as family.
    ///
    /// In their matters she decides nothing at work, and they not in hers. Her key was read in this transaction.
    func numbersTied(
        to key: SubjectKey, _ number: CitizenNumber, in db: any SQLConnection
    ) throws -> Set<CitizenNumber> {
        // Nearly everybody acts for nobody and through nobody, and each of a clerk's acts asks.
        guard try mayBeTied(key.subject, number, in: db),
            let person = try CitizenStore.find(key, in: db)
        else { return [] }
        var others: Set<Token> = []
        for row in try db.rows(
            """
            SELECT actor_id AS other FROM actings WHERE subject_id = \(person.id)
            UNION SELECT subject_id AS other FROM actings WHERE actor_id = \(person.id)
            """)
        {
            others.insert(try row.value("other"))
        }
        if let name = PersonName(person.name) {
            let holder = Mandate.Holder(name: name, number: person.number)
            let held = try MandateStore.held(by: holder, at: world.now(), vault: vault, in: db)
            others.formUnion(held.map(\.giver))
        }
        var numbers = Set(try others.compactMap { try CitizenStore.find($0, vault: vault, in: db)?.number })
        for mandate in try MandateStore.given(by: person.id, vault: vault, in: db) {
            if let number = try? CitizenNumber(mandate.holder.number) { numbers.insert(number) }
        }
        return numbers
    }

    /// False when no row names her; a term is shared by few others, so true may still mean nobody.
    private func mayBeTied(
        _ id: Token, _ number: CitizenNumber, in db: any SQLConnection
    ) throws -> Bool {
        let term = vault.term(MandateStore.holderIndex, number.text)
        return try !db.rows(
            """
            SELECT 1 AS one WHERE EXISTS (SELECT 1 FROM actings WHERE subject_id = \(id))
                OR EXISTS (SELECT 1 FROM actings WHERE actor_id = \(id))
                OR EXISTS (SELECT 1 FROM mandates WHERE giver_id = \(id))
                OR EXISTS (SELECT 1 FROM mandates WHERE holder_term = \(term))
            """
        ).isEmpty
    }
}
