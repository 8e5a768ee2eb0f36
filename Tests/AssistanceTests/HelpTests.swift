import Base
import Storage
import Support
import Testing

@testable import Assistance
@testable import Audit
@testable import Identity

/// Help while it lasts, and everything that ends it.
@Suite struct HelpTests {
    @Test(arguments: TestEngine.available)
    func thePersonIsToldInTheLogAsSoonAsSheIsKnown(_ engine: TestEngine) async throws {
        let house = try await HelpHouse(engine)
        let token = try await house.visit()
        _ = try await house.help(token: token)
        #expect(try await house.attend(token).isHere)
        #expect(try await house.leaves("assistance.told").isEmpty)

        let (known, commitment) = try await house.prove(HelpHouse.other, in: token)
        #expect(try await house.attend(known).isHere)
        #expect(try await house.attend(known).isHere)
        try await house.verbs.end(at: house.terminals[0], requestID: "r")

        let told = try await house.leaves("assistance.told")
        let ended = try await house.leaves("assistance.ended")
        #expect(told.count == 1 && ended.count == 1, "once each")
        for leaf in told + ended {
            #expect(names(commitment, in: leaf) && leaf.contains("\"helper\""))
            #expect(!leaf.contains(HelpHouse.other) && !leaf.contains("陈静"))
        }
        #expect(try await house.attend(known).isNobody)
    }

    @Test(arguments: TestEngine.available)
    func aVisitThatBeginsBesideAHelperIsHerVisit(_ engine: TestEngine) async throws {
        let house = try await HelpHouse(engine)
        _ = try await house.help()
        let token = try await house.visit()

        #expect(try await house.attend(token).isHere)
        try await house.identity.end.visit(of: token, at: house.terminals[0], requestID: "r")
        try await house.verbs.end.visitOver(token, at: house.terminals[0], requestID: "r")

        #expect(try await house.attend().isNobody)
        #expect(try await house.leaves("assistance.ended").first?.contains("\"visit\"") == true)
    }

    @Test(arguments: TestEngine.available)
    func theNextPersonsVisitIsNotHelpedByTheLastOnes(_ engine: TestEngine) async throws {
        let house = try await HelpHouse(engine)
        let token = try await house.visit()
        _ = try await house.help(token: token)
        let next = try await house.visit()

        #expect(try await house.attend(next).end == .visit)
        #expect(try await house.attend(next).isNobody)
    }

    @Test(arguments: TestEngine.available)
    func aLateWordOfTheLastVisitLeavesTheNextOnesHelperAlone(_ engine: TestEngine) async throws {
        let house = try await HelpHouse(engine)
        let last = try await house.visit()
        try await house.identity.end.visit(of: last, at: house.terminals[0], requestID: "r")
        _ = try await house.help()

        try await house.verbs.end.visitOver(last, at: house.terminals[0], requestID: "r")
        #expect(try await house.attend().isHere)
        try await house.verbs.end.visitOver(nil, at: house.terminals[0], requestID: "r")
        #expect(try await house.attend().isNobody, "the terminal began again")
    }

    @Test(arguments: TestEngine.available)
    func aTokenThatWasJustRenewedEndsNothing(_ engine: TestEngine) async throws {
        let house = try await HelpHouse(engine)
        let token = try await house.visit()
        _ = try await house.help(token: token)
        _ = try await house.prove(HelpHouse.other, in: token)

        #expect(try await house.attend(token).isHere)
    }

    @Test(arguments: TestEngine.available)
    func nobodyHelpsHerself(_ engine: TestEngine) async throws {
        let house = try await HelpHouse(engine)
        let token = try await house.visit()
        _ = try await house.help(token: token)
        let (known, _) = try await house.prove(HelpHouse.own, in: token)

        #expect(try await house.attend(known).end == .herself)
        #expect(try await house.attend(known).isNobody)
        #expect(try await house.leaves("assistance.ended").first?.contains("\"herself\"") == true)
    }

    @Test(arguments: TestEngine.available)
    func whoIsEndedAtTheDeskIsGoneInTheMiddleOfAVisit(_ engine: TestEngine) async throws {
        let house = try await HelpHouse(engine)
        let number = try await house.help()
        try await house.verbs.retire(house.id(of: number), by: house.officer("s-0001"), requestID: "r")

        #expect(try await house.attend().isNobody)
        #expect(try await house.leaves("assistance.ended").first?.contains("\"revoked\"") == true)
        await #expect(throws: AssistanceRefused.nobodyHere) {
            try await house.verbs.stepAside(.proof, at: house.terminals[0])
        }
    }

    @Test(arguments: TestEngine.available)
    func helpEndsByItself(_ engine: TestEngine) async throws {
        let house = try await HelpHouse(engine)
        _ = try await house.help()
        house.clock.advance(by: .seconds(301))
        #expect(try await house.attend().end == .time, "nobody began a visit")

        try await house.call(try await house.volunteer(house.wish(phone: "13959200002")))
        house.clock.advance(by: .seconds(301))
        try await house.verbs.end.overdue()
        #expect(
            try await house.leaves("assistance.ended").count == 1, "a call that came to nothing is no help")
    }

    @Test(arguments: TestEngine.available)
    func whatNobodyAsksAfterIsEndedByTheHousekeeping(_ engine: TestEngine) async throws {
        let house = try await HelpHouse(engine)
        let token = try await house.visit()
        _ = try await house.help(token: token)
        house.clock.advance(by: .seconds(310))
        _ = try await house.identity.current(token: token, terminal: house.terminals[0])
        try await house.verbs.end.overdue()
        #expect(try await house.attend(token).isHere, "the visit goes on")

        house.clock.advance(by: Session.idleMax + .seconds(1))
        try await house.verbs.end.overdue()
        #expect(try await house.leaves("assistance.ended").first?.contains("\"visit\"") == true)
    }

    @Test(arguments: TestEngine.available)
    func aStepIsAsideForItselfAlone(_ engine: TestEngine) async throws {
        let house = try await HelpHouse(engine)
        _ = try await house.help()
        try await house.verbs.stepAside(.proof, at: house.terminals[0])
        #expect(try await house.attend().aside == .proof)
        try await house.verbs.stepAside(.answers, at: house.terminals[0])
        #expect(try await house.attend().aside == .answers)
        try await house.verbs.stepAside(nil, at: house.terminals[0])
        #expect(try await house.attend().aside == nil)
    }

    @Test(arguments: TestEngine.available)
    func aCaseNamesTheHelpOnceInItsLog(_ engine: TestEngine) async throws {
        let house = try await HelpHouse(engine)
        let token = try await house.visit()
        _ = try await house.help(token: token)
        let (known, commitment) = try await house.prove(HelpHouse.other, in: token)
        for _ in 0..<2 {
            guard case .here(let help, _) = try await house.attend(known) else {
                Issue.record("nobody helps")
                return
            }
            try await house.verbs.attend.name(help, inCase: "C-1", requestID: "r")
        }
        try await house.verbs.end(at: house.terminals[0], requestID: "r")

        let named = try await house.leaves("assistance.case")
        #expect(named.count == 1 && named[0].contains("C-1") && names(commitment, in: named[0]))
        #expect(try await house.leaves("assistance.ended").first?.contains("C-1") == true)
    }

    @Test(arguments: TestEngine.available)
    func helpIsForgottenWithTheVisitsAndAVolunteerWithTheLastOfHers(_ engine: TestEngine) async throws {
        let house = try await HelpHouse(engine)
        let number = try await house.help()
        try await house.verbs.retire(house.id(of: number), by: house.officer("s-0001"), requestID: "r")
        let later = house.clock.now + .seconds(1)

        var gone: [Int] = []
        for forgetter in AssistanceRetentionStore.forgetters {
            let keys = try await house.engine.read { db in try forgetter.due(later, "", 10, db) }
            for key in keys {
                let went = try await house.engine.write { db in try forgetter.forget(key, later, db) }
                #expect(went)
            }
            gone.append(keys.count)
        }
        #expect(gone == [1, 1])
        #expect(try await house.verbs.volunteers().isEmpty)
    }

    /// A leaf names a person by a name of its own, which only who has her commitment can make.
    private func names(_ commitment: [UInt8], in leaf: String) -> Bool {
        guard let id = leaf.firstMatch(of: /"id":"([0-9a-z]+)"/).flatMap({ Token(rawValue: String($0.1)) })
        else {
            return false
        }
        return leaf.contains(LeafPseudonym.of(commitment, in: id).hex)
    }
}
