import Base
import Catalogue
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Storage
import Support
import Testing
import Web

@testable import Casework
@testable import Identity

/// From a terminal to the phone and back, and who gets nothing on the way.
@Suite struct HandOverTests {
    /// A form of the first person at terminal 0, with one answer.
    private func begun(
        _ house: CaseHouse
    ) async throws -> (session: IdentifiedSession, number: CaseNumber) {
        let session = try await house.visit(for: CaseHouse.insurance)
        let number = try await house.open(CaseHouse.insurance, for: session)
        try await house.verbs.fetch(number, of: session, requestID: "r")
        try await house.answer(number, ["receiver": "样板小学"], of: session)
        return (session, number)
    }

    private func code(
        _ house: CaseHouse, _ number: CaseNumber, for session: IdentifiedSession
    ) async throws -> String {
        try await house.verbs.handOver.show(number, for: session, requestID: "r")
        guard case .waiting(let code) = try await house.verbs.handOver.standing(number, for: session)
        else {
            Issue.record("no picture is shown")
            return ""
        }
        return code
    }

    @Test(arguments: TestEngine.available)
    func aFormGoesToHerPhoneOnce(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let (session, number) = try await begun(house)
        let account = try await house.account(session)
        let code = try await code(house, number, for: session)

        #expect(code.count == 12)
        #expect(try await house.verbs.handOver.take(code, by: account, requestID: "r") == number)
        #expect(try await house.verbs.handOver.standing(number, for: session) == .taken)
        await #expect(throws: CaseRefused.handOverUnknown) {
            _ = try await house.verbs.handOver.take(code, by: account, requestID: "r")
        }
        #expect(try await house.acts("case.handed-over") == 1)
        let stored = try await house.engine.read { db in
            try db.rows("SELECT code_hash FROM case_hand_overs").map { try $0.bytes("code_hash") }
        }
        #expect(!stored.contains(Array(code.utf8)))
    }

    @Test(arguments: TestEngine.available)
    func aPictureOfAnotherPersonIsNone(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let (session, number) = try await begun(house)
        let thief = try await house.account(house.visit(.two, at: 1))
        let own = try await house.account(session)
        let code = try await code(house, number, for: session)

        for input in [code, "", "zzzzzzzzzzzz", String(code.dropLast())] {
            await #expect(throws: CaseRefused.handOverUnknown) {
                _ = try await house.verbs.handOver.take(input, by: thief, requestID: "r")
            }
        }
        await #expect(throws: AccountRefused.levelTooLow) {
            _ = try await house.verbs.handOver.take(
                code, by: house.account(session, level: .basic), requestID: "r")
        }
        // Nobody's try uses up what is hers.
        #expect(try await house.verbs.handOver.take(code, by: own, requestID: "r") == number)
        #expect(try await house.acts("case.handed-over") == 1)
    }

    @Test(arguments: TestEngine.available)
    func aPictureEndsAfterFiveMinutesAndWithTheNext(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let (session, number) = try await begun(house)
        let account = try await house.account(session)
        let first = try await code(house, number, for: session)
        let second = try await code(house, number, for: session)
        #expect(first != second)
        await #expect(throws: CaseRefused.handOverUnknown) {
            _ = try await house.verbs.handOver.take(first, by: account, requestID: "r")
        }
        house.clock.advance(by: HandOver.life)
        #expect(try await house.verbs.handOver.standing(number, for: session) == .expired)
        await #expect(throws: CaseRefused.handOverUnknown) {
            _ = try await house.verbs.handOver.take(second, by: account, requestID: "r")
        }
    }

    @Test(arguments: TestEngine.available)
    func ofTwoAnswersAtOnceOneCountsAndTheOtherSeesIt(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let (session, number) = try await begun(house)
        let away = try await house.verbs.own.session(number, of: house.account(session))
        let seen = AnswerMark("样板小学", to: "receiver", in: number, house.parts.vault)

        let won = try await withThrowingTaskGroup(of: String?.self) { group in
            for (screen, answer) in [(session, "终端的学校"), (away, "手机的学校")] {
                group.addTask {
                    do {
                        try await house.verbs.answer(
                            "receiver", with: answer, seen: seen, in: number, of: screen)
                        return answer
                    } catch CaseRefused.answeredElsewhere {
                        return nil
                    }
                }
            }
            return try await group.reduce(into: [String]()) { won, answer in
                if let answer { won.append(answer) }
            }
        }

        #expect(won.count == 1)
        #expect(try await house.file(number).answers["receiver"] == won.first)
    }

    @Test func theLoserReadsTheNewestAnswerOnThePage() async throws {
        let house = try await CaseHouse(.sqlite)
        try await house.kiosk { kiosk in
            kiosk.repeats = false
            let place = try await kiosk.identify(house, for: CaseHouse.insurance)
            let number = try #require(
                CaseNumber(rawValue: String(place.split(separator: "/").last ?? "")))
            let session = try await house.identity.current.identified(
                token: kiosk.session, terminal: kiosk.terminal)
            let shown = String(buffer: try await kiosk.get("\(place)/questions/receiver").body)
            let seen = try #require(shown.firstMatch(of: /name="seen" value="([0-9a-z]{16})"/)).1
            try await house.phone(house.account(session)) { phone in
                let answered = try await phone.post(
                    "/account/cases/\(number)/questions/receiver",
                    ["answer": "手机的学校", "seen": String(seen)], key: Token(house.world))
                #expect(answered.status == .seeOther)
            }
            let late = try await kiosk.post(
                "\(place)/questions/receiver", ["answer": "终端的学校", "seen": String(seen)])
            let page = String(buffer: late.body)
            #expect(late.status == .conflict)
            #expect(page.contains("手机的学校") && !page.contains("终端的学校"))
            #expect(page.contains("Your other screen has answered this meanwhile"))
            // What it shows now can be changed from here.
            let mark = try #require(page.firstMatch(of: /name="seen" value="([0-9a-z]{16})"/)).1
            let again = try await kiosk.post(
                "\(place)/questions/receiver", ["answer": "终端的学校", "seen": String(mark)])
            #expect(again.status == .seeOther)
            #expect(try await house.file(number).answers["receiver"] == "终端的学校")
        }
    }

    /// The next in the shop may stand before the page by then.
    @Test func aTerminalWhoseFormHasGoneAsksSoonWhetherSheIsStillThere() async throws {
        let house = try await CaseHouse(.sqlite)
        try await house.kiosk { kiosk in
            let place = try await kiosk.identify(house, for: CaseHouse.insurance)
            let number = try #require(
                CaseNumber(rawValue: String(place.split(separator: "/").last ?? "")))
            let session = try await house.identity.current.identified(
                token: kiosk.session, terminal: kiosk.terminal)
            let code = try await code(house, number, for: session)
            let waiting = String(buffer: try await kiosk.get("\(place)/hand-over").body)
            _ = try await house.verbs.handOver.take(code, by: house.account(session), requestID: "r")
            let taken = String(buffer: try await kiosk.get("\(place)/hand-over").body)
            kiosk.isLarge = true
            let large = String(buffer: try await kiosk.get("\(place)/hand-over").body)
            kiosk.isLarge = false
            let onward = try await kiosk.follow(place)

            for (page, mask, answer) in [
                (waiting, 90, 30), (taken, 15, 20), (large, 45, 60), (onward.page, 90, 30),
            ] {
                #expect(
                    page.contains("data-mask-seconds=\"\(mask)\" data-answer-seconds=\"\(answer)\""))
            }
            #expect(taken.contains("Here it ends by itself") && taken.contains("href=\"\(place)\""))
            #expect(onward.path.hasPrefix("\(place)/questions/"), "she can go on there after all")
        }
    }

    @Test func anotherAccountFindsNothingAtAnyStep() async throws {
        let house = try await CaseHouse(.sqlite)
        let (session, number) = try await begun(house)
        let code = try await code(house, number, for: session)
        let thief = try await house.account(house.visit(.two, at: 1))
        let path = "/account/cases/\(number)"
        let absent = path.dropLast() + "7"
        try await house.phone(thief) { phone in
            for place in [path, String(absent)] {
                for step in [
                    "", "/questions/receiver", "/appointment", "/check", "/version", "/standing",
                    "/withdrawal",
                ] {
                    let answer = try await phone.get(place + step)
                    #expect(answer.status == .notFound, "\(place + step)")
                    #expect(!String(buffer: answer.body).contains("样板小学"))
                }
                for step in [
                    "/record", "/questions/receiver", "/appointment", "/submission", "/version", "/removal",
                    "/corrections", "/refusal", "/withdrawal",
                ] {
                    let answer = try await phone.post(
                        place + step, ["answer": "别人", "code": code], key: Token(house.world))
                    #expect(answer.status == .notFound, "\(place + step)")
                }
            }
            let taken = try await phone.post("/continue", ["code": code], key: Token(house.world))
            #expect(taken.status == .unprocessableContent)
            #expect(!String(buffer: taken.body).contains(number.rawValue))
            let empty = try await phone.post("/continue", ["code": " "], key: Token(house.world))
            #expect(empty.status == .unprocessableContent)
            #expect(String(buffer: empty.body).contains("Something is still empty. Please fill it in below."))
            let list = String(buffer: try await phone.get("/account/cases").body)
            #expect(!list.contains(number.spoken))
        }
        #expect(try await house.file(number).answers == ["receiver": "样板小学"])
        #expect(try await house.state(number) == .open)
        try await house.phone(nil) { phone in
            let page = try await phone.get("/continue")
            #expect(page.headers[.location] == "/account/sign-in?next=%2Fcontinue")
            let post = try await phone.post("/continue", ["code": code], key: Token(house.world))
            #expect(post.headers[.location] == "/account/sign-in?next=%2Fcontinue")
        }
    }

    @Test(arguments: TestEngine.available)
    func aPhoneHandsInWhatAPhoneMayOpenAndNothingElse(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let (session, number) = try await begun(house)
        let away = try await house.verbs.own.session(number, of: house.account(session))
        try await house.answer(number, ["purpose": "housing"], of: away)
        try await house.verbs.submit(number, of: away, requestID: "r")
        #expect(try await house.state(number) == .issued)

        let card = try await house.visit(at: 1, for: CaseHouse.doors)
        let proof = try await house.complete(CaseHouse.doors, ["purpose": "deed"], for: card)
        let phone = try await house.verbs.own.session(proof, of: house.account(card))
        try await house.answer(proof, ["purpose": "other"], of: phone)
        await #expect(throws: CaseRefused.moreProofNeeded) {
            try await house.verbs.submit(proof, of: phone, requestID: "r")
        }
        #expect(try await house.state(proof) == .open)
        try await house.verbs.submit(proof, of: card, requestID: "r")
        #expect(try await house.state(proof) == .issued)
        let moments = try await house.engine.read { db in
            try db.rows("SELECT event FROM case_events WHERE terminal_id IS NULL AND event = 'answered'")
                .count
        }
        #expect(moments == 2, "what was answered at home names no terminal")
    }
}
