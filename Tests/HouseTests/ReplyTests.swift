import Base
import Casework
import Foundation
import Sandbox
import Support
import Testing

@testable import egret

/// A proposal is handed in, the office answers it at the desk, and the answer stands on the paper.
@Suite(.serialized) struct ReplyTests {
    private static let service = "/services/hotline/proposal"
    private static let answers = [
        "area": "road", "idea": "人行道没有斜坡，轮椅上不去。", "benefit": "disabled", "reply": "no",
    ]

    private func handIn(_ citizen: Citizen, _ person: SampleCitizen) async throws -> String {
        var page = try await citizen.identify(person, by: "code", service: Self.service)
        for _ in 0..<20 {
            guard let form = page.text.forms.first(where: { $0.action.contains("/questions/") }) else {
                break
            }
            let question = form.action.split(separator: "/").last.map(String.init) ?? ""
            page = try await citizen.send(form, ["answer": Self.answers[question] ?? ""])
        }
        let done = try await citizen.submit(page)
        return try #require(
            done.path.split(separator: "/").dropFirst().first.map(String.init), "\(done.path)")
    }

    @Test(arguments: TestEngine.available)
    func theOfficesAnswerIsAskedForAndPrinted(engine: TestEngine) async throws {
        try await WholeHouse.run(engine) { whole, citizen in
            let person = try #require(whole.box.city.citizen(id: "chen-jing"))
            let other = try #require(whole.box.city.citizen(id: "lin-wei"))
            let number = try await handIn(citizen, person)
            _ = try await citizen.leave()
            let clerk = try await Official(
                whole, "s-0811", department: "hotline", region: nil, person: other.number)
            let step = "/work/cases/\(number)/review"
            #expect(try await clerk.post(step + "/claim").place == step)
            #expect(try await clerk.get(step).text.html.contains("name=\"reply\""))

            // Together with others nobody writes an answer: it is left as it is.
            #expect(
                try await clerk.post("/work/batch", [("step", "\(number).review")]).place
                    == "/work?tab=mine&done=approved.0.1")
            let none = try await clerk.post(step + "/approval", from: step)
            #expect(none.status == 422 && none.text.words.contains("There is no answer yet"))
            let named = try await clerk.post(
                step + "/approval", [("reply", "已告知 \(other.number.text)")], from: step)
            #expect(named.status == 422 && named.text.words.contains("holds an identity number"))
            let reply = "已安排在下月加建缓坡，费用由区里承担。"
            #expect(
                try await clerk.post(step + "/approval", [("reply", reply)], from: step).place
                    == "/work?tab=mine&done=approved.1.0")
            try await whole.untilIssued(number)

            let ready = try await citizen.identify(person, by: "code", service: Self.service)
            #expect(ready.path == "/cases/\(number)/paper", "\(ready.path)")
            _ = try await citizen.print(ready)
            let paper = try #require(try whole.printed().first)
            let text = try ForeignProgram.run("pdftotext", ["-layout", paper.path, "-"]).output
            #expect(text.contains(person.name) && text.contains(reply), "\(text)")
            #expect(!text.contains("轮椅"), "what she wrote herself is the office's alone")
        }
    }
}
