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
                ["basis"], at: key, because: "unclear", note: "请说明", by: clerk, requestID: "r")
            let correcting = try await kiosk.follow("/cases/\(number)").page
            let early = try await kiosk.post("/cases/\(number)/corrections")
            #expect(early.status == .conflict)
            let answered = try await kiosk.post(
                "/cases/\(number)/questions/basis", ["answer": "housing"])
            #expect(answered.headers[.location] == "/cases/\(number)/standing")
            let corrected = try await kiosk.follow("/cases/\(number)").page
            try await kiosk.post("/cases/\(number)/corrections")
            try await house.desk.decide.refuse(
                key, because: "already-held", note: "<b>上月已签注</b>", by: clerk, requestID: "r")
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

    /// What an office writes to her is hers: while somebody helps it is hidden as what she wrote herself.
    @Test func aHelperReadsNothingOfWhatAnOfficeWroteToHer() async throws {
        let house = try await CaseHouse(.sqlite)
        let clerk = try house.clerk()
        try await house.kiosk { kiosk in
            let place = try await kiosk.identify(house, for: CaseHouse.endorsement, .one)
            let number = try #require(
                CaseNumber(rawValue: String(place.split(separator: "/").last ?? "")))
            for (question, answer) in CaseHouse.complete.sorted(by: { $0.key < $1.key }) {
                try await kiosk.post("/cases/\(number)/questions/\(question)", ["answer": answer])
            }
            try await kiosk.post("/cases/\(number)/submission")
            try await house.claim(number, by: clerk)
            try await house.desk.askForCorrection(
                ["basis"], at: CaseStep.Key(number, "review"), because: "unclear", note: "低保证明过期了", by: clerk,
                requestID: "r")
            let path = "/cases/\(number)/standing"
            let helped = try await Masking.$isOn.withValue(true) {
                String(buffer: try await kiosk.get(path).body)
            }
            #expect(!helped.contains("低保") && helped.contains(Masking.mark))
            let alone = String(buffer: try await kiosk.get(path).body)
            #expect(alone.contains("<bdi>低保证明过期了</bdi>"), "and only while somebody helps")
        }
    }

    @Test(arguments: Language.allCases)
    func whatIsWithdrawnSaysSoAndSinceWhen(language: Language) async throws {
        let house = try await CaseHouse(.sqlite)
        try await house.kiosk(language: language.rawValue) { kiosk in
            let place = try await kiosk.identify(house, for: CaseHouse.endorsement, .one)
            let number = try #require(
                CaseNumber(rawValue: String(place.split(separator: "/").last ?? "")))
            let path = "/cases/\(number)/withdrawal"
            let early = try await kiosk.get(path)
            #expect(early.headers[.location] == "/cases/\(number)", "a form is thrown away")
            let refused = try await kiosk.post(path)
            #expect(refused.status == .conflict)
            for (question, answer) in CaseHouse.complete.sorted(by: { $0.key < $1.key }) {
                try await kiosk.post("/cases/\(number)/questions/\(question)", ["answer": answer])
            }
            try await kiosk.post("/cases/\(number)/submission")
            let standing = try await kiosk.follow("/cases/\(number)").page
            #expect(standing.contains("href=\"\(path)\"") && !standing.contains("action=\"\(path)\""))
            let asked = String(buffer: try await kiosk.get(path).body)
            #expect(try await house.state(number) == .deciding, "asking does nothing")
            // Pressed on two screens, it is withdrawn once and each says so.
            for _ in 0..<2 {
                let done = try await kiosk.post(path)
                #expect(done.headers[.location] == "/cases/\(number)/standing")
            }
            #expect(try await house.acts("case.withdrawn") == 1)
            let withdrawn = try await kiosk.follow("/cases/\(number)/paper")
            #expect(withdrawn.path == "/cases/\(number)/standing")
            #expect(!withdrawn.page.contains(path))
            for (name, page) in [("withdrawal", asked), ("withdrawn", withdrawn.page)] {
                #expect(!page.contains(TestPerson.one.name), "\(name)")
                #expect(page.firstMatch(of: /\[[a-z]+\.[a-z.-]+\]/) == nil, "a word is missing")
                try expectSnapshot(readable(page), named: "standing/\(name)-\(language.rawValue).html")
            }
        }
    }

    @Test func whatLapsedSaysThatNothingWasCorrected() async throws {
        let house = try await CaseHouse(.sqlite)
        let number = try await house.handedIn(for: house.visit(for: CaseHouse.endorsement))
        let clerk = try house.clerk()
        try await house.claim(number, by: clerk)
        try await house.desk.askForCorrection(
            ["basis"], at: CaseStep.Key(number, "review"), because: "outdated", note: nil, by: clerk,
            requestID: "r")
        house.clock.now = try await house.answerBy(number)
        _ = try await house.runJobs()
        let account = try await house.account(house.visit(at: 1))
        try await house.phone(account) { phone in
            let (path, page) = try await phone.follow("/account/cases/\(number)")
            #expect(path == "/account/cases/\(number)/standing")
            #expect(page.contains("Nothing was corrected in time") && !page.contains("Withdrawn by you"))
        }
    }

    /// No fee is taken here, so that none is given back; of a service that costs something this is said.
    @Test func whoPaidIsToldWhereToAsk() async throws {
        let house = try await CaseHouse(.sqlite)
        let paid = try #require(
            house.catalogue.items.first {
                $0.handling == .promised && $0.selfService && $0.fee.fen > 0 && $0.fee.lines.isEmpty
                    && $0.fee.exemptions.isEmpty && $0.factorSets.contains { Set($0) == [.card, .face] }
            })
        for (terminal, (service, isPaid)) in [(paid.id, true), (CaseHouse.endorsement, false)].enumerated() {
            try await house.kiosk(terminal) { kiosk in
                let place = try await kiosk.identify(house, for: service)
                let number = try #require(
                    CaseNumber(rawValue: String(place.split(separator: "/").last ?? "")))
                _ = try await house.engine.write { db in
                    try db.run("UPDATE cases SET state = 'deciding' WHERE number = \(number)")
                }
                let page = String(buffer: try await kiosk.get("\(place)/withdrawal").body)
                #expect(page.contains("You can apply anew"))
                #expect(page.contains("No fee was taken here") == isPaid, "\(service)")
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
            try await house.verbs.withdraw(number, of: other, requestID: "r")
        }
        #expect(try await house.state(number) == .deciding)
        await #expect(throws: CaseRefused.unknownCase) {
            try await house.verbs.standing.read(number, of: other)
        }
    }
}
