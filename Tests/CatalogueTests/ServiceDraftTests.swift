import Audit
import Base
import Foundation
import Storage
import Support
import Testing

@testable import Catalogue

/// Services as the desk writes them, before anybody is offered them.
@Suite struct ServiceDraftTests {
    static let service = "fund/deposit-proof"

    @Test(arguments: TestEngine.available)
    func ofTwoWhoWriteAtOnceNeitherLosesAnything(_ engine: TestEngine) async throws {
        let desk = try await Desk(engine)
        let (one, other) = (try desk.files(named: "甲"), try desk.files(named: "乙"))

        _ = try await desk.drafts.save(one, of: desk.id, over: 0, by: "s-0001")
        await #expect(throws: DraftRefused.changed) {
            try await desk.drafts.save(other, of: desk.id, over: 0, by: "s-0002")
        }
        #expect(try await desk.drafts.draft(desk.id)?.files == one)
        let later = try await desk.drafts.save(other, of: desk.id, over: 1, by: "s-0002")

        #expect(later.revision == 2)
        #expect(try await desk.drafts.draft(desk.id)?.files == other)
        #expect(
            try await desk.drafts.draft(desk.id, revision: 1)?.files == one, "what was written over is kept")
        #expect(try await desk.drafts.work(of: desk.id.department).drafts.map(\.revision) == [2])
    }

    @Test(arguments: TestEngine.available)
    func ofTwentyWhoSaveAtOnceOneIsFirst(_ engine: TestEngine) async throws {
        let desk = try await Desk(engine)
        let files = try desk.files(named: "甲")
        let (drafts, id) = (desk.drafts, desk.id)

        let saved = await withTaskGroup(of: Bool.self) { group in
            for index in 0..<20 {
                group.addTask {
                    (try? await drafts.save(files, of: id, over: 0, by: "s-\(index)")) != nil
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }

        #expect(saved == 1)
        #expect(try await desk.drafts.draft(desk.id)?.revision == 1)
    }

    @Test(arguments: TestEngine.available)
    func aDraftIsOfferedToNobody(_ engine: TestEngine) async throws {
        let desk = try await Desk(engine)
        let old = try #require(desk.catalogue[desk.id])

        let draft = try await desk.drafts.save(
            desk.files(named: "草稿", version: old.version + 1), of: desk.id, over: 0, by: "s-0001")
        _ = try await desk.drafts.propose(
            draft, from: desk.clock.now, by: "s-0001", requestID: "r")

        #expect(try await desk.publications.follow() == false)
        #expect(desk.catalogue[desk.id]?.version == old.version)
        #expect(desk.catalogue[desk.id]?.name == old.name)
        #expect(try await desk.drafts.publications(of: desk.id.department).isEmpty)
    }

    @Test(arguments: TestEngine.available)
    func whatTwoHaveAgreedToIsOfferedFromItsDayAndCanBeTakenBack(_ engine: TestEngine) async throws {
        let desk = try await Desk(engine)
        let old = try #require(desk.catalogue[desk.id]?.version)
        let draft = try await desk.drafts.save(
            desk.files(named: "新证明", version: old + 1), of: desk.id, over: 0, by: "s-0001")
        let proposal = try await desk.drafts.propose(
            draft, from: desk.clock.now + .seconds(86_400), by: "s-0001", requestID: "r")
        // What is written later is not what was agreed to.
        _ = try await desk.drafts.save(
            desk.files(named: "又改了", version: old + 1), of: desk.id, over: 1, by: "s-0001")

        await #expect(throws: DraftRefused.otherDepartment) { try await desk.agree(proposal, may: false) }
        try await desk.agree(proposal)
        await #expect(throws: DraftRefused.unknown) { try await desk.agree(proposal) }
        _ = try await desk.publications.follow()
        #expect(desk.catalogue[desk.id]?.version == old)
        #expect(try await desk.unraised(draft.files).isEmpty, "agreed to: nothing is left to be written")
        #expect(try await desk.unraised(desk.files(named: "又改了", version: old + 1)).count == 1)
        desk.clock.advance(by: .seconds(86_400))
        #expect(try await desk.publications.follow())
        #expect(desk.catalogue[desk.id]?.name[.mandarin] == "新证明")
        #expect(try await desk.drafts.published(desk.id)?.source == draft.files.source)

        try await desk.drafts.withdraw(
            desk.id, version: old + 1, because: "写错了", by: "s-0009", requestID: "r")
        #expect(try await desk.publications.follow())
        #expect(desk.catalogue[desk.id]?.version == old)
        #expect(
            try await desk.drafts.proposal(proposal.id)?.withdrawal
                == VersionWithdrawal(at: desk.clock.now, by: "s-0009", reason: "写错了"))
        let leaves = try await desk.leaves()
        for act in ["catalogue.proposed", "catalogue.published", "catalogue.withdrawn"] {
            #expect(leaves.contains { $0.contains("\"\(act)\"") }, "\(act)")
        }
    }

    /// What asks the second person reads the rivals in the transaction in which its own is kept: of two at once one sees the other.
    @Test(arguments: TestEngine.available)
    func ofEightWhoAskForOneVersionAtOnceOneIsHeard(_ engine: TestEngine) async throws {
        struct Late: Error {}
        let desk = try await Desk(engine)
        let old = try #require(desk.catalogue[desk.id]?.version)
        let draft = try await desk.drafts.save(
            desk.files(named: "新", version: old + 1), of: desk.id, over: 0, by: "s-0001")
        let (drafts, now) = (desk.drafts, desk.clock.now)

        let heard = await withTaskGroup(of: Bool.self) { group in
            for index in 0..<8 {
                group.addTask {
                    do {
                        try await drafts.propose(draft, from: now, by: "s-\(index)", requestID: "r") {
                            _, rivals, _ in
                            guard rivals.isEmpty else { throw Late() }
                        }
                        return true
                    } catch is Late {
                        return false
                    } catch {
                        Issue.record(error)
                        return false
                    }
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }

        #expect(heard == 1)
        #expect(try await desk.drafts.work(of: desk.id.department).proposals.count == 1)
    }

    @Test(arguments: TestEngine.available)
    func whatWasOvertakenMeanwhileIsNotPublished(_ engine: TestEngine) async throws {
        let desk = try await Desk(engine)
        let old = try #require(desk.catalogue[desk.id]?.version)
        let files = try desk.files(named: "新", version: old + 1)
        let draft = try await desk.drafts.save(files, of: desk.id, over: 0, by: "s-0001")
        let proposal = try await desk.drafts.propose(
            draft, from: desk.clock.now, by: "s-0001", requestID: "r")
        try await desk.publications.publish(files.byPath(desk.id), from: desk.clock.now)

        await #expect(throws: DraftRefused.unfit) { try await desk.agree(proposal) }
        #expect(try await desk.drafts.proposal(proposal.id)?.publishedAt == nil, "nothing of it happened")
    }

    @Test func whatIsNotRaisedIsNotProposed() async throws {
        let desk = try await Desk(.sqlite)
        let draft = try await desk.drafts.save(
            desk.files(named: "新"), of: desk.id, over: 0, by: "s-0001")

        await #expect(throws: CatalogueDefects.self) {
            try await desk.drafts.propose(draft, from: desk.clock.now, by: "s-0001", requestID: "r")
        }
    }

    @Test(arguments: [
        ("version: [", 2), ("version: &a 1\nname: *a\n", 1), (String(repeating: "[", count: 60_000), 1),
        (String(repeating: "- ", count: 30_000), 1), (String(repeating: "{a: ", count: 15_000), 1),
        ("a: !!binary x\nb: <<\n", 1), ("", 1), ("version: 3\nversion: 4\n", 2), ("\u{0}", 1),
        ("version: 2\nghost: 1\n", 2),
        ("version: 2\nquestions:\n" + String(repeating: "  - {id: q, kind: date}\n", count: 500), 3),
    ])
    func hostileTextIsRefusedWithItsLine(_ text: String, _ line: Int) async throws {
        let desk = try await Desk(.sqlite)

        let check = try await desk.drafts.check(ServiceFiles(source: text, layout: nil), of: desk.id)

        #expect(check.item == nil)
        let first = try #require(check.defects.first { $0.file == "\(Self.service)/service.yml" })
        #expect(
            first.line >= 1 && check.defects.contains { $0.line <= max(line, 1) },
            "\(check.defects.prefix(3))")
        #expect(!first.remedy.english.isEmpty)
    }

    @Test func aFormOfFiveHundredQuestionsIsToldHowManyThereMayBe() async throws {
        let desk = try await Desk(.sqlite)
        let source = try desk.files(named: "新").source
        let questions = (1...500).map { "  - {id: q\($0), kind: date}" }.joined(separator: "\n")
        let start = try #require(source.range(of: "questions:\n"))
        let long = source.replacingCharacters(in: start, with: "questions:\n\(questions)\n")

        let check = try await desk.drafts.check(ServiceFiles(source: long, layout: nil), of: desk.id)

        #expect(check.item == nil)
        let defect = try #require(
            check.defects.first { $0.message.english.contains("entries, and 60 at most are read") },
            "\(check.defects.prefix(3))")
        let there = defect.message.english.firstMatch(of: /The list has ([0-9]+) entries/).map {
            String($0.1)
        }
        let count = try #require(Int(there ?? ""))
        #expect(count >= 500)
        #expect(defect.remedy == "Take \(count - 60) of them out, or divide it")
    }

    @Test func everyDefectNamesItsLineAndARemedy() async throws {
        let desk = try await Desk(.sqlite)
        let source = try desk.files(named: "新").source
        let broken = source.replacing("handling: instant", with: "handling: at-once")
            .replacing("kind: choice", with: "kind: chioce", maxReplacements: 1)

        let check = try await desk.drafts.check(ServiceFiles(source: broken, layout: nil), of: desk.id)

        let lines = broken.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(check.defects.contains { lines[$0.line - 1].contains("at-once") }, "\(check.defects)")
        #expect(check.defects.contains { lines[$0.line - 1].contains("chioce") }, "\(check.defects)")
    }

    /// The journey beside it is not read by a service that is wrong itself: it would only complain of the same again.
    @Test(
        arguments: [
            [("kind: choice", "kind: chioce")],
            [("  - id: purpose", "  - id: aim"), ("handling: instant", "handling: x")],
        ] as [[(String, String)]])
    func whatIsWrongIsSaidOnce(_ changes: [(String, String)]) async throws {
        let desk = try await Desk(.sqlite)
        let begun = try #require(try await desk.drafts.published(desk.id))
        #expect(begun.parts[ServicePart.fixture] != nil)
        let source = changes.reduce(begun.source) { text, change in
            text.replacing(change.0, with: change.1, maxReplacements: 1)
        }

        let check = try await desk.drafts.check(
            ServiceFiles(source: source, layout: begun.layout, parts: begun.parts), of: desk.id)

        #expect(
            check.defects.map(\.message.english) == ["The word is not one of those that are known"],
            "\(check.defects)")
    }

    @Test func anAnswerOfTheJourneyIsRefusedInWords() async throws {
        let desk = try await Desk(.sqlite)
        let begun = try #require(try await desk.drafts.published(desk.id))
        var parts = begun.parts
        parts[ServicePart.fixture] = parts[ServicePart.fixture]?.replacing("loan", with: "yacht")

        let check = try await desk.drafts.check(
            ServiceFiles(source: begun.source, layout: begun.layout, parts: parts), of: desk.id)

        #expect(
            check.defects.map(\.message.english) == [
                "purpose does not take this answer: it is none of the options"
            ], "\(check.defects)")
    }

    @Test func aCodeThatAnotherServiceHasIsRefused() async throws {
        let desk = try await Desk(.sqlite)
        let source = try desk.files(named: "新").source
        let id = try #require(ServiceID(rawValue: "fund/brand-new"))

        let check = try await desk.drafts.check(ServiceFiles(source: source, layout: nil), of: id)

        #expect(check.defects.contains { $0.message.english.contains("has the implementation code") })
    }

    @Test(arguments: TestEngine.available)
    func fiftySavingsAreKept(_ engine: TestEngine) async throws {
        let desk = try await Desk(engine)
        let files = ServiceFiles(source: "a", layout: " \n")
        for revision in 0..<53 {
            _ = try await desk.drafts.save(files, of: desk.id, over: revision, by: "s-0001")
        }

        #expect(try await desk.drafts.draft(desk.id, revision: 3) == nil)
        #expect(try await desk.drafts.draft(desk.id, revision: 4) != nil)
        #expect(try await desk.drafts.draft(desk.id)?.files.layout == nil, "an empty layout is none")
        await #expect(throws: DraftRefused.tooLarge) {
            try await desk.drafts.save(
                ServiceFiles(source: String(repeating: "长", count: 22_000), layout: nil), of: desk.id,
                over: 53,
                by: "s-0001")
        }
    }

    @Test func whatRunningCasesFeelIsNamed() async throws {
        let desk = try await Desk(.sqlite)
        let old = try #require(desk.catalogue[desk.id])
        let source = try desk.files(named: "新").source
        let gone = source.replacing("- id: months", with: "- id: span")

        let new = try #require(
            try await desk.drafts.check(ServiceFiles(source: gone, layout: desk.layout), of: desk.id).item)

        #expect(
            ServiceChange.all(from: old, to: new).map { "\($0.kind.rawValue) \($0.name)" }
                == ["question-added span", "question-removed months"])
    }

    /// A house with a few services, as the desk sees it.
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

        func files(named name: String, version: Int? = nil) throws -> ServiceFiles {
            var text = try folder.text("\(id.rawValue)/service.yml")
                .replacing("name: {zh-Hans: 住房公积金缴存证明", with: "name: {zh-Hans: \(name)")
            if let version {
                text.replace(/version: \d+/, with: "version: \(version)", maxReplacements: 1)
            }
            return ServiceFiles(source: text, layout: layout)
        }

        /// What whoever writes these files must still write.
        func unraised(_ files: ServiceFiles) async throws -> [CatalogueDefect] {
            try await drafts.unraised(#require(await drafts.check(files, of: id).item), in: files)
        }

        /// The second person's yes, in a transaction as at the desk.
        func agree(_ proposal: ServiceProposal, may: Bool = true) async throws {
            try await engine.write { [drafts] db in
                try drafts.publish(proposal.id, by: "s-0009", allowing: { _ in may }, in: db)
            }
        }

        func leaves() async throws -> [String] {
            try await engine.read { db in
                try db.rows("SELECT leaf_bytes FROM audit_pending").map {
                    String(decoding: try $0.bytes("leaf_bytes"), as: UTF8.self)
                }
            }
        }
    }
}

/// Two texts side by side.
@Suite struct TextDifferenceTests {
    @Test func onlyWhatChangedIsShownWithTheLinesAround() {
        let old = (1...40).map { "line \($0)" }
        var new = old
        new[19] = "changed"
        new.append("last")

        let lines = TextDifference(from: old.joined(separator: "\n"), to: new.joined(separator: "\n")).lines

        #expect(lines.filter { $0.kind == .removed }.map(\.text) == ["line 20"])
        #expect(lines.filter { $0.kind == .added }.map(\.text) == ["changed", "last"])
        #expect(lines.count { $0.kind == .gap } == 2)
        #expect(lines.count < 16)
    }

    @Test func equalTextsDifferInNothing() {
        #expect(TextDifference(from: "a\nb", to: "a\nb").isEmpty)
        #expect(TextDifference(from: "", to: "").isEmpty)
    }

    @Test func textsThatHaveNothingInCommonAreNotComparedForEver() {
        let old = (0..<30_000).map { "a\($0 % 7)" }.joined(separator: "\n")
        let new = (0..<30_000).map { "b\($0 % 5)" }.joined(separator: "\n")

        #expect(TextDifference(from: old, to: new).lines.count == TextDifference.linesMax)
    }
}
