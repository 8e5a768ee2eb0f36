import Base
import Catalogue
import Foundation
import Identity
import Storage
import Support
import Testing

@testable import Privacy

/// A copy of everything, and deletion.
@Suite struct CopyTests {
    @Test(arguments: TestEngine.available)
    func aCopyHoldsWhatIsKeptAboutHerAndNothingOfOthers(on engine: TestEngine) async throws {
        let house = try await PrivacyHouse(engine)
        let (one, other) = (try await house.person(1), try await house.person(2))
        let index = try await house.act(about: one)
        _ = try await house.make(house.question(index), of: one)
        let number = try await house.make(MakeRequest.Wish(.copy, topic: .everything), of: one)

        try await house.verbs.copy.answer(number, of: one, requestID: "r")
        let bytes = try await house.verbs.copy(number, of: one, looks: ["none"], requestID: "r")

        let copy = try #require(try JSONSerialization.jsonObject(with: bytes) as? [String: Any])
        let kept = try #require(copy["kept"] as? [String: [[String: Any]]])
        #expect(kept["citizens"]?.count == 1)
        #expect(kept["citizens"]?[0]["number_sealed"] as? String == "350203199003070014")
        #expect(kept["citizens"]?[0]["name_sealed"] as? String == "王小明")
        #expect(kept["privacy_requests"]?.map { $0["text_sealed"] as? String } == ["这是谁？", nil])
        #expect(!String(decoding: bytes, as: UTF8.self).contains(other.citizen.rawValue))
        #expect(try await house.leaves("data.copied").count == 1)
        await #expect(throws: PrivacyRefused.unknownRequest) {
            _ = try await house.verbs.copy(number, of: other, looks: ["none"], requestID: "r")
        }
    }

    @Test(arguments: TestEngine.available)
    func aChildsCopyDoesNotSayWhichGuardianAgreed(on engine: TestEngine) async throws {
        let house = try await PrivacyHouse(engine)
        let (child, parent) = (
            try await house.person(1, born: "20150303"), try await house.person(2, born: "19800101")
        )
        house.guardians.know(parent.citizen, of: child.citizen)
        try await house.verbs.consents.give(
            "answer-messages", for: child, by: parent.citizen, requestID: "r")
        let number = try await house.make(MakeRequest.Wish(.copy, topic: .everything), of: child)
        try await house.verbs.copy.answer(number, of: child, requestID: "r")

        let bytes = try await house.verbs.copy(number, of: child, looks: ["none"], requestID: "r")

        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.contains("answer-messages"))
        #expect(!text.contains(parent.citizen.rawValue))
    }

    @Test(arguments: TestEngine.available)
    func aCopyIsFetchedAfterTheAnswerAndForSevenDays(on engine: TestEngine) async throws {
        let house = try await PrivacyHouse(engine)
        let person = try await house.person()
        let number = try await house.make(MakeRequest.Wish(.copy, topic: .everything), of: person)
        let other = try await house.make(MakeRequest.Wish(.explanation, topic: .rules), of: person)
        try await house.verbs.work.answer(other, with: "规则", by: house.officer("officer-1"))
        let fetch = { (number: RequestNumber) in
            _ = try await house.verbs.copy(number, of: person, looks: ["none"], requestID: "r")
        }

        await #expect(throws: PrivacyRefused.notNow) { try await fetch(number) }
        await #expect(throws: PrivacyRefused.notNow, "another request gives no copy") {
            try await fetch(other)
        }
        try await house.verbs.copy.answer(number, of: person, requestID: "r")
        house.clock.advance(by: CollectCopy.fetchWithin)
        try await fetch(number)
        house.clock.advance(by: .milliseconds(1))

        await #expect(throws: PrivacyRefused.notNow) { try await fetch(number) }
    }

    @Test(arguments: TestEngine.available)
    func whomNoLawKeepsIsErasedWhenSheHasLeft(on engine: TestEngine) async throws {
        let house = try await PrivacyHouse(engine)
        let (one, other) = (try await house.person(1), try await house.person(2))
        let index = try await house.act(about: one)
        _ = try await house.make(house.question(index), of: one)
        _ = try await house.make(MakeRequest.Wish(.deletion, topic: .everything), of: one)
        try await house.visit(of: one)

        #expect(try await house.verbs.erase.run() == 0, "she stands at a terminal")
        try await house.endVisits()
        #expect(try await house.verbs.erase.run() == 1)
        #expect(try await house.verbs.erase.run() == 0)

        await #expect(throws: PrivacyRefused.personErased) { _ = try await house.verbs.looked(one) }
        let (citizens, visits) = try await house.engine.read { db in
            (
                try db.rows("SELECT id FROM citizens").map { try $0.text("id") },
                try db.rows("SELECT citizen_id FROM sessions").map { try $0.textIfPresent("citizen_id") }
            )
        }
        #expect(citizens == [other.citizen.rawValue])
        #expect(visits == [nil], "the visit stays and leads to nobody")
        #expect(try await house.leaves("data.erased").count == 1)
    }

    @Test(arguments: [PersonRight.deletion, .closing], TestEngine.available)
    func whatIsGrantedOnASecondLookIsCarriedOut(_ right: PersonRight, on engine: TestEngine) async throws {
        let house = try await PrivacyHouse(engine)
        let person = try await house.person()
        let number = try await house.make(
            MakeRequest.Wish(right, topic: try #require(RequestTopic.choices(of: right).first)), of: person)
        try await house.verbs.work.refuse(
            number, because: .lawKeeps, text: nil, by: house.officer("officer-1"))
        try await house.verbs.own.appeal(number, of: person, requestID: "r")

        try await house.verbs.work.answer(number, with: "办理。", by: house.officer("officer-2"))
        let granted = try await house.verbs.own.one(number, of: person)
        #expect(granted.request.state == .granted && granted.request.endedAt == nil)
        #expect(granted.request.answer == "办理。")
        await #expect(throws: PrivacyRefused.notNow, "it waits for the house, not for an official") {
            try await house.verbs.work.answer(number, with: "再办。", by: house.officer("officer-3"))
        }
        #expect(try await house.verbs.erase.run() == (right == .deletion ? 1 : 0))

        #expect(try await house.leaves(right == .deletion ? "data.erased" : "account.closed").count == 1)
        #expect(try await house.verbs.erase.run() == 0, "once")
        guard right == .closing else { return }
        #expect(try await house.verbs.own.one(number, of: person).request.state == .answered)
        await #expect(throws: PrivacyRefused.notNow, "there is no third look") {
            try await house.verbs.own.appeal(number, of: person, requestID: "r")
        }
    }

    @Test(arguments: TestEngine.available)
    func whatAnOfficialGrantsAndALawKeepsWaitsForItsDay(on engine: TestEngine) async throws {
        let house = try await PrivacyHouse(engine)
        let person = try await house.person()
        try await house.verbs.consents.give(
            "answer-messages", for: person, by: person.citizen, requestID: "r")
        let number = try await house.make(MakeRequest.Wish(.deletion, topic: .everything), of: person)

        try await house.verbs.work.answer(number, with: "好", by: house.officer("officer-1"))
        #expect(try await house.verbs.erase.run() == 0)

        #expect(try await house.verbs.own.one(number, of: person).request.state == .deferred)
    }

    @Test(arguments: TestEngine.available)
    func theAccountGoesWithItsPerson(on engine: TestEngine) async throws {
        let house = try await PrivacyHouse(engine)
        let person = try await house.person()
        try await house.account(of: person)
        _ = try await house.make(MakeRequest.Wish(.deletion, topic: .everything), of: person)

        #expect(try await house.verbs.erase.run() == 1)

        let left = try await house.engine.read { db in
            try db.rows("SELECT citizen_id FROM accounts").count
                + db.rows("SELECT citizen_id FROM account_factors").count
                + db.rows("SELECT citizen_id FROM account_sessions").count
                + db.rows("SELECT citizen_id FROM account_devices").count
        }
        #expect(left == 0)
    }

    @Test(arguments: TestEngine.available)
    func whatALawKeepsIsToldAndGoesOnItsDay(on engine: TestEngine) async throws {
        let house = try await PrivacyHouse(engine)
        let person = try await house.person()
        try await house.verbs.consents.give(
            "answer-messages", for: person, by: person.citizen, requestID: "r")
        try await house.verbs.consents.withdraw("answer-messages", of: person, requestID: "r")
        let number = try await house.make(MakeRequest.Wish(.deletion, topic: .everything), of: person)
        let until = house.clock.now + .seconds(1_095 * 86_400)

        let kept = try await house.verbs.erase.keptBack(of: person)
        #expect(kept.map(\.kept) == [.consents] && kept.first?.until == until)
        #expect(kept.first?.legalBasis.isEmpty == false)
        #expect(try await house.verbs.erase.run() == 0)
        let request = try await house.verbs.own.one(number, of: person).request
        #expect(request.state == .deferred && request.dueAt == until)
        try await house.pages { client in
            let page = try await client.get("/requests/\(number)", as: person)
            #expect(page.text.contains("1 March 2029") && page.text.contains("个人信息保护法"))
        }

        // The day has come: the class is forgotten, and with it the last reason.
        house.clock.now = until + .seconds(1)
        let forgetter = try #require(PrivacyRetentionStore.forgetters.first { $0.kept == .consents })
        try await house.engine.write { db in
            for key in try forgetter.due(until + .seconds(1), "", 10, db) {
                _ = try forgetter.forget(key, until + .seconds(1), db)
            }
        }
        #expect(try await house.verbs.erase.run() == 1)
    }

    @Test(arguments: TestEngine.available)
    func sheMayChangeHerMindWhileALawKeepsHerData(on engine: TestEngine) async throws {
        let house = try await PrivacyHouse(engine)
        let person = try await house.person()
        try await house.verbs.consents.give(
            "answer-messages", for: person, by: person.citizen, requestID: "r")
        let number = try await house.make(MakeRequest.Wish(.deletion, topic: .everything), of: person)
        _ = try await house.verbs.erase.run()

        try await house.verbs.own.withdraw(number, of: person, requestID: "r")
        house.clock.advance(by: .seconds(4_000 * 86_400))

        #expect(try await house.verbs.erase.run() == 0)
        #expect(try await house.verbs.own.one(number, of: person).request.state == .withdrawn)
    }
}

extension PrivacyHouse {
    fileprivate func visit(of person: PersonHere) async throws {
        let (id, now) = (Token(world), clock.now)
        _ = try await engine.write { [world] db in
            try db.run(
                """
                INSERT INTO sessions (id, token_hash, terminal_id, language, service, citizen_id, factors,
                    face_tries, code_tries, started_at_ms, last_seen_at_ms)
                VALUES (\(id), \(world.random(32)), 't-1', 'en', 's', \(person.citizen), 'card code', 0, 0, \(now), \(now))
                """)
        }
    }

    /// An account with a way to sign in, a browser that is signed in, and a browser that is known.
    fileprivate func account(of person: PersonHere) async throws {
        let (citizen, now, bytes) = (person.citizen, clock.now, world.random(32))
        let (factor, session) = (Token(world), Token(world))
        _ = try await engine.write { db in
            try db.run("INSERT INTO accounts (citizen_id, opened_at_ms) VALUES (\(citizen), \(now))")
            try db.run(
                """
                INSERT INTO account_factors (id, citizen_id, kind, secret_sealed, created_at_ms)
                VALUES (\(factor), \(citizen), 'password', \(bytes), \(now))
                """)
            try db.run(
                """
                INSERT INTO account_sessions (id, token_hash, citizen_id, state, factors, level, language, tries,
                    started_at_ms, last_seen_at_ms, authenticated_at_ms)
                VALUES (\(session), \(bytes), \(citizen), 'open', 'password', 'basic', 'en', 0, \(now), \(now), \(now))
                """)
            return try db.run(
                """
                INSERT INTO account_devices (id_hash, citizen_id, first_seen_at_ms, last_seen_at_ms)
                VALUES (\(bytes), \(citizen), \(now), \(now))
                """)
        }
    }

    fileprivate func endVisits() async throws {
        let now = clock.now
        _ = try await engine.write { db in
            try db.run("UPDATE sessions SET ended_at_ms = \(now), end_reason = 'finished'")
        }
    }
}
