import Base
import Storage
import Support
import Testing

@testable import Casework

/// A step that lies with the wrong office goes to another of its department, and its person's time goes on.
@Suite struct ReferralTests {
    private static let huli = "police/4/350206"
    private static let city = "police/3"

    private func queue(_ text: String) throws -> StepQueue { try #require(StepQueue(rawValue: text)) }

    private func claimed(_ house: CaseHouse, by clerk: Clerk) async throws -> CaseStep.Key {
        let number = try await house.handedIn(for: house.visit(for: CaseHouse.endorsement))
        try await house.claim(number, by: clerk)
        return CaseStep.Key(number, "review")
    }

    private func step(_ key: CaseStep.Key, _ house: CaseHouse) async throws -> CaseStep {
        try #require(try await house.steps(key.number).first { $0.key == key })
    }

    @Test(arguments: TestEngine.available)
    func theOtherOfficeHasItUnclaimedDueAsItWasAndReadsWhy(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let (here, there) = (try house.clerk(), try house.clerk("s-0002", queue: Self.huli))
        let key = try await claimed(house, by: here)
        let before = try await step(key, house)
        house.clock.advance(by: .seconds(86_400))

        try await house.desk.refer(
            key, to: queue(Self.huli), because: .wrongDistrict, note: "住在湖里", by: here, requestID: "r")

        let after = try await step(key, house)
        #expect(after.queue.rawValue == Self.huli && after.state == .ready && after.account == nil)
        #expect(after.due == before.due && after.readyAt == before.readyAt && after.paused == before.paused)
        #expect(after.claimedAt == nil && after.referrals == 1)
        // What has not begun yet goes along with it.
        #expect(try await house.steps(key.number).allSatisfy { $0.queue.rawValue == Self.huli })
        #expect(try await house.state(key.number) == .deciding)
        await #expect(throws: StepRefused.otherQueue) {
            _ = try await house.desk.queries.view(key, for: here)
        }
        #expect(try await house.desk.queries.page(DeskList(.mine), for: here).steps.isEmpty)
        #expect(try await house.desk.queries.page(DeskList(.ready), for: there).steps.map(\.key) == [key])

        let outside = try await house.desk.queries.view(key, for: there)
        let moment = try #require(outside.history.last { $0.step == key.step })
        #expect(moment.event == .stepReferred && moment.account == "s-0001")
        #expect(
            moment.referral
                == StepReferral(from: before.queue, to: try queue(Self.huli), reason: .wrongDistrict))
        #expect(outside.referralNote == nil, "nothing of anybody before it is claimed")
        try await house.claim(key.number, by: there)
        #expect(try await house.desk.queries.view(key, for: there).referralNote == "住在湖里")
        #expect(try await house.acts("case.step-referred") == 2, "one for each step")
        #expect(try await house.leaves().allSatisfy { !$0.contains("住在湖里") })
        #expect(
            try await house.engine.read { db in try CaseStepStore.referredCounts(in: db) } == ["police": 2])

        try await house.desk.decide.approve(key, by: there, requestID: "r")
        try await house.approve(key.number, "issue", by: there)
        #expect(try await house.runJobs() > 0)
        #expect(try await house.state(key.number) == .issued)
        #expect(try await VerifyActs(house.engine)().findings.isEmpty)
        #expect(try await house.engine.read { db in try CaseStepStore.referredCounts(in: db) } == [:])
    }

    /// The legal clock does not begin anew: what is missed is the new office's to answer for.
    @Test(arguments: TestEngine.available)
    func whatIsNotDecidedInTimeIsLateWhereItLies(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let here = try house.clerk()
        let key = try await claimed(house, by: here)
        let due = try #require(try await step(key, house).due)
        house.clock.now = due.at
        try await house.desk.refer(
            key, to: queue(Self.huli), because: .inHandThere, note: nil, by: here, requestID: "r")
        #expect(try await house.late() == 0)

        house.clock.now = due.at + .milliseconds(1)
        _ = try await house.runJobs()

        #expect(try await house.late() == 1)
        #expect(try await house.desk.queries.late(in: queue(Self.huli)) == 1)
        #expect(try await house.desk.queries.late(in: here.queue) == 0)
    }

    @Test(arguments: TestEngine.available)
    func itGoesTwiceAndIsThenDecidedWhereItLies(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let here = try house.clerk()
        let key = try await claimed(house, by: here)
        let offices = [("s-0002", Self.huli), ("s-0003", Self.city)]
        var holder = here
        for (account, office) in offices {
            try await house.desk.refer(
                key, to: queue(office), because: .otherLevel, note: office, by: holder, requestID: "r")
            holder = try house.clerk(account, queue: office)
            try await house.claim(key.number, by: holder)
        }
        let view = try await house.desk.queries.view(key, for: holder)
        #expect(!view.mayBeReferred && view.referralNote == Self.city, "the last word")
        #expect(view.history.compactMap(\.referral).map(\.to.rawValue) == [Self.huli, Self.city])
        // Another level is competent for this step, not for the next.
        #expect(try await house.steps(key.number).last?.queue == here.queue)

        let last = holder
        await #expect(throws: StepRefused.referredEnough) {
            try await house.desk.refer(
                key, to: here.queue, because: .wrongDistrict, note: nil, by: last, requestID: "r")
        }
        #expect(try await step(key, house).referrals == 2)
        try await house.desk.decide.approve(key, by: last, requestID: "r")
        #expect(try await step(key, house).state == .approved)
    }

    @Test(arguments: TestEngine.available)
    func itGoesNowhereElseAndByNobodyElse(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let here = try house.clerk()
        let key = try await claimed(house, by: here)
        let before = try await step(key, house)
        func refer(
            _ office: String, note: String? = nil, by clerk: Clerk
        ) async throws {
            try await house.desk.refer(
                key, to: queue(office), because: .recusal, note: note, by: clerk, requestID: "r")
        }
        for office in ["police/4/350203", "insurance/4/350206", "insurance/3", "police/2", "police/1"] {
            await #expect(throws: StepRefused.otherOffice, "\(office)") { try await refer(office, by: here) }
        }
        let long = String(repeating: "长", count: StepDesk.noteMax + 1)
        await #expect(throws: StepRefused.choiceUnknown) {
            try await refer(Self.huli, note: long, by: here)
        }
        await #expect(throws: StepRefused.notClaimed) {
            try await refer(Self.huli, by: house.clerk("s-0009"))
        }
        await #expect(throws: StepRefused.otherQueue) {
            try await refer(Self.city, by: house.clerk("s-0009", queue: Self.huli))
        }
        try await house.desk.askForCorrection(
            ["basis"], at: key, because: "unclear", note: nil, by: here, requestID: "r")
        await #expect(throws: StepRefused.notNow, "it waits for its person") {
            try await refer(Self.huli, by: here)
        }
        let after = try await step(key, house)
        #expect(after.queue == before.queue && after.referrals == 0)
        #expect(try await house.acts("case.step-referred") == 0)
    }

    /// Who is tied to it can neither claim it nor be given it; she says so, and reads nothing of it.
    @Test(arguments: TestEngine.available)
    func whatNobodyHereMayDecideIsReferredWithoutAClaim(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let (here, there) = (try house.clerk(), try house.clerk("s-0002", queue: Self.huli))
        let number = try await house.handedIn(for: house.visit(for: CaseHouse.endorsement))
        let key = CaseStep.Key(number, "review")
        let before = try await step(key, house)
        func refer(
            _ reason: ReferralReason = .recusal, to office: String = Self.huli, note: String? = nil,
            by clerk: Clerk
        ) async throws {
            try await house.desk.refer(
                key, to: queue(office), because: reason, note: note, by: clerk, requestID: "r")
        }
        let tied = try house.clerk("s-0005", is: .one)
        await #expect(throws: StepRefused.ownCase) { try await house.claim(number, by: tied) }
        for reason in ReferralReason.allCases where reason != .recusal {
            await #expect(throws: StepRefused.notClaimed, "\(reason)") { try await refer(reason, by: tied) }
        }
        await #expect(throws: StepRefused.notClaimed, "a word on what she may not read") {
            try await refer(note: "住在湖里", by: tied)
        }
        await #expect(throws: StepRefused.otherQueue) { try await refer(to: Self.city, by: there) }
        await #expect(throws: StepRefused.otherOffice) { try await refer(to: "police/2", by: tied) }
        try await house.claim(number, by: here)
        await #expect(throws: StepRefused.notClaimed, "somebody may decide it") {
            try await refer(by: tied)
        }
        try await house.desk.claim.release(key, by: here, requestID: "r")
        #expect(try await house.acts("case.step-referred") == 0)
        let view = try await house.desk.queries.view(key, for: tied)
        #expect(view.form == nil && view.files.isEmpty && view.mayBeReferred)

        try await refer(by: tied)

        let after = try await step(key, house)
        #expect(after.queue.rawValue == Self.huli && after.state == .ready && after.account == nil)
        #expect(after.due == before.due && after.referrals == 1)
        #expect(try await house.steps(number).last?.queue == here.queue, "the next may be decided here")
        let moment = try #require(
            try await house.desk.queries.view(key, for: there).history.last { $0.step == key.step })
        #expect(moment.referral?.reason == .recusal && moment.account == "s-0005")
        #expect(try await house.acts("case.step-referred") == 1)
        #expect(try await VerifyActs(house.engine)().findings.isEmpty)
        await #expect(throws: StepRefused.otherQueue) { try await refer(by: tied) }
        try await house.approve(number, "review", by: there)
    }

    /// The last office has it to decide; where nobody of it may, its supervisor sends it on, and that alone.
    @Test(arguments: TestEngine.available)
    func whatNobodyMayDecideGoesOnByASupervisor(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let here = try house.clerk()
        let key = try await claimed(house, by: here)
        try await house.desk.claim.release(key, by: here, requestID: "r")
        var figures = HandlingFigures()
        figures.referralMax = 0
        let refer = ReferStep(house.parts(figures))
        func send(
            _ reason: ReferralReason, by clerk: Clerk = here, asSupervisor: Bool = true
        ) async throws {
            try await refer(
                key, to: queue(Self.huli), because: reason, note: nil, by: clerk,
                asSupervisor: asSupervisor, requestID: "r")
        }
        await #expect(throws: StepRefused.referredEnough) {
            try await send(.recusal, by: house.clerk("s-0005", is: .one), asSupervisor: false)
        }
        await #expect(throws: StepRefused.notClaimed) { try await send(.wrongDistrict) }
        try await house.claim(key.number, by: here)
        for reason in [ReferralReason.recusal, .wrongDistrict] {
            await #expect(throws: StepRefused.referredEnough, "who has it may decide") {
                try await send(reason)
            }
        }
        try await house.desk.claim.release(key, by: here, requestID: "r")
        try await send(.recusal)
        #expect(try await step(key, house).queue.rawValue == Self.huli)
        #expect(try await VerifyActs(house.engine)().findings.isEmpty)
    }

    /// Two offices look at once: one of them refers its step, the other's stays where somebody may be at work.
    @Test(arguments: TestEngine.available)
    func whatAnotherOfficeLooksAtMeanwhileStays(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let (here, there) = (try house.clerk(), try house.clerk("s-0002", queue: Self.huli))
        let key = try await claimed(house, by: here)
        _ = try await house.engine.write { db in
            try db.run(
                """
                UPDATE case_steps SET state = 'ready', after_steps = '', due_is_firm = 1, due_at_ms =
                    (SELECT due_at_ms FROM case_steps WHERE case_number = \(key.number) AND step = 'review')
                WHERE case_number = \(key.number) AND step = 'issue'
                """)
        }
        try await house.desk.refer(
            key, to: queue(Self.huli), because: .wrongDistrict, note: nil, by: here, requestID: "r")
        #expect(try await house.steps(key.number).map(\.queue.rawValue) == [Self.huli, here.queue.rawValue])

        try await house.approve(key.number, "issue", by: here)
        #expect(try await house.state(key.number) == .deciding)
        try await house.approve(key.number, "review", by: there)
        #expect(try await house.state(key.number) == .approved)
    }

    private enum Act: String, CaseIterable {
        case approve
        case handOver = "hand over"
        case release
    }

    /// Pressed at the same moment in two windows: one of the two is done, and the step stands as that one left it.
    @Test(arguments: TestEngine.available)
    func ofTwoActsAtOnceOneIsDone(_ engine: TestEngine) async throws {
        for act in Act.allCases {
            let house = try await CaseHouse(engine)
            let (here, colleague) = (try house.clerk(), try house.clerk("s-0004"))
            let key = try await claimed(house, by: here)
            let (desk, office) = (house.desk, try queue(Self.huli))
            @Sendable func isDone(_ work: () async throws -> Void) async throws -> Bool {
                do {
                    try await work()
                    return true
                } catch is StepRefused {
                    return false
                }
            }
            async let referred = isDone {
                try await desk.refer(
                    key, to: office, because: .wrongDistrict, note: nil, by: here, requestID: "r")
            }
            async let other = isDone {
                switch act {
                case .approve: try await desk.decide.approve(key, by: here, requestID: "r")
                case .handOver:
                    try await desk.claim.handOver(key, by: here, to: colleague, requestID: "r")
                case .release: try await desk.claim.release(key, by: here, requestID: "r")
                }
            }
            let done = (try await referred, try await other)

            #expect(done.0 != done.1, "\(act) \(done)")
            let after = try await step(key, house)
            #expect((after.queue == office) == done.0 && after.referrals == (done.0 ? 1 : 0), "\(act)")
            #expect(try await house.acts("case.step-referred") == (done.0 ? 2 : 0), "\(act)")
            #expect(try await VerifyActs(house.engine)().findings.isEmpty, "\(act)")
        }
    }

    @Test func itsPersonReadsWhichOfficeHasItNow() async throws {
        let house = try await CaseHouse(.sqlite)
        let here = try house.clerk()
        try await house.kiosk { kiosk in
            let place = try await kiosk.identify(house, for: CaseHouse.endorsement, .one)
            let number = try #require(CaseNumber(rawValue: String(place.split(separator: "/").last ?? "")))
            for (question, answer) in CaseHouse.complete.sorted(by: { $0.key < $1.key }) {
                try await kiosk.post("/cases/\(number)/questions/\(question)", ["answer": answer])
            }
            try await kiosk.post("/cases/\(number)/submission")
            let before = try await kiosk.follow("/cases/\(number)/paper").page
            #expect(!before.contains("Huli District"))
            let key = CaseStep.Key(number, "review")
            try await house.claim(number, by: here)
            try await house.desk.refer(
                key, to: queue(Self.huli), because: .otherLevel, note: nil, by: here, requestID: "r")
            #expect(try await kiosk.follow("/cases/\(number)").page.contains("now with Huli District"))
            let there = try house.clerk("s-0002", queue: Self.huli)
            try await house.claim(number, by: there)
            try await house.desk.refer(
                key, to: queue(Self.city), because: .otherLevel, note: nil, by: there, requestID: "r")
            let after = try await kiosk.follow("/cases/\(number)").page
            #expect(after.contains("office") && after.contains("now with the city"))
            #expect(!after.contains("Huli District"))
        }
    }

    @Test(arguments: [
        ("police/4/350203 police/3 recusal", true), ("police/4/350203 police/3", false),
        ("police/4/350203 police/3 because", false), ("police police/3 recusal", false), ("", false),
    ])
    func theHistoryIsReadAsItWasWritten(_ words: String, _ isReferral: Bool) {
        #expect(StepReferral(words)?.words == (isReferral ? words : nil))
    }
}
