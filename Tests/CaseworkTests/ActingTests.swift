import Audit
import Base
import Casework
import Catalogue
import Documents
import Exchange
import Foundation
import Identity
import Storage
import Support
import Testing
import Vault

import Stations
@testable import Representation

/// A case has a subject and an actor, and every step asks whether the one may still act for the other.
@Suite struct ActingTests {
    typealias Step = CaseHouse.Step

    /// Who may act for whom, and by what; the second has a mandate from the first.
    private static let allowed: [(actor: TestPerson, subject: TestPerson, kind: RepresentationKind)] = [
        (.one, .child, .child), (.two, .elder, .parent), (.two, .one, .mandate),
    ]

    private func isAllowed(_ actor: TestPerson, _ subject: TestPerson, _ kind: RepresentationKind) -> Bool {
        Self.allowed.contains {
            $0.actor.number == actor.number && $0.subject.number == subject.number && $0.kind == kind
        }
    }

    @Test(arguments: TestEngine.available)
    func everyPairThatIsNotAllowedAnswersNothing(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        try await house.mandate(from: .one, to: .two)
        for actor in [TestPerson.one, .two, .elder] {
            for kind in RepresentationKind.allCases {
                let session = try await house.visit(actor, for: CaseHouse.insurance, forAnother: true)
                let listed = try await house.verbs.acting.candidates(
                    kind, kinds: CaseHouse.allKinds, of: session, requestID: "r")
                let allowed = TestPerson.all.filter { isAllowed(actor, $0, kind) }
                #expect(listed.count == allowed.count, "\(actor.name) \(kind)")
                for subject in TestPerson.all where !isAllowed(actor, subject, kind) {
                    await #expect(throws: RepresentationRefused.personUnknown, "\(subject.name)") {
                        _ = try await house.choose(subject, by: kind, of: session)
                    }
                }
                #expect(try await house.verbs.acting.acting(of: session) == nil)
            }
        }
        #expect(try await house.count("actings") == 0)
        #expect(try await house.count("cases") == 0)
    }

    @Test(arguments: TestEngine.available, [0, 1, 2])
    func whoeverIsAllowedGetsThePaperAndNobodyElseAStepOfTheWay(_ engine: TestEngine, index: Int) async throws
    {
        let house = try await CaseHouse(engine)
        try await house.mandate(from: .one, to: .two)
        let (actor, subject, kind) = Self.allowed[index]
        let session = try await house.acting(actor, for: subject, by: kind)
        var walk = CaseHouse.Walk()
        for step in Step.allCases {
            try await house.step(step, &walk, of: session)
            // The terminals of the others are theirs; each for herself, and one more for somebody else.
            for other in TestPerson.all where other.number != TestPerson.child.number {
                let own = try await house.visit(other, at: 1, for: CaseHouse.insurance)
                try await nothingIs(walk, house, for: own)
            }
        }
        let file = try await house.file(walk.whole())
        let (actorID, subjectID) = (session.citizen, file.citizen)
        #expect(file.actor == actorID && actorID != subjectID)
        #expect(walk.paper?.isEmpty == false)
        let questions = house.registers.asked.filter { $0.resource == "insurance/participation" }
        #expect(questions.map(\.subject) == [subject.number])
    }

    private func nothingIs(
        _ walk: CaseHouse.Walk, _ house: CaseHouse, for session: IdentifiedSession
    ) async throws {
        let before = try await house.count("case_events")
        for step in Step.allCases where step != .open && (step != .paper || walk.ticket != nil) {
            var walk = walk
            walk.paper = nil
            await #expect(throws: (any Error).self, "\(step)") {
                try await house.step(step, &walk, of: session)
            }
            #expect(walk.paper == nil)
        }
        await #expect(throws: CaseRefused.unknownCase) {
            _ = try await house.verbs.owned(walk.whole(), of: session)
        }
        #expect(try await house.count("case_events") == before)
    }

    /// She presses "for myself" while the register of families is still asked.
    @Test(arguments: TestEngine.available)
    func aVisitThatWentOnForHerselfMeanwhileStaysHers(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit(.one, for: CaseHouse.insurance, forAnother: true)
        let choice = try await house.choice(of: .child, by: .child, in: session)
        house.registers.whenAsked { [acting = house.verbs.acting] _ in
            _ = try await acting.renew.forHerself(session)
        }

        await #expect(throws: RepresentationRefused.alreadyChosen) {
            _ = try await house.verbs.acting(
                choice, by: .child, kinds: CaseHouse.allKinds, of: session, requestID: "r")
        }
        #expect(try await house.verbs.acting.acting(of: session) == nil)
        #expect(try await house.count("actings") == 0)
        #expect(try await house.acts("acting.begun") == 0)
    }

    @Test(arguments: TestEngine.available, Step.allCases)
    func aMandateThatIsTakenBackStopsTheNextStepAndNothingIsLost(
        _ engine: TestEngine, at stop: Step
    ) async throws {
        let house = try await CaseHouse(engine)
        let mandate = try await house.mandate(from: .one, to: .two)
        let session = try await house.acting(.two, for: .one, by: .mandate)
        let giver = try await house.visit(.one, at: 2).citizen
        var walk = CaseHouse.Walk()
        for step in Step.allCases {
            if step == stop {
                try await house.verbs.mandates.revoke(mandate, of: giver, requestID: "r")
                await #expect(throws: RepresentationRefused.over) {
                    try await house.step(step, &walk, of: session)
                }
                break
            }
            try await house.step(step, &walk, of: session)
        }
        #expect(walk.paper == nil)
        guard let number = walk.number else { return }
        let kept = try await house.file(number)
        await #expect(throws: RepresentationRefused.over) {
            _ = try await house.verbs.owned(number, of: session)
        }

        try await house.mandate(from: .one, to: .two)
        let again = try await house.acting(.two, for: .one, by: .mandate, at: 1)
        #expect(try await house.open(CaseHouse.insurance, for: again) == number)
        let file = try await house.file(number)
        #expect(file.state == kept.state && file.answers == kept.answers && file.record == kept.record)
    }

    @Test(arguments: TestEngine.available, Step.allCases)
    func aMandateThatRunsOutStopsTheNextStep(_ engine: TestEngine, at stop: Step) async throws {
        let house = try await CaseHouse(engine)
        let giver = try await house.visit(.one, at: 2).citizen
        let now = house.clock.now
        try await house.mandate(from: .one, to: .two, days: 1)
        house.clock.advance(by: .seconds(86_400) - .seconds(30))
        let session = try await house.acting(.two, for: .one, by: .mandate)
        var walk = CaseHouse.Walk()
        for step in Step.allCases.prefix(while: { $0 != stop }) {
            try await house.step(step, &walk, of: session)
        }
        house.clock.advance(by: .seconds(31))
        await #expect(throws: RepresentationRefused.over) {
            try await house.step(stop, &walk, of: session)
        }
        #expect(walk.paper == nil && house.clock.now.since(now) > .seconds(86_400))
        #expect(
            try await house.verbs.mandates.all(of: giver).map { $0.standing(at: house.clock.now) } == [.over])
    }

    @Test(arguments: TestEngine.available)
    func aPaperThatIsMadeLaterAsksAgain(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let mandate = try await house.mandate(from: .one, to: .two)
        let session = try await house.acting(.two, for: .one, by: .mandate)
        var walk = CaseHouse.Walk()
        for step in [Step.open, .fetch, .answer] { try await house.step(step, &walk, of: session) }
        try await house.accept(walk, of: session)
        try await house.verbs.mandates.revoke(
            mandate, of: try await house.visit(.one, at: 2).citizen, requestID: "r")

        await #expect(throws: RepresentationRefused.over) { try await house.verbs.issue(walk.whole()) }
        #expect(try await house.count("documents") == 0)
        #expect(try await house.state(walk.whole()) == .submitted)
    }

    @Test(arguments: TestEngine.available)
    func aVisitIsForOnePersonAndItsFormerTokenIsWorthNothing(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        try await house.mandate(from: .one, to: .two)
        try await house.agree(.elder, to: .two)
        let before = try await house.visit(.two, for: CaseHouse.insurance, forAnother: true)
        let after = try await house.choose(.elder, by: .parent, of: before)

        #expect(after.session.id == before.session.id && after.session.tokenHash != before.session.tokenHash)
        await #expect(throws: RepresentationRefused.alreadyChosen) {
            _ = try await house.choose(.one, by: .mandate, of: after)
        }
        let own = try await house.visit(.two, at: 1, for: CaseHouse.insurance)
        let mine = try await house.open(CaseHouse.insurance, for: own)
        #expect(try await house.open(CaseHouse.insurance, for: after) != mine)
        await #expect(throws: CaseRefused.unknownCase) { _ = try await house.verbs.owned(mine, of: after) }
    }

    @Test(arguments: TestEngine.available)
    func aServiceThatDoesNotSayWhoMayActLetsNobody(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        try await house.mandate(from: .one, to: .two, scope: ManageMandates.everything)
        let session = try await house.visit(.two, for: CaseHouse.residence, forAnother: true)
        let kinds = try #require(house.catalogue[CaseHouse.residence]).representation

        #expect(kinds.isEmpty)
        await #expect(throws: RepresentationRefused.notPermitted) {
            _ = try await house.choose(.one, by: .mandate, of: session, kinds: kinds)
        }
        let other = try await house.acting(.two, for: .one, by: .mandate)
        await #expect(throws: RepresentationRefused.notPermitted) {
            _ = try await house.open(CaseHouse.residence, for: other)
        }
        // A mandate covers what its giver named, and no more.
        await #expect(throws: RepresentationRefused.notPermitted) {
            let acting = try await house.acting(.two, for: .elder, by: .parent)
            _ = try await house.open(CaseHouse.id("fund/deposit-proof"), for: acting)
        }
    }

    @Test(arguments: [[Factor.phone], [.card], [.face]])
    func nobodyActsForAnotherOnAPhoneOrACardAlone(factors: [Factor]) async throws {
        let house = try await CaseHouse(.sqlite)
        let visit = try await house.visit(.one, for: CaseHouse.insurance, forAnother: true)
        let session = try house.proved(Set(factors), visit)

        for kind in RepresentationKind.allCases {
            await #expect(throws: RepresentationRefused.cardNeeded) {
                _ = try await house.choose(.child, by: kind, of: session)
            }
        }
        #expect(try await house.count("actings") == 0)
    }

    @Test(arguments: TestEngine.available)
    func aRegisterThatIsSilentOrLiesHarmsOnlyThisQuestion(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        for mood in [FakeRegisters.Mood.down, .tooMuch] {
            house.registers.become(mood)
            let session = try await house.visit(.one, for: CaseHouse.insurance, forAnother: true)
            await #expect(throws: RepresentationRefused.registerSilent, "\(mood)") {
                _ = try await house.verbs.acting.candidates(
                    .child, kinds: CaseHouse.allKinds, of: session, requestID: "r")
            }
            #expect(try await house.verbs.acting.acting(of: session) == nil)
        }
        house.registers.become(.answers)
        #expect(try await house.stopped(0).isEmpty)
        #expect(try await house.isStopped(0) == false)
        let own = try await house.visit(.one, for: CaseHouse.insurance)
        _ = try await house.open(CaseHouse.insurance, for: own)
    }

    @Test(arguments: TestEngine.available)
    func aRegisterThatSpeaksOfSomebodyElseIsAskedNothingMoreAtTheTerminal(_ engine: TestEngine) async throws {
        for mood in [FakeRegisters.Mood.otherPerson, .otherPersonByAdapter, .otherName, .otherNumber] {
            let house = try await CaseHouse(engine)
            let ask = { (session: IdentifiedSession) in
                try await house.verbs.acting.candidates(
                    .child, kinds: CaseHouse.allKinds, of: session, requestID: "r")
            }
            house.registers.become(mood)
            let session = try await house.visit(.one, for: CaseHouse.insurance, forAnother: true)
            await #expect(throws: RepresentationRefused.registerWrongPerson, "\(mood)") {
                _ = try await ask(session)
            }
            #expect(try await house.stopped(0) == ["platform/acting"])
            #expect(try await house.stations.queries.openAlarms().map(\.kind) == [.serviceStopped])

            house.registers.become(.answers)
            let asked = house.registers.asked.count
            await #expect(throws: RepresentationRefused.registerWrongPerson) { _ = try await ask(session) }
            #expect(house.registers.asked.count == asked, "it is not even asked")
            #expect(try await house.verbs.acting.acting(of: session) == nil)
            let own = try await house.visit(.one, for: CaseHouse.insurance)
            _ = try await house.open(CaseHouse.insurance, for: own)
            let elsewhere = try await house.visit(.one, at: 1, for: CaseHouse.insurance, forAnother: true)
            #expect(try await !ask(elsewhere).isEmpty)
        }
    }

    @Test(arguments: TestEngine.available)
    func theLogNamesBothAndNobodysNumber(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.acting(.one, for: .child, by: .child)
        var walk = CaseHouse.Walk()
        for step in Step.allCases { try await house.step(step, &walk, of: session) }
        let file = try await house.file(walk.whole())
        let (actor, subject) = try await house.engine.read { [house] db in
            (
                try house.vault.subject(session.citizen, in: db).commitment(),
                try house.vault.subject(file.citizen, in: db).commitment()
            )
        }
        let leaves = try await house.leaves()
        for action in ["acting.begun", "case.opened", "case.submitted", "ticket.issued"] {
            let leaf = try #require(leaves.first { $0.contains("\"\(action)\"") }, "\(action)")
            #expect(leaf.contains("\"kind\":\"representative\",\"name\":\""), "\(leaf)")
            #expect(
                leaf.contains("\"role\":\"child\"") && AuditHistory.isAbout(subject, leaf: Array(leaf.utf8)))
            #expect(
                !leaf.contains(actor.hex) && !leaf.contains(subject.hex), "no name is that of another leaf")
        }
        for person in TestPerson.all {
            #expect(!leaves.contains { $0.contains(person.number.text) || $0.contains(person.name) })
        }
    }

    @Test func aPersonWhoIsErasedActsForNobodyAndNobodyForHer() async throws {
        let house = try await CaseHouse(.sqlite)
        try await house.mandate(from: .one, to: .two)
        let session = try await house.acting(.two, for: .one, by: .mandate)
        let giver = try await house.visit(.one, at: 2).citizen
        try await house.engine.write { db in
            try RepresentationRetentionStore.erase(giver, vault: house.vault, in: db)
        }

        #expect(try await house.count("mandates") == 0)
        // The visit goes on and never becomes its actor's own again: her agent prints for the other person or nobody.
        await #expect(throws: RepresentationRefused.over) {
            _ = try await house.open(CaseHouse.insurance, for: session)
        }
        _ = try await house.visit(.two)
        try await house.engine.write { db in
            try RepresentationRetentionStore.erase(giver, vault: house.vault, in: db)
        }
        #expect(try await house.count("actings") == 0)
    }
}
