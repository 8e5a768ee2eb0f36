import Base
import Catalogue
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Storage
import Support
import Testing
import Vault
import Web

@testable import Casework
@testable import Identity

/// A person takes back what she has handed in, as long as nobody has decided it.
@Suite struct WithdrawalTests {
    private static let school = CaseHouse.id("bundles/school-entry")
    private static let permit = CaseHouse.id("police/residence-permit-apply")
    private static let aid = CaseHouse.id("education/student-aid")

    /// Each answer is a row of the history; what became of the case comes after them.
    @Test(arguments: TestEngine.available)
    func howeverOftenItWasAnsweredTheEndIsInItsHistory(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit(for: CaseHouse.endorsement)
        let number = try await house.handedIn(for: session)
        let now = house.clock.now
        try await house.engine.write { db in
            for _ in 0..<1_000 {
                try CaseStore.append(.answered, to: number, terminal: nil, detail: "x", at: now, in: db)
            }
        }
        try await house.verbs.withdraw(number, of: session, requestID: "r")

        #expect(try await house.node().standing(number, of: session).withdrawal?.at == now)
        let view = try await house.desk.queries.view(CaseStep.Key(number, "review"), for: house.clerk())
        #expect(view.history.contains { $0.event == .withdrawn } && view.history.last?.event == .stepVoided)
    }

    @Test(arguments: TestEngine.available)
    func whatIsWithdrawnIsNobodysToDecideAnyMore(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let clerk = try house.clerk()
        let session = try await house.visit(for: CaseHouse.endorsement)
        let number = try await house.handedIn(for: session)
        let key = CaseStep.Key(number, "review")
        try await house.claim(number, by: clerk)
        try await house.verbs.withdraw(number, of: session, requestID: "r")

        #expect(try await house.state(number) == .withdrawn)
        #expect(try await house.steps(number).map(\.state) == [.void, .void])
        #expect(try await house.events(number).suffix(3) == [.withdrawn, .stepVoided, .stepVoided])
        #expect(try await house.told().sorted() == ["handed-in", "withdrawn"])
        #expect(try await house.count("case_terms") == 0, "no clerk finds it by its person")
        await #expect(throws: StepRefused.ended) {
            try await house.desk.decide.approve(key, by: clerk, requestID: "r")
        }
        await #expect(throws: StepRefused.ended) {
            try await house.desk.claim.release(key, by: clerk, requestID: "r")
        }
        await #expect(throws: StepRefused.ended) {
            try await house.claim(number, "issue", by: house.clerk())
        }
        let view = try await house.desk.queries.view(key, for: clerk)
        #expect(view.form == nil && view.history.contains { $0.event == .withdrawn && !$0.isLapse })
        #expect(try await house.desk.queries.counts(for: clerk).values.allSatisfy { $0 == 0 })

        // Once more is refused and leaves no trace; another node sees what became of it.
        await #expect(throws: CaseRefused.withdrawn) {
            try await house.verbs.withdraw(number, of: session, requestID: "r")
        }
        #expect(try await house.acts("case.withdrawn") == 1)
        #expect(try await house.events(number).count { $0 == .withdrawn } == 1)
        #expect(try await house.node().standing(number, of: session).withdrawal?.at != nil)
        let progress = CaseProgress(house.parts)
        let tail = String(TestPerson.one.number.text.suffix(4))
        let shown = try await progress(number: number.rawValue, second: tail, requestID: "r")
        #expect(shown.state == .withdrawn && shown.due == nil)

        // She may hand it in anew.
        let anew = try await house.open(CaseHouse.endorsement, for: session)
        #expect(anew != number)
        #expect(try await house.verbs.own(of: session.citizen).map(\.file.number) == [anew])
    }

    @Test(arguments: TestEngine.available)
    func whatWaitsForHerCorrectionIsWithdrawnAndLapsesNoMore(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let clerk = try house.clerk()
        let session = try await house.visit(for: CaseHouse.endorsement)
        let number = try await house.handedIn(for: session)
        try await house.claim(number, by: clerk)
        try await house.desk.askForCorrection(
            ["basis"], at: CaseStep.Key(number, "review"), because: "unclear", note: nil, by: clerk,
            requestID: "r")
        try await house.verbs.withdraw(number, of: session, requestID: "r")
        #expect(try await house.state(number) == .withdrawn)
        await #expect(throws: CaseRefused.withdrawn) {
            try await house.verbs.correct(number, of: session, requestID: "r")
        }

        house.clock.advance(by: house.parts.figures.correctionLife + .seconds(86_400))
        _ = try await house.runJobs()
        #expect(try await house.acts("case.lapsed") == 0)
        let later = try await house.visit(at: 1, for: CaseHouse.endorsement)
        let view = try await house.verbs.standing(number, of: later)
        #expect(view.corrections.isEmpty && view.withdrawal?.isLapse == false)
        #expect(try await house.told().sorted() == ["correction-asked", "handed-in", "withdrawn"])
    }

    /// An office that is late is late with nothing any more, and what had not gone out yet is not told.
    @Test(arguments: TestEngine.available)
    func whatIsLateIsLateNoMore(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let number = try await house.handedIn(for: house.visit(for: CaseHouse.endorsement))
        house.clock.now = try #require(try await house.steps(number).first?.due).at + .milliseconds(1)
        _ = try await house.runJobs()
        #expect(try await house.late() == 1)
        #expect(try await house.told().contains("overdue"))
        let later = try await house.visit(at: 1, for: CaseHouse.endorsement)
        try await house.verbs.withdraw(number, of: later, requestID: "r")
        #expect(try await house.late() == 0)
        #expect(try await house.told().sorted() == ["handed-in", "withdrawn"])
    }

    @Test(arguments: TestEngine.available, 1...5)
    func ofAWithdrawalAndTheLastYesOneCounts(_ engine: TestEngine, round: Int) async throws {
        let house = try await CaseHouse(engine)
        let clerk = try house.clerk()
        let session = try await house.visit(for: CaseHouse.endorsement)
        let number = try await house.handedIn(for: session)
        try await house.approve(number, "review", by: clerk)
        try await house.claim(number, "issue", by: clerk)

        async let withdrawn = Result { try await house.verbs.withdraw(number, of: session, requestID: "r") }
        async let approved = Result {
            try await house.desk.decide.approve(CaseStep.Key(number, "issue"), by: clerk, requestID: "r")
        }
        let (hers, its) = await (withdrawn.failure, approved.failure)

        let events = try await house.events(number)
        #expect(events.count { $0 == .withdrawn || $0 == .approved } == 1, "\(events)")
        #expect((hers == nil) != (its == nil), "\(String(describing: hers)) \(String(describing: its))")
        if hers == nil {
            #expect(its as? StepRefused == .ended)
            #expect(try await house.state(number) == .withdrawn)
            #expect(try await house.steps(number).map(\.state) == [.approved, .void])
            #expect(try await house.runJobs() == 0, "no paper is made")
        } else {
            #expect(hers as? CaseRefused == .notWithdrawable)
            #expect(try await house.state(number) == .approved)
            #expect(try await house.steps(number).allSatisfy { $0.state == .approved })
        }
        #expect(try await house.acts("case.withdrawn") == (hers == nil ? 1 : 0))
        #expect(try await house.told().contains("withdrawn") == (hers == nil))
        #expect(try await house.told().contains("decided") == (hers != nil))
    }

    /// Whether a clerk has just taken it or not, it is hers to withdraw.
    @Test(arguments: TestEngine.available)
    func aClerkWhoClaimsItAtTheSameMomentKeepsNothing(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let clerk = try house.clerk()
        let session = try await house.visit(for: CaseHouse.endorsement)
        let number = try await house.handedIn(for: session)
        async let claimed = Result { try await house.claim(number, by: clerk) }
        async let withdrawn = Result { try await house.verbs.withdraw(number, of: session, requestID: "r") }
        let (its, hers) = await (claimed.failure, withdrawn.failure)

        #expect(hers == nil)
        #expect(its == nil || its as? StepRefused == .ended, "\(String(describing: its))")
        #expect(try await house.steps(number).allSatisfy { $0.state == .void })
        #expect(
            try await house.desk.queries.view(CaseStep.Key(number, "review"), for: clerk).form == nil)
    }

    @Test(arguments: TestEngine.available)
    func whatIsDecidedOrNotHandedInIsNotWithdrawn(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let clerk = try house.clerk()
        let printed = try await house.visit()
        let issued = try await house.issued(for: printed)
        let session = try await house.visit(at: 1, for: CaseHouse.endorsement)
        let refused = try await house.handedIn(for: session)
        try await house.claim(refused, by: clerk)
        try await house.desk.decide.refuse(
            CaseStep.Key(refused, "review"), because: "conditions-not-met", note: nil, by: clerk,
            requestID: "r")
        try await house.verbs.standing.read(refused, of: session)
        let form = try await house.open(CaseHouse.endorsement, for: session)
        for (number, of) in [(issued, printed), (refused, session), (form, session)] {
            let before = try await house.events(number)
            await #expect(throws: CaseRefused.notWithdrawable) {
                try await house.verbs.withdraw(number, of: of, requestID: "r")
            }
            #expect(try await house.events(number) == before)
        }
        #expect(try await house.acts("case.withdrawn") == 0)
    }

    /// Services that departments decide book nothing today; whatever a case holds is free with its end.
    @Test(arguments: TestEngine.available)
    func whatItHasBookedIsFreeAgain(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit(for: CaseHouse.endorsement)
        let number = try await house.handedIn(for: session)
        let now = house.clock.now
        let booked = Appointment(
            number: number, citizen: session.citizen, service: AppointmentTests.household, place: "siming",
            startsAt: now + .seconds(86_400), endsAt: now + .seconds(88_200), state: .held,
            heldUntil: now + Appointment.holdLife, changedAt: now)
        try await house.engine.write { db in
            try AppointmentStore.hold(booked, people: 1, isOnlyOneOfDay: true, at: now, in: db)
            _ = try AppointmentStore.confirm(number, at: now, in: db)
        }
        #expect(try await house.appointment(number)?.state == .booked)
        try await house.verbs.withdraw(number, of: session, requestID: "r")
        #expect(try await house.appointment(number)?.state == .cancelled)
    }

    /// Who acts withdraws what she has handed in, and whom it is about is told of it; neither does it in another's place.
    @Test(arguments: TestEngine.available)
    func whoActsWithdrawsItAndBothAreTold(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.acting(.one, for: .child, by: .child)
        let number = try await house.verbs.open(Self.aid, for: session, requestID: "r")
        try await Self.handIn(number, house)
        let file = try await house.file(number)
        let own = try await house.visit(.one, at: 1, for: Self.aid)
        await #expect(throws: CaseRefused.unknownCase) {
            try await house.verbs.withdraw(number, of: own, requestID: "r")
        }
        let phone = try await house.verbs.own.session(number, of: house.account(own))
        await #expect(throws: CaseRefused.moreProofNeeded, "the right was shown at a terminal") {
            try await house.verbs.withdraw(number, of: phone, requestID: "r")
        }
        try await house.verbs.withdraw(number, of: session, requestID: "r")
        #expect(try await house.state(number) == .withdrawn)
        let readers = try await house.engine.read { db in
            try db.rows("SELECT citizen_id FROM case_notices WHERE kind = 'withdrawn'").map {
                try $0.text("citizen_id")
            }
        }
        #expect(readers.count == 2)
        #expect(Set(readers) == [file.citizen.rawValue, session.citizen.rawValue])
    }

    @Test(arguments: TestEngine.available)
    func anEventSaysThatItIsWithdrawnAndLetsItBeBegunAgain(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit(for: Self.school)
        let event = try await house.open(Self.school, for: session)
        try await house.answer(event, ["home": "rent", "phone": "13800138000"], of: session)
        func step() async throws -> BundleProgress.Step {
            try #require(
                try await house.verbs.bundle(Self.school, of: session).steps.first {
                    $0.item.id == Self.permit
                })
        }
        let before = try await step()
        let number = try await house.verbs.open(
            Self.permit, for: session, within: Self.school, requestID: "r")
        try await Self.handIn(number, house)
        #expect(try await step().isHandedIn)
        try await house.verbs.withdraw(number, of: session, requestID: "r")

        let after = try await step()
        #expect(after.state == .withdrawn && after.number == nil && !after.isHandedIn)
        #expect(after.door == before.door && before.state == nil)
        let anew = try await house.verbs.open(
            Self.permit, for: session, within: Self.school, requestID: "r")
        #expect(anew != number)
        #expect(try await step().state == .open)
        // A form that was thrown away was never handed in.
        try await house.verbs.own.throwAway(anew, of: session, requestID: "r")
        #expect(try await step().state == nil)
    }

    @Test func atHomeItTakesTwoPages() async throws {
        let house = try await CaseHouse(.sqlite)
        let (account, session, number) = try await house.complaint()
        try await house.verbs.submit(number, of: session, requestID: "r")
        let path = "/account/cases/\(number)"
        try await house.phone(account) { phone in
            let standing = String(buffer: try await phone.get("\(path)/standing").body)
            #expect(standing.contains("href=\"\(path)/withdrawal\""))
            let asked = String(buffer: try await phone.get("\(path)/withdrawal").body)
            #expect(asked.contains("Nobody decides it any more") && asked.contains("Leave it as it is"))
            #expect(try await house.state(number) == .deciding)
            let key = Token(house.world)
            for _ in 0..<2 {
                let done = try await phone.post("\(path)/withdrawal", key: key)
                #expect(done.headers[.location] == "\(path)/standing")
            }
            for place in [path, "\(path)/standing", "\(path)/withdrawal", "\(path)/questions/what"] {
                let (end, page) = try await phone.follow(place)
                #expect(end == "\(path)/standing", "\(place)")
                #expect(page.contains("Withdrawn by you on") && !page.contains("\(path)/withdrawal"))
            }
            let list = String(buffer: try await phone.get("/account/cases").body)
            #expect(!list.contains(number.spoken))
            let rest = try await phone.post("\(path)/removal", key: Token(house.world))
            #expect(rest.status == .conflict)
        }
        #expect(try await house.acts("case.withdrawn") == 1)
    }

    /// Puts a form where those who decide have it, whatever its service asks.
    private static func handIn(_ number: CaseNumber, _ house: CaseHouse) async throws {
        let now = house.clock.now
        _ = try await house.engine.write { db in
            try db.run(
                "UPDATE cases SET state = 'deciding', submitted_at_ms = \(now) WHERE number = \(number)")
        }
    }
}

extension Result where Success == Void, Failure == any Error {
    fileprivate init(_ work: () async throws -> Void) async {
        do {
            self = .success(try await work())
        } catch {
            self = .failure(error)
        }
    }

    fileprivate var failure: (any Error)? {
        if case .failure(let error) = self { error } else { nil }
    }
}
