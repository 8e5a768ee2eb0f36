import Storage
import Support
import Testing

@testable import egret

/// Every column of every table has a class and a rule.
@Suite struct InventoryTests {
    @Test(arguments: TestEngine.available)
    func everyColumnIsDeclaredAndNoOther(engine: TestEngine) async throws {
        let database = try await engine.make(House.migrations)
        let stored = try await database.read { db in
            let columns: SQLStatement =
                switch db.dialect {
                case .sqlite:
                    """
                    SELECT m.name || '.' || p.name AS name FROM sqlite_master m JOIN pragma_table_info(m.name) p
                    WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite!_%' ESCAPE '!' LIMIT 10000
                    """
                case .postgres:
                    """
                    SELECT CAST(table_name || '.' || column_name AS text) AS name FROM information_schema.columns
                    WHERE table_schema = current_schema() LIMIT 10000
                    """
                }
            return Set(try db.rows(columns).map { try $0.text("name") })
        }
        await database.close()

        let declared = House.inventory.flatMap { table in table.fields.map { "\(table.name).\($0.column)" } }
        #expect(stored.count > 150)
        #expect(stored.subtracting(declared).sorted() == [], "declare them beside their migration")
        #expect(Set(declared).subtracting(stored).sorted() == [])
        #expect(declared.count == Set(declared).count)
    }

    @Test func whatIsCalledSealedIsDeclaredSealedAndNothingElse() {
        for table in House.inventory {
            for field in table.fields {
                let isSealed = [.sealedByPerson, .sealedByRing].contains(field.form)
                #expect(isSealed == field.column.hasSuffix("_sealed"), "\(table.name).\(field.column)")
            }
        }
    }

    @Test func numbersNamesPhonesAnswersAndPapersAreNeverInClear() {
        let secret: Set<StoredField.Content> = [.number, .name, .phone, .answers, .paper, .credential]
        let clear = House.inventory.flatMap { table in
            table.fields.filter { secret.contains($0.content) && $0.form == .clear }.map(\.column)
        }
        #expect(clear == [])
    }

    @Test func theRecordForTheImpactAssessmentIsThatOfTheContract() throws {
        try expectContract(DataInventory.markdown, named: "inventory.md")
    }
}
