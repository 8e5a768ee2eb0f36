import Base
import Foundation
import Sandbox
import Storage
import Support
import Testing
import Web

@testable import Assistance
@testable import egret

/// A visit with a helper beside it, in the whole house: what she could see, what she could press, and what is told.
@Suite(.serialized) struct AssistedVisitTests {
    private static let number = "204060"
    private static let phone = "13959209999"

    @Test(arguments: TestEngine.available)
    func noPageOfAnAssistedVisitHoldsAnythingOfItsPerson(engine: TestEngine) async throws {
        try await WholeHouse.run(engine) { whole, citizen in
            let person = try #require(whole.box.city.citizen(id: "chen-jing"))
            try await Self.callHelper(whole, citizen)
            let from = citizen.pages.count

            let ways = try await citizen.press(
                citizen.open(Citizen.service), Citizen.service + "/start")
            #expect(ways.text.form("/assistance/end") != nil, "one press ends it")
            try await citizen.lay(person)
            let proof = try await citizen.press(ways, "/identification/way", ["way": "code"])
            let card = try await Self.alone(citizen, proof)
            let typing = try await citizen.press(card, "/terminal/card")
            #expect(typing.text.html.contains(#"type="password""#), "nothing that is typed is read back")
            let code = try #require(try await citizen.code(for: person))
            let questions = try await citizen.press(typing, "/identification/code", ["code": code])
            let check = try await citizen.answer(from: Self.alone(citizen, questions))
            #expect(check.text.html.contains(Masking.mark))
            let open = try await citizen.open(check.path + "?show=all")
            #expect(open.text.html.contains(Masking.mark), "nor when she asks for all")
            let paper = try await Self.alone(citizen, citizen.submit(check))
            #expect(paper.text.words.contains("Take the paper yourself"))
            let out = try await citizen.print(paper)
            let caseNumber = try #require(check.path.split(separator: "/").dropFirst().first)
            let rating = try await citizen.open("/cases/\(caseNumber)/rating")

            #expect(try whole.printed().count == 1)
            #expect(out.text.words.contains("Take the paper yourself") && rating.status == 200)
            let seen = citizen.pages[from...].filter { !$0.path.hasPrefix("/terminal/simulator") }
            let masked = [person.number.masked, PersonName(person.name)?.masked ?? ""]
            #expect(seen.count > 10)
            for page in seen {
                #expect(Secrets(of: [person]).found(in: Data(page.text.html.utf8)) == [], "\(page.path)")
                #expect(!masked.contains { page.text.html.contains($0) }, "\(page.path)")
                // The register's own words about her.
                #expect(!page.text.html.contains("思明分局"), "\(page.path)")
            }
            try await Self.expectTold(whole, citizen)
        }
    }

    /// Her log names the help with the visit, the case and the end of it, and so does the list that she is shown.
    private static func expectTold(_ whole: WholeHouse, _ citizen: Citizen) async throws {
        let refused = try await citizen.open("/looks")
        #expect(refused.text.words.contains("This page is for you alone"), "\(refused.text.words)")
        _ = try await citizen.press(refused, "/assistance/end")
        let words = whole.house.frame.words.phrases(.english)
        var looks = try await citizen.open("/looks")
        for _ in 0..<1_200 where !looks.text.words.contains(words("looks.act.assistance.ended")) {
            try await Task.sleep(for: .milliseconds(50))
            looks = try await citizen.open("/looks")
        }
        for act in ["told", "case", "ended"] {
            #expect(looks.text.words.contains(words("looks.act.assistance.\(act)")), "\(act)")
        }
        #expect(!looks.text.words.contains(number), "she is told by a sign, not by her number")
        #expect(try await whole.house.auditFindings() == [])
    }

    @Test(arguments: TestEngine.available)
    func withAHelperBesideHerNoActOfThePersonGoesThrough(engine: TestEngine) async throws {
        try await WholeHouse.run(engine) { whole, citizen in
            let person = try #require(whole.box.city.citizen(id: "chen-jing"))
            let check = try await citizen.answer(from: citizen.identify(person, by: "code"))
            let number = try #require(check.path.split(separator: "/").dropFirst().first.map(String.init))
            let ready = try await citizen.submit(check)
            try await Self.callHelper(whole, citizen)
            let before = try await Self.state(of: number, whole)

            var refused = 0
            for route in try await ContractTests.routes() where route.hasPrefix("terminal POST ") {
                let path = String(route.dropFirst("terminal POST ".count))
                let step = AssistedStep.of("POST", path)
                guard step != .open, step != .apart else { continue }
                let place = path.replacing("{number}", with: number).replacing("{question}", with: "reason")
                    .replacing("{mandate}", with: Token(.live).rawValue)
                let page = try await citizen.send(
                    PageText.PostForm(
                        action: place,
                        fields: ["idempotency_key": Token(.live).rawValue, "answer": "lost", "level": "1"],
                        choices: [:]))
                // What only the agent says, it lets no page say.
                let isAgents = page.status == 404
                #expect(isAgents || page.status == 403, "\(route): \(page.status) \(page.text.words)")
                refused += isAgents ? 0 : 1
            }
            #expect(refused >= 15)
            let printing = try await citizen.print(ready)
            #expect(
                printing.text.words.contains("Next: print it and take it yourself"), "\(printing.text.words)")
            #expect(try whole.printed().isEmpty)
            #expect(try await Self.state(of: number, whole) == before)
        }
    }

    @Test func everyRouteOfTheTableIsARouteOfTheTerminal() async throws {
        let routes = Set(
            try await ContractTests.routes().filter { $0.hasPrefix("terminal ") }
                .map { String($0.dropFirst("terminal ".count)) })
        #expect(Set(AssistedStep.table.keys).subtracting(routes).sorted() == [])
    }

    /// The helper's number and code, typed at the terminal.
    private static func callHelper(_ whole: WholeHouse, _ citizen: Citizen) async throws {
        let house = whole.house
        let (name, phone) = (try #require(PersonName("林帮手")), try #require(Phone(phone)))
        let volunteer = Volunteer(
            id: Token(.live), number: number, name: name, phone: phone,
            station: whole.box.city.stations[0].id,
            person: Volunteer.person(try #require(try? CitizenNumber("350205198503129834")), house.vault),
            enrolledAt: house.world.now())
        try await house.engine.write { [vault = house.vault] db in
            try VolunteerStore.insert(volunteer, by: "s-0001", and: "s-0002", vault: vault, in: db)
        }
        let call = try await citizen.open("/assistance?from=%2F")
        let typed = try await citizen.press(call, "/assistance/call", ["number": number])
        struct Message: Decodable {
            let text: String
            let to: String
        }
        let (_, bytes) = try await whole.fetch("http://127.0.0.1:\(whole.sandboxPort)/inbox.json")
        let inbox = try JSONDecoder().decode([Message].self, from: Data(bytes))
        let text = try #require(inbox.first { $0.to == phone.text }?.text)
        let code = String(try #require(text.firstMatch(of: /\d{6}/)).output)
        let first = try await citizen.press(typed, "/assistance/begin", ["code": code])
        #expect(first.text.words.contains(number), "every page says who helps: \(first.text.words)")
    }

    /// The person's press that the helper has stepped aside.
    private static func alone(_ citizen: Citizen, _ page: Citizen.Page) async throws -> Citizen.Page {
        try await citizen.press(page, "/assistance/aside")
    }

    private static func state(of number: String, _ whole: WholeHouse) async throws -> [String] {
        try await whole.house.engine.read { db in
            try db.rows("SELECT state FROM cases WHERE number = \(number)").map { try $0.text("state") }
                + db.rows("SELECT count(*) AS n FROM ratings").map { "\(try $0.int("n"))" }
                + db.rows("SELECT count(*) AS n FROM mandates").map { "\(try $0.int("n"))" }
                + db.rows("SELECT count(*) AS n FROM privacy_requests").map { "\(try $0.int("n"))" }
                + db.rows("SELECT count(*) AS n FROM print_tickets").map { "\(try $0.int("n"))" }
        }
    }
}
