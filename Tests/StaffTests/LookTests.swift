import Audit
import Base
import Storage
import Support
import Testing
import Vault

@testable import Staff

@Suite struct LookTests {
    /// What differs from a clerk of the department before an open case.
    struct Case: CustomTestStringConvertible, Sendable {
        let what: String
        var roles: Set<StaffRole> = [.clerk]
        var department: String? = "police"
        var region: String?
        var isOpen = true
        var isThere = true
        /// Since when the glass is broken.
        var glass: Duration?
        var isOwnGlass = true
        let ground: Look.Ground?
        var refused: StaffRefused?

        var testDescription: String { what }
    }

    static let cases = [
        Case(what: "an open case of her department", ground: .openCase),
        Case(what: "an open case, serving all departments", department: nil, ground: .openCase),
        Case(what: "a supervisor", roles: [.supervisor], ground: .openCase),
        Case(what: "another department", department: "housing", ground: nil, refused: .noOpenCase),
        Case(what: "the division where it was handed in", region: "350203", ground: .openCase),
        Case(what: "the city around it", region: "350200", ground: .openCase),
        Case(what: "another division of the city", region: "350205", ground: nil, refused: .noOpenCase),
        Case(
            what: "another division, with the glass broken", region: "350205", glass: .zero,
            ground: .brokenGlass),
        Case(what: "a case that is over", isOpen: false, ground: nil, refused: .noOpenCase),
        Case(what: "no case", isThere: false, ground: nil, refused: .noOpenCase),
        Case(
            what: "a case that is over, with the glass broken", isOpen: false, glass: .zero,
            ground: .brokenGlass),
        Case(
            what: "another department, with the glass broken", department: "housing", glass: .seconds(1_799),
            ground: .brokenGlass),
        Case(
            what: "half an hour later", isOpen: false, glass: .seconds(1_800), ground: nil,
            refused: .noOpenCase),
        Case(
            what: "somebody else's broken glass", isOpen: false, glass: .zero, isOwnGlass: false, ground: nil,
            refused: .noOpenCase),
        Case(
            what: "no case, with the glass broken", isThere: false, glass: .zero, ground: nil,
            refused: .noOpenCase),
        Case(what: "an officer", roles: [.security], ground: nil, refused: .rightMissing),
        Case(
            what: "an officer, with the glass broken", roles: [.audit], glass: .zero, ground: nil,
            refused: .rightMissing),
        Case(what: "a technician", roles: [.technician], ground: nil, refused: .rightMissing),
    ]

    @Test("ASVS 8.2.2: without an open case of one's own there is no look", arguments: cases)
    func withoutAnOpenCaseThereIsNoLook(_ one: Case) throws {
        let world = World.frozen()
        let now = TestClock.start
        let account = StaffAccount(
            id: "s-0001", name: try StaffHouse.name("陈样本"), department: one.department,
            region: one.region.flatMap(DivisionCode.init),
            roles: one.roles, state: .active, createdAt: now)
        let glass = one.glass.map {
            BreakGlass(
                id: Token(world), account: one.isOwnGlass ? "s-0001" : "s-0002", reason: .danger,
                text: "fire",
                openedAt: now - $0, review: nil)
        }
        let glimpse = one.isThere ? try LookHouse.glimpse(isOpen: one.isOpen) : nil

        var (ground, refused): (Look.Ground?, StaffRefused?)
        do throws(StaffRefused) {
            ground = try Look.ground(
                of: glimpse, for: account, glass: glass, glassLife: .seconds(1_800), at: now)
        } catch {
            refused = error
        }
        #expect(ground == one.ground && refused == one.refused)
    }

    /// A case that is over is looked at to revoke its paper, by the department that issued it alone.
    @Test(arguments: [
        (department: "police", region: "350203", hasPaper: true, isShown: true),
        (department: "police", region: "350205", hasPaper: true, isShown: false),
        (department: "housing", region: "350203", hasPaper: true, isShown: false),
        (department: "insurance", region: "350203", hasPaper: true, isShown: false),
        (department: "police", region: "350203", hasPaper: false, isShown: false),
    ])
    func aPaperIsLookedAtByItsDepartmentToRevokeIt(
        department: String, region: String, hasPaper: Bool, isShown: Bool
    ) throws {
        let now = TestClock.start
        let account = StaffAccount(
            id: "s-0001", name: try StaffHouse.name("陈样本"), department: department,
            region: DivisionCode(rawValue: region), roles: [.clerk], state: .active, createdAt: now)
        let glimpse = try LookHouse.glimpse(isOpen: false, hasPaper: hasPaper, others: ["insurance"])
        // A broken glass is no way to a revocation.
        let glass = BreakGlass(
            id: Token(.frozen()), account: "s-0001", reason: .danger, text: "fire", openedAt: now, review: nil
        )

        let ground = try? Look.ground(
            of: glimpse, for: account, purpose: .revocation, glass: glass, glassLife: .seconds(1_800), at: now
        )

        #expect(ground == (isShown ? .issuedPaper : nil))
        #expect(!Look.Purpose.offered.contains(.revocation), "no other page offers it")
    }

    /// What a booking says is looked at by the department that expects its person, and by nobody where none is booked.
    @Test(arguments: [("police", true, true), ("police", false, false), ("housing", true, false)])
    func aVisitIsLookedAtByTheDepartmentThatExpectsIt(
        department: String, hasVisit: Bool, isShown: Bool
    ) throws {
        let now = TestClock.start
        let account = StaffAccount(
            id: "s-0001", name: try StaffHouse.name("陈样本"), department: department,
            region: DivisionCode(rawValue: "350203"), roles: [.clerk], state: .active, createdAt: now)
        let glass = BreakGlass(
            id: Token(.frozen()), account: "s-0001", reason: .danger, text: "fire", openedAt: now, review: nil
        )

        let ground = try? Look.ground(
            of: LookHouse.glimpse(isOpen: false, hasVisit: hasVisit), for: account, purpose: .visit,
            glass: glass, glassLife: .seconds(1_800), at: now)

        #expect(ground == (isShown ? .bookedVisit : nil))
        #expect(!Look.Purpose.offered.contains(.visit) && Look.Purpose.visit.act == "appointment.opened")
    }

    @Test(arguments: TestEngine.available)
    func everyLookTellsThePersonItIsAbout(_ engine: TestEngine) async throws {
        let house = try await LookHouse(engine)
        let clerk = try await house.clerk()
        let number = LookHouse.number(1)

        house.desk.clock.advance(by: .seconds(1))
        let glimpse = try await house.desk.verbs.look(number, for: .handling, by: clerk, requestID: "r")

        #expect(glimpse.holder.masked == "欧***")
        let leaf = try #require(try await house.leaves().last)
        for part in [
            "\"case.looked\"", "\"case\":\"\(number)\"",
            "\"decision\":\"open-case handling\"", clerk.account.id, "police/temporary-identity-proof",
        ] {
            #expect(leaf.contains(part), "\(part)")
        }
        #expect(AuditHistory.isAbout(LookHouse.commitment, leaf: Array(leaf.utf8)))
        #expect(!leaf.contains("欧") && !leaf.contains(LookHouse.commitment.hex))
    }

    @Test(arguments: TestEngine.available)
    func aRefusedLookShowsNothingAndIsWrittenDownWithoutWhatWasTyped(_ engine: TestEngine) async throws {
        let house = try await LookHouse(engine)
        let clerk = try await house.clerk()

        for number in [LookHouse.closed, "350203199006159807", ""] {
            await #expect(throws: StaffRefused.noOpenCase) {
                try await house.desk.verbs.look(number, for: .question, by: clerk, requestID: "r")
            }
        }

        let written = try await house.leaves().filter { $0.contains("case.look-refused") }
        #expect(
            written.count == 3
                && written.count { AuditHistory.isAbout(LookHouse.commitment, leaf: Array($0.utf8)) } == 1,
            "she is told")
        #expect(written.allSatisfy { $0.contains("\"decision\":\"refused question\"") })
        #expect(!written.joined().contains("350203199006159807"))
        #expect(!written.joined().contains("payload_hash"), "a hash of what few can have typed tells it")
        let kept = try await house.desk.engine.read { db in
            try db.rows("SELECT case_number FROM staff_looks ORDER BY case_number").map {
                try $0.text("case_number")
            }
        }
        #expect(kept == ["-", "-", LookHouse.closed])
    }

    @Test(arguments: TestEngine.available)
    func aBrokenGlassOpensHalfAnHourAndIsReviewedBySomebodyElse(_ engine: TestEngine) async throws {
        let house = try await LookHouse(engine)
        let verbs = house.desk.verbs
        let clerk = try await house.clerk()
        let officer = try await house.desk.presence(house.officer)
        await #expect(throws: StaffRefused.malformed) {
            try await verbs.breakGlass(.danger, text: "", by: clerk, requestID: "r")
        }
        await #expect(throws: StaffRefused.rightMissing) {
            try await verbs.breakGlass(.danger, text: "fire", by: officer, requestID: "r")
        }

        let glass = try await verbs.breakGlass(.danger, text: "fire at the shop", by: clerk, requestID: "r")
        house.desk.clock.advance(by: .seconds(1))
        _ = try await verbs.look(LookHouse.closed, for: .handling, by: clerk, requestID: "r")

        let told = try #require(try await verbs.queries.glasses(for: officer.account).first)
        #expect(
            told.id == glass.id && told.isOpen(at: house.desk.clock.now, for: .seconds(1_800))
                && told.text == "fire at the shop")
        #expect(try await verbs.queries.alerts().map(\.rule) == [.outsideCase])
        #expect(try #require(try await house.leaves().last).contains("broken-glass handling"))
        await #expect(throws: StaffRefused.rightMissing) {
            try await verbs.reviewGlass(glass.id, .justified, by: clerk, requestID: "r")
        }
        house.desk.clock.advance(by: verbs.figures.glassLife)
        let later = clerk
        await #expect(throws: StaffRefused.noOpenCase) {
            try await verbs.look(LookHouse.closed, for: .handling, by: later, requestID: "r")
        }
        #expect(
            !glass.isOverdue(
                at: glass.openedAt + .seconds(72 * 3_600 - 1), within: verbs.figures.reviewWithin))
        #expect(
            glass.isOverdue(at: glass.openedAt + .seconds(72 * 3_600), within: verbs.figures.reviewWithin))
        try await verbs.reviewGlass(glass.id, .misused, by: officer, requestID: "r")
        await #expect(throws: StaffRefused.decidedAlready) {
            try await verbs.reviewGlass(glass.id, .justified, by: officer, requestID: "r")
        }
        #expect(try await verbs.queries.glasses(for: officer.account).first?.review?.finding == .misused)
    }

    @Test(arguments: TestEngine.available)
    func aBrokenGlassIsReviewedWithinDepartmentAndRegion(_ engine: TestEngine) async throws {
        let house = try await LookHouse(engine)
        let (verbs, officer) = (house.desk.verbs, house.officer)
        let clerk = try await house.desk.invite(by: officer, department: "police", region: "350203")
        try await house.desk.grant([.clerk], to: clerk)
        let glass = try await verbs.breakGlass(
            .order, text: "court", by: try await house.desk.presence(clerk), requestID: "r")
        for (department, region) in [("housing", "350203"), ("police", "350205")] {
            let other = try await house.desk.invite(by: officer, department: department, region: region)
            try await house.desk.grant([.supervisor], to: other)
            let presence = try await house.desk.presence(other)

            await #expect(throws: StaffRefused.rightMissing, "\(department) \(region)") {
                try await verbs.reviewGlass(glass.id, .justified, by: presence, requestID: "r")
            }
            #expect(try await verbs.queries.glasses(for: presence.account) == [])
            #expect(try await verbs.queries.waitingGlasses(for: presence.account) == 0)
        }

        let own = try await house.desk.invite(by: officer, department: "police", region: "350200")
        try await house.desk.grant([.supervisor], to: own)
        let presence = try await house.desk.presence(own)
        #expect(try await verbs.queries.waitingGlasses(for: presence.account) == 1)
        try await verbs.reviewGlass(glass.id, .justified, by: presence, requestID: "r")
        #expect(try await verbs.queries.waitingGlasses(for: presence.account) == 0)
    }

    @Test func whoBrokeTheGlassSeesOnlyTheOwn() async throws {
        let house = try await LookHouse(.sqlite)
        let (first, second) = (try await house.clerk(), try await house.clerk())
        _ = try await house.desk.verbs.breakGlass(.order, text: "court", by: first, requestID: "r")

        #expect(try await house.desk.verbs.queries.glasses(for: first.account).count == 1)
        #expect(try await house.desk.verbs.queries.glasses(for: second.account) == [])
    }

    @Test(arguments: TestEngine.available)
    func anAlertIsClosedBySomebodyWithTheRight(_ engine: TestEngine) async throws {
        let house = try await LookHouse(engine)
        let clerk = try await house.clerk(name: "欧样本")
        _ = try await house.desk.verbs.look(LookHouse.number(1), for: .handling, by: clerk, requestID: "r")
        let alert = try #require(try await house.desk.verbs.queries.alerts().first)
        let officer = try await house.desk.presence(house.officer)

        #expect(alert.rule == .sameSurname && alert.at == house.desk.clock.now, "with the look itself")
        await #expect(throws: StaffRefused.rightMissing) {
            try await house.desk.verbs.seeAlert(alert.id, by: clerk, requestID: "r")
        }
        try await house.desk.verbs.seeAlert(alert.id, by: officer, requestID: "r")
        await #expect(throws: StaffRefused.unknownAlert) {
            try await house.desk.verbs.seeAlert(alert.id, by: officer, requestID: "r")
        }
        #expect(try await house.desk.verbs.queries.alerts() == [])
    }
}

/// A desk before cases that are made up.
struct LookHouse {
    let desk: StaffHouse
    let officer: StaffHouse.Person

    static let commitment = Digest.sha256([1])
    static let closed = "closed"

    static func number(_ sequence: Int) -> String {
        String(repeating: "1", count: 31) + String(202_603_020_000 + sequence)
    }

    static let person = "350203199006159807"

    static func glimpse(
        _ number: String = number(1), isOpen: Bool = true, hasPaper: Bool = false, hasVisit: Bool = false,
        others: Set<String> = [], person: [UInt8]? = nil, address: [UInt8]? = nil
    ) throws -> CaseGlimpse {
        let region = try #require(DivisionCode(rawValue: "350203"))
        return CaseGlimpse(
            number: number, service: "police/temporary-identity-proof", department: "police",
            region: region,
            offices: Set(others.union(["police"]).map { CaseOffice(department: $0, division: region) }),
            state: "submitted",
            isOpen: isOpen, hasPaper: hasPaper, hasVisit: hasVisit, citizen: Token(.frozen()),
            holder: try StaffHouse.name("欧阳小样"),
            commitment: commitment, openedAt: TestClock.start, person: person, address: address)
    }

    /// One of the open cases of a list, each of another person; number 0 is the one whom somebody may watch.
    static func listed(_ index: Int, _ vault: Vault) throws -> CaseGlimpse {
        let bytes = Array(repeating: 0, count: 14) + [UInt8(index >> 8), UInt8(index & 255)]
        let region = try #require(DivisionCode(rawValue: "350203"))
        return CaseGlimpse(
            number: number(1_000 + index), service: "police/temporary-identity-proof", department: "police",
            region: region, state: "submitted", isOpen: true,
            citizen: try #require(Token(rawValue: Token.encode(bytes))),
            holder: try StaffHouse.name("欧阳小样"), commitment: Digest.sha256(bytes),
            openedAt: TestClock.start, person: index == 0 ? WatchedPerson.term(person, vault) : nil,
            address: index == 0 ? StaffAddress.term("样板南路12号", vault) : nil)
    }

    init(_ engine: TestEngine) async throws {
        desk = try await StaffHouse(engine)
        officer = try await desk.firstOfficer()
    }

    func clerk(name: String = "陈样本") async throws -> StaffPresence {
        let (_, code) = try await desk.verbs.invite(
            .init(name: try StaffHouse.name(name), department: "police", region: nil, seat: nil),
            by: try await desk.presence(officer), requestID: "r")
        let person = try await desk.enrol(code)
        try await desk.grant([.clerk], to: person)
        return try await desk.presence(person)
    }

    /// The same one, as she stands now and with her passkey just shown.
    func again(_ presence: StaffPresence) async throws -> StaffPresence {
        let account = try await desk.verbs.queries.person(presence.account.id)
        var session = presence.session
        session.provedAgainAt = desk.clock.now
        return StaffPresence(session: session, account: account)
    }

    func leaves() async throws -> [String] {
        try await desk.engine.read { db in
            try db.rows("SELECT leaf_bytes FROM audit_pending ORDER BY at_ms, leaf_id LIMIT 1000")
                .map { String(decoding: try $0.bytes("leaf_bytes"), as: UTF8.self) }
        }
    }
}
