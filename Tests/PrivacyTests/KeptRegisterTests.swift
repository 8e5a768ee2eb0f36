import Audit
import Base
import Catalogue
import Exchange
import Identity
import Storage
import Support
import Testing
import Web

@testable import Privacy

/// What is kept about a person, as her paper says it.
@Suite struct KeptRegisterTests {
    private func register(_ house: PrivacyHouse) throws -> KeptRegister {
        let frame = try Frame(rooms: [PrivacyResources.bundle, IdentityResources.bundle])
        return KeptRegister(
            house.parts,
            exporters: IdentityCopyStore.exporters(house.vault) + PrivacyCopyStore.exporters(house.vault),
            catalogue: house.catalogue, words: frame.words)
    }

    private func kept(_ house: PrivacyHouse, _ person: PersonHere) async throws -> [[String: String]] {
        let vault = house.vault
        let citizen = try #require(
            try await house.engine.read { db in try CitizenStore.find(person.citizen, vault: vault, in: db) })
        let record = try await register(house).record(
            for: RegisterQuestion(
                resource: KeptRegister.resource, subject: citizen.number, caseNumber: "1", purpose: "2",
                fields: ["name", "number", "kept"]))
        guard case .found(let subject, let values) = record, case .table(let rows) = values["kept"] else {
            return []
        }
        #expect(subject == citizen.number)
        return rows
    }

    @Test(
        "ASVS 14.2.6: a copy on paper holds what is hers, in words, and nobody else's",
        arguments: TestEngine.available)
    func hersInWords(on engine: TestEngine) async throws {
        let house = try await PrivacyHouse(engine)
        let (person, other) = (try await house.person(1), try await house.person(2))
        let text = "这是谁做的？"
        let index = try await house.act(about: person, by: .staff("clerk-1"))
        _ = try await house.make(
            MakeRequest.Wish(.question, topic: .unknownBody, aboutIndex: index, text: text), of: person)

        let rows = try await kept(house, person)

        #expect(rows.allSatisfy { Set($0.keys) == ["what", "content"] })
        #expect(rows.first?["what"] == "您的身份")
        #expect(rows.first?["content"]?.contains("王小明") == true)
        #expect(rows.first?["content"]?.contains("13800138000") == true)
        #expect(rows.contains { $0["content"]?.contains(text) == true })
        #expect(try await kept(house, other).allSatisfy { $0["content"]?.contains(text) != true })
        #expect(rows.allSatisfy { !"\($0)".contains(person.citizen.rawValue) }, "no number of a row")
    }

    private func words(_ text: String) async throws -> String {
        let house = try await PrivacyHouse(.sqlite)
        let words = KeptWords(
            catalogue: house.catalogue,
            phrases: try Frame(rooms: [PrivacyResources.bundle]).words.phrases(.mandarin),
            owner: try CitizenNumber("350203199006159807"))
        let row = words.row(["text_sealed": .text(text)], ["text_sealed"], of: "privacy_requests")
        return try #require(row["content"])
    }

    @Test func whatIsTooLongForAPageSaysWhereTheRestIs() async throws {
        let content = try await words(String(repeating: "长", count: 900))
        #expect(content.count < 530)
        #expect(content.hasSuffix("机器可读的副本里"))
    }

    /// What she or an official wrote freely: it stops no service, and comes out of every printer.
    @Test(arguments: [
        ("我的号码350203199006159807", "350203199006159807", true),
        ("邻居的号码350206198801013350", "350206198801013350", false),
        ("邻居的号码350206198801013350", "3502**********3350", true),
        ("邻居的号码３５０２０６１９８８０１０１３３５０", "3502**********3350", true),
        ("第一行\n第二行\t", "第一行 第二行", true), ("好的👍\u{200D}谢谢", "👍", false), ("好的👍谢谢", "谢谢", true),
    ])
    func anotherPersonsNumberIsMaskedAndALineIsALine(_ text: String, _ part: String, isThere: Bool)
        async throws
    {
        let content = try await words(text)
        #expect(content.contains(part) == isThere, "\(content)")
        #expect(content.isPlainText)
    }

    @Test func whatIsOnThePaperIsInTheCopy() async throws {
        let house = try await PrivacyHouse(.sqlite)
        let exporters = Dictionary(grouping: try register(house).exporters, by: \.table)
        for (table, columns) in KeptRegister.onPaper {
            guard let exporter = exporters[table]?.first else { continue }
            #expect(exporter.columns.isSuperset(of: columns), "\(table)")
        }
    }
}
