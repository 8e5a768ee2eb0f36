import Audit
import Base
import Foundation
import Storage
import Support
import Testing

@testable import Catalogue

/// What whoever writes a service at the desk is told before she asks a second person, and an operator before he publishes files.
@Suite struct DraftLintTests {
    private static let service = "insurance/participation-proof"
    private static let event = """
        id: work
        name: {zh-Hans: 换工作一件事, en: Another job, nan-Hant: 換頭路一件事}
        summary: {zh-Hans: 一次办完, en: All at once, nan-Hant: 一擺辦了}
        topics: [identity]
        legalBasis:
          - {title: 中华人民共和国社会保险法, clause: 第七十四条, verified: false}
        services:
          - fund/deposit-proof
          - insurance/participation-proof
        shared:
          - question: office
            kind: text
            required: false
            label: {zh-Hans: 交到哪里？, en: "Where to?", nan-Hant: 交去佗位？}
            why: {zh-Hans: 写在证明上, en: It stands on the paper, nan-Hant: 寫佇證明頂}
            hint: {zh-Hans: 例如单位名称, en: Such as a company, nan-Hant: 親像單位名}
            max: 40
            feeds:
              - "insurance/participation-proof#receiver"
        """

    private struct Desk {
        let folder: ServicesFolder
        let publications: Publications
        let drafts: ServiceDrafts
        let id: ServiceID

        init(_ kind: TestEngine = .sqlite) async throws {
            folder = try ServicesFolder()
            try folder.write(DraftLintTests.event, to: "bundles/work.yml")
            let engine = try await kind.make(
                StorageMigrations.all + AuditMigrations.all + AuditMigrations.later + CatalogueMigrations.all)
            let world = World.frozen(TestClock())
            publications = Publications(
                engine: engine, world: world, catalogue: try Catalogue.load(folder.url))
            drafts = ServiceDrafts(publications: publications, audit: AuditLog(world: world))
            id = try #require(ServiceID(rawValue: DraftLintTests.service))
        }

        /// As the folder has it, but for one text.
        func files(_ old: String, _ new: String) async throws -> ServiceFiles {
            let files = try #require(try await drafts.published(id))
            #expect(files.source.contains(old))
            return ServiceFiles(
                source: files.source.replacing(old, with: new), layout: files.layout, parts: files.parts)
        }
    }

    @Test func aDraftIsReadByTheLinterToo() async throws {
        let desk = try await Desk()
        let office = try await desk.files("zh-Hans: 写上后，别人不能挪作他用", "zh-Hans: 务必写明")
        let item = try #require(try await desk.drafts.check(office, of: desk.id).item)

        let found = desk.drafts.findings(item, in: office)

        let line = office.source.split(separator: "\n", omittingEmptySubsequences: false)
            .firstIndex { $0.contains("务必写明") }.map { $0 + 1 }
        #expect(found.map(\.weight) == [.warning] && found.map(\.defect.line) == [line], "\(found)")
        #expect(found.first?.defect.message.english == "务必 is a word of offices")
        let same = try #require(try await desk.drafts.published(desk.id))
        let offered = try #require(try await desk.drafts.check(same, of: desk.id).item)
        #expect(desk.drafts.findings(offered, in: same) == [], "the text of the draft, and not the folder's")
    }

    /// A service may be written for a law before it begins, and is judged by the day on which it is offered.
    @Test func aDraftIsJudgedByTheDayOnWhichItIsOffered() async throws {
        let desk = try await Desk()
        let clause = "    clause: 第七十四条\n"
        let later = try await desk.files(clause, clause + "    validUntil: 2027-01-01\n")
        let item = try #require(try await desk.drafts.check(later, of: desk.id).item)

        #expect(desk.drafts.findings(item, in: later) == [])
        let after = World.frozen(TestClock()).now() + .seconds(400 * 86_400)
        let found = desk.drafts.findings(item, in: later, from: after)
        #expect(found.map(\.weight) == [.error], "\(found)")
        let before = World.frozen(TestClock()).now() - .seconds(4_000 * 86_400)
        #expect(desk.drafts.findings(item, in: later, from: before) == [], "no day before today")
    }

    /// Acts on one object are looked for among what is offered, with the draft in the place of its own service.
    @Test func aDraftStandsAmongTheOthers() async throws {
        let desk = try await Desk()
        let cancelled = try await desk.files("act: prove", "act: cancel")
        let item = try #require(try await desk.drafts.check(cancelled, of: desk.id).item)

        let messages = desk.drafts.findings(item, in: cancelled).map(\.defect.message.english)

        #expect(messages.contains("social-insurance can be ended and never begun"), "\(messages)")
        #expect(desk.publications.catalogue[desk.id]?.act == .prove, "nobody is offered it")
    }

    @Test(arguments: TestEngine.available)
    func filesAreReadByItBeforeTheyArePublished(_ engine: TestEngine) async throws {
        let desk = try await Desk(engine)
        let old = try #require(desk.publications.catalogue[desk.id]?.version)
        let files = try await desk.files("version: \(old)\n", "version: \(old + 1)\n")
        let now = World.frozen(TestClock()).now()
        #expect(try await desk.publications.findings(in: files.byPath(desk.id), from: now) == [])

        let ended = ServiceFiles(
            source: files.source.replacing(
                "    clause: 第七十四条\n", with: "    clause: 第七十四条\n    validUntil: 2020-01-01\n"),
            layout: files.layout, parts: files.parts)
        let found = try await desk.publications.findings(in: ended.byPath(desk.id), from: now)

        #expect(found.map(\.weight) == [.error])
        #expect(found.first?.defect.message.english.contains("out of force since 2020-01-01") == true)
    }

    /// What an event in life names of the service comes with a release: she reads it before she asks anybody.
    @Test func aDraftThatAnEventFitsNoMoreIsTold() async throws {
        let desk = try await Desk()
        let other = try await desk.files("  - id: receiver\n", "  - id: office\n")
        let fixture = other.parts[ServicePart.fixture]?.replacing("receiver:", with: "office:")
        let files = ServiceFiles(
            source: other.source, layout: other.layout?.replacing("answer.receiver", with: "answer.office"),
            parts: other.parts.merging([ServicePart.fixture: fixture ?? ""]) { $1 })

        let check = try await desk.drafts.check(files, of: desk.id)

        let line = try desk.folder.replace(
            "participation-proof#", with: "participation-proof#", in: "bundles/work.yml")
        #expect(
            check.defects.map(\.message.english) == [
                "bundles/work.yml, line \(line), fits this no more: "
                    + "An answer feeds a question of one of the services"
            ])
        #expect(check.item != nil, "its pages can be seen all the same")
        #expect(
            try await desk.drafts.check(desk.files("  - id: receiver\n", "  - id: receiver\n"), of: desk.id)
                .defects == [])
    }

    static let doubles = [
        (
            "  - fund/deposit-proof\n", "  - fund/deposit-proof\n  - fund/deposit-proof\n", 1,
            "The service stands twice"
        ),
        (
            "shared:\n",
            """
            shared:
              - question: office
                kind: yes-no
                required: true
                label: {zh-Hans: 要吗？, en: Yes?, nan-Hant: 愛無？}
                why: {zh-Hans: 要用, en: It is needed, nan-Hant: 愛用}
                feeds: []

            """, 7, "Two questions are called \"office\""
        ),
        (
            "      - \"insurance/participation-proof#receiver\"",
            """
                  - "insurance/participation-proof#receiver"
                  - "insurance/participation-proof#receiver"
            """, 1, "insurance/participation-proof#receiver is fed by two answers"
        ),
    ]

    /// Which of two answers a service gets would be a matter of chance.
    @Test(arguments: doubles) func whatStandsTwiceInAnEventIsRefused(
        _ old: String, _ new: String, _ after: Int, _ message: String
    ) async throws {
        let desk = try await Desk()
        let line = try desk.folder.replace(old, with: new, in: "bundles/work.yml")
        let defects = try #require(
            #expect(throws: CatalogueDefects.self) { try Catalogue.load(desk.folder.url) }
        ).defects
        #expect(
            defects.contains { $0.line == line + after && $0.message.english == message }, "\(defects)")
    }

    @Test func whatTwoServicesOfAnEventAskInTheSameWordsIsFound() async throws {
        let desk = try await Desk()
        func found() throws -> [String] {
            try CatalogueLint(
                Catalogue.load(desk.folder.url), folder: desk.folder.url,
                today: CalendarDate(daysSince1970: 20_780)
            ).findings().filter { $0.defect.file == "bundles/work.yml" }
                .map { "\($0.defect.line) \($0.weight) \($0.defect.message)" }
        }
        let path = "fund/deposit-proof/service.yml"
        _ = try desk.folder.replace("zh-Hans: \"证明用来做什么？\"", with: "zh-Hans: \"用在哪里？\"", in: path)
        #expect(try found() == [])

        _ = try desk.folder.replace("zh-Hans: \"用在哪里？\"", with: "zh-Hans: \"证明用来做什么？\"", in: path)
        let line = try desk.folder.replace(
            "- insurance/participation-proof\n", with: "- insurance/participation-proof\n",
            in: "bundles/work.yml")
        #expect(
            try found() == [
                "\(line) warning insurance/participation-proof asks again what fund/deposit-proof asks: 证明用来做什么？"
            ])
        _ = try desk.folder.replace(
            "shared:\n",
            with: """
                given:
                  - {feeds: "insurance/participation-proof#purpose", answer: housing}
                  - {feeds: "fund/deposit-proof#purpose", answer: loan}
                shared:

                """, in: "bundles/work.yml")
        #expect(try found() == [], "what the event says by itself is asked by neither")
    }
}
