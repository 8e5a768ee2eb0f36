import Base
import Catalogue
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Support
import Testing
import Web

@testable import Casework

/// What a person sees of a case that departments decide.
@Suite struct StandingPageTests {
    private func readable(_ page: String) -> String {
        page.replacing(/\/assets\/[0-9a-f]{8}\//, with: "/assets/…/")
            .replacing(/value="[0-9a-z]{26}"/, with: "value=\"…\"")
            .replacing("><", with: ">\n<") + "\n"
    }

    @Test(arguments: Language.allCases)
    func eachPageLooksAsReviewed(language: Language) async throws {
        let house = try await CaseHouse(.sqlite)
        let clerk = try house.clerk()
        try await house.kiosk(language: language.rawValue) { kiosk in
            let place = try await kiosk.identify(house, for: CaseHouse.endorsement, .one)
            let number = try #require(
                CaseNumber(rawValue: String(place.split(separator: "/").last ?? "")))
            for (question, answer) in CaseHouse.complete.sorted(by: { $0.key < $1.key }) {
                try await kiosk.post("/cases/\(number)/questions/\(question)", ["answer": answer])
            }
            let submitted = try await kiosk.post("/cases/\(number)/submission")
            #expect(submitted.headers[.location] == "/cases/\(number)/paper")
            let handedIn = try await kiosk.follow("/cases/\(number)/paper")
            #expect(handedIn.path == "/cases/\(number)/standing")
            let key = CaseStep.Key(number, "review")
            try await house.claim(number, by: clerk)
            try await house.desk.askForCorrection(
                ["basis"], at: key, because: .unclear, note: "请说明", by: clerk, requestID: "r")
            let correcting = try await kiosk.follow("/cases/\(number)").page
            let early = try await kiosk.post("/cases/\(number)/corrections")
            #expect(early.status == .conflict)
            let answered = try await kiosk.post(
                "/cases/\(number)/questions/basis", ["answer": "housing"])
            #expect(answered.headers[.location] == "/cases/\(number)/standing")
            let corrected = try await kiosk.follow("/cases/\(number)").page
            try await kiosk.post("/cases/\(number)/corrections")
            try await house.desk.decide.refuse(
                key, because: .alreadyHeld, note: "<b>上月已签注</b>", by: clerk, requestID: "r")
            let refused = try await kiosk.follow("/cases/\(number)").page

            #expect(!refused.contains("<b>"))
            for (name, page) in [
                ("handed-in", handedIn.page), ("correcting", correcting), ("corrected", corrected),
                ("refused", refused),
            ] {
                #expect(!page.contains(TestPerson.one.name), "\(name)")
                #expect(page.firstMatch(of: /\[[a-z]+\.[a-z.-]+\]/) == nil, "a word is missing")
                try expectSnapshot(readable(page), named: "standing/\(name)-\(language.rawValue).html")
            }
        }
    }

    @Test func aDayOfAYearWithoutANoticeSaysThatItMayMove() async throws {
        // Wednesday, 30 December 2026: three days later is in a year whose notice is not known.
        let clock = TestClock(at: Instant(milliseconds: 1_798_592_400_000))
        let house = try await CaseHouse(.sqlite, clock: clock)
        let session = try await house.visit(for: CaseHouse.endorsement)
        let number = try await house.handedIn(for: session)
        let step = try #require(try await house.steps(number).first)
        #expect(step.due?.isFirm == false)
        let view = try await house.verbs.standing(number, of: session)
        #expect(view.due(house.catalogue.calendar, at: clock.now)?.isFirm == false)
    }

    @Test func anotherPersonsCaseIsNoCase() async throws {
        let house = try await CaseHouse(.sqlite)
        let number = try await house.handedIn(for: house.visit(for: CaseHouse.endorsement))
        let other = try await house.visit(.two, at: 1, for: CaseHouse.endorsement)
        await #expect(throws: CaseRefused.unknownCase) {
            try await house.verbs.standing(number, of: other)
        }
        await #expect(throws: CaseRefused.unknownCase) {
            try await house.verbs.correct(number, of: other, requestID: "r")
        }
        await #expect(throws: CaseRefused.unknownCase) {
            try await house.verbs.standing.read(number, of: other)
        }
    }
}
