import Base
import Casework
import Catalogue
import Foundation
import Sandbox
import Storage
import Support
import Testing
import Web

@testable import egret

/// What bears a number of one person's is as if it were not for anybody else, on every route that takes one.
@Suite(.serialized) struct OtherPersonTests {
    /// What stands for the parts of an address, by route; a route with a part that is not told here fails the test.
    private static let tried = ["{number}", "{question}", "{ticket}"]
    /// Ways to sign in, tried by another in `AccountTests`; sites that she agreed to, in `LifeTests`;
    /// what the desk names, in the matrix of roles and routes; files, in `FileTests` and `FilePageTests`; mandates, in `MandateTests` and `ActingForAnotherTests`.
    private static let triedElsewhere = ["{way}", "{client}", "{id}", "{mandate}", "{step}", "{file}"]
    /// Parts that name nothing of anybody's.
    private static let nobodys = [
        "{hash}", "{department}", "{slug}", "{level}", "{leaf}", "{bundle}", "{schema}", "**",
    ]

    @Test(arguments: TestEngine.available)
    func nothingOfOnePersonAnswersAnother(engine: TestEngine) async throws {
        let routes = try await ContractTests.routes()
        try await WholeHouse.run(engine) { whole, citizen in
            let one = try #require(whole.box.city.citizen(id: "chen-jing"))
            let other = try #require(whole.box.city.citizen(id: "abdu-rahman"))
            let out = try await citizen.fetchPaper(one, by: "code")
            let number = try #require(out.path.split(separator: "/").dropFirst().first.map { String($0) })
            let ticket = try #require(
                try whole.printed().first?.deletingPathExtension().lastPathComponent)
            let spoken = String(number.dropFirst(31))
            let looks = try await Self.looks(citizen, until: "Your paper was fetched")
            #expect(looks.text.words.contains("A department was asked for your data"))
            #expect(looks.text.words.contains(spoken))
            // The register's purpose does not name the service, and another one may have counted the same digits.
            let service = try #require(
                CaseNumber(rawValue: number)?.service(in: whole.house.catalogue)?.name[.english])
            #expect(looks.text.words.contains("\(service) \(spoken)"))
            #expect(Secrets(of: [one]).found(in: Data(looks.text.html.utf8)) == [])
            _ = try await citizen.leave()
            try await citizen.waitUntilReady()
            #expect(try await citizen.open("/looks").status == 401)
            let own = try await citizen.identify(other, by: "code")
            let absent = String(number.dropLast(4)) + "9997"
            let before = try await Self.traces(of: number, whole)
            #expect(before[0] == "delivered" && !before.contains("0"), "\(before)")
            #expect(own.path != out.path)

            var asked = 0
            for route in routes {
                let words = route.split(separator: " ").map { String($0) }
                let parts = words[2].split(separator: "/").map { String($0) }
                let named = parts.filter { $0.hasPrefix("{") || $0 == "**" }
                #expect(
                    named.allSatisfy { (Self.tried + Self.triedElsewhere + Self.nobodys).contains($0) },
                    "\(route)")
                guard named.contains(where: Self.tried.contains), words[0] == "terminal" else { continue }
                // Only the agent says these, and lets no page say them: TicketTests and PrintingTests ask the centre.
                if words[2].contains("print-tickets") || parts.contains("papers") { continue }
                asked += 1
                func ask(_ number: String, _ ticket: String) async throws -> Citizen.Page {
                    let place = words[2].replacing("{number}", with: number)
                        .replacing("{question}", with: "purpose").replacing("{ticket}", with: ticket)
                    guard words[1] == "POST" else { return try await citizen.open(place) }
                    let fields = [
                        "idempotency_key": Token(.live).rawValue, "answer": "lost", "level": "1",
                        "case": number,
                    ]
                    return try await citizen.send(
                        PageText.PostForm(action: place, fields: fields, choices: [:]))
                }
                let page = try await ask(number, ticket)
                let nothing = try await ask(absent, Token(.live).rawValue)

                #expect(page.status >= 400, "\(route): \(page.text.words)")
                #expect(page.status == nothing.status, "\(route)")
                #expect(
                    Self.said(page) == Self.said(nothing).replacing(absent, with: number),
                    "\(route) tells what is there from what is not")
                #expect(Secrets(of: [one]).found(in: Data(page.text.html.utf8)) == [], "\(route)")
            }
            #expect(asked >= 8)

            let othersLooks = try await Self.looks(citizen, until: "An application was opened")
            #expect(!othersLooks.text.words.contains(spoken))
            #expect(!othersLooks.text.words.contains("Your paper was fetched"))

            // The agent's own way to a paper: it asks for the ticket itself.
            let printing = try await citizen.print(
                Citizen.Page(
                    status: 200, path: "/",
                    text: PageText(
                        html: """
                            <form action="/terminal/print"><input type="hidden" name="case" value="\(number)">\
                            <input type="hidden" name="idempotency_key" value="\(Token(.live).rawValue)"></form>
                            """)))
            #expect(printing.status >= 400, "\(printing.text.words)")
            #expect(try whole.printed().count == 1)
            #expect(try await Self.traces(of: number, whole) == before)
        }
    }

    /// Who looked at her data; an act is there at most a second after it was done.
    private static func looks(_ citizen: Citizen, until word: String) async throws -> Citizen.Page {
        for _ in 0..<1_200 {
            let page = try await citizen.open("/looks")
            if page.text.words.contains(word) { return page }
            try await Task.sleep(for: .milliseconds(50))
        }
        return try await citizen.open("/looks")
    }

    /// What a page says, without the number by which its own refusal can be found again.
    private static func said(_ page: Citizen.Page) -> String {
        page.text.words.replacing(/Problem number: \w+/, with: "")
    }

    /// The case, its history, papers, tickets and ratings, and every leaf that names it.
    private static func traces(of number: String, _ whole: WholeHouse) async throws -> [String] {
        try await whole.house.engine.read { db in
            let state = try db.rows("SELECT state FROM cases WHERE number = \(number)").map {
                try $0.text("state")
            }
            let tables: [SQLStatement] = [
                "SELECT count(*) AS n FROM case_events WHERE case_number = \(number)",
                "SELECT count(*) AS n FROM documents WHERE case_number = \(number)",
                "SELECT count(*) AS n FROM print_tickets WHERE case_number = \(number)",
                "SELECT 1 + count(*) AS n FROM ratings WHERE case_number = \(number)",
            ]
            let counts = try tables.map { String(try db.rows($0).first?.int("n") ?? 0) }
            let leaves =
                try db.rows("SELECT leaf_bytes FROM audit_leaves")
                + db.rows("SELECT leaf_bytes FROM audit_pending")
            let named = try leaves.count {
                Data(try $0.bytes("leaf_bytes")).range(of: Data(number.utf8)) != nil
            }
            return state + counts + ["\(named)"]
        }
    }
}
