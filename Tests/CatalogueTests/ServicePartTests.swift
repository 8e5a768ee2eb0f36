import Audit
import Base
import Foundation
import Storage
import Support
import Testing

@testable import Catalogue

/// Spoken words, pictures and the ordinary journey of a service, as its department writes them.
@Suite struct ServicePartTests {
    private static let svg =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 4 3\"><path d=\"M0 0h4\"/></svg>"
    private static let spoken = """
        spoken:
          - key: fund.take-it
            text: {zh-Hans: 请拿好, en: "Please take it.", nan-Hant: 請提好}
        """
    private static let step = """
        guide:
          - {text: {zh-Hans: 拿好, en: Take it, nan-Hant: 提好}, picture: take-it.svg, spoken: fund.take-it}
        """

    /// The next version, whose last step is the department's own.
    private func files(_ desk: Desk) throws -> ServiceFiles {
        let version = try #require(desk.catalogue[desk.id]?.version)
        let text = try desk.folder.text("\(desk.id.rawValue)/service.yml")
            .replacing("version: \(version)", with: "version: 99")
        let start = try #require(text.range(of: "\nguide:"))
        let parts = [
            "guide/take-it.svg": Self.svg, ServicePart.spoken: Self.spoken,
            ServicePart.fixture: try desk.folder.text("\(desk.id.rawValue)/fixtures/ordinary.yml"),
        ]
        return ServiceFiles(
            source: text[..<start.lowerBound] + "\n" + Self.step + "\n", layout: desk.layout, parts: parts)
    }

    @Test(arguments: TestEngine.available)
    func wordsPictureAndJourneyGoWithTheirVersionAndBackWithIt(_ engine: TestEngine) async throws {
        let desk = try await Desk(engine)
        let old = try #require(desk.catalogue[desk.id])
        let files = try files(desk)

        let check = try await desk.drafts.check(files, of: desk.id)
        #expect(check.defects == [])
        #expect(check.item?.fixture?.ends == .paper)
        let draft = try await desk.drafts.save(files, of: desk.id, over: 0, by: "s-0001")
        #expect(try await desk.drafts.draft(desk.id)?.files == files)
        let proposal = try await desk.drafts.propose(
            draft, from: desk.clock.now, by: "s-0001", requestID: "r")
        #expect(try await desk.drafts.proposal(proposal.id)?.files == files)
        try await desk.engine.write { [drafts = desk.drafts] db in
            try drafts.publish(proposal.id, by: "s-0009", allowing: { _ in true }, in: db)
        }
        #expect(try await desk.publications.follow())

        let step = try #require(desk.catalogue[desk.id]?.guide.last)
        #expect(step.said[.minnan] == "請提好" && step.drawing == Self.svg)
        #expect(step.address { "/assets/\($0)" }.hasPrefix("data:image/svg+xml;base64,PHN2Zy"))
        #expect(old.guide.last?.address { "/assets/\($0)" } == "/assets/\(old.guide.last?.picture ?? "")")
        let offered = try await desk.drafts.published(desk.id)
        #expect(offered?.parts["guide/take-it.svg"] == Self.svg, "the next draft begins with it")
        #expect(offered?.parts[ServicePart.spoken] == Self.spoken)

        try await desk.drafts.withdraw(desk.id, version: 99, because: "x", by: "s-0009", requestID: "r")
        #expect(try await desk.publications.follow())
        #expect(desk.catalogue[desk.id]?.guide.map(\.spoken) == old.guide.map(\.spoken))
        #expect(try await desk.drafts.published(desk.id)?.parts[ServicePart.spoken] == nil)
        #expect(desk.catalogue[desk.id, version: 99]?.guide.last?.drawing == Self.svg, "its own cases go on")
    }

    private static let sharedGuide = "\nguide: [put-card, prove-yourself, answer-questions]\n"

    /// What a release brought is gone from a version that two people agreed to, and is back with the version before.
    @Test(arguments: TestEngine.available)
    func aFileOfTheReleaseIsTakenOutWithAVersionAndComesBackWithoutIt(_ engine: TestEngine) async throws {
        let desk = try await Desk(engine)
        let picture = "guide/take-deposit-proof.svg"
        let begun = try #require(try await desk.drafts.published(desk.id))
        #expect(begun.parts[picture] != nil && begun.removed.isEmpty)
        let version = try #require(desk.catalogue[desk.id]?.version)
        let source = begun.source.replacing("version: \(version)", with: "version: 99")
        let start = try #require(source.range(of: "\nguide:"))
        let shared = String(source[..<start.lowerBound]) + Self.sharedGuide
        let without = ServiceFiles(source: shared, layout: begun.layout, parts: begun.parts)
            .takingOut(picture).takingOut(ServicePart.fixture)

        // A step that still shows it finds nothing.
        let shown = ServiceFiles(source: source, layout: begun.layout, removed: [picture])
        let missing = try await desk.drafts.check(shown, of: desk.id).defects
        #expect(missing.contains { $0.message.english.contains("The picture is not in guide/") })
        let check = try await desk.drafts.check(without, of: desk.id)
        #expect(check.defects == [] && check.item?.fixture == nil)

        let draft = try await desk.drafts.save(without, of: desk.id, over: 0, by: "s-0001")
        #expect(try await desk.drafts.draft(desk.id)?.files == without)
        let proposal = try await desk.drafts.propose(
            draft, from: desk.clock.now, by: "s-0001", requestID: "r")
        #expect(try await desk.drafts.proposal(proposal.id)?.files == without)
        let kept = ServiceFiles(source: shared, layout: begun.layout, parts: begun.parts).byPath(desk.id)
        #expect(proposal.fingerprint != ServicePublication.fingerprint(of: kept), "it is agreed to")
        try await desk.engine.write { [drafts = desk.drafts] db in
            try drafts.publish(proposal.id, by: "s-0009", allowing: { _ in true }, in: db)
        }
        #expect(try await desk.publications.follow())
        let offered = try #require(try await desk.drafts.published(desk.id))
        #expect(offered.removed == [picture, ServicePart.fixture])
        #expect(offered.parts[picture] == nil && offered.parts[ServicePart.fixture] == nil)
        #expect(desk.catalogue[desk.id]?.guide.map(\.picture).contains("take-deposit-proof.svg") == false)
        await #expect(throws: DraftRefused.same) {
            _ = try await desk.drafts.propose(draft, from: desk.clock.now, by: "s-0001", requestID: "r")
        }

        try await desk.drafts.withdraw(desk.id, version: 99, because: "x", by: "s-0009", requestID: "r")
        #expect(try await desk.publications.follow())
        #expect(try await desk.drafts.published(desk.id) == begun)
        #expect(desk.catalogue[desk.id]?.guide.last?.picture == "take-deposit-proof.svg")
    }

    /// It is checked by what it will be read by: its own files and the release's.
    @Test func whatAnEarlierVersionBroughtIsNoPartOfTheNext() async throws {
        let desk = try await Desk(.sqlite)
        let files = try files(desk)
        try await desk.publications.publish(files.byPath(desk.id), from: desk.clock.now)
        let source = files.source.replacing("version: 99", with: "version: 100")
        let guide = try #require(source.range(of: "\nguide:"))
        func publish(_ source: String) async throws {
            let bare = ServiceFiles(source: source, layout: nil)
            try await desk.publications.publish(bare.byPath(desk.id), from: desk.clock.now)
        }

        let thrown = await #expect(throws: CatalogueDefects.self) { try await publish(source) }
        #expect(
            thrown?.defects.contains { $0.message.english.contains("The picture is not in guide/") } == true)
        try await publish(source[..<guide.lowerBound] + Self.sharedGuide)
        #expect(try await desk.publications.follow())
        #expect(desk.catalogue[desk.id]?.version == 100)
    }

    @Test func whatIsWrittenAgainIsNotTakenOut() async throws {
        let desk = try await Desk(.sqlite)
        let begun = try #require(try await desk.drafts.published(desk.id))
        let layout = try #require(begun.layout)

        let without = begun.takingOut("document.yml")
        #expect(without.removed == ["document.yml"] && without.layout == nil)
        #expect(without.byPath(desk.id)["\(desk.id.rawValue)/document.yml"]?.isEmpty == true)
        let check = try await desk.drafts.check(without, of: desk.id)
        #expect(
            check.defects.contains { $0.message.english.contains("There is no document.yml") },
            "the compiler sees it gone: \(check.defects)")
        #expect(without.puttingBack("document.yml", layout) == begun)
        // The service itself cannot be taken out, nor what no service has.
        #expect(begun.takingOut("service.yml") == begun && begun.takingOut("../x").removed.isEmpty)
        let idle = ServiceFiles(source: begun.source, layout: nil)
        #expect(desk.drafts.offered(idle, of: desk.id) == begun, "what is only emptied stays the release's")
    }

    @Test(arguments: [
        "", "guide/", "guide/../../registers.svg", "../other/service.yml", "/etc/passwd", "registers.yml",
        "service.yml", "document.yml", "guide/Take.svg", "guide/take.png", "guide/a/b.svg", "guide/.svg",
        "fixtures/other.yml", "guide/take.svg\n", "guide\\take.svg", "GUIDE/take.svg", "guide//take.svg",
    ])
    func anotherNameIsNeverSavedNorRead(_ name: String) async throws {
        let desk = try await Desk(.sqlite)
        var parts = try files(desk).parts
        parts[name] = Self.svg
        let files = ServiceFiles(source: try files(desk).source, layout: desk.layout, parts: parts)

        #expect(files.strangers == [name])
        #expect(files.byPath(desk.id).keys.allSatisfy { $0.hasPrefix(desk.id.rawValue + "/") })
        #expect(files.byPath(desk.id).count == files.names.count - 1)
        await #expect(throws: DraftRefused.fileName) {
            try await desk.drafts.save(files, of: desk.id, over: 0, by: "s-0001")
        }
        #expect(try await desk.drafts.draft(desk.id) == nil)
    }

    @Test(arguments: [
        ("guide/take-it.svg", "<svg><script>1</script></svg>", "holds <script"),
        ("guide/take-it.svg", "<p>no drawing</p>", "The picture is no SVG"),
        ("guide/nobody.svg", svg, "No step of the guide shows nobody.svg"),
        (
            "guide/spoken.yml", "spoken: [{key: fund.take-it, text: {zh-Hans: 好, en: Good}}]",
            "\"nan-Hant\" is missing"
        ),
        (
            "guide/spoken.yml", spoken.replacing("fund.take-it", with: "guide.put-card"),
            "is said by all services already"
        ),
        (
            "guide/spoken.yml", spoken + "\n  - {key: fund.more, text: {zh-Hans: 好, en: Good, nan-Hant: 好}}",
            "No step of the guide says fund.more"
        ),
        (
            "fixtures/ordinary.yml", "person: chen-jing\nanswers: {}\nends: decision",
            "does not end in a decision"
        ),
        (
            "fixtures/ordinary.yml", "person: chen-jing\nanswers: {ghost: x}\nends: paper",
            "The key \"ghost\" is not known here"
        ),
        (
            "fixtures/ordinary.yml", "person: ../x\nanswers: {}\nends: paper",
            "This is no citizen of the sandbox"
        ),
        ("fixtures/ordinary.yml", "person: [", "This is not YAML"),
        ("slots.yml", "places: []", "The list has 0 entries"),
    ])
    func whatIsWrongIsNamedWithItsFile(_ name: String, _ text: String, _ message: String) async throws {
        let desk = try await Desk(.sqlite)
        var parts = try files(desk).parts
        parts[name] = text
        let check = try await desk.drafts.check(
            ServiceFiles(source: try files(desk).source, layout: desk.layout, parts: parts), of: desk.id)

        let defect = try #require(
            check.defects.first { $0.message.english.contains(message) },
            "\(check.defects.map(\.description))")
        #expect(check.item == nil && defect.line >= 1 && defect.remedy.english.count > 5)
        #expect([name, "service.yml"].contains { defect.file == "\(desk.id.rawValue)/\($0)" })
    }

    @Test func anAnswerThatNoQuestionTakesIsNamed() async throws {
        let folder = try ServicesFolder()
        let path = "police/temporary-identity-proof"
        let catalogue = try Catalogue.load(folder.url)
        let id = try #require(ServiceID(rawValue: path))
        let item = try #require(catalogue[id])
        func defects(_ answers: String) throws -> [CatalogueDefect] {
            try folder.write(
                "person: chen-jing\nanswers: \(answers)\nends: paper\n", to: path + "/fixtures/ordinary.yml")
            let report = DefectReport()
            _ = FixtureReader.read(item, in: CatalogueFiles(folder: folder.url), report)
            return report.defects
        }
        #expect(try defects("{reason: lost, place: hotel}") == [])
        #expect(
            try defects("{reason: eaten, place: hotel}").first?.message.english.contains(
                "reason does not take")
                == true)
        let left = try defects("{reason: lost}")
        #expect(
            left.first?.message.english == "There is no answer to place, which everybody is shown")
    }

    @Test func aDraftHoldsSoMuchAndNoMore() {
        func isTooLarge(_ parts: [String: String]) -> Bool {
            ServiceFiles(source: "a", layout: nil, parts: parts).isTooLarge
        }
        func pictures(_ count: Int, bytes: Int) -> [String: String] {
            Dictionary(
                uniqueKeysWithValues: (0..<count).map {
                    ("guide/p\($0).svg", String(repeating: "x", count: bytes))
                })
        }
        #expect(!isTooLarge(pictures(1, bytes: ServicePart.pictureBytesMax)))
        #expect(isTooLarge(pictures(1, bytes: ServicePart.pictureBytesMax + 1)))
        #expect(!isTooLarge(pictures(8, bytes: ServicePart.pictureBytesMax)))
        #expect(isTooLarge(pictures(9, bytes: ServicePart.pictureBytesMax)))
        #expect(!isTooLarge(pictures(ServicePart.countMax, bytes: 1)))
        #expect(isTooLarge(pictures(ServicePart.countMax + 1, bytes: 1)))
    }

    private struct Desk {
        let folder: ServicesFolder
        let clock = TestClock()
        let engine: any SQLEngine
        let catalogue: Catalogue
        let publications: Publications
        let drafts: ServiceDrafts
        let id: ServiceID

        init(_ kind: TestEngine) async throws {
            folder = try ServicesFolder()
            engine = try await kind.make(
                StorageMigrations.all + AuditMigrations.all + AuditMigrations.later + CatalogueMigrations.all)
            catalogue = try Catalogue.load(folder.url)
            let world = World.frozen(clock)
            publications = Publications(engine: engine, world: world, catalogue: catalogue)
            drafts = ServiceDrafts(publications: publications, audit: AuditLog(world: world))
            id = try #require(ServiceID(rawValue: ServiceDraftTests.service))
        }

        var layout: String? { try? folder.text("\(id.rawValue)/document.yml") }
    }
}
