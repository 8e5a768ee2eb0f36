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
            _ = try await clerk.post(
                step + "/correction",
                [("question", "living"), ("correction-reason", "unclear"), ("correction-note", "请写门牌号")])
            let waits = try await citizen.open("/cases/\(number)")
            #expect(waits.text.words.contains("请写门牌号"), "\(waits.text.words)")
            // Her new answer opens a question that was not on the way before.
            var again = waits
            for (question, answer) in [("living", "moved"), ("address", "样板路9号")] {
                again = try await citizen.press(
                    try await citizen.open("/cases/\(number)/questions/\(question)"),
                    "/cases/\(number)/questions/\(question)", ["answer": answer])
            }
            let back = try await citizen.press(again, "/cases/\(number)/corrections")
            #expect(back.path.hasSuffix("/standing") && back.text.form("/cases/\(number)/corrections") == nil)
            _ = try await citizen.leave()

            // The power goes out at the desk's end of it.
            try await whole.stopCentre()
            try await whole.startCentre()

            let differs = try await clerk.get(step)
            #expect(differs.text.words.contains("样板路9号") && differs.text.words.contains("Differs"))
            #expect(try await clerk.post(step + "/approval").place == "/work?tab=mine")
            _ = try await clerk.post("/work/cases/\(number)/issue/claim")
            let mine = try await clerk.get("/work?tab=mine")
            #expect(mine.text.html.contains("\(number).issue"))
            #expect(
                try await clerk.post("/work/batch", [("step", "\(number).issue")]).place
                    == "/work?tab=mine")
            try await whole.untilIssued(number)

            let ready = try await citizen.identify(person, by: "code", service: Self.service)
            #expect(ready.path == "/cases/\(number)/paper", "\(ready.path)")
            _ = try await citizen.print(ready)
            let paper = try #require(try whole.printed().first)
            let text = try ForeignProgram.run("pdftotext", ["-layout", paper.path, "-"]).output
            #expect(text.contains(person.name) && text.contains("居住证签注凭证") && text.contains("样板路9号"))
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
            #expect(page.text.words.contains("administrative review"))
            #expect(page.text.words.contains("不满一年"))
            let rating = try await citizen.press(page, "/cases/\(number)/refusal")
            #expect(rating.path == "/cases/\(number)/rating")
            #expect(try await clerk.get("/work/figures").text.words.contains("Decided 1"))
            #expect(try await clerk.get("/work/search?number=\(number)").place == step)
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
            #expect(try await supervisor.post(step + "/return").place == "/work?tab=overdue")
            #expect(try await clerk.get(step).text.form(step + "/claim") != nil)
        }
    }
}

extension WholeHouse {
    /// The job that makes the paper runs by itself.
    fileprivate func untilIssued(_ number: String) async throws {
        for _ in 0..<400 {
            let state = try await house.engine.read { db in
                try db.rows("SELECT state FROM cases WHERE number = \(number)").first?.text("state")
            }
            if state == "issued" { return }
            try await Task.sleep(for: .milliseconds(25))
        }
        Issue.record("no paper was made")
    }
}
