import Audit
import Base
import Catalogue
import HTTPTypes
import HummingbirdTesting
import Storage
import Support
import Testing
import Vault

@testable import Privacy
@testable import Representation
@testable import Staff

/// Nobody at the desk decides what is her own, nor what is somebody's for whom she acts or who acts for her.
@Suite struct OwnMatterTests {
    /// What ties an official to the person.
    enum Tie: CaseIterable, Sendable {
        case herself
        /// The official is the guardian.
        case child
        /// The person gave her a mandate.
        case holder
        /// She gave the person one.
        case giver

        /// Lets it be so.
        ///
        /// - Returns: The number of the official.
        func knot(_ person: PersonHere, in house: PrivacyHouse) async throws -> CitizenNumber {
            let own = try PrivacyHouse.number(2)
            if self == .herself { return try PrivacyHouse.number(1) }
            let official = try await house.person(2)
            let (vault, now, id) = (house.vault, house.clock.now, Token(house.world))
            let name = try #require(PersonName("王小明"))
            let service = try #require(ServiceID(rawValue: "police/temporary-identity-proof"))
            let held = Mandate.Holder(name: name, number: try self == .holder ? own : PrivacyHouse.number(1))
            let mandate = Mandate(
                id: id, giver: self == .holder ? person.citizen : official.citizen, holder: held,
                services: [service], givenAt: now, expiresAt: now + .seconds(86_400), revokedAt: nil)
            let acting = Acting(
                id: id, session: id, kind: .child, actor: official.citizen, subject: person.citizen,
                mandate: nil, chosenAt: now, validUntil: now + .seconds(3_600))
            try await house.engine.write { db in
                if self == .child {
                    try ActingStore.insert(acting, in: db)
                } else {
                    try MandateStore.insert(mandate, vault: vault, in: db)
                }
            }
            return own
        }
    }

    /// What everybody who works at a request may do with it.
    private static func refusals(
        _ number: RequestNumber, to official: StaffAccount, _ house: PrivacyHouse
    ) async -> [PrivacyRefused?] {
        let work = house.verbs.work
        let acts: [() async throws -> Void] = [
            { _ = try await work.show(number, to: official) },
            { try await work.take(number, by: official) },
            { try await work.answer(number, with: "好", by: official) },
            { try await work.refuse(number, because: .correct, text: nil, by: official) },
        ]
        var refusals: [PrivacyRefused?] = []
        for act in acts {
            do {
                try await act()
                refusals.append(nil)
            } catch {
                refusals.append(error as? PrivacyRefused)
            }
        }
        return refusals
    }

    @Test(arguments: Tie.allCases, TestEngine.available)
    func nobodyOpensOrAnswersWhatIsHersOrHerFamilys(_ tie: Tie, on engine: TestEngine) async throws {
        let house = try await PrivacyHouse(engine)
        let person = try await house.person()
        let number = try await house.make(.init(.correction, topic: .name, text: "改名"), of: person)
        let tied = try await house.officer("officer-1", is: tie.knot(person, in: house))

        let refusals = await Self.refusals(number, to: tied, house)

        #expect(refusals == Array(repeating: .ownMatter, count: 4))
        #expect(try await house.verbs.own.one(number, of: person).request.state == .received)
        #expect(try await house.leaves("request.opened").isEmpty)
        _ = try await house.verbs.work.show(number, to: house.officer("officer-2"))
        try await house.verbs.work.answer(number, with: "好", by: house.officer("officer-2"))
        #expect(try await house.verbs.own.one(number, of: person).request.state == .answered)
    }

    @Test(arguments: TestEngine.available)
    func whoHasNotSaidWhoSheIsOpensAndAnswersNothing(on engine: TestEngine) async throws {
        let house = try await PrivacyHouse(engine)
        let person = try await house.person()
        let number = try await house.make(.init(.correction, topic: .name, text: "改名"), of: person)
        var unknown = try house.officer("officer-1")
        unknown.person = nil

        let refusals = await Self.refusals(number, to: unknown, house)

        #expect(refusals == Array(repeating: .unknownSelf, count: 4))
        #expect(try await house.verbs.own.one(number, of: person).request.state == .received)
        let desk = try DelayDesk(house)
        let official = try await desk.official(unknown)
        try await desk.pages { client in
            let page = try await client.desk(.get, "/requests/\(number)", as: official)
            let list = try await client.desk(.get, "/requests", as: official)
            #expect(page.status == 403 && page.text.contains("Please say first who you are"))
            #expect(!page.text.contains("改名"))
            #expect(list.status == 200, "it shows nothing of anybody")
        }
    }

    @Test(arguments: Tie.allCases, TestEngine.available)
    func nobodyAsksForADelayOfWhatIsHersNorReadsOrDecidesIt(_ tie: Tie, on engine: TestEngine) async throws {
        let house = try await PrivacyHouse(engine)
        let person = try await house.person()
        let desk = try DelayDesk(house)
        let asker = try await desk.official("s-0001", [.supervisor])
        let own = try await tie.knot(person, in: house)
        let tied = try await desk.official("s-0002", [.supervisor], is: own)
        let decider = try await desk.official("s-0003", [.security], is: own)
        let stranger = try await desk.official("s-0004", [.security])
        let (number, act) = try await desk.opened(person, by: asker)

        await #expect(throws: PrivacyRefused.ownMatter) {
            try await desk.ask(desk.wish(number, act), by: tied)
        }
        let searched = try await house.leaves("look.delay-searched")
        #expect(searched.count == 1 && searched.allSatisfy { $0.contains("refused") })
        try await desk.ask(desk.wish(number, act), by: asker)
        for decision in [Approval.Decision.approved, .refused] {
            await #expect(throws: PrivacyRefused.ownMatter) {
                try await desk.decide(decision, by: decider)
            }
        }

        #expect(try await desk.staff.queries.approvals(for: decider.presence).seen.isEmpty)
        #expect(try await desk.staff.queries.approvals(for: stranger.presence).hers.count == 1)
        try await desk.decide(.approved, by: stranger)
    }

    @Test(arguments: TestEngine.available)
    func whoHasNotSaidWhoSheIsHasNoSayInADelay(on engine: TestEngine) async throws {
        let house = try await PrivacyHouse(engine)
        let person = try await house.person()
        let desk = try DelayDesk(house)
        let asker = try await desk.official("s-0001", [.supervisor])
        let (number, act) = try await desk.opened(person, by: asker)
        var (some, other) = (
            try house.officer("s-0002", [.supervisor]), try house.officer("s-0003", [.security])
        )
        (some.person, other.person) = (nil, nil)
        let (unknown, decider) = (try await desk.official(some), try await desk.official(other))

        await #expect(throws: PrivacyRefused.unknownSelf) {
            try await desk.ask(desk.wish(number, act), by: unknown)
        }
        try await desk.ask(desk.wish(number, act), by: asker)
        await #expect(throws: PrivacyRefused.unknownSelf) {
            try await desk.decide(.approved, by: decider)
        }

        #expect(try await desk.staff.queries.approvals(for: decider.presence).seen.isEmpty)
        #expect(desk.staff.queries.kindsWithoutSelf(for: other) == [.looksDelay])
        #expect(desk.staff.queries.kindsWithoutSelf(for: asker.presence.account).isEmpty)
    }

    @Test(arguments: Tie.allCases, TestEngine.available)
    func nobodyShowsHerselfALookBeforeItsDay(_ tie: Tie, on engine: TestEngine) async throws {
        let house = try await PrivacyHouse(engine)
        let person = try await house.person()
        let desk = try DelayDesk(house)
        let looker = try await desk.official("s-0001", [.privacy])
        let tied = try await desk.official("s-0002", [.privacy], is: tie.knot(person, in: house))
        let act = try await desk.opened(person, by: looker).act
        try await house.delay(
            act: act, until: house.clock.now + .seconds(86_400), basis: house.basis, approvers: ("a", "b"))
        // Whom it is about nobody can say.
        let loose = try await house.act(about: person, by: .staff("s-0009"))
        try await house.delay(
            act: loose, until: house.clock.now + .seconds(86_400), basis: house.basis, approvers: ("a", "b"))
        var unknown = tied.presence.account
        unknown.person = nil

        await #expect(throws: PrivacyRefused.ownMatter) {
            try await house.verbs.delay.release(act, by: tied.presence, requestID: "r")
        }
        await #expect(throws: PrivacyRefused.unknownSelf) {
            try await house.verbs.delay.release(
                act, by: StaffPresence(session: tied.presence.session, account: unknown), requestID: "r")
        }
        await #expect(throws: PrivacyRefused.unknownAct) {
            try await house.verbs.delay.release(loose, by: looker.presence, requestID: "r")
        }

        #expect(try await house.verbs.looked.one(act, of: person) == nil)
        try await house.verbs.delay.release(act, by: looker.presence, requestID: "r")
        #expect(try await house.verbs.looked.one(act, of: person) != nil)
    }
}
