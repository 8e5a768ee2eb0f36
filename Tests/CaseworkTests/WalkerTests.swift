import Base
import Catalogue
import Storage
import Support
import Testing
import Vault

@testable import Casework

/// Every pair of a state and something that happens, on rows of a database: it is done as the tables say, or refused and
/// nothing is written.
@Suite struct WalkerTests {
    @Test(arguments: TestEngine.available)
    func everyEventMovesACaseOrIsRefusedWithoutATrace(_ kind: TestEngine) async throws {
        let engine = try await kind.make(CaseworkMigrations.all)
        let (number, now) = (Self.number(1), TestClock.start)
        try await engine.write { db in try CaseStore.insert(Self.file(number, state: .open), in: db) }

        for state in CaseState.allCases {
            for event in CaseEvent.allCases {
                let outcome = try await engine.write { db -> CaseState? in
                    try db.run("UPDATE cases SET state = \(state) WHERE number = \(number)")
                    try db.run("DELETE FROM case_events WHERE case_number = \(number)")
                    do {
                        return try CaseStore.advance(number, by: event, terminal: "t", at: now, in: db)
                    } catch let refusal as CaseRefused where refusal == state.refusal {
                        return nil
                    }
                }
                let (stands, events) = try await engine.read { db in
                    (
                        try db.rows("SELECT state FROM cases WHERE number = \(number)")[0].text("state"),
                        try CaseStore.history(of: number, in: db)
                    )
                }
                let wanted = CaseStateTests.steps[state]?[event]

                #expect(outcome == wanted, "\(state) \(event)")
                #expect(stands == (wanted ?? state).rawValue, "\(state) \(event)")
                #expect(events.map(\.event) == (wanted == nil ? [] : [event]), "\(state) \(event)")
                #expect(events.allSatisfy { $0.at == now && $0.terminal == "t" })
            }
        }
    }

    /// What somebody can do to a visit, and what becomes of it; nothing at all is a refusal.
    private static let visits: [Appointment.State: [String: String]] = [
        .held: ["confirm": "booked", "hold": "held", "release": "cancelled"],
        .booked: ["cancel": "cancelled", "release": "cancelled", "keep": "kept", "miss": "missed"],
        .kept: ["keep": "kept", "miss": "missed"],
        .missed: ["keep": "kept", "miss": "missed"],
        .cancelled: [:],
    ]

    @Test(arguments: TestEngine.available)
    func everyActMovesAVisitOrIsRefusedWithoutATrace(_ kind: TestEngine) async throws {
        let engine = try await kind.make(CaseworkMigrations.all)
        let (number, now, citizen) = (Self.number(1), TestClock.start, Token(World.frozen()))
        try await engine.write { db in try CaseStore.insert(Self.file(number, state: .open), in: db) }
        let begins = now - .seconds(60)
        let wish = Appointment(
            number: number, citizen: citizen, service: CaseHouse.id("police/household-appointment"),
            place: "siming", startsAt: begins, endsAt: now, state: .held,
            heldUntil: now + Appointment.holdLife, changedAt: now)
        let acts: [String: @Sendable (any SQLConnection) throws -> Void] = [
            "hold": { db in
                try AppointmentStore.hold(wish, people: 1, isOnlyOneOfDay: false, at: now, in: db)
            },
            "confirm": { db in _ = try AppointmentStore.confirm(number, at: now, in: db) },
            "cancel": { db in
                _ = try AppointmentStore.cancel(number, of: citizen, from: begins, at: now, in: db)
            },
            "release": { db in try AppointmentStore.release(number, at: now, in: db) },
            "keep": { db in _ = try AppointmentStore.mark(number, .kept, at: now, in: db) },
            "miss": { db in _ = try AppointmentStore.mark(number, .missed, at: now, in: db) },
        ]
        for state in Appointment.State.allCases {
            for (name, act) in acts {
                try await engine.write { db in
                    try AppointmentStore.forget(number.rawValue, in: db)
                    try AppointmentStore.hold(wish, people: 1, isOnlyOneOfDay: false, at: now, in: db)
                    let seat: Int64? = state == .cancelled ? nil : 1
                    let until = state == .held ? wish.heldUntil : nil
                    try db.run(
                        """
                        UPDATE appointments SET state = \(state), seat = \(seat), held_until_ms = \(until),
                            changed_at_ms = \(begins)
                        WHERE case_number = \(number)
                        """)
                }
                do {
                    try await engine.write(act)
                } catch is AppointmentRefused {
                    // What is booked, over or given back gives way to no other wish of its case.
                }
                let after = try await engine.read { db in try AppointmentStore.find(number, in: db) }
                let wanted = Self.visits[state]?[name]

                #expect(after?.state.rawValue == wanted ?? state.rawValue, "\(state) \(name)")
                #expect(after?.changedAt == (wanted == nil ? begins : now), "\(state) \(name)")
            }
        }
    }

    /// A clerk's act, and the event it is to the step.
    private static let clerkActs: [String: StepEvent] = [
        "claim": .claimed, "release": .released, "hand over": .handedOver, "assign": .assigned,
        "approve": .approved, "refer": .referred, "refuse": .refused, "ask": .correctionAsked,
    ]

    @Test(arguments: TestEngine.available)
    func everyActOfAClerkMovesAStepOrIsRefusedWithoutATrace(_ kind: TestEngine) async throws {
        let house = try await CaseHouse(kind)
        let (clerk, other) = (try house.clerk(), try house.clerk("s-0002"))
        let number = try await house.handedIn(for: house.visit(for: CaseHouse.endorsement))
        let (key, desk, engine) = (CaseStep.Key(number, "review"), house.desk, house.engine)
        let otherOffice = try #require(StepQueue(rawValue: "police/3"))
        let acts: [String: @Sendable () async throws -> Void] = [
            "claim": { try await desk.claim.claim(key, by: clerk, requestID: "r") },
            "release": { try await desk.claim.release(key, by: clerk, requestID: "r") },
            "hand over": { try await desk.claim.handOver(key, by: clerk, to: other, requestID: "r") },
            "assign": { try await desk.claim.assign(key, to: other, by: clerk, requestID: "r") },
            "approve": { try await desk.decide.approve(key, by: clerk, requestID: "r") },
            "refer": {
                try await desk.refer(
                    key, to: otherOffice, because: .recusal, note: nil, by: clerk, requestID: "r")
            },
            "refuse": {
                try await desk.decide.refuse(
                    key, because: "conditions-not-met", note: nil, by: clerk, requestID: "r")
            },
            "ask": {
                try await desk.askForCorrection(
                    ["living"], at: key, because: "unclear", note: nil, by: clerk,
                    requestID: "r")
            },
        ]
        for state in StepState.allCases {
            for (name, act) in acts {
                let before = try await engine.write { db in try Self.put(key, in: state, db) }
                var isRefused = false
                do { try await act() } catch is StepRefused { isRefused = true }
                let (step, events) = try await engine.read { db in
                    (
                        try CaseStepStore.find(key, in: db),
                        try CaseStore.history(of: number, in: db).dropFirst(before)
                    )
                }
                let wanted = Self.clerkActs[name].flatMap(state.after)

                #expect(isRefused == (wanted == nil), "\(state) \(name)")
                #expect(step?.state == wanted ?? state, "\(state) \(name)")
                #expect(events.isEmpty == isRefused, "\(state) \(name)")
                if let first = events.first {
                    #expect(first.step == key.step && first.account == clerk.account, "\(state) \(name)")
                }
            }
        }
    }

    /// To say that nothing is missing moves no step; it is said where a clerk works at it, and nowhere else.
    @Test(arguments: TestEngine.available)
    func aStepIsAcceptedWhereSomebodyWorksAtItAndNowhereElse(_ kind: TestEngine) async throws {
        let house = try await CaseHouse(kind)
        let clerk = try house.clerk()
        let number = try await house.handedIn(for: house.visit(for: CaseHouse.endorsement))
        let (key, engine) = (CaseStep.Key(number, "review"), house.engine)
        for state in StepState.allCases {
            let before = try await engine.write { db in try Self.put(key, in: state, db) }
            var isRefused = false
            do {
                try await house.desk.accept(key, by: clerk, requestID: "r")
            } catch is StepRefused { isRefused = true }
            let (step, events) = try await engine.read { db in
                (
                    try CaseStepStore.find(key, in: db),
                    try CaseStore.history(of: number, in: db).dropFirst(before).map(\.event)
                )
            }

            #expect(isRefused == (state != .claimed), "\(state)")
            #expect(step?.state == state, "\(state)")
            #expect(events == (isRefused ? [] : [.accepted]), "\(state)")
        }
    }

    /// What a person can do to a case that she has handed in, and where it leads; nothing at all is a refusal.
    private static let personActs: [String: [CaseState: CaseState]] = [
        "answer": [.correcting: .correcting], "correct": [.correcting: .deciding],
        "withdraw": [.deciding: .withdrawn, .correcting: .withdrawn],
    ]

    @Test(arguments: TestEngine.available)
    func everyActOfAPersonMovesHerCaseOrIsRefusedWithoutATrace(_ kind: TestEngine) async throws {
        let house = try await CaseHouse(kind)
        let (_, session, number) = try await house.complaint()
        try await house.verbs.submit(number, of: session, requestID: "r")
        let step = try #require(try await house.steps(number).first)
        let (file, engine, vault) = (try await house.file(number), house.engine, house.vault)
        let said = try #require(file.answers["what"])
        let now = house.clock.now
        let reason = try #require(
            house.catalogue.reason("unclear", for: .correction, by: step.department, of: step.service))
        let asked = CaseCorrection(
            key: step.key, round: 1, questions: ["what"], answered: [], reason: GivenReason(reason),
            note: nil, askedAt: now,
            answerBy: now + .seconds(30 * 86_400), answeredAt: nil)
        let acts: [String: @Sendable () async throws -> Void] = [
            "answer": { try await house.answer(number, ["what": said], of: session) },
            "correct": { try await house.verbs.correct(number, of: session, requestID: "r") },
            "withdraw": { try await house.verbs.withdraw(number, of: session, requestID: "r") },
        ]
        for state in CaseState.allCases where state != .open {
            for (name, act) in acts {
                let before = try await engine.write { db in
                    try db.run("DELETE FROM case_corrections WHERE case_number = \(number)")
                    try CorrectionStore.insert(asked, by: vault.subject(file.citizen, in: db), in: db)
                    if name == "correct" { try CorrectionStore.answered(asked, "what", in: db) }
                    try db.run(
                        """
                        UPDATE case_steps SET state = 'correction', account_id = 's-0001', paused_at_ms = \(now)
                        WHERE case_number = \(number) AND step = \(step.key.step)
                        """)
                    try db.run("UPDATE cases SET state = \(state) WHERE number = \(number)")
                    return try CaseStore.history(of: number, in: db).count
                }
                var isRefused = false
                do { try await act() } catch is CaseRefused { isRefused = true }
                let (stands, events) = try await engine.read { db in
                    (
                        try db.rows("SELECT state FROM cases WHERE number = \(number)")[0].text("state"),
                        try CaseStore.history(of: number, in: db).dropFirst(before)
                    )
                }
                let wanted = Self.personActs[name]?[state]

                #expect(isRefused == (wanted == nil), "\(state) \(name)")
                #expect(stands == (wanted ?? state).rawValue, "\(state) \(name)")
                #expect(events.isEmpty == isRefused, "\(state) \(name)")
            }
        }
    }

    /// Puts a step where it is wanted, its case where a step can stand so, and says how long the history is.
    private static func put(
        _ key: CaseStep.Key, in state: StepState, _ db: any SQLConnection
    ) throws -> Int {
        let account: String? =
            [.claimed, .correction, .approved, .refused].contains(state) ? "s-0001" : nil
        let stands: CaseState =
            switch state {
            case .correction: .correcting
            case .refused, .void: .refused
            default: .deciding
            }
        try db.run(
            """
            UPDATE case_steps SET state = \(state), account_id = \(account), due_at_ms = 1,
                due_is_firm = 1, queue = 'police/4/350203', referrals = 0
            WHERE case_number = \(key.number) AND step = \(key.step)
            """)
        try db.run(
            """
            UPDATE case_steps SET state = 'waiting', due_at_ms = NULL
            WHERE case_number = \(key.number) AND step <> \(key.step)
            """)
        try db.run("DELETE FROM case_corrections WHERE case_number = \(key.number)")
        try db.run("UPDATE cases SET state = \(stands) WHERE number = \(key.number)")
        return try CaseStore.history(of: key.number, in: db).count
    }

    private static func number(_ sequence: Int64) -> CaseNumber {
        CaseNumber(
            prefix: CaseNumber.prefix(
                implementationCode: "11350200MBX900017M3002090014000",
                day: CalendarDate(inChinaAt: TestClock.start)), sequence: sequence)
    }

    private static func file(_ number: CaseNumber, state: CaseState) -> CaseFile {
        CaseFile(
            number: number, service: CaseHouse.id("police/household-appointment"), serviceVersion: 1,
            citizen: Token(World.frozen()), terminalID: "t", language: .english, state: state, answers: [:],
            record: nil, openedAt: TestClock.start, submittedAt: nil, issuedAt: nil)
    }
}
