import Base
import Catalogue
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Identity
import NIOCore
import Storage
import Support
import Testing
import Vault
import Web

@testable import Notices

/// What a person is told of her case, and what is told to nobody.
@Suite struct NoticeTests {
    @Test(arguments: TestEngine.available, Language.allCases)
    func aMessageNamesServiceAndNumberAndNothingElse(_ engine: TestEngine, language: Language) async throws {
        let house = try await NoticeHouse(engine)
        for kind in NoticeKind.allCases { try await house.tell(kind, in: language) }
        #expect(try await house.run() == NoticeKind.allCases.count)

        #expect(house.messages.texts.count == NoticeKind.allCases.count)
        let name = try #require(house.catalogue[house.service]?.name[language])
        for text in house.messages.texts {
            #expect(text.contains(name) && text.contains("202603020007"), "\(text)")
            #expect(!text.contains("陈静") && !text.contains("3502031990") && !text.contains("1350200MB"))
            #expect(text.firstMatch(of: /[\[{}]/) == nil, "\(text)")
        }
        let told = try await house.leaves().filter { $0.contains("\"case.told\"") }
        #expect(told.count == NoticeKind.allCases.count)
        #expect(try await house.outcomes() == Array(repeating: .sent, count: NoticeKind.allCases.count))
    }

    /// After ten thousand cases in a day, or after a restore.
    @Test(arguments: ["2026030210000", "20260302324010001"])
    func aLongerNumberIsToldWhole(_ digits: String) throws {
        let notice = CaseNotice(
            id: Token(.live), citizen: Token(.live),
            caseNumber: String(NoticeHouse.number.prefix(31)) + digits,
            service: try #require(ServiceIDs.endorsement), kind: .decided, language: .english,
            madeAt: TestClock.start)

        #expect(notice.spoken == digits)
    }

    @Test(arguments: TestEngine.available)
    func whatIsNotKeptIsNotTold(_ engine: TestEngine) async throws {
        struct Undone: Error {}
        let house = try await NoticeHouse(engine)
        let (citizen, service, world) = (house.citizen, house.service, house.world)
        await #expect(throws: Undone.self) {
            try await house.engine.write { db in
                try CaseNotice.tell(
                    .decided, of: NoticeHouse.number, service, to: citizen, in: .english, world, db)
                throw Undone()
            }
        }
        #expect(try await house.run() == 0)
        #expect(house.messages.texts.isEmpty)
    }

    @Test(arguments: TestEngine.available)
    func aSilentGatewayPutsItOffAndLosesNothing(_ engine: TestEngine) async throws {
        let house = try await NoticeHouse(engine, receivers: NoticeHouse.receivers("city"))
        house.messages.fallSilent(true)
        try await house.tell(.decided)
        for _ in 1...20 {
            _ = try await house.run()
            house.clock.advance(by: .seconds(61))
        }
        #expect(try await house.outcomes() == [nil])
        // The receiver was told at once, and once.
        try await house.runHooks()
        #expect(house.hooks.posts.count == 1)
        house.messages.fallSilent(false)
        _ = try await house.run()
        #expect(house.messages.texts.count == 1)
        #expect(try await house.outcomes() == [.sent])
    }

    @Test(arguments: TestEngine.available)
    func whoWantsNoneGetsNoneButWhatALawWantsTold(_ engine: TestEngine) async throws {
        let house = try await NoticeHouse(engine, receivers: NoticeHouse.receivers("city"))
        let choices = NoticeChoices(house.parts)
        for kind in NoticeKind.allCases where !kind.isRequired {
            try await choices.set(kind, wanted: false, by: house.citizen, requestID: "r")
        }
        for kind in NoticeKind.allCases where kind.isRequired {
            await #expect(throws: NoticeRefused.required) {
                try await choices.set(kind, wanted: false, by: house.citizen, requestID: "r")
            }
        }
        for kind in NoticeKind.allCases { try await house.tell(kind) }
        _ = try await house.run()
        try await house.runHooks()
        #expect(house.messages.texts.count == 5)
        #expect(house.hooks.posts.count == 5)
        #expect(
            try await house.outcomes().count { $0 == .declined }
                == NoticeKind.allCases.count { !$0.isRequired })

        try await choices.set(.overdue, wanted: true, by: house.citizen, requestID: "r")
        try await house.tell(.overdue)
        _ = try await house.run()
        #expect(house.messages.texts.count == 6)
    }

    @Test(arguments: TestEngine.available)
    func aReminderIsToldOnceByDayOrNotAtAll(_ engine: TestEngine) async throws {
        let house = try await NoticeHouse(engine)
        // Nine in the evening.
        house.clock.advance(by: .seconds(12 * 3_600))
        for kind in [NoticeKind.appointmentTomorrow, .ending, .ending] { try await house.tell(kind) }
        _ = try await house.run()
        #expect(house.messages.texts.isEmpty)
        #expect(try await house.outcomes() == [nil], "tomorrow's is taken back, the other waits")

        house.clock.advance(by: .seconds(10 * 3_600))
        _ = try await house.run()
        #expect(house.messages.texts.isEmpty, "seven in the morning")
        house.clock.advance(by: .seconds(3_600))
        _ = try await house.run()
        #expect(house.messages.texts.count == 1)
        try await house.tell(.ending)
        _ = try await house.run()
        #expect(house.messages.texts.count == 1)
    }

    /// What a timer finds a moment after midnight wakes nobody; what somebody has just decided goes out, and a program never
    /// sleeps.
    @Test(arguments: TestEngine.available)
    func whatATimerFindsAtMidnightWaitsForTheMorning(_ engine: TestEngine) async throws {
        let house = try await NoticeHouse(engine, receivers: NoticeHouse.receivers("city"))
        house.clock.advance(by: .seconds(15 * 3_600))
        for kind in [NoticeKind.overdue, .lapsed, .accepted, .accepted, .decided] {
            try await house.tell(kind)
        }
        _ = try await house.run()
        #expect(house.messages.texts.count == 1)
        #expect(try await house.outcomes().count { $0 == nil } == 3, "accepted is told once a case")
        try await house.runHooks()
        #expect(house.hooks.posts.count == 4, "receivers are told at once")

        house.clock.advance(by: .seconds(8 * 3_600))
        _ = try await house.run()
        try await house.runHooks()
        #expect(house.messages.texts.count == 4)
        #expect(house.hooks.posts.count == 4, "and once")
    }

    /// A mandate ends at midnight; what was found in the evening goes out in the morning.
    @Test(arguments: TestEngine.available)
    func whoMayNotReadItAnyMoreIsNotToldAndItsPersonIs(_ engine: TestEngine) async throws {
        let house = try await NoticeHouse(engine, receivers: NoticeHouse.receivers("city"))
        let person = try await NoticeHouse.insert(
            "350205198503129834", "林伟", "13800000002", house.engine, house.vault, house.world)
        // Ten in the evening.
        house.clock.advance(by: .seconds(13 * 3_600))
        try await house.tell(.fileInfected)
        _ = try await house.run()
        #expect(house.messages.texts.isEmpty)
        // It is told its person besides.
        house.messages.fallSilent(true)
        try await house.tell(.withdrawn)
        _ = try await house.run()

        house.readers.read(person)
        house.messages.fallSilent(false)
        house.clock.advance(by: .seconds(11 * 3_600))
        _ = try await house.run()

        #expect(house.messages.phones == ["13800000002"])
        #expect(try await house.outcomes().isEmpty, "nothing of it is in her account")
        let told = try await house.engine.read { db in try NoticeStore.all(of: person, limit: 50, in: db) }
        #expect(told.map(\.kind) == [.fileInfected] && told.map(\.outcome) == [.sent])
        try await house.runHooks()
        #expect(house.hooks.posts.count == 2, "a program is told of each once")
    }

    @Test(arguments: TestEngine.available)
    func whatWaitsForItsPersonIsLookedAtDailyAndWhatIsSoNoMoreIsNotTold(_ engine: TestEngine) async throws {
        let house = try await NoticeHouse(engine, receivers: NoticeHouse.receivers("city"))
        house.readers.become(.waits)
        try await house.tell(.overdue)
        _ = try await house.run()
        house.readers.become(nil)
        _ = try await house.run()
        #expect(house.messages.texts.isEmpty)
        #expect(try await house.outcomes() == [nil])
        house.clock.advance(by: .seconds(86_400))
        _ = try await house.run()
        #expect(house.messages.texts.count == 1)

        house.readers.become(.dropped)
        try await house.tell(.overdue)
        _ = try await house.run()
        try await house.runHooks()
        #expect(house.messages.texts.count == 1 && house.hooks.posts.count == 1)
        #expect(try await house.outcomes() == [.sent])
    }

    @Test(arguments: TestEngine.available)
    func tomorrowIsNotSaidOnTheNextDay(_ engine: TestEngine) async throws {
        let house = try await NoticeHouse(engine)
        house.messages.fallSilent(true)
        try await house.tell(.appointmentTomorrow)
        _ = try await house.run()
        house.messages.fallSilent(false)
        house.clock.advance(by: .seconds(86_400))
        _ = try await house.run()

        #expect(house.messages.texts.isEmpty)
        #expect(try await house.outcomes() == [])
    }

    @Test func whoHasNoPhoneReadsItInHerAccount() async throws {
        let house = try await NoticeHouse(.sqlite, phone: nil)
        try await house.tell(.decided)
        _ = try await house.run()
        #expect(house.messages.texts.isEmpty)
        #expect(try await house.outcomes() == [.noPhone])
    }

    @Test(arguments: TestEngine.available)
    func whoIsErasedLeavesNothingBehind(_ engine: TestEngine) async throws {
        let house = try await NoticeHouse(engine)
        try await NoticeChoices(house.parts).set(
            .overdue, wanted: false, by: house.citizen, requestID: "r")
        try await house.tell(.decided)
        let citizen = house.citizen
        try await house.engine.write { db in try NoticeStore.erase(citizen, in: db) }
        #expect(try await house.run() == 1)
        #expect(house.messages.texts.isEmpty)
        let rows = try await house.engine.read { db in
            try db.rows("SELECT 1 AS one FROM case_notices UNION ALL SELECT 1 AS one FROM notice_choices")
                .count
        }
        #expect(rows == 0)
    }

    @Test(arguments: Language.allCases)
    func thePageLooksAsReviewed(language: Language) async throws {
        let house = try await NoticeHouse(.sqlite)
        for kind in [NoticeKind.handedIn, .decided] { try await house.tell(kind, in: language) }
        _ = try await house.run()
        try await house.tell(.overdue, in: language)
        let listener = Listener(.public, frame: house.frame, world: house.world)
        let router = listener.router()
        let citizen = house.citizen
        NoticeRoutes(
            frame: house.frame, world: house.world, catalogue: house.catalogue,
            choices: NoticeChoices(house.parts),
            idempotency: Idempotency(engine: house.engine, vault: house.vault, world: house.world),
            known: { _ in citizen }
        ).add(to: router.group("account"))
        try await listener.application(router).test(.router) { client in
            let head: HTTPFields = [.accept: "text/html", .acceptLanguage: language.rawValue]
            var post = head
            post[.contentType] = "application/x-www-form-urlencoded"
            for (body, status) in [
                ("kind=overdue&wanted=no", HTTPResponse.Status.seeOther),
                ("kind=decided&wanted=no", .conflict),
                ("kind=nothing&wanted=no", .unprocessableContent), ("kind=overdue", .unprocessableContent),
            ] {
                let key = Token(house.world).rawValue
                let answer = try await client.execute(
                    uri: "/account/notices", method: .post, headers: post,
                    body: ByteBuffer(string: "\(body)&\(IdempotencyKey.fieldName)=\(key)"))
                #expect(answer.status == status, "\(body)")
            }
            let page = try await client.execute(uri: "/account/notices", method: .get, headers: head)
            let text =
                String(buffer: page.body).replacing(/\/assets\/[0-9a-f]{8}\//, with: "/assets/…/")
                .replacing(/value="[0-9a-z]{26}"/, with: "value=\"…\"")
                .replacing(/\d+年\d+月\d+日 \d\d:\d\d|\d+ [A-Z][a-z]+ \d{4}, \d\d:\d\d/, with: "…")
                .replacing("><", with: ">\n<") + "\n"
            #expect(text.firstMatch(of: /\[[a-z]+\.[a-z.-]+\]/) == nil, "a word is missing")
            try expectSnapshot(text, named: "notices/notices-\(language.rawValue).html")
        }
    }
}
