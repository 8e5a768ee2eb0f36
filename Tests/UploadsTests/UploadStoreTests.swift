import Audit
import Base
import Logging
import Storage
import Support
import Synchronization
import Testing
import Vault

@testable import Uploads

@Suite struct UploadStoreTests {
    private struct House {
        let engine: any SQLEngine
        let clock = TestClock()
        let world: World
        let vault: Vault
        let citizen: Token
        let scanner = FakeScanner()

        init(_ kind: TestEngine) async throws {
            let world = World.frozen(clock)
            self.world = world
            engine = try await kind.make(
                StorageMigrations.all + VaultMigrations.all + AuditMigrations.all + AuditMigrations.later
                    + UploadsMigrations.all)
            let vault = Vault(ring: try KeyRing.create(suite: .international, world: world), world: world)
            self.vault = vault
            citizen = try await Self.person(engine, vault, world)
        }

        static func person(_ engine: any SQLEngine, _ vault: Vault, _ world: World) async throws -> Token {
            let id = Token(world)
            return try await engine.write { db in
                _ = try vault.createSubject(id, in: db)
                return id
            }
        }

        func received(_ text: String) async throws -> FileIntake.Received {
            try await FileIntake(scanner: scanner)([SampleFiles.pdf(text)], isPicture: false)[0]
        }

        @discardableResult
        func keep(
            _ text: String, case number: String = "1", question: String = "proof", of citizen: Token? = nil
        ) async throws -> (Upload, isNew: Bool) {
            let received = try await received(text)
            let citizen = citizen ?? self.citizen
            let upload = Upload(
                id: Token(world), caseNumber: number, question: question, citizen: citizen,
                type: received.type, size: received.bytes.count, state: received.state, uploadedAt: clock.now)
            let vault = vault
            let isNew = try await engine.write { db in
                try UploadStore.insert(upload, received, subject: vault.subject(citizen, in: db), in: db)
            }
            return (upload, isNew)
        }

        func all(_ number: String = "1") async throws -> [Upload] {
            try await engine.read { db in try UploadStore.all(of: number, in: db) }
        }

        func content(_ upload: Upload, as citizen: Token? = nil) async throws -> [UInt8] {
            let (vault, citizen) = (vault, citizen ?? self.citizen)
            return try await engine.read { db in
                try UploadStore.content(of: upload.id, subject: vault.subject(citizen, in: db), in: db)
            }
        }

        func rescan(_ found: @escaping RescanUploads.Found = { _, _ in }) -> RescanUploads {
            RescanUploads(
                intake: FileIntake(scanner: scanner), engine: engine, vault: vault,
                audit: AuditLog(world: world), world: world, logger: Logger(label: "test"), found: found)
        }
    }

    @Test(arguments: TestEngine.available) func aFileComesBackAsItWasKept(_ kind: TestEngine) async throws {
        let house = try await House(kind)
        let (upload, _) = try await house.keep("one")

        #expect(try await house.all() == [upload])
        #expect(try await house.content(upload) == SampleFiles.pdf("one"))
        let size = try await house.engine.read { [house] db in
            try UploadStore.bytes(of: house.citizen, in: db)
        }
        #expect(size == SampleFiles.pdf("one").count)
    }

    @Test(arguments: TestEngine.available) func theSameFileToOneQuestionIsOne(_ kind: TestEngine) async throws
    {
        let house = try await House(kind)

        #expect(try await house.keep("one").isNew)
        #expect(try await !house.keep("one").isNew)
        #expect(try await house.keep("one", question: "other").isNew)
        #expect(try await house.keep("one", case: "2").isNew)
        #expect(try await house.all().count == 2)
    }

    /// Sealed under its person's key, and bound to its row.
    @Test(arguments: TestEngine.available) func noOtherKeyAndNoOtherRowOpensAFile(_ kind: TestEngine)
        async throws
    {
        let house = try await House(kind)
        let (one, _) = try await house.keep("one")
        let (two, _) = try await house.keep("two")
        let stranger = try await House.person(house.engine, house.vault, house.world)
        try await house.keep("hers", case: "9", of: stranger)

        await #expect(throws: VaultError.self) { try await house.content(one, as: stranger) }
        _ = try await house.engine.write { db in
            try db.run(
                """
                UPDATE uploads SET content_sealed = (SELECT content_sealed FROM uploads WHERE id = \(two.id))
                WHERE id = \(one.id)
                """)
        }
        await #expect(throws: VaultError.self) { try await house.content(one) }
    }

    @Test(arguments: TestEngine.available) func quarantineEndsWhenTheScannerAnswers(_ kind: TestEngine)
        async throws
    {
        let house = try await House(kind)
        house.scanner.fails()
        let (upload, _) = try await house.keep("one")
        #expect(upload.state == .waiting)
        #expect(try await house.rescan().once() == 0)
        #expect(try await house.all().map(\.state) == [.waiting])

        house.scanner.says(.clean)
        house.clock.advance(by: RescanUploads.every)
        #expect(try await house.rescan().once() == 1)

        #expect(try await house.all().map(\.state) == [.clean])
        #expect(try await house.content(upload) == SampleFiles.pdf("one"))
        #expect(try await house.rescan().once() == 0)
    }

    @Test(arguments: TestEngine.available) func ofAnInfectedFileNothingIsLeftButThatItWas(_ kind: TestEngine)
        async throws
    {
        let house = try await House(kind)
        house.scanner.fails()
        // More than one question to the store holds.
        for index in 1...RescanUploads.batch + 5 {
            house.clock.advance(by: .seconds(1))
            try await house.keep("\(index)")
        }
        house.scanner.says(.infected("Eicar-Test-Signature"))
        let told = Mutex<[Token]>([])

        #expect(
            try await house.rescan { upload, _ in told.withLock { $0.append(upload.id) } }.once()
                == RescanUploads.batch + 5)

        let all = try await house.all()
        #expect(all.allSatisfy { $0.state == .infected })
        #expect(Set(told.withLock { $0 }) == Set(all.map(\.id)))
        await #expect(throws: UploadRefused.unknown) { try await house.content(try #require(all.first)) }
        let rows = try await house.engine.read { db in
            try db.rows("SELECT content_sealed FROM uploads").map { try $0.bytes("content_sealed").count }
        }
        #expect(rows.allSatisfy { $0 == 0 })
        let leaves = try await house.engine.read { db in
            try db.rows("SELECT count(*) AS n FROM audit_pending").map { try $0.int("n") }
        }
        #expect(leaves == [Int64(RescanUploads.batch + 5)])
    }

    /// One about which a scanner says nothing is asked about again after the others, round after round.
    @Test(arguments: TestEngine.available) func aFileThatTheScannerCannotJudgeHoldsUpNobody(
        _ kind: TestEngine
    )
        async throws
    {
        let house = try await House(kind)
        house.scanner.fails()
        try await house.keep("poison")
        house.clock.advance(by: .seconds(1))
        try await house.keep("whole")
        house.scanner.saysNothing(about: SampleFiles.pdf("poison"))

        #expect(try await house.rescan().once() == 1)
        #expect(try await house.all().map(\.state) == [.waiting, .clean])
        house.scanner.says(.clean)
        house.clock.advance(by: .seconds(30))
        #expect(try await house.rescan().once() == 1)
        #expect(try await house.all().map(\.state) == [.clean, .clean])
    }

    /// A scanner that one file brings down cannot be reached for the others either, until it is there again.
    @Test(arguments: TestEngine.available) func aFileThatBringsTheScannerDownIsNotTheFirstOfEachRound(
        _ kind: TestEngine
    )
        async throws
    {
        let house = try await House(kind)
        house.scanner.fails()
        try await house.keep("poison")
        house.clock.advance(by: .seconds(1))
        try await house.keep("whole")
        house.scanner.breaksDown(at: SampleFiles.pdf("poison"))

        #expect(try await house.rescan().once() == 0)
        house.clock.advance(by: .seconds(30))
        #expect(try await house.rescan().once() == 1)

        #expect(try await house.all().map(\.state) == [.waiting, .clean])
    }

    /// What is told of it fails for one: that one waits on, the others do not.
    @Test(arguments: TestEngine.available) func aVerdictThatCannotBeWrittenDownHoldsUpNobody(
        _ kind: TestEngine
    )
        async throws
    {
        struct Broken: Error {}
        let house = try await House(kind)
        house.scanner.fails()
        let (first, _) = try await house.keep("one")
        house.clock.advance(by: .seconds(1))
        try await house.keep("two")
        house.scanner.says(.infected("Eicar-Test-Signature"))

        #expect(
            try await house.rescan { upload, _ in if upload.id == first.id { throw Broken() } }.once() == 1)

        #expect(try await house.all().map(\.state) == [.waiting, .infected])
        #expect(try await house.content(first) == SampleFiles.pdf("one"))
    }

    /// A false alarm is no reason to refuse the same file for ever.
    @Test(arguments: TestEngine.available) func whatWasInfectedMayBeSentOnceMore(_ kind: TestEngine)
        async throws
    {
        let house = try await House(kind)
        house.scanner.fails()
        try await house.keep("one")
        house.scanner.says(.infected("Egret.False.Alarm"))
        try await house.rescan().once()
        house.scanner.says(.clean)

        #expect(try await house.keep("one").isNew)
        #expect(
            try await house.all().map(\.state).sorted { $0.rawValue < $1.rawValue } == [.clean, .infected])
    }

    /// One whose key is gone holds up nobody.
    @Test(arguments: TestEngine.available) func whatCannotBeOpenedIsPassedBy(_ kind: TestEngine) async throws
    {
        let house = try await House(kind)
        house.scanner.fails()
        let (broken, _) = try await house.keep("broken")
        house.clock.advance(by: .seconds(1))
        try await house.keep("whole")
        _ = try await house.engine.write { db in
            try db.run(
                "UPDATE uploads SET content_sealed = \([UInt8](repeating: 7, count: 60)) WHERE id = \(broken.id)"
            )
        }
        house.scanner.says(.clean)

        #expect(try await house.rescan().once() == 1)

        #expect(try await house.all().map(\.state) == [.waiting, .clean])
    }

    @Test(arguments: TestEngine.available) func aFileIsRemovedByItsOwnQuestionAlone(_ kind: TestEngine)
        async throws
    {
        let house = try await House(kind)
        let (upload, _) = try await house.keep("one")
        func remove(_ number: String, _ question: String) async throws -> Bool {
            try await house.engine.write { db in
                try UploadStore.remove(upload.id, of: number, question: question, in: db)
            }
        }

        #expect(try await !remove("2", "proof"))
        #expect(try await !remove("1", "other"))
        #expect(try await remove("1", "proof"))
        #expect(try await house.all().isEmpty)
    }
}
