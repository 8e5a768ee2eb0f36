import Base
import Catalogue
import Foundation
import Sandbox
import Storage
import Support
import Testing

@testable import Staff
@testable import egret

/// Finding a person's case at the desk, over HTTP, and what stays of having looked.
@Suite(.serialized) struct DeskSearchTests {
    @Test(arguments: TestEngine.available)
    func whoIsFoundIsMaskedToldAndAskedAbout(engine: TestEngine) async throws {
        try await WholeHouse.run(engine) { whole, citizen in
            let person = try #require(whole.box.city.citizen(id: "chen-jing"))
            let other = try #require(whole.box.city.citizen(id: "lin-wei"))
            let form = try await citizen.answer(
                from: citizen.identify(person, by: "code", service: DeskWorkTests.service))
            let number = try #require(
                try await citizen.submit(form).path.split(separator: "/").dropFirst().first.map(String.init))
            let clerk = try await Official(whole, "s-0821", person: other.number)
            let stranger = try await Official(whole, "s-0822", region: "350205", person: other.number)

            for text in [person.name, person.number.text] {
                let found = try await clerk.post("/work/search", [("text", text)])
                #expect(found.status == 200)
                #expect(found.text.html.contains("/work/cases/\(number)/review"), "\(found.text.words)")
                #expect(
                    !found.text.html.contains(person.number.text) && !found.text.words.contains(person.name))
                let nothing = try await stranger.post("/work/search", [("text", text)])
                #expect(nothing.text.words.contains("There is no such case in your queue"))
                #expect(!nothing.text.html.contains(number))
            }
            #expect(
                try await clerk.post("/work/search", [("text", number)]).place
                    == "/work/cases/\(number)/review")
            let unread = try await clerk.post("/work/search", [("text", "?")])
            #expect(unread.text.words.contains("Please write") && unread.text.html.contains("value=\"?\""))
            // Of another queue, or nobody's: a number it is all the same, and it stays to be read again.
            for text in [number, String(number.suffix(12)), "202601019999"] {
                let none = try await stranger.post("/work/search", [("text", text)])
                #expect(none.text.words.contains("There is no such case in your queue"), "\(none.text.words)")
                #expect(none.text.html.contains("value=\"\(text)\""))
            }

            let leaves = try await whole.leaves()
            let looks = leaves.filter { $0.contains("\"case.looked\"") && $0.contains("s-0821") }
            #expect(looks.count == 2 && looks.allSatisfy { $0.contains(number) })
            let searches = leaves.filter { $0.contains("\"work.searched\"") }
            #expect(searches.count == 4)
            #expect(
                searches.count { $0.contains("\"name 1\"") } == 1
                    && searches.count { $0.contains("\"number 0\"") } == 1)
            #expect(
                !searches.joined().contains(person.name) && !searches.joined().contains(person.number.text))

            for _ in 0..<19 { _ = try await clerk.post("/work/search", [("text", "查无此人")]) }
            let rules = try await whole.house.engine.read { db in
                try db.rows("SELECT rule FROM conduct_alerts WHERE account_id = 's-0821'").map {
                    try $0.text("rule")
                }
            }
            #expect(rules.filter { $0 == "searches" }.count == 1, "\(rules)")
        }
    }

    /// Each service counts its cases of a day, so that two of one office can bear the same digits.
    @Test(arguments: TestEngine.available)
    func digitsOfTwoCasesOpenNeitherUnasked(engine: TestEngine) async throws {
        try await WholeHouse.run(engine) { whole, citizen in
            var numbers: [String] = []
            for (id, service) in [
                ("chen-jing", "police/residence-permit-endorsement"),
                ("citizen-01", "police/traffic-violation-handling"),
            ] {
                let person = try #require(whole.box.city.citizen(id: id))
                let wanted = try #require(ServiceID(rawValue: service))
                let fixture = try #require(try FixtureJourneyTests.fixture(of: wanted))
                var page = try await citizen.identify(person, by: "code", service: "/services/\(service)")
                while let form = page.text.forms.first(where: { $0.action.contains("/questions/") }) {
                    let question = form.action.split(separator: "/").last.map(String.init) ?? ""
                    page = try await citizen.send(form, ["answer": fixture.answers[question] ?? ""])
                }
                page = try await citizen.submit(page)
                numbers.append(
                    try #require(page.path.split(separator: "/").dropFirst().first.map(String.init)))
                _ = try await citizen.leave()
                try await citizen.waitUntilReady()
            }
            let digits = Set(numbers.map { $0.suffix(12) })
            try #require(digits.count == 1, "\(numbers)")
            let other = try #require(whole.box.city.citizen(id: "lin-wei"))
            let clerk = try await Official(whole, "s-0825", person: other.number)
            let found = try await clerk.post("/work/search", [("text", String(numbers[0].suffix(12)))])
            #expect(found.status == 200)
            for number in numbers {
                #expect(found.text.html.contains("/work/cases/\(number)/"), "\(found.text.words)")
                let whole = try await clerk.post("/work/search", [("text", number)])
                #expect(whole.place?.hasPrefix("/work/cases/\(number)/") == true)
            }
        }
    }

    @Test(arguments: TestEngine.available)
    func aClerkComesBackToHerOwnLists(engine: TestEngine) async throws {
        try await WholeHouse.run(engine) { whole, _ in
            let person = try #require(whole.box.city.citizen(id: "lin-wei"))
            let clerk = try await Official(whole, "s-0823", person: person.number)
            let colleague = try await Official(whole, "s-0824", person: person.number)
            let list = "tab=ready&colour=soon"

            let kept = try await clerk.post(
                "/work/filters", [("list", list), ("name", "快到期"), ("first", "on")])
            #expect(kept.place == "/work?\(list)")

            let mine = try await clerk.get("/work")
            #expect(mine.text.words.contains("快到期"))
            #expect(mine.text.html.contains("value=\"soon\" selected"), "it is what the desk opens with")
            #expect(
                try await clerk.get("/work?tab=ready").text.html.contains("value=\"soon\" selected") == false)
            #expect(try await colleague.get("/work").text.words.contains("快到期") == false)

            // Another one takes its place at the beginning; one of the same name takes its place altogether.
            _ = try await clerk.post(
                "/work/filters", [("list", "tab=overdue"), ("name", "逾期"), ("first", "on")])
            _ = try await clerk.post("/work/filters", [("list", "tab=mine"), ("name", "快到期")])
            let two = try await clerk.get("/work")
            #expect(
                two.text.html.contains("href=\"/work?tab=mine\" accesskey=\"4\"")
                    || two.text.words.contains("逾期"))
            for index in 0..<18 {
                _ = try await clerk.post("/work/filters", [("list", "tab=ready"), ("name", "第\(index)个")])
            }
            #expect(try await clerk.post("/work/filters", [("list", list), ("name", "多了")]).status == 409)
            #expect(try await clerk.post("/work/filters", [("list", list), ("name", "")]).status == 422)
            _ = try await clerk.post("/work/filters/removal", [("name", "逾期")])
            #expect(try await clerk.get("/work").text.words.contains("逾期") == false)
        }
    }
}

extension WholeHouse {
    /// Every leaf, in the tree or waiting for it.
    func leaves() async throws -> [String] {
        try await house.engine.read { db in
            try
                (db.rows("SELECT leaf_bytes FROM audit_leaves")
                + db.rows("SELECT leaf_bytes FROM audit_pending"))
                .map { String(decoding: try $0.bytes("leaf_bytes"), as: UTF8.self) }
        }
    }
}
