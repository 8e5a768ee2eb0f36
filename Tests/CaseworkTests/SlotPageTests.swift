import Base
import Catalogue
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Storage
import Support
import Testing
import Web

@testable import Casework

/// The pages on which a person books and gives back, as she sees them.
@Suite struct SlotPageTests {
    private func readable(_ page: String) -> String {
        page.replacing(/\/assets\/[0-9a-f]{8}\//, with: "/assets/…/")
            .replacing(/value="[0-9a-z]{26}"/, with: "value=\"…\"")
            .replacing("><", with: ">\n<") + "\n"
    }

    @Test(arguments: Language.allCases)
    func eachPageLooksAsReviewed(language: Language) async throws {
        let house = try await CaseHouse(.sqlite)
        try await house.kiosk(language: language.rawValue) { kiosk in
            let number = try await kiosk.answered(house)
            let path = "/cases/\(number)/appointment"
            let places = String(buffer: try await kiosk.get(path).body)
            let days = String(buffer: try await kiosk.get("\(path)?place=siming").body)
            let times = String(buffer: try await kiosk.get("\(path)?place=siming&day=2026-03-03").body)
            let held = try await kiosk.post(path, ["place": "siming", "day": "2026-03-03", "time": "09:00"])
            #expect(held.headers[.location] == "/cases/\(number)/check")
            let check = String(buffer: try await kiosk.get("/cases/\(number)/check").body)
            for (name, page) in [("places", places), ("days", days), ("times", times), ("check", check)] {
                #expect(page.firstMatch(of: /\[[a-z]+\.[a-z.-]+\]/) == nil, "a word is missing")
                try expectSnapshot(readable(page), named: "slots/\(name)-\(language.rawValue).html")
            }
        }
    }

    @Test func aSlotThatWentMeanwhileIsSaidOnThePageOfWhatIsLeft() async throws {
        let house = try await CaseHouse(.sqlite)
        let wish = HoldSlot.Wish(place: "siming", day: CalendarDate(daysSince1970: 20_515), minute: 9 * 60)
        for (person, terminal) in [(TestPerson.two, 1), (.elder, 2)] {
            let other = try await house.visit(person, at: terminal, for: AppointmentTests.household)
            let number = try await house.readyToBook(for: other)
            try await house.verbs.slot(wish, in: number, of: other)
        }
        try await house.kiosk { kiosk in
            let number = try await kiosk.answered(house)
            kiosk.repeats = false
            let path = "/cases/\(number)/appointment"
            let answer = try await kiosk.post(
                path, ["place": "siming", "day": "2026-03-03", "time": "09:00"])
            let page = String(buffer: answer.body)

            #expect(answer.status == .conflict)
            #expect(page.contains("Somebody else was quicker"))
            #expect(!page.contains("value=\"09:00\"") && page.contains("value=\"09:30\""))
            let none = try await kiosk.post(path, ["place": "siming", "day": "2026-03-03"])
            let again = String(buffer: none.body)
            #expect(none.status == .unprocessableContent)
            #expect(again.contains("Nothing is chosen yet") && again.contains("value=\"09:30\""))
            for fields in [[:], ["place": "x", "day": "y", "time": "z"], ["booking": "1"]] {
                #expect(try await kiosk.post(path, fields).status.code / 100 == 4, "\(fields)")
            }
        }
    }

    @Test func whoPressesSubmitTooLateComesBackToTheTimes() async throws {
        let house = try await CaseHouse(.sqlite)
        try await house.kiosk { kiosk in
            let number = try await kiosk.answered(house)
            let path = "/cases/\(number)/appointment"
            try await kiosk.post(path, ["place": "siming", "day": "2026-03-03", "time": "09:00"])
            // Longer than the hold and shorter than what ends a visit is nothing; the hold is ended by hand.
            let chosen = try #require(CaseNumber(rawValue: number))
            let now = house.clock.now
            try await house.engine.write { db in
                _ = try db.run(
                    "UPDATE appointments SET held_until_ms = \(now) WHERE case_number = \(chosen)")
            }
            let answer = try await kiosk.post("/cases/\(number)/submission")
            #expect(answer.headers[.location] == "\(path)?over=yes")
            let page = String(buffer: try await kiosk.get("\(path)?over=yes").body)
            #expect(page.contains("The time was kept for ten minutes and is free again"))
            #expect(try await kiosk.get("/cases/\(number)/check").headers[.location] == "/cases/\(number)")
            #expect(try await kiosk.follow("/cases/\(number)").path == path)
        }
    }

    @Test func aFormWithoutSlotsHasNoSuchPage() async throws {
        let house = try await CaseHouse(.sqlite)
        try await house.kiosk { kiosk in
            let place = try await kiosk.identify(house)
            #expect(try await kiosk.get("\(place)/appointment").headers[.location] == place)
        }
    }

    @Test(arguments: Language.allCases)
    func whatIsGivenBackIsChosenOnAPage(language: Language) async throws {
        let house = try await CaseHouse(.sqlite)
        let wish = HoldSlot.Wish(place: "siming", day: CalendarDate(daysSince1970: 20_515), minute: 9 * 60)
        let booked = try await house.booked(wish, by: house.visit(at: 1, for: AppointmentTests.household))
        try await house.kiosk(language: language.rawValue) { kiosk in
            let place = try await kiosk.identify(house, for: AppointmentTests.cancelling)
            _ = try await kiosk.follow(place)
            let next = try await kiosk.post("\(place)/questions/cause", ["answer": "busy"])
            #expect(next.headers[.location] == "\(place)/check")
            let (path, page) = try await kiosk.follow(place)
            #expect(path == "\(place)/appointment")
            try expectSnapshot(readable(page), named: "slots/bookings-\(language.rawValue).html")
            try await kiosk.post("\(place)/appointment", ["booking": booked.rawValue])
            #expect(try await kiosk.post("\(place)/submission").headers[.location] == "\(place)/paper")
        }
        #expect(try await house.appointment(booked)?.state == .cancelled)
    }

    /// The times of a form are anybody's; when and where she is expected is hers.
    @Test func aHelperReadsNothingOfWhatSheHasBooked() async throws {
        let house = try await CaseHouse(.sqlite)
        let wish = HoldSlot.Wish(place: "siming", day: CalendarDate(daysSince1970: 20_515), minute: 9 * 60)
        let booked = try await house.booked(wish, by: house.visit(at: 1, for: AppointmentTests.household))
        try await house.kiosk { kiosk in
            let place = try await kiosk.identify(house, for: AppointmentTests.cancelling)
            try await kiosk.post("\(place)/questions/cause", ["answer": "busy"])
            let path = "\(place)/appointment"
            let helped = try await Masking.$isOn.withValue(true) {
                String(buffer: try await kiosk.get(path).body)
            }
            let alone = String(buffer: try await kiosk.get(path).body)
            for words in ["3 March 2026", "09:00-09:30", "Siming"] {
                #expect(alone.contains(words) && !helped.contains(words), "\(words)")
            }
            #expect(helped.contains("value=\"\(booked)\"") && !helped.contains("checked"))
        }
    }

    /// The message names no time, and a printer can fail: the page of the paper says when and where, to her alone.
    @Test func whatIsBookedStandsBesideThePaper() async throws {
        let house = try await CaseHouse(.sqlite)
        let wish = HoldSlot.Wish(place: "siming", day: CalendarDate(daysSince1970: 20_515), minute: 9 * 60)
        let booked = try await house.booked(wish, by: house.visit(at: 1, for: AppointmentTests.household))
        try await house.kiosk { kiosk in
            _ = try await kiosk.identify(house, for: AppointmentTests.cancelling)
            let path = "/cases/\(booked)/paper"
            let helped = try await Masking.$isOn.withValue(true) {
                String(buffer: try await kiosk.get(path).body)
            }
            let alone = String(buffer: try await kiosk.get(path).body)
            for words in ["3 March 2026", "09:00-09:30", "Siming"] {
                #expect(alone.contains(words) && !helped.contains(words), "\(words)")
            }
        }
    }

    /// The script of the page would draw it before whoever stands there.
    @Test func aHelperSeesNoSignature() async throws {
        let house = try await CaseHouse(.sqlite)
        let control = SignatureControl(answer: "10,10 60,10", hint: nil, error: nil)
        let phrases = house.frame.words.phrases(.english)
        #expect(control.html(phrases).string.contains("10,10 60,10"))
        let helped = Masking.$isOn.withValue(true) { control.html(phrases).string }
        #expect(!helped.contains("10,10") && helped.contains("name=\"answer\""))
    }
}

extension Kiosk {
    /// A household visit whose questions are all answered; answers with its number.
    fileprivate func answered(_ house: CaseHouse) async throws -> String {
        let place = try await identify(house, for: AppointmentTests.household)
        try await post("\(place)/questions/matter", ["answer": "birth"])
        try await post("\(place)/questions/phone", ["answer": "15410000005"])
        return String(place.dropFirst("/cases/".count))
    }
}
