import Base
import Storage
import Support
import Testing
import Vault

/// Every suite on every engine.
private let places: [(Suite, TestEngine)] = Suite.allCases.flatMap { suite in
    TestEngine.available.map { (suite, $0) }
}

struct Subjects {
    let world = World.frozen()
    let phone = FieldPlace("citizens", "phone", row: "1")

    @Test(arguments: places)
    func aSealedFieldIsReadBack(suite: Suite, engine: TestEngine) async throws {
        let (vault, db) = try await make(suite, engine)
        let id = Token(world)

        let sealed = try await db.write { db in
            try vault.createSubject(id, in: db).sealText("13959201234", at: phone)
        }
        let opened = try await db.read { db in
            try vault.subject(id, in: db).openText(sealed, at: phone)
        }

        #expect(opened == "13959201234")
        #expect(sealed.count == 11 + (suite == .international ? 29 : 49))
    }

    @Test(arguments: places)
    func aFieldMovedElsewhereIsRefused(suite: Suite, engine: TestEngine) async throws {
        let (vault, db) = try await make(suite, engine)
        let (one, other) = (Token(world), Token(world))
        let (key, otherKey) = try await db.write { db in
            (try vault.createSubject(one, in: db), try vault.createSubject(other, in: db))
        }

        let sealed = try key.sealText("13959201234", at: phone)

        for place in [
            FieldPlace("citizens", "phone", row: "2"), FieldPlace("citizens", "name", row: "1"),
            FieldPlace("cases", "phone", row: "1"), FieldPlace("citizensp", "hone", row: "1"),
        ] {
            #expect(throws: VaultError.tampered) { try key.open(sealed, at: place) }
        }
        #expect(throws: VaultError.tampered) { try otherKey.open(sealed, at: phone) }
        #expect(throws: VaultError.self) { try vault.open(sealed, at: phone) }
    }

    @Test(arguments: places)
    func aWrappedKeyMovedToAnotherSubjectIsRefused(suite: Suite, engine: TestEngine) async throws {
        let (vault, db) = try await make(suite, engine)
        let (one, other) = (Token(world), Token(world))
        try await db.write { db in
            _ = try vault.createSubject(one, in: db)
            _ = try vault.createSubject(other, in: db)
            try db.run(
                """
                UPDATE vault_subjects SET wrapped_key =
                    (SELECT wrapped_key FROM vault_subjects WHERE subject_id = \(one))
                WHERE subject_id = \(other)
                """)
        }

        await #expect(throws: VaultError.tampered) {
            try await db.read { db in _ = try vault.subject(other, in: db) }
        }
    }

    @Test(arguments: places)
    func aShreddedSubjectIsGone(suite: Suite, engine: TestEngine) async throws {
        let (vault, db) = try await make(suite, engine)
        let id = Token(world)
        _ = try await db.write { db in try vault.createSubject(id, in: db).sealText("13959201234", at: phone)
        }

        try await db.write { db in
            try vault.shred(id, in: db)
            try vault.shred(id, in: db)
        }

        await #expect(throws: VaultError.shredded) {
            try await db.read { db in _ = try vault.subject(id, in: db) }
        }
        await #expect(throws: SQLError.self) {
            try await db.write { db in _ = try vault.createSubject(id, in: db) }
        }
        let wrapped = try await db.read { db in
            try db.rows("SELECT wrapped_key FROM vault_subjects").map { $0["wrapped_key"] }
        }
        #expect(wrapped == [.null])
    }

    @Test(arguments: places)
    func anotherNodeStopsReadingAtOnce(suite: Suite, engine: TestEngine) async throws {
        let (vault, db) = try await make(suite, engine)
        let otherNode = Vault(ring: vault.ring, world: world)
        let id = Token(world)
        let sealed = try await db.write { db in
            try vault.createSubject(id, in: db).sealText("13959201234", at: phone)
        }
        let before = try await db.read { db in try otherNode.subject(id, in: db).openText(sealed, at: phone) }

        try await db.write { db in try vault.shred(id, in: db) }

        #expect(before == "13959201234")
        await #expect(throws: VaultError.shredded) {
            try await db.read { db in _ = try otherNode.subject(id, in: db).openText(sealed, at: phone) }
        }
    }

    @Test(arguments: places)
    func aStrangerIsUnknown(suite: Suite, engine: TestEngine) async throws {
        let (vault, db) = try await make(suite, engine)
        let id = Token(world)

        await #expect(throws: VaultError.unknownKey("subject \(id)")) {
            try await db.read { db in _ = try vault.subject(id, in: db) }
        }
        await #expect(throws: VaultError.unknownKey("subject \(id)")) {
            try await db.write { db in try vault.shred(id, in: db) }
        }
    }

    @Test(arguments: places)
    func theCommitmentIsTheSubjectsOwnAndStays(suite: Suite, engine: TestEngine) async throws {
        let (vault, db) = try await make(suite, engine)
        let (one, other) = (Token(world), Token(world))
        let made = try await db.write { db in
            [
                try vault.createSubject(one, in: db).commitment(),
                try vault.createSubject(other, in: db).commitment(),
            ]
        }

        let again = try await db.read { db in try vault.subject(one, in: db).commitment() }

        #expect(made[0] == again)
        #expect(made[0] != made[1])
        #expect(again.count == 32)
        #expect(again != Digest.hash(Array(one.rawValue.utf8), suite: suite))
    }

    @Test(arguments: places)
    func rotationKeepsReadingAndMovesKeysStepByStep(suite: Suite, engine: TestEngine) async throws {
        let (vault, db) = try await make(suite, engine)
        let ids = (0..<5).map { _ in Token(world) }
        let place = phone
        let sealed = try await db.write { db in
            try ids.map { try vault.createSubject($0, in: db).sealText("\($0)", at: place) }
        }
        let houseSealed = try vault.seal([1, 2], at: place)
        try await db.write { db in try vault.shred(ids[4], in: db) }

        let rotated = Vault(ring: vault.ring.rotated(world: world), world: world)
        let steps = try await db.write { db in
            try (0..<4).map { _ in try rotated.rewrapSome(limit: 3, in: db) }
        }

        #expect(steps == [3, 1, 0, 0])
        #expect(rotated.ring.activeKeyID != vault.ring.activeKeyID)
        #expect(try rotated.open(houseSealed, at: place) == [1, 2])
        let opened = try await db.read { db in
            try zip(ids, sealed).prefix(4).map { try rotated.subject($0, in: db).openText($1, at: place) }
        }
        #expect(opened == ids.prefix(4).map(\.rawValue))
        // A node that has not heard of the new key says so, and does not call the data tampered with.
        await #expect(throws: VaultError.unknownKey("encryption key \(rotated.ring.activeKeyID)")) {
            try await db.read { db in _ = try vault.subject(ids[0], in: db) }
        }
    }

    @Test("ASVS 11.2.2: readers never fail while keys are rotated under them", arguments: places)
    func readersNeverFailWhileKeysAreRotated(suite: Suite, engine: TestEngine) async throws {
        let (vault, db) = try await make(suite, engine)
        let ids = (0..<40).map { _ in Token(world) }
        let place = phone
        let sealed = try await db.write { db in
            try ids.map { try vault.createSubject($0, in: db).sealText("\($0)", at: place) }
        }
        // As after the restart that follows `egret keys rotate`: every node holds the new ring and the old keys.
        let rotated = Vault(ring: vault.ring.rotated(world: world), world: world)

        let (reads, moved) = try await withThrowingTaskGroup(of: (reads: Int, moved: Int).self) { group in
            for reader in 0..<4 {
                group.addTask {
                    for round in 0..<60 {
                        let one = (round * 7 + reader) % ids.count
                        let text = try await db.read { db in
                            try rotated.subject(ids[one], in: db).openText(sealed[one], at: place)
                        }
                        guard text == ids[one].rawValue else { throw VaultError.tampered }
                    }
                    return (60, 0)
                }
            }
            group.addTask {
                var moved = 0
                while case let some = try await db.write({ db in try rotated.rewrapSome(limit: 2, in: db) }),
                    some > 0
                {
                    moved += some
                    await Task.yield()
                }
                return (0, moved)
            }
            return try await group.reduce((0, 0)) { ($0.0 + $1.reads, $0.1 + $1.moved) }
        }

        #expect(reads == 240)
        #expect(moved == ids.count)
        #expect(try await db.write { db in try rotated.rewrapSome(limit: 1, in: db) } == 0)
    }

    @Test(arguments: Suite.allCases)
    func houseFieldsOpenAtTheirPlaceOnly(suite: Suite) throws {
        let vault = Vault(ring: try KeyRing.create(suite: suite, world: world), world: world)
        let sealed = try vault.seal(Array("机密".utf8), at: phone)

        #expect(try vault.open(sealed, at: phone) == Array("机密".utf8))
        #expect(throws: VaultError.tampered) {
            try vault.open(sealed, at: FieldPlace("citizens", "phone", row: "2"))
        }
        for index in sealed.indices {
            var changed = sealed
            changed[index] ^= 1
            #expect(throws: VaultError.self) { try vault.open(changed, at: phone) }
        }
        #expect(throws: VaultError.tampered) { try vault.open([], at: phone) }
    }

    private func make(_ suite: Suite, _ engine: TestEngine) async throws -> (Vault, any SQLEngine) {
        let vault = Vault(ring: try KeyRing.create(suite: suite, world: world), world: world)
        return (vault, try await engine.make(VaultMigrations.all))
    }
}
