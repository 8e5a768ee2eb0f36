import Audit
import Base
import Catalogue
import Documents
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Identity
import NIOCore
import Storage
import Support
import Testing
import Web

@testable import Casework

/// Booking, checking, giving back: the whole way of an appointment.
@Suite struct AppointmentTests {
    static let household = CaseHouse.id("police/household-appointment")
    static let cancelling = CaseHouse.id("police/household-appointment-cancel")
    /// The clock of the tests stands on Monday, 2 March 2026, nine in the morning.
    private static let wish = HoldSlot.Wish(
        place: "siming", day: CalendarDate(daysSince1970: 20_515), minute: 9 * 60)

    @Test(arguments: TestEngine.available)
    func aSlotIsBookedByTheSubmissionAndStandsOnThePaper(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit(for: Self.household)
        let number = try await house.readyToBook(for: session)
        await #expect(throws: AppointmentRefused.holdOver) {
            try await house.verbs.submit(number, of: session, requestID: "r")
        }

        try await house.verbs.slot(Self.wish, in: number, of: session)
        #expect(try await house.appointment(number)?.state == .held)
        try await house.verbs.submit(number, of: session, requestID: "r")

        let booked = try #require(try await house.appointment(number))
        #expect(booked.state == .booked && booked.heldUntil == nil)
        #expect(booked.day.description == "2026-03-03" && booked.time == "09:00-09:30")
        #expect(try await house.state(number) == .issued)
        let form = try await house.verbs.owned.form(number, of: session)
        let content = PaperContent.make(of: form, record: form.file.record ?? [:])
        #expect(content.values["appointment.place"] == "思明区样板里派出所")
        #expect(content.values["appointment.day"] == "2026-03-03")
        #expect(content.values["appointment.time"] == "09:00-09:30")
    }

    @Test(arguments: TestEngine.available)
    func whoChecksForTooLongChoosesAgainAndNothingIsSubmitted(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit(for: Self.household)
        let number = try await house.readyToBook(for: session)
        try await house.verbs.slot(Self.wish, in: number, of: session)
        house.clock.advance(by: Appointment.holdLife)

        await #expect(throws: AppointmentRefused.holdOver) {
            try await house.verbs.submit(number, of: session, requestID: "r")
        }
        #expect(try await house.state(number) == .open)
        #expect(try await house.count("jobs") == 0)

        try await house.verbs.slot(Self.wish, in: number, of: session)
        try await house.verbs.submit(number, of: session, requestID: "r")
        #expect(try await house.appointment(number)?.state == .booked)
    }

    @Test(arguments: TestEngine.available)
    func aHoldOutlivesTheProgramThatMadeIt(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit(for: Self.household)
        let number = try await house.readyToBook(for: session)
        try await house.verbs.slot(Self.wish, in: number, of: session)

        let other = try house.node()
        #expect(try await other.owned.form(number, of: session).isComplete)
        try await other.submit(number, of: session, requestID: "r")

        #expect(try await house.appointment(number)?.state == .booked)
    }

    @Test func nothingIsHeldBeforeTheQuestionsAreAnsweredNorBesidesWhatIsOffered() async throws {
        let house = try await CaseHouse(.sqlite)
        let session = try await house.visit(for: Self.household)
        let number = try await house.open(Self.household, for: session)
        try await house.verbs.fetch(number, of: session, requestID: "r")
        await #expect(throws: CaseRefused.incomplete) {
            try await house.verbs.slot(Self.wish, in: number, of: session)
        }
        try await house.answer(number, ["matter": "birth", "phone": "15410000005"], of: session)

        for wish in [
            HoldSlot.Wish(place: "moon", day: Self.wish.day, minute: 9 * 60),
            HoldSlot.Wish(place: "siming", day: CalendarDate(daysSince1970: 20_514), minute: 9 * 60),
            HoldSlot.Wish(place: "siming", day: Self.wish.day, minute: 9 * 60 + 1),
        ] {
            await #expect(throws: AppointmentRefused.notOffered) {
                try await house.verbs.slot(wish, in: number, of: session)
            }
        }
        let other = try await house.visit(.two, at: 1, for: Self.household)
        await #expect(throws: CaseRefused.unknownCase) {
            try await house.verbs.slot(Self.wish, in: number, of: other)
        }
    }

    @Test func aWholeApplicationInOneRequestCannotPassTheSlotsBy() async throws {
        let house = try await CaseHouse(.sqlite)
        try await house.kiosk { kiosk in
            _ = try await kiosk.identify(house, for: CaseHouse.id("civil/marriage-appointment"))
            let answer = try await kiosk.postJSON(
                "/cases",
                Application(
                    service: "civil/marriage-appointment", answers: ["matter": "reissue"]))
            #expect(answer.status == .unprocessableContent)
            #expect(String(buffer: answer.body).contains("This service is filled in step by step"))
        }
    }

    @Test(arguments: TestEngine.available)
    func aBookingIsGivenBackByTheDayBeforeAndByItsPersonAlone(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let booked = try await house.booked(Self.wish, by: house.visit(for: Self.household))
        let stranger = try await house.visit(.two, at: 1, for: Self.cancelling)
        let nothing = try await house.open(Self.cancelling, for: stranger)
        try await house.verbs.fetch(nothing, of: stranger, requestID: "r")
        #expect(
            try await house.verbs.owned.form(nothing, of: stranger).booking?.bar == .nothingToCancel)

        let session = try await house.visit(at: 2, for: Self.cancelling)
        let number = try await house.open(Self.cancelling, for: session)
        try await house.verbs.fetch(number, of: session, requestID: "r")
        try await house.answer(number, ["cause": "busy"], of: session)
        try await house.verbs.slot.choose(booked.rawValue, in: number, of: session)
        #expect(try await house.appointment(booked)?.state == .booked, "only chosen")
        try await house.verbs.submit(number, of: session, requestID: "r")

        #expect(try await house.appointment(booked)?.state == .cancelled)
        #expect(try await house.acts("appointment.cancelled") == 1)
        #expect(try await house.told("appointment-cancelled") == [session.citizen.rawValue])
        #expect(try await house.state(number) == .issued)
        // The slip of it says what is no longer so: it is void for whoever checks it, and she can book anew at once.
        let standing = try await house.engine.read { db in
            try FollowPaper.standing(booked, at: house.world.now(), in: db)
        }
        #expect(standing.isRevoked)
        #expect(try await house.acts("document.revoked") == 1)
        let again = try await house.visit(at: 0, for: Self.household)
        let anew = try await house.open(Self.household, for: again)
        #expect(anew != booked)
    }

    /// A former release gave the seat back and left the slip valid.
    @Test(arguments: TestEngine.available)
    func aSlipThatAFormerReleaseLeftIsVoidAtLast(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        var numbers: [CaseNumber] = []
        for (place, person) in [TestPerson.one, .two].enumerated() {
            let session = try await house.visit(person, at: place, for: Self.household)
            numbers.append(try await house.booked(Self.wish, by: session))
        }
        let former = numbers[0]
        _ = try await house.engine.write { db in
            try db.run(
                """
                UPDATE appointments SET state = 'cancelled', seat = NULL, only_day = NULL
                WHERE case_number = \(former)
                """)
        }

        for _ in 0..<2 { try await VoidCancelledSlips(house.parts)() }

        let events = try await house.engine.read { [numbers] db in
            try numbers.map { try CaseStore.events(of: $0, in: db).filter { $0 == .paperRevoked }.count }
        }
        #expect(events == [1, 0])
        #expect(try await house.acts("document.revoked") == 1)
    }

    /// The office revokes the slip: nobody is expected any more, the seat is free, and its person is told.
    @Test(arguments: TestEngine.available)
    func whoseSlipIsRevokedIsNotExpectedAnyMore(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit(for: Self.household)
        let booked = try await house.booked(Self.wish, by: session)
        let (revoke, second) = (house.desk.revoke, try house.clerk("s-0002"))

        try await house.engine.write { db in
            try revoke(
                booked, because: .holderAsked, askedBy: "s-0001", agreedBy: second,
                allowing: { _, _ in true }, in: db)
        }

        #expect(try await house.appointment(booked)?.state == .cancelled)
        #expect(try await house.events(booked).suffix(2) == [.paperRevoked, .visitCancelled])
        #expect(try await house.told("appointment-cancelled").isEmpty)
        #expect(try await house.told("paper-revoked") == [session.citizen.rawValue])
        #expect(try await house.acts("appointment.cancelled") == 1)
        #expect(try await OwnAppointments(house.parts).all(of: session.citizen).isEmpty)
        let day = Self.wish.day
        let expected = try await MarkVisit(house.parts).expected(on: day) { _ in true }
        #expect(expected.allSatisfy { $0.visits.isEmpty })
        house.clock.advance(by: .seconds(3_600))
        _ = try await house.runJobs()
        #expect(try await house.told("appointment-tomorrow").isEmpty)
    }

    @Test func onTheDayItselfNothingIsGivenBack() async throws {
        let house = try await CaseHouse(.sqlite)
        let booked = try await house.booked(Self.wish, by: house.visit(for: Self.household))
        let session = try await house.visit(at: 1, for: Self.cancelling)
        let number = try await house.open(Self.cancelling, for: session)
        try await house.verbs.fetch(number, of: session, requestID: "r")
        try await house.answer(number, ["cause": "busy"], of: session)
        try await house.verbs.slot.choose(booked.rawValue, in: number, of: session)
        // Midnight passes while she checks.
        house.clock.now = CalendarDate.tomorrow(at: house.clock.now)

        await #expect(throws: (any Error).self) {
            try await house.verbs.submit(number, of: session, requestID: "r")
        }
        #expect(try await house.appointment(booked)?.state == .booked)
        #expect(try await house.state(number) == .open)
    }

    @Test(arguments: TestEngine.available)
    func twoMissedVisitsStopBookingBeforeAnythingIsAsked(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let mark = MarkVisit(house.parts)
        var visits: [CaseNumber] = []
        for day in [20_515, 20_516] {
            let wish = HoldSlot.Wish(place: "siming", day: CalendarDate(daysSince1970: day), minute: 9 * 60)
            let number = try await house.booked(wish, by: house.visit(for: Self.household))
            await #expect(throws: AppointmentRefused.notYet) {
                try await mark(
                    number, came: false, by: "s-0001", isHer: { _ in false }, serving: { _ in true },
                    requestID: "r")
            }
            visits.append(number)
            // The paper came out, so that the next visit opens another case.
            let now = house.clock.now
            _ = try await house.engine.write { db in
                try CaseStore.advance(number, by: .printed, terminal: nil, at: now, in: db)
            }
        }
        house.clock.advance(by: .seconds(3 * 86_400))
        for number in visits {
            await #expect(throws: AppointmentRefused.unknown, "another department's") {
                try await mark(
                    number, came: false, by: "s-0001", isHer: { _ in false }, serving: { _ in false },
                    requestID: "r")
            }
            try await mark(
                number, came: false, by: "s-0001", isHer: { _ in false }, serving: { _ in true },
                requestID: "r")
        }
        #expect(try await house.acts("appointment.missed") == 2)
        let holder = try await house.file(visits[0]).citizen.rawValue
        #expect(try await house.told("appointment-missed") == [holder, holder])
        try await mark(
            visits[1], came: false, by: "s-0001", isHer: { _ in false }, serving: { _ in true },
            requestID: "r")
        #expect(try await house.told("appointment-missed").count == 2, "said again, told once")

        try await house.kiosk { kiosk in
            let place = try await kiosk.identify(house, for: Self.household)
            let (_, page) = try await kiosk.follow(place)
            #expect(page.contains("You missed 2 booked visits, so you can book again from 4 June 2026."))
            #expect(!page.contains("/questions/"))
        }
        // A clerk mends what was wrong, and the record is judged anew.
        try await mark(
            visits[0], came: true, by: "s-0001", isHer: { _ in false }, serving: { _ in true }, requestID: "r"
        )
        #expect(try await house.told("appointment-missed").count == 1, "not told yet, and no longer so")
        let again = try await house.visit(at: 2, for: Self.household)
        let number = try await house.open(Self.household, for: again)
        let form = try await house.verbs.owned.form(number, of: again)
        #expect(form.booking?.bar == nil)
        #expect(form.next?.id == "matter")
    }

    /// Who works at the office and has missed her own visit does not say that she came.
    @Test(arguments: TestEngine.available)
    func nobodySaysOfHerselfThatSheCame(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let number = try await house.booked(Self.wish, by: house.visit(for: Self.household))
        house.clock.advance(by: .seconds(2 * 86_400))
        let mark = MarkVisit(house.parts)
        let refusals: [(Clerk.IsHer?, StepRefused)] = [
            ({ $0 == TestPerson.one.number }, .ownCase), (nil, .unknownSelf),
        ]
        for (isHer, refusal) in refusals {
            await #expect(throws: refusal) {
                try await mark(
                    number, came: true, by: "s-0001", isHer: isHer, serving: { _ in true }, requestID: "r")
            }
        }
        #expect(try await house.appointment(number)?.state == .booked)
        #expect(try await house.acts("appointment.kept") == 0)

        let day = try await mark(
            number, came: true, by: "s-0001", isHer: { _ in false }, serving: { _ in true }, requestID: "r")
        #expect(day == Self.wish.day)
        #expect(try await house.appointment(number)?.state == .kept)
    }

    @Test func whatNobodyMarkedCountsAsTheRuleSays() throws {
        let rules = [NoShowRule.Unmarked.kept, .missed].map {
            NoShowRule(missed: 2, withinMonths: 1, suspendedMonths: 3, unmarked: $0)
        }
        func appointment(_ state: Appointment.State) throws -> Appointment {
            let number = String(repeating: "1", count: 43)
            return Appointment(
                number: try #require(CaseNumber(rawValue: number)), citizen: Token(.frozen()),
                service: Self.household, place: "siming", startsAt: TestClock.start,
                endsAt: TestClock.start + .seconds(1_800), state: state, heldUntil: nil,
                changedAt: TestClock.start)
        }
        let due = TestClock.start + .seconds(1_800) + Appointment.markLife
        let (booked, missed) = (try appointment(.booked), try appointment(.missed))
        let (kept, cancelled) = (try appointment(.kept), try appointment(.cancelled))

        #expect(!booked.isMissed(rules[0], at: due))
        #expect(booked.isMissed(rules[1], at: due))
        #expect(!booked.isMissed(rules[1], at: due - .milliseconds(1)))
        #expect(missed.isMissed(rules[0], at: due))
        #expect(!kept.isMissed(rules[1], at: due))
        #expect(!cancelled.isMissed(rules[1], at: due))
    }

    @Test(arguments: TestEngine.available)
    func numberAndCodeShowTheAppointmentAndNobodysName(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let number = try await house.booked(Self.wish, by: house.visit(for: Self.household))
        let own = OwnAppointments(house.parts)

        for (given, code) in [(number.rawValue, "ABCD-EFGH-JKMN-PQRS"), ("", ""), (number.rawValue, "x")] {
            await #expect(throws: AppointmentRefused.unknown) {
                _ = try await own(number: given, code: code, requestID: "r")
            }
        }
        #expect(try await house.acts("appointment.shown") == 0)
        let citizen = try await house.file(number).citizen
        let views = try await own.all(of: citizen)
        #expect(views.map(\.appointment.number) == [number])
        #expect(try await own.all(of: Token(house.world)).isEmpty)
        await #expect(throws: AppointmentRefused.unknown) {
            _ = try await own.one(number, of: Token(house.world))
        }
        let file = CalendarFile(try await own.one(number, of: citizen), in: .english)
            .text(house.frame.words.phrases(.english))
        #expect(file.contains("DTSTART:20260303T010000Z\r\n"))
        for secret in [TestPerson.one.name, TestPerson.one.number.text, number.rawValue, number.spoken] {
            #expect(!file.contains(secret))
        }
    }

    @Test func whatIsLeftEmptyIsSaidToBeSo() async throws {
        let house = try await CaseHouse(.sqlite)
        let listener = Listener(.public, frame: house.frame, world: house.world)
        let router = listener.router()
        AppointmentRoutes(
            frame: house.frame, own: OwnAppointments(house.parts), known: { _ in Token(house.world) }
        ).add(to: router, account: router.group("account"))
        try await listener.application(router).test(.router) { client in
            let head: HTTPFields = [
                .accept: "text/html", .acceptLanguage: "en",
                .contentType: "application/x-www-form-urlencoded",
            ]
            for (body, field) in [("number=202603020001&code=+", "code"), ("number=&code=x", "number")] {
                let answer = try await client.execute(
                    uri: "/appointments", method: .post, headers: head, body: ByteBuffer(string: body))
                let page = String(buffer: answer.body)
                #expect(answer.status == .unprocessableContent)
                #expect(page.contains("href=\"#\(field)\""), "\(body)")
                #expect(page.contains("Something is still empty. Please fill it in below."))
                #expect(!page.contains("There is no such appointment"))
            }
        }
    }
}
