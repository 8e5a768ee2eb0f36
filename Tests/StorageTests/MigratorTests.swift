import Base
import Storage
import Support
import Testing

@Suite struct Migrations {
    static let one = Migration(
        id: "9001-one", statements: ["CREATE TABLE one (id \(.int64) NOT NULL PRIMARY KEY)"])
    static let two = Migration(
        id: "9002-two", statements: ["CREATE TABLE two (id \(.int64) NOT NULL PRIMARY KEY)"])

    private func migrator(_ engine: any SQLEngine, _ migrations: [Migration]) -> Migrator {
        Migrator(engine: engine, migrations: migrations, world: .frozen())
    }

    @Test(arguments: TestEngine.available)
    func eachRunsOnceInTheOrderOfIds(engine: TestEngine) async throws {
        let engine = try await engine.make()

        #expect(try await migrator(engine, [Self.two, Self.one]).run() == ["9001-one", "9002-two"])
        #expect(try await migrator(engine, [Self.one, Self.two]).run() == [])
        try await migrator(engine, [Self.one, Self.two]).requireCurrent()
        let applied = try await engine.read { db in
            try db.rows("SELECT applied_at_ms FROM schema_migrations WHERE id = '9001-one'")[0].instant(
                "applied_at_ms")
        }
        #expect(applied == TestClock.start)
    }

    @Test(arguments: TestEngine.available)
    func aDatabaseBehindTheProgramIsRefusedAndLeftAlone(engine: TestEngine) async throws {
        let engine = try await engine.make()
        let before = try await SchemaDump.text(of: engine)

        await #expect(throws: MigrationError.pending(["9001-one"])) {
            try await migrator(engine, [Self.one]).requireCurrent()
        }

        #expect(try await SchemaDump.text(of: engine) == before)
        #expect(MigrationError.pending(["9001-one"]).description.contains("egret migrate"))
    }

    @Test(arguments: TestEngine.available)
    func aDatabaseAheadOfTheProgramIsRefusedAndLeftAlone(engine: TestEngine) async throws {
        let engine = try await engine.make([Self.one, Self.two])
        let before = try await SchemaDump.text(of: engine)

        await #expect(throws: MigrationError.unknown(["9002-two"])) {
            try await migrator(engine, [Self.one]).requireCurrent()
        }
        await #expect(throws: MigrationError.unknown(["9002-two"])) {
            _ = try await migrator(engine, [Self.one]).run()
        }

        #expect(try await SchemaDump.text(of: engine) == before)
    }

    @Test(arguments: TestEngine.available)
    func anEditedMigrationIsNoticed(engine: TestEngine) async throws {
        let engine = try await engine.make([Self.one])
        let edited = Migration(id: "9001-one", statements: ["CREATE TABLE one (id \(.int64) NOT NULL)"])

        await #expect(throws: MigrationError.changed("9001-one")) {
            try await migrator(engine, [edited, Self.two]).requireCurrent()
        }
    }

    @Test(arguments: TestEngine.available)
    func aMigrationThatFailsLeavesNothingOfItself(engine: TestEngine) async throws {
        let engine = try await engine.make()
        let broken = Migration(
            id: "9002-broken",
            statements: ["CREATE TABLE half (id \(.int64))", "CREATE TABLE half (id \(.int64))"])

        await #expect(throws: SQLError.self) { _ = try await migrator(engine, [Self.one, broken]).run() }

        let schema = try await SchemaDump.text(of: engine)
        #expect(schema.contains("CREATE TABLE one"))
        #expect(!schema.contains("half"))
        #expect(try await migrator(engine, [Self.one, Self.two]).run() == ["9002-two"])
    }

    @Test(arguments: TestEngine.available)
    func twoRunsAtOnceApplyEachOnce(engine: TestEngine) async throws {
        let engine = try await engine.make()
        let migrator = migrator(engine, [Self.one, Self.two])

        async let first = migrator.run()
        async let second = migrator.run()

        #expect(try await (first + second).sorted() == ["9001-one", "9002-two"])
    }

    @Test(arguments: TestEngine.available)
    func theSchemaOfTheGroundIsTheOneReviewed(engine: TestEngine) async throws {
        let name = "schema-storage.\(engine.rawValue).sql"
        let engine = try await engine.make(StorageMigrations.all)

        try expectSnapshot(try await SchemaDump.text(of: engine), named: name)
    }
}
