import Base
import Catalogue
import Foundation
import Privacy
import Sandbox
import Storage
import Support
import Testing
import Vault

@testable import egret

/// A person's rights in the whole house: after a real visit, over the pages of a terminal.
@Suite(.serialized) struct RightsTests {
    @Test(arguments: TestEngine.available)
    func aCopyHoldsTheWholeVisitAndADeletionWaitsForTheLaw(engine: TestEngine) async throws {
        try await WholeHouse.run(engine) { whole, citizen in
            let person = try #require(whole.box.city.citizen(id: "chen-jing"))
            let other = try #require(whole.box.city.citizen(id: "lin-wei"))
            _ = try await citizen.fetchPaper(person, by: "code")
            _ = try await citizen.leave()
            try await citizen.waitUntilReady()
            _ = try await citizen.fetchPaper(other, by: "code")
            _ = try await citizen.leave()
            try await citizen.waitUntilReady()

            let hub = try await citizen.identify(person, by: "code", service: MyData.front)
            #expect(hub.path == "/my-data", "\(hub.text.words)")
            let form = try await citizen.open("/requests/new?right=copy")
            let ready = try await citizen.press(form, "/requests")
            #expect(ready.text.words.contains("Your copy is ready"), "\(ready.text.words)")
            let number = try #require(
                RequestNumber(rawValue: String(ready.path.dropFirst("/requests/".count))))
            let here = try await Self.person(of: number, whole)
            let copy = try await whole.house.privacy.copy(number, of: here, looks: ["-"], requestID: "r")

            let object = try #require(try JSONSerialization.jsonObject(with: copy) as? [String: Any])
            let kept = try #require(object["kept"] as? [String: [[String: Any]]])
            #expect(kept["citizens"]?.first?["number_sealed"] as? String == person.number.text)
            #expect(kept["cases"]?.count == 1)
            #expect((kept["cases"]?.first?["answers_sealed"] as? String)?.contains("reason") == true)
            #expect((kept["cases"]?.first?["record_sealed"] as? String)?.contains(person.name) == true)
            #expect((kept["documents"]?.first?["pdf_sealed"] as? String)?.hasPrefix("JVBERi0") == true)
            #expect((kept["documents"]?.first?["facts_sealed"] as? String)?.contains(person.name) == true)
            #expect(kept["sessions"]?.count == 2 && kept["login_codes"]?.isEmpty == false)
            #expect(Secrets(of: [other]).found(in: copy) == [])

            let wish = try await citizen.open("/requests/new?right=deletion")
            let asked = try await citizen.press(wish, "/requests")
            #expect(asked.text.words.contains("Records of applications: until"), "\(asked.text.words)")
            #expect(try await whole.house.privacy.erase.run() == 0, "she stands at the terminal")
            _ = try await citizen.leave()
            try await citizen.waitUntilReady()
            #expect(try await whole.house.privacy.erase.run() == 0)
            let kinds = try await Self.kinds(of: here, whole)
            #expect(kinds == ["copy answered", "deletion deferred"])
            let papers = try await Self.papers(whole)
            #expect(papers.contains(0), "the bytes of hers are gone at once")
            #expect(papers.contains { $0 > 0 }, "the other person's stay")
            #expect(try await whole.house.auditFindings() == [])
        }
    }

    @Test(arguments: TestEngine.available)
    func whoNeverSubmittedAnythingIsErasedAndStaysErased(engine: TestEngine) async throws {
        try await WholeHouse.run(engine) { whole, citizen in
            let person = try #require(whole.box.city.citizen(id: "chen-jing"))
            _ = try await citizen.identify(person, by: "code")
            _ = try await citizen.leave()
            try await citizen.waitUntilReady()
            _ = try await citizen.identify(person, by: "code", service: MyData.front)
            let page = try await citizen.press(citizen.open("/requests/new?right=deletion"), "/requests")
            let number = try #require(
                RequestNumber(rawValue: String(page.path.dropFirst("/requests/".count))))
            let here = try await Self.person(of: number, whole)
            _ = try await citizen.leave()
            try await citizen.waitUntilReady()

            #expect(try await whole.house.privacy.erase.run() == 1)
            try await whole.house.retention.copyErased()

            let left = try await whole.house.engine.read { db in
                try db.rows("SELECT id FROM citizens WHERE id = \(here.citizen)").count
                    + db.rows("SELECT number FROM cases WHERE citizen_id = \(here.citizen)").count
                    + db.rows("SELECT id FROM sessions WHERE citizen_id = \(here.citizen)").count
            }
            #expect(left == 0)
            #expect(try whole.house.retention.erased.read().map(\.id) == [here.citizen])
            #expect(Secrets(of: [person]).found(in: try await whole.box.dump(of: whole.house)) == [])
            #expect(try await whole.house.auditFindings() == [])
            // Whoever comes again is a new person, of whom nothing is known, not even a phone.
            _ = try await citizen.identify(person, by: "face", service: MyData.front)
            let list = try await citizen.open("/requests")
            #expect(list.text.words.contains("You have made no request yet"), "\(list.text.words)")
        }
    }

    @Test(arguments: TestEngine.available)
    func anAccountIsClosedByItselfAndNothingElseOfHersGoes(engine: TestEngine) async throws {
        try await WholeHouse.run(engine) { whole, citizen in
            let person = try #require(whole.box.city.citizen(id: "chen-jing"))
            _ = try await citizen.identify(person, by: "code", service: MyData.front)
            let page = try await citizen.press(citizen.open("/requests/new?right=closing"), "/requests")
            let number = try #require(
                RequestNumber(rawValue: String(page.path.dropFirst("/requests/".count))))
            let here = try await Self.person(of: number, whole)
            try await Self.openAccount(of: here, whole)

            #expect(try await whole.house.privacy.erase.run() == 0, "nobody is erased for it")

            #expect(try await Self.kinds(of: here, whole) == ["closing answered"])
            let left = try await whole.house.engine.read { db in
                try db.rows(
                    """
                    SELECT citizen_id FROM accounts WHERE citizen_id = \(here.citizen)
                    UNION ALL SELECT citizen_id FROM account_devices WHERE citizen_id = \(here.citizen)
                    UNION ALL SELECT citizen_id FROM portal_links WHERE citizen_id = \(here.citizen)
                    """
                ).count
            }
            #expect(left == 0)
            let list = try await citizen.open("/requests")
            #expect(list.status == 200, "the visit in which she asked goes on")
            _ = try await citizen.leave()
            #expect(try await whole.house.auditFindings() == [])
        }
    }

    /// An account with a browser and a portal of hers, as she would have opened it.
    private static func openAccount(of person: PersonHere, _ whole: WholeHouse) async throws {
        let now = whole.house.world.now()
        try await whole.house.engine.write { db in
            try db.run("INSERT INTO accounts (citizen_id, opened_at_ms) VALUES (\(person.citizen), \(now))")
            try db.run(
                """
                INSERT INTO account_devices (id_hash, citizen_id, first_seen_at_ms, last_seen_at_ms)
                VALUES (\([UInt8](repeating: 1, count: 32)), \(person.citizen), \(now), \(now))
                """)
            try db.run(
                """
                INSERT INTO portal_links (subject_term, citizen_id, linked_at_ms)
                VALUES (\([UInt8](repeating: 2, count: 32)), \(person.citizen), \(now))
                """)
        }
    }

    private static func person(of number: RequestNumber, _ whole: WholeHouse) async throws -> PersonHere {
        let id = try await whole.house.engine.read { db in
            try db.rows("SELECT citizen_id FROM privacy_requests WHERE number = \(number)").first?.text(
                "citizen_id")
        }
        return PersonHere(
            citizen: try #require(id.flatMap { Token(rawValue: $0) }), terminal: nil, session: nil)
    }

    private static func kinds(of person: PersonHere, _ whole: WholeHouse) async throws -> [String] {
        try await whole.house.privacy.own.all(of: person).map { "\($0.right.rawValue) \($0.state.rawValue)" }
            .sorted()
    }

    /// The lengths of the papers' bytes.
    private static func papers(_ whole: WholeHouse) async throws -> [Int64] {
        try await whole.house.engine.read { db in
            try db.rows("SELECT length(pdf_sealed) AS n FROM documents").map { try $0.int("n") }
        }
    }
}
