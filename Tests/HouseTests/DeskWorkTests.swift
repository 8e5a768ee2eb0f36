import Base
import Casework
import Foundation
import Sandbox
import Storage
import Support
import Testing

@testable import Staff
@testable import egret

/// The desk of those who decide, and the terminal of the one who waits for it, through all three programs.
@Suite(.serialized) struct DeskWorkTests {
    static let service = "/services/police/residence-permit-endorsement"

    private func number(_ page: Citizen.Page) throws -> String {
        try #require(page.path.split(separator: "/").dropFirst().first.map(String.init), "\(page.path)")
    }

    /// A case handed in at the terminal; ends on the page that says who decides.
    private func handIn(_ citizen: Citizen, _ person: SampleCitizen) async throws -> Citizen.Page {
        let form = try await citizen.answer(
            from: citizen.identify(person, by: "code", service: Self.service))
        return try await citizen.submit(form)
    }

    @Test(arguments: TestEngine.available)
    func aCaseIsCorrectedApprovedAndPrintedAlsoOverARestart(engine: TestEngine) async throws {
        try await WholeHouse.run(engine) { whole, citizen in
            let person = try #require(whole.box.city.citizen(id: "chen-jing"))
            let other = try #require(whole.box.city.citizen(id: "lin-wei"))
            let page = try await handIn(citizen, person)
            #expect(page.path.hasSuffix("/standing"), "\(page.text.words)")
            #expect(page.text.words.contains("Review") && page.text.words.contains("Issue"))
            let number = try number(page)
            let clerk = try await Official(whole, "s-0801", person: other.number)
            let step = "/work/cases/\(number)/review"

            // Nothing of anybody before it is claimed.
            let list = try await clerk.get("/work")
            #expect(list.text.words.contains(number))
            let outside = try await clerk.get(step)
            for page in [list, outside] {
                #expect(!page.text.html.contains(person.name))
                #expect(!page.text.html.contains(person.number.text))
            }
            #expect(try await clerk.post(step + "/claim").place == step)
            let inside = try await clerk.get(step)
            #expect(inside.text.words.contains(person.name), "\(inside.text.words)")
            // The department's own reasons stand before the common ones, and nobody else's do.
            let offered = inside.text.html.matches(of: /name="([a-z-]+)" value="([a-z-]+)"/)
                .filter { $0.output.1 == "correction-reason" }.map { String($0.output.2) }
            let places = ["photo-not-usable", "differs-from-register"].compactMap(offered.firstIndex)
            #expect(places.count == 2 && places[0] < places[1], "\(offered)")
            #expect(!inside.text.html.contains("bill-unpaid") && !inside.text.html.contains("no-lawful-home"))
            // What is missing is said at its place, and what was typed and ticked stays.
            let typed = [("correction-reason", "unclear"), ("correction-note", "请写门牌号")]
            for (sent, word) in [
                (typed, "Tick at least one question"),
                ([("question", "living"), typed[1]], "Choose a reason"),
            ] {
                let kept = try await clerk.post(step + "/correction", sent)
                #expect(kept.status == 422 && kept.text.words.contains(word), "\(kept.text.words)")
                #expect(kept.text.html.contains("请写门牌号") && kept.text.html.contains("checked"))
            }
            let unsaid = try await clerk.post(step + "/refusal", [("refusal-note", "看不清")])
            #expect(unsaid.status == 422 && unsaid.text.words.contains("Choose why it is refused"))
            #expect(unsaid.text.html.contains("看不清"))
            #expect(
                try await clerk.post(step + "/correction", [("question", "living")] + typed).place
                    == "/work?tab=mine&done=correction-asked.1.0")
            let asked = try await clerk.get(step)
            #expect(asked.text.words.contains("请写门牌号"), "the clerk reads what she wrote")
            // Whoever looks at the case from another step sees who holds this one, and until when it waits for its person.
            let until = try #require(
                try await whole.house.engine.read { db in
                    try db.rows("SELECT answer_by_ms FROM case_corrections").first?.instant("answer_by_ms")
                })
            let overview = try await clerk.get("/work/cases/\(number)/issue").text.words
            #expect(overview.contains("s-0801") && overview.contains("answer of the person, until"))
            #expect(overview.contains(CalendarDate(inChinaAt: until).shown(in: .english)))
            #expect(overview.contains("Waits for"))
            let waits = try await citizen.open("/cases/\(number)")
            #expect(waits.text.words.contains("请写门牌号"), "\(waits.text.words)")
            // Her new answer opens a question that was not on the way before.
            var again = waits
            for (question, answer) in [
                ("living", ["answer": "moved"]),
                ("address", ["answer": "350203", "answer-rest": "样板路9号"]),
            ] {
                again = try await citizen.press(
                    try await citizen.open("/cases/\(number)/questions/\(question)"),
                    "/cases/\(number)/questions/\(question)", answer)
            }
            let back = try await citizen.press(again, "/cases/\(number)/corrections")
            #expect(back.path.hasSuffix("/standing") && back.text.form("/cases/\(number)/corrections") == nil)
            _ = try await citizen.leave()

            // The power goes out at the desk's end of it.
            try await whole.stopCentre()
            try await whole.startCentre()

            let differs = try await clerk.get(step)
            #expect(differs.text.words.contains("样板路9号") && differs.text.words.contains("Differs"))
            let approved = try #require(try await clerk.post(step + "/approval").place)
            #expect(approved == "/work?tab=mine&done=approved.1.0")
            #expect(try await clerk.get(approved).text.words.contains("Approved: 1"))
            let twice = try await clerk.post(step + "/approval")
            #expect(twice.status == 409 && twice.text.words.contains("You have decided this step already"))
            #expect(
                try await clerk.post("/work/batch", [("act", "refuse"), ("step", "\(number).issue")]).status
                    == 422)
            let claim = [("act", "claim"), ("step", "\(number).issue"), ("step", "\(number).review")]
            let claimed = try #require(try await clerk.post("/work/batch", claim).place)
            #expect(claimed == "/work?tab=mine&done=claimed.1.1")
            let mine = try await clerk.get(claimed)
            #expect(
                mine.text.words.contains("Claimed: 1") && mine.text.words.contains("Left as they were: 1"))
            let nothing = try await clerk.post("/work/batch", [("act", "claim")])
            #expect(nothing.status == 422 && nothing.text.words.contains("Nothing was ticked"))
            // Refused together without a reason: the list comes back as it was, with its ticks.
            let together = try await clerk.post(
                "/work/batch",
                [("act", "refuse"), ("step", "\(number).issue"), ("refusal-note", "看不清")],
                from: "/work?tab=mine")
            #expect(together.status == 422 && together.text.words.contains("Choose why it is refused"))
            #expect(together.text.html.contains("看不清"))
            #expect(together.text.html.contains(/value="[^"]*\.issue"[^>]* checked/))
            for made in ["claimed.51.0", "claimed.01.0", "x.1.1", "claimed.1", "claimed.-1.0"] {
                #expect(
                    try await !clerk.get("/work?tab=mine&done=\(made)").text.html.contains("notice success"))
            }
            #expect(mine.text.html.contains("\(number).issue"))
            #expect(
                try await clerk.post("/work/batch", [("step", "\(number).issue")]).place
                    == "/work?tab=mine&done=approved.1.0")
            try await whole.untilIssued(number)

            let ready = try await citizen.identify(person, by: "code", service: Self.service)
            #expect(ready.path == "/cases/\(number)/paper", "\(ready.path)")
            _ = try await citizen.print(ready)
            let paper = try #require(try whole.printed().first)
            let text = try ForeignProgram.run("pdftotext", ["-layout", paper.path, "-"]).output
            #expect(text.contains(person.name) && text.contains("居住证签注凭证") && text.contains("样板路9号"))
        }
    }

    /// Handed in in Siming, decided in Huli: there it is open, and in Siming it is nobody's any more.
    @Test(arguments: TestEngine.available)
    func aCaseOfAnotherDistrictIsOpenThereAndNotWhereItWasHandedIn(engine: TestEngine) async throws {
        try await WholeHouse.run(engine) { whole, citizen in
            let person = try #require(whole.box.city.citizen(id: "chen-jing"))
            let other = try #require(whole.box.city.citizen(id: "lin-wei"))
            let number = try number(try await handIn(citizen, person))
            _ = try await whole.house.engine.write { db in
                try db.run(
                    "UPDATE case_steps SET queue = 'police/4/350206' WHERE case_number = \(number)")
            }
            let step = "/work/cases/\(number)/review"
            let there = try await Official(whole, "s-0811", region: "350206", person: other.number)
            let here = try await Official(whole, "s-0812", person: other.number)

            #expect(try await there.post(step + "/claim").place == step)
            let inside = try await there.get(step)
            #expect(inside.status == 200 && inside.text.words.contains(person.name), "\(inside.text.words)")
            #expect(try await here.get(step).status == 403)
            let look = [("number", number), ("purpose", "question")]
            #expect(try await here.post("/cases", look).status == 403)
            #expect(try await there.post("/cases", look).status == 200)
        }
    }

    @Test(arguments: TestEngine.available)
    func aSupervisorGivesWhatIsLateToAClerkByName(engine: TestEngine) async throws {
        try await WholeHouse.run(engine) { whole, citizen in
            let person = try #require(whole.box.city.citizen(id: "chen-jing"))
            let other = try #require(whole.box.city.citizen(id: "lin-wei"))
            let number = try number(try await handIn(citizen, person))
            let first = try await Official(whole, "s-0831", person: other.number)
            let second = try await Official(whole, "s-0832", person: other.number)
            let supervisor = try await Official(
                whole, "s-0833", roles: [.supervisor], person: other.number)
            let herself = try await Official(whole, "s-0834", roles: [.supervisor], person: person.number)
            let unknown = try await Official(whole, "s-0835", roles: [.supervisor], person: nil)
            let step = "/work/cases/\(number)/review"
            func give(_ by: Official, _ to: String) async throws -> Official.Answer {
                try await by.post(
                    "/work/assignments",
                    [("act", "assign"), ("step", "\(number).review"), ("colleague", to)])
            }

            func list(_ done: String) -> String {
                "/work?tab=overdue&done=\(done)&at=\(number).review#at"
            }

            // What nobody works at, and then what somebody has left lying.
            #expect(try await give(supervisor, first.id).place == list("assigned.1.0"))
            #expect(try await first.get(step).text.words.contains(person.name))
            #expect(try await give(supervisor, second.id).place == list("assigned.1.0"))
            #expect(try await second.get(step).text.words.contains(person.name))
            #expect(try await !first.get(step).text.words.contains(person.name))
            #expect(try await give(supervisor, second.id).place == list("assigned.0.1"))

            #expect(try await give(herself, first.id).place == list("assigned.0.1"))
            #expect(try await give(unknown, first.id).status == 403)
            #expect(try await give(second, first.id).status == 403)
            #expect(try await give(supervisor, supervisor.id).status == 422)
            #expect(try await supervisor.post("/work/assignments", [("act", "return")]).status == 422)

            let back = try await supervisor.post(
                "/work/assignments", [("act", "return"), ("step", "\(number).review")])
            #expect(back.place == list("returned.1.0"))
            #expect(try await !second.get(step).text.words.contains(person.name))
            let given = try await whole.leaves().filter { $0.contains("\"case.step-handed-over\"") }
            #expect(given.count == 2 && given.allSatisfy { $0.contains("s-0833") && $0.contains(number) })
            // Late, it stands in her list with whom she can give it to.
            _ = try await whole.house.engine.write { db in
                try db.run("UPDATE case_steps SET due_at_ms = 1 WHERE case_number = \(number)")
            }
            let late = try await supervisor.get("/work?tab=overdue")
            #expect(late.text.html.contains("value=\"\(number).review\""), "\(late.text.words)")
            #expect(late.text.html.contains("<option value=\"\(first.id)\""))
            #expect(late.text.words.contains("(1)"), "the filter counts")
        }
    }

    @Test(arguments: TestEngine.available)
    func aRefusalIsReadWithItsReasonsAndItsRoutes(engine: TestEngine) async throws {
        try await WholeHouse.run(engine) { whole, citizen in
            let person = try #require(whole.box.city.citizen(id: "chen-jing"))
            let other = try #require(whole.box.city.citizen(id: "lin-wei"))
            let number = try number(try await handIn(citizen, person))
            let step = "/work/cases/\(number)/review"
            let strangers: [(Official, Int)] = [
                (try await Official(whole, "s-0802", department: "insurance", person: other.number), 403),
                (try await Official(whole, "s-0803", region: "350205", person: other.number), 403),
                (try await Official(whole, "s-0804", person: person.number), 403),
                (try await Official(whole, "s-0805", person: nil), 403),
                (try await Official(whole, "s-0806", department: nil, person: other.number), 403),
                (try await Official(whole, "s-0807", roles: [.supervisor], person: other.number), 403),
            ]
            for (stranger, status) in strangers {
                #expect(try await stranger.post(step + "/claim").status == status, "\(stranger.id)")
            }
            let clerk = try await Official(whole, "s-0808", person: other.number)
            _ = try await clerk.post(step + "/claim")
            #expect(try await clerk.post(step + "/refusal", [("reason", "because")]).status == 422)
            _ = try await clerk.post(
                step + "/refusal", [("reason", "conditions-not-met"), ("refusal-note", "=1+1 不满一年")])

            let page = try await citizen.open("/cases/\(number)")
            #expect(page.text.words.contains("The conditions are not met"))
            #expect(page.text.words.contains("Review of an administrative decision"))
            #expect(page.text.words.contains("不满一年"))
            let rating = try await citizen.press(page, "/cases/\(number)/refusal")
            #expect(rating.path == "/cases/\(number)/rating")
            #expect(try await clerk.get("/work/figures").text.words.contains("Decided 1"))
            #expect(try await clerk.get("/work/search?number=\(number)").place == step)
        }
    }

    @Test(arguments: TestEngine.available)
    func whatItsPersonWithdrawsIsGoneFromTheDesk(engine: TestEngine) async throws {
        try await WholeHouse.run(engine) { whole, citizen in
            let person = try #require(whole.box.city.citizen(id: "chen-jing"))
            let other = try #require(whole.box.city.citizen(id: "lin-wei"))
            let number = try number(try await handIn(citizen, person))
            let step = "/work/cases/\(number)/review"
            let clerk = try await Official(whole, "s-0809", person: other.number)
            _ = try await clerk.post(step + "/claim")
            let asked = try await citizen.open("/cases/\(number)/withdrawal")
            let page = try await citizen.press(asked, "/cases/\(number)/withdrawal")
            #expect(page.path == "/cases/\(number)/standing")
            #expect(page.text.words.contains("Withdrawn by you on"), "\(page.text.words)")

            let late = try await clerk.post(step + "/approval")
            #expect(late.status == 409 && late.text.words.contains("This application has ended"))
            let outside = try await clerk.get(step)
            #expect(outside.text.words.contains("Withdrawn by the applicant"))
            #expect(!outside.text.html.contains(person.name))
            #expect(try await !clerk.get("/work?tab=mine").text.words.contains(number))
            #expect(
                try await clerk.post("/work/batch", [("step", "\(number).review")]).place
                    == "/work?tab=mine&done=approved.0.1")
        }
    }

    @Test(
        "ASVS 2.3.5: a long list of a queue leaves once, after another person's yes",
        arguments: TestEngine.available)
    func aLongListIsAgreedToAndFetchedOnce(engine: TestEngine) async throws {
        try await WholeHouse.run(engine) { whole, citizen in
            let person = try #require(whole.box.city.citizen(id: "chen-jing"))
            let number = try number(try await handIn(citizen, person))
            let clerk = try await Official(whole, "s-0811", person: nil)
            let officer = try await Official(
                whole, "s-0812", roles: [.security], department: nil, region: nil, person: nil)

            let ready = [("list", "tab=ready")]
            #expect(try await clerk.get("/work/export?tab=ready").status >= 400, "looking takes nothing")
            #expect(try await whole.told("case.exported", number) == 0)
            #expect(try await clerk.post("/work/export", ready).text.html.contains(number))
            #expect(try await whole.told("case.exported", number) == 1, "she is told")

            // What she took alone that day is all that one person takes.
            _ = try await whole.house.engine.write { db in
                try db.run("UPDATE queue_exports SET persons = 50")
            }
            let asks = try #require(try await clerk.post("/work/export", ready).place)
            #expect(asks == "/work/exports?list=tab%3Dready")
            let many = try await clerk.get(asks)
            #expect(!many.text.html.contains(number) && many.text.form("/work/exports") != nil)
            let asked = try await clerk.post(
                "/work/exports", [("list", "tab=ready"), ("reason", "meeting")])
            #expect(asked.place == "/approvals")
            let id = try #require(try await whole.house.staff.queries.approvals().first?.id)
            let file = "/work/exports/\(id)/file"
            #expect(try await clerk.post(file).status == 404, "not before the yes")
            let yes = try await officer.post("/approvals/\(id)/decision", [("decision", "approved")])
            #expect(yes.place == "/approvals", "\(yes.text.words)")
            #expect(try await clerk.get("/work/exports").text.form(file) != nil)
            #expect(try await clerk.post(file).text.html.contains(number))
            #expect(try await clerk.post(file).status == 404, "once")
            #expect(try await whole.told("case.exported", number) == 2)
        }
    }

    @Test(
        "ASVS 8.2.2: a look, a list and a delay end at the bounds of a region",
        arguments: TestEngine.available)
    func boundsOfARegion(engine: TestEngine) async throws {
        try await WholeHouse.run(engine) { whole, citizen in
            let person = try #require(whole.box.city.citizen(id: "chen-jing"))
            let number = try number(try await handIn(citizen, person))
            let roles: Set<StaffRole> = [.clerk, .supervisor]
            let today = "\(CalendarDate(inChinaAt: whole.house.world.now()))"
            let acts: [(String, [(String, String)], (here: Int, there: Int))] = [
                ("/cases", [("number", number), ("purpose", "question")], (200, 403)),
                ("/exports", [("from", today), ("to", today), ("reason", "meeting")], (200, 404)),
                ("/delays/looks", [("number", number)], (200, 403)),
            ]
            let other = try #require(whole.box.city.citizen(id: "lin-wei")).number
            let here = try await Official(whole, "s-0814", roles: roles, region: "350203", person: other)
            let city = try await Official(whole, "s-0815", roles: roles, region: "350200", person: other)
            let there = try await Official(whole, "s-0816", roles: roles, region: "350205", person: other)
            for (path, fields, statuses) in acts {
                #expect(try await here.post(path, fields).status == statuses.here, "\(path)")
                #expect(try await city.post(path, fields).status == statuses.here, "\(path)")
                #expect(try await there.post(path, fields).status == statuses.there, "\(path)")
            }
        }
    }

    @Test func aSupervisorPutsBackWhatWasLeftLying() async throws {
        try await WholeHouse.run(.sqlite) { whole, citizen in
            let person = try #require(whole.box.city.citizen(id: "chen-jing"))
            let other = try #require(whole.box.city.citizen(id: "lin-wei"))
            let number = try number(try await handIn(citizen, person))
            let step = "/work/cases/\(number)/review"
            let clerk = try await Official(whole, "s-0809", person: other.number)
            let supervisor = try await Official(
                whole, "s-0810", roles: [.supervisor], person: nil)
            _ = try await clerk.post(step + "/claim")
            #expect(try await clerk.post(step + "/return").status == 403)
            #expect(try await supervisor.get(step).text.form(step + "/claim") == nil)
            #expect(
                try await supervisor.post(step + "/return").place
                    == "/work?tab=overdue&done=returned.1.0&at=\(number).review#at")
            #expect(try await clerk.get(step).text.form(step + "/claim") != nil)
        }
    }
}

extension WholeHouse {
    /// How many acts of a kind at a case are in the log or on the way to it.
    fileprivate func told(_ action: String, _ number: String) async throws -> Int {
        try await house.engine.read { db in
            let leaves =
                try db.rows("SELECT leaf_bytes FROM audit_leaves LIMIT 1000")
                + db.rows("SELECT leaf_bytes FROM audit_pending LIMIT 1000")
            return try leaves.count {
                let leaf = String(decoding: try $0.bytes("leaf_bytes"), as: UTF8.self)
                return leaf.contains("\"\(action)\"") && leaf.contains(number)
            }
        }
    }

    /// The job that makes the paper runs by itself.
    func untilIssued(_ number: String) async throws {
        for _ in 0..<2_400 {
            let state = try await house.engine.read { db in
                try db.rows("SELECT state FROM cases WHERE number = \(number)").first?.text("state")
            }
            if state == "issued" { return }
            try await Task.sleep(for: .milliseconds(25))
        }
        Issue.record("no paper was made")
    }
}
