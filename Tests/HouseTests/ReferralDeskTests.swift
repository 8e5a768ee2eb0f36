import Base
import Casework
import Sandbox
import Staff
import Storage
import Support
import Testing

@testable import egret

/// A step in the wrong district's queue, at the desks of both offices and before its person.
@Suite(.serialized) struct ReferralDeskTests {
    @Test(arguments: TestEngine.available)
    func whoMayNotDecideItRefersItUnclaimedAndSeesNothing(engine: TestEngine) async throws {
        try await WholeHouse.run(engine) { whole, citizen in
            let person = try #require(whole.box.city.citizen(id: "chen-jing"))
            let other = try #require(whole.box.city.citizen(id: "lin-wei"))
            let form = try await citizen.answer(
                from: citizen.identify(person, by: "code", service: DeskWorkTests.service))
            let page = try await citizen.submit(form)
            let number = try #require(page.path.split(separator: "/").dropFirst().first.map(String.init))
            let step = "/work/cases/\(number)/review"
            let tied = try await Official(whole, "s-0851", person: person.number)
            #expect(try await !tied.get(step).text.html.contains("referral"), "nobody is there")
            let there = try await Official(whole, "s-0852", region: "350206", person: other.number)
            #expect(try await tied.post(step + "/claim").status == 403)

            let offered = try await tied.get(step).text
            #expect(offered.words.contains("Nobody here may decide it"), "\(offered.words)")
            #expect(offered.html.contains("<option value=\"police/4/350206\""))
            #expect(!offered.html.contains("referral-note") && !offered.html.contains(person.name))
            let fields = [("office", "police/4/350206"), ("referral-reason", "recusal")]
            let none = try await tied.post(step + "/referral", Array(fields[1...]))
            #expect(none.status == 422 && none.text.words.contains("No office is chosen"))
            #expect(
                try await tied.post(step + "/referral", fields).place == "/work?tab=mine&done=referred.1.0")

            #expect(try await tied.get(step).status == 403)
            let outside = try await there.get(step).text.words
            for word in ["Referred by", "Siming District", "Nobody here may decide it", "s-0851"] {
                #expect(outside.contains(word), "\(word): \(outside)")
            }
            let leaves = try await whole.leaves().filter { $0.contains("\"case.step-referred\"") }
            #expect(leaves.count == 1 && leaves.allSatisfy { $0.contains("s-0851") && $0.contains(number) })
        }
    }

    /// A supervisor claims nothing: what nobody of hers may decide, or is there to, she sends on from its page or from her list.
    @Test(arguments: TestEngine.available)
    func aSupervisorSendsOnWhatNobodyOfHersMayDecide(engine: TestEngine) async throws {
        try await WholeHouse.run(engine) { whole, citizen in
            let person = try #require(whole.box.city.citizen(id: "chen-jing"))
            let other = try #require(whole.box.city.citizen(id: "lin-wei"))
            let form = try await citizen.answer(
                from: citizen.identify(person, by: "code", service: DeskWorkTests.service))
            let page = try await citizen.submit(form)
            let number = try #require(page.path.split(separator: "/").dropFirst().first.map(String.init))
            let step = "/work/cases/\(number)/review"
            let supervisor = try await Official(
                whole, "s-0861", roles: [.supervisor], person: other.number)
            for path in [step, "/work?tab=ready", "/work?tab=overdue"] {
                let page = try await supervisor.get(path).text
                #expect(!page.words.contains("Nobody here may decide it"), "nobody is there: \(path)")
            }
            let there = try await Official(whole, "s-0862", region: "350206", person: other.number)

            let outside = try await supervisor.get(step).text
            #expect(outside.html.contains("<option value=\"police/4/350206\""))
            #expect(!outside.html.contains("\(step)/claim") && !outside.html.contains(person.name))
            let list = try await supervisor.get("/work?tab=ready").text.html
            #expect(list.contains("<option value=\"police/4/350206\"") && list.contains("value=\"refer\""))
            #expect(list.contains("value=\"\(number).review\""))
            func refer(_ ticks: [String], to office: String) async throws -> Official.Answer {
                try await supervisor.post(
                    "/work/assignments",
                    [("act", "refer"), ("office", office), ("list", "tab=ready")]
                        + ticks.map { ("step", "\(number).\($0)") })
            }
            #expect(try await refer(["review"], to: "").text.words.contains("No office is chosen"))
            #expect(try await refer(["review"], to: "police/3").status == 422)
            #expect(try await refer([], to: "police/4/350206").status == 422)
            let sent = [("office", "police/4/350206"), ("referral-reason", "wrong-district")]
            #expect(try await supervisor.post(step + "/referral", sent).status == 403, "she has not read it")

            // What has not begun stays for those who may decide it.
            let done = try #require(try await refer(["review", "issue"], to: "police/4/350206").place)
            #expect(done == "/work?tab=ready&done=referred.1.1&at=\(number).review#at")
            #expect(try await supervisor.get(step).status == 403)
            let outsideThere = try await there.get(step).text.words
            #expect(outsideThere.contains("Referred by") && outsideThere.contains("s-0861"))
            // A page that stayed open: it is left as it is, and so is what comes after it.
            let late = try await refer(["review"], to: "police/4/350206")
            #expect(late.place?.contains("referred.0.1") == true)
            #expect(try await there.post(step + "/claim").place == step)
            let leaves = try await whole.leaves().filter { $0.contains("\"case.step-referred\"") }
            #expect(leaves.count == 1 && leaves.allSatisfy { $0.contains("s-0861") && $0.contains(number) })
        }
    }

    @Test(arguments: TestEngine.available)
    func aStepIsReferredToAnOfficeThatSomebodyServesAndItsPersonReadsWhere(engine: TestEngine) async throws {
        try await WholeHouse.run(engine) { whole, citizen in
            let person = try #require(whole.box.city.citizen(id: "chen-jing"))
            let other = try #require(whole.box.city.citizen(id: "lin-wei"))
            let form = try await citizen.answer(
                from: citizen.identify(person, by: "code", service: DeskWorkTests.service))
            let page = try await citizen.submit(form)
            let number = try #require(page.path.split(separator: "/").dropFirst().first.map(String.init))
            let step = "/work/cases/\(number)/review"
            let here = try await Official(whole, "s-0841", person: other.number)
            let there = try await Official(whole, "s-0842", region: "350206", person: other.number)
            // No clerk: nobody would claim it there.
            _ = try await Official(
                whole, "s-0843", roles: [.supervisor], region: "350205", person: other.number)
            _ = try await Official(whole, "s-0844", department: "housing", person: other.number)

            let sent = [
                ("office", "police/4/350206"), ("referral-reason", "wrong-district"),
                ("referral-note", "户籍在湖里"),
            ]
            #expect(try await here.post(step + "/referral", sent).status == 403, "not claimed")
            _ = try await here.post(step + "/claim")
            let offered = try await here.get(step).text.html
            #expect(offered.contains("<option value=\"police/4/350206\""))
            for office in ["police/4/350203", "police/4/350205", "police/3", "housing/4/350203"] {
                #expect(!offered.contains("<option value=\"\(office)\""), "\(office)")
            }
            // What is missing is said, and what was typed stays.
            let bad: [([(String, String)], Int, String)] = [
                (Array(sent[1...]), 422, "No office is chosen"),
                ([sent[0], sent[2]], 422, "Choose why another office has to decide it"),
                ([sent[0], ("referral-reason", "because"), sent[2]], 422, "No reason is chosen"),
                ([("office", "police/4/350205")] + sent[1...], 422, "The step cannot go to that office"),
                ([("office", "police/3")] + sent[1...], 422, "The step cannot go to that office"),
            ]
            for (fields, status, words) in bad {
                let answer = try await here.post(step + "/referral", fields)
                #expect(answer.status == status && answer.text.words.contains(words), "\(answer.text.words)")
                #expect(answer.text.html.contains("户籍在湖里"), "\(words)")
            }

            let done = try #require(try await here.post(step + "/referral", sent).place)
            #expect(done == "/work?tab=mine&done=referred.1.0")
            #expect(try await here.get(done).text.words.contains("Referred to the other office"))
            #expect(try await here.get(step).status == 403)
            #expect(try await here.post(step + "/approval").status == 403)

            let outside = try await there.get(step).text.words
            for word in ["Referred by", "Siming District", "s-0841", "Another district is competent"] {
                #expect(outside.contains(word), "\(word): \(outside)")
            }
            #expect(!outside.contains("户籍在湖里") && !outside.contains(person.name))
            _ = try await there.post(step + "/claim")
            let inside = try await there.get(step).text.words
            #expect(inside.contains("户籍在湖里") && inside.contains("Siming District → Huli District"))
            let leaves = try await whole.leaves().filter { $0.contains("\"case.step-referred\"") }
            #expect(!leaves.isEmpty)
            #expect(leaves.allSatisfy { $0.contains("s-0841") && $0.contains(number) })
            #expect(leaves.allSatisfy { !$0.contains("户籍在湖里") })

            let told = try await citizen.open("/cases/\(number)")
            #expect(told.text.words.contains("now with Huli District"), "\(told.text.words)")
            // The third time nothing is offered any more.
            _ = try await there.post(
                step + "/referral",
                [("office", "police/4/350203"), ("referral-reason", "other-level")])
            _ = try await here.post(step + "/claim")
            let last = try await here.get(step)
            #expect(last.text.words.contains("It has been referred as often as it may be"))
            #expect(!last.text.html.contains("<option value=\"police/4/350206\""))
            let enough = try await here.post(step + "/referral", sent)
            #expect(enough.status == 409)
            #expect(enough.text.words.contains("It cannot be referred any more"))
            #expect(
                try await here.post(step + "/approval").place == "/work?tab=mine&done=approved.1.0")
        }
    }
}
