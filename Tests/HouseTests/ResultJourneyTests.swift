import Base
import Casework
import Foundation
import Sandbox
import Storage
import Support
import Testing

@testable import Staff
@testable import egret

/// What a person did at a terminal is so afterwards: the department's register says it at her next visit.
@Suite(.serialized) struct ResultJourneyTests {
    private static let report = "/services/insurance/card-loss-report"
    private static let endorsement = "/services/police/residence-permit-endorsement"
    private static let replacement = "/services/police/residence-permit-replace"
    private static let release = "/services/insurance/card-loss-release"

    @Test(arguments: TestEngine.available)
    func aCardReportedLostIsLostAtTheNextVisit(_ engine: TestEngine) async throws {
        try await WholeHouse.run(engine) { whole, citizen in
            let person = try #require(whole.box.city.citizen(id: "chen-jing"))
            let (first, number) = try await Self.check(
                Self.report,
                ["how": "lost", "last-seen": CalendarDate(inChinaAt: World.live.now()).description], person,
                citizen)
            _ = try await citizen.print(citizen.submit(first))
            #expect(try whole.printed().count == 1)
            try await Self.wait(for: "result-recorded", number, whole)
            _ = try await citizen.leave()
            try await citizen.waitUntilReady()

            // The paper can be had once more; what it reports cannot be reported again.
            let again = try await Self.look(
                citizen.identify(person, by: "face", service: Self.report), citizen)
            #expect(again.text.words.contains("blocked already"), "\(again.text.words)")
            _ = try await citizen.leave()
            try await citizen.waitUntilReady()

            let (found, released) = try await Self.check(
                Self.release, ["found-where": "at home"], person, citizen)
            _ = try await citizen.print(citizen.submit(found))
            try await Self.wait(for: "result-recorded", released, whole)
            #expect(try await whole.house.auditFindings() == [])
        }
    }

    /// Two of the office revoke the paper: the register no longer says what it had been told, and she can report it anew.
    @Test(arguments: TestEngine.available)
    func whatARevokedPaperSaidIsTakenBackFromTheRegister(_ engine: TestEngine) async throws {
        try await WholeHouse.run(engine) { whole, citizen in
            let person = try #require(whole.box.city.citizen(id: "chen-jing"))
            let other = try #require(whole.box.city.citizen(id: "lin-wei"))
            let answers = [
                "how": "lost", "last-seen": CalendarDate(inChinaAt: World.live.now()).description,
            ]
            let (first, number) = try await Self.check(Self.report, answers, person, citizen)
            _ = try await citizen.print(citizen.submit(first))
            try await Self.wait(for: "result-recorded", number, whole)
            _ = try await citizen.leave()
            try await citizen.waitUntilReady()

            let clerk = try await Official(whole, "s-0881", department: "insurance", person: other.number)
            let supervisor = try await Official(
                whole, "s-0882", roles: [.supervisor], department: "insurance", person: other.number)
            let asked = try await clerk.post(
                "/revocations/requests",
                [("number", number), ("reason", "facts-changed"), ("text", "found in a drawer")])
            #expect(asked.place == "/approvals", "\(asked.text.words)")
            let approval = try #require(
                try await whole.house.staff.queries.approvals().first { $0.kind == .paperRevocation })
            #expect(
                try await supervisor.post(
                    "/approvals/\(approval.id)/decision", [("decision", "approved")]
                ).place == "/approvals")
            try await Self.wait(for: "result-withdrawn", number, whole)

            let (again, _) = try await Self.check(Self.report, answers, person, citizen)
            #expect(!again.text.words.contains("blocked already"), "\(again.text.words)")
            _ = try await citizen.print(citizen.submit(again))
            #expect(try whole.printed().count == 2)
            #expect(try await whole.house.auditFindings() == [])
        }
    }

    /// The new end is a year from the old one, not from the day of the visit, in the sandbox's register too.
    @Test func aPermitThatIsEndorsedInTimeHoldsAYearLongerAtTheNextVisit() async throws {
        try await WholeHouse.run(.sqlite) { whole, citizen in
            let person = try #require(whole.box.city.citizen(id: "chen-jing"))
            let (first, number) = try await Self.check(
                Self.endorsement, ["living": "same", "basis": "job"], person, citizen)
            let old = try #require(Self.days(first).max(), "\(first.text.words)")
            _ = try await citizen.submit(first)
            try await FixtureJourneyTests.decide(try #require(CaseNumber(rawValue: number)), whole)
            try await Self.wait(for: "result-recorded", number, whole)
            _ = try await citizen.leave()
            try await citizen.waitUntilReady()

            let (next, _) = try await Self.check(
                Self.replacement, ["cause": "lost", "moved": "no", "delivery": "station"], person, citizen)
            // A late one counts from its own day.
            let end = try #require(max(old, CalendarDate(inChinaAt: World.live.now())).adding(months: 12))
            #expect(Self.days(next).contains(end) && !Self.days(next).contains(old), "\(next.text.words)")
        }
    }

    /// What an officer has decided is no open violation any more, and its points stand on the licence.
    @Test func aViolationThatIsHandledIsOpenNoMore() async throws {
        try await WholeHouse.run(.sqlite) { whole, citizen in
            let person = try #require(whole.box.city.citizen(id: "citizen-01"))
            let (first, number) = try await Self.check(
                "/services/police/traffic-violation-handling",
                ["driver": "yes", "dispute": "no", "which": "oldest", "defence": "no"],
                person, citizen)
            let open = try #require(Self.openViolations(first), "\(first.text.words)")
            _ = try await citizen.submit(first)
            try await FixtureJourneyTests.decide(try #require(CaseNumber(rawValue: number)), whole)
            try await Self.wait(for: "result-recorded", number, whole)
            _ = try await citizen.leave()
            try await citizen.waitUntilReady()

            let (next, _) = try await Self.check(
                "/services/police/traffic-violation-query", [:], person, citizen)
            #expect(Self.openViolations(next) == open - 1, "\(next.text.words)")
        }
    }

    private static func openViolations(_ page: Citizen.Page) -> Int? {
        page.text.words.firstMatch(of: /Violations open\s+([0-9]+)/).flatMap { Int($0.1) }
    }

    /// Every day that is written on a page.
    private static func days(_ page: Citizen.Page) -> [CalendarDate] {
        page.text.words.matches(of: /([0-9]{1,2}) [A-Z][a-z]+ ([0-9]{4})/).compactMap { match in
            (1...12).compactMap { month in
                CalendarDate(year: Int(match.2) ?? 0, month: month, day: Int(match.1) ?? 0)
            }.first { $0.shown(in: .english) == match.0 }
        }
    }

    /// Through the questions to the page that shows everything.
    private static func check(
        _ service: String, _ answers: [String: String], _ person: SampleCitizen, _ citizen: Citizen
    ) async throws -> (Citizen.Page, CaseNumber: String) {
        var page = try await citizen.identify(person, by: "face", service: service)
        page = try await look(page, citizen)
        for _ in answers {
            guard let form = page.text.forms.first(where: { $0.action.contains("/questions/") }) else {
                break
            }
            let id = form.action.split(separator: "/").last.map(String.init) ?? ""
            page = try await citizen.send(form, ["answer": try #require(answers[id])])
        }
        let number = page.path.split(separator: "/").dropFirst().first.map(String.init)
        return (page, try #require(number, "\(page.path): \(page.text.words)"))
    }

    /// Once in a while a picture is not good enough, and she looks again.
    private static func look(_ page: Citizen.Page, _ citizen: Citizen) async throws -> Citizen.Page {
        guard page.text.form("/terminal/face") != nil else { return page }
        return try await citizen.press(page, "/terminal/face")
    }

    private static func wait(for event: String, _ number: String, _ whole: WholeHouse) async throws {
        for _ in 0..<1_200 {
            let found = try await whole.house.engine.read { db in
                try db.rows(
                    "SELECT 1 AS one FROM case_events WHERE case_number = \(number) AND event = \(event)")
            }
            if !found.isEmpty { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        Issue.record("\(number) does not come to \(event)")
    }
}
