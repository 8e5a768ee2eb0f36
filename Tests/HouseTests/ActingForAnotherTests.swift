import Base
import Casework
import Foundation
import Identity
import Sandbox
import Stations
import Storage
import Support
import Testing

@testable import Representation
@testable import egret

/// Acting for another through all three programs: the subject's paper comes out before the actor, and for nobody else.
@Suite(.serialized) struct ActingForAnotherTests {
    static let service = "/services/insurance/participation-proof"

    /// From the first page to the case, for one of those whom the page lists.
    private func act(
        _ citizen: Citizen, _ actor: SampleCitizen, by kind: String,
        service: String = ActingForAnotherTests.service
    ) async throws -> Citizen.Page {
        try await citizen.lay(actor)
        var page = try await citizen.open(service)
        page = try await citizen.press(page, service + "/start?whom=another")
        page = try await citizen.press(page, "/identification/way", ["way": "code"])
        page = try await citizen.press(page, "/terminal/card")
        page = try await citizen.press(
            page, "/identification/code", ["code": try #require(try await citizen.code(for: actor))])
        #expect(page.path == "/acting", "\(page.text.words)")
        page = try await citizen.press(page, "/acting", ["whom": kind])
        guard let choice = page.text.html.firstMatch(of: /name="choice" value="([0-9a-f]{32})"/)?.1 else {
            return page
        }
        return try await citizen.press(page, "/acting/choice", ["choice": String(choice)])
    }

    @Test(arguments: TestEngine.available)
    func aParentFetchesAChildsPaperAndNobodyElseSeesIt(engine: TestEngine) async throws {
        try await WholeHouse.run(engine) { whole, citizen in
            let mother = try #require(whole.box.city.citizen(id: "chen-jing"))
            let child = try #require(whole.box.city.citizen(id: "chen-xiaoyu"))
            let stranger = try #require(whole.box.city.citizen(id: "abdu-rahman"))
            let form = try await citizen.answer(from: act(citizen, mother, by: "child"))
            let out = try await citizen.print(citizen.submit(form))
            let number = try #require(out.path.split(separator: "/").dropFirst().first.map(String.init))
            let paper = try #require(try whole.printed().first)
            let text = try ForeignProgram.run("pdftotext", ["-layout", paper.path, "-"]).output

            #expect(text.contains(child.name) && text.contains(child.number.text))
            #expect(text.contains("代办人") && text.contains(mother.name))
            #expect(!text.contains(mother.number.text))
            let (subject, actor) = try await whole.house.engine.read { db in
                let row = try #require(
                    try db.rows("SELECT citizen_id, actor_id FROM cases WHERE number = \(number)").first)
                return (try row.text("citizen_id"), try row.text("actor_id"))
            }
            #expect(subject != actor)

            // Her own data say nothing of the child's case; the register was asked about her.
            let own = try await citizen.open("/looks")
            #expect(!own.text.words.contains(String(number.dropFirst(31))))
            _ = try await citizen.leave()
            for person in [stranger, mother] {
                try await citizen.waitUntilReady()
                _ = try await citizen.identify(person, by: "code", service: Self.service)
                for place in ["", "/paper", "/check", "/questions/purpose", "/rating"] {
                    let page = try await citizen.open("/cases/\(number)\(place)")
                    #expect(page.status == 404, "\(person.name) \(place): \(page.text.words)")
                    #expect(Secrets(of: [child]).found(in: Data(page.text.html.utf8)) == [])
                }
                _ = try await citizen.leave()
            }
            #expect(try whole.printed().count == 1)
        }
    }

    @Test(arguments: TestEngine.available)
    func aMandateTakenBackMidCaseStopsItWithASentenceAndNoPaper(engine: TestEngine) async throws {
        try await WholeHouse.run(engine) { whole, citizen in
            let giver = try #require(whole.box.city.citizen(id: "li-qiang"))
            let holder = try #require(whole.box.city.citizen(id: "lin-wei"))
            _ = try await citizen.identify(giver, by: "code", service: Self.service)
            let person = try await Self.citizen(giver, whole)
            _ = try await citizen.leave()
            let mandate = try await whole.house.cases.mandates.give(
                ManageMandates.Wish(
                    name: holder.name, number: holder.number.text, scope: "insurance/participation-proof",
                    days: 7),
                by: person, requestID: "r")
            try await citizen.waitUntilReady()
            let form = try await citizen.answer(from: act(citizen, holder, by: "mandate"))
            #expect(form.text.form("/cases/") != nil, "\(form.text.words)")
            try await whole.house.cases.mandates.revoke(mandate, of: person, requestID: "r")
            let refused = try await citizen.submit(form)

            #expect(refused.status == 403)
            #expect(refused.text.words.contains("You can no longer act for this person"))
            #expect(try whole.printed().isEmpty)
            let states = try await whole.house.engine.read { db in
                try db.rows("SELECT state FROM cases WHERE actor_id IS NOT NULL").map { try $0.text("state") }
            }
            #expect(states == ["open"], "nothing is lost")
            #expect(try await whole.house.stations.queries.openAlarms().isEmpty)
        }
    }

    @Test(arguments: TestEngine.available)
    func aGuardianGivesAndTakesBackAChildsConsentMarkedSo(engine: TestEngine) async throws {
        try await WholeHouse.run(engine) { whole, citizen in
            let mother = try #require(whole.box.city.citizen(id: "chen-jing"))
            let child = try #require(whole.box.city.citizen(id: "chen-xiaoyu"))
            var page = try await act(citizen, mother, by: "child", service: "/services/egret/my-data")
            #expect(page.path == "/consents", "\(page.text.words)")
            #expect(page.text.words.contains("Your child's consents"))
            page = try await citizen.press(page, "/consents", ["purpose": "answer-messages", "act": "give"])
            let grants = try await Self.grants(whole)
            let (her, hers) = (try await Self.citizen(mother, whole), try await Self.citizen(child, whole))

            #expect(grants == [[hers.rawValue, her.rawValue, "held"]])
            page = try await citizen.press(
                page, "/consents", ["purpose": "answer-messages", "act": "withdraw"])
            #expect(page.status == 200, "\(page.text.words)")
            #expect(try await Self.grants(whole) == [[hers.rawValue, her.rawValue, "withdrawn"]])
            let marked = try await whole.house.engine.read { db in
                try
                    (db.rows("SELECT leaf_bytes FROM audit_leaves")
                    + db.rows("SELECT leaf_bytes FROM audit_pending")).count {
                        String(decoding: try $0.bytes("leaf_bytes"), as: UTF8.self)
                            .contains("\"decision\":\"guardian\"")
                    }
            }
            #expect(marked == 2)
        }
    }

    private static func grants(_ whole: WholeHouse) async throws -> [[String]] {
        try await whole.house.engine.read { db in
            try db.rows("SELECT citizen_id, giver_id, withdrawn_at_ms FROM consent_grants").map {
                [
                    try $0.text("citizen_id"), try $0.text("giver_id"),
                    try $0.instantIfPresent("withdrawn_at_ms") == nil ? "held" : "withdrawn",
                ]
            }
        }
    }

    private static func citizen(_ person: SampleCitizen, _ whole: WholeHouse) async throws -> Token {
        let vault = whole.house.vault
        return try #require(
            try await whole.house.engine.read { db in
                try CitizenStore.find(person.number, vault: vault, in: db)?.id
            })
    }
}
