import Audit
import Base
import Foundation
import Storage
import Support
import Testing

@testable import Catalogue

/// What releases brought is read by its cases, whatever release runs, and offered by nobody for that.
@Suite struct ReleasedVersionTests {
    @Test(arguments: TestEngine.available)
    func aVersionOfAFormerReleaseIsReadByItsOwnFilesAndOfferedToNobody(_ engine: TestEngine) async throws {
        let bench = try await Bench(engine)
        let old = try #require(try await bench.node().catalogue[Bench.id])
        try bench.release(old.version + 1, named: "新证明")
        let node = try await bench.node()

        #expect(throws: NotYetHere.self) { try node.catalogue.item(Bench.id, version: old.version) }
        #expect(
            node.catalogue[Bench.id, version: old.version]?.version == old.version + 1, "its name meanwhile")
        #expect(try await node.publications.follow() == false, "nothing else is offered")

        let kept = try node.catalogue.item(Bench.id, version: old.version)
        #expect(kept?.version == old.version && kept?.name == old.name)
        #expect(kept?.layout == old.layout)
        #expect(node.catalogue[Bench.id, version: old.version]?.name == old.name)
        #expect(node.catalogue[Bench.id]?.name[.mandarin] == "新证明")
        #expect(node.catalogue.items.count { $0.id == Bench.id } == 1)
        // Nobody published it, so nobody takes it back, and the desk writes on from what is offered.
        let drafts = ServiceDrafts(
            publications: node.publications, audit: AuditLog(world: .frozen(bench.clock)))
        #expect(try await drafts.publications(of: Bench.id.department).isEmpty)
        #expect(try await drafts.published(Bench.id)?.source == bench.folder.text(Bench.path))
        await #expect(throws: DraftRefused.unknown) {
            try await drafts.withdraw(
                Bench.id, version: old.version, because: "x", by: "s-0009", requestID: "r")
        }
    }

    @Test(arguments: TestEngine.available)
    func whatCasesRunUnderIsReadBeforeOneOfThemAsks(_ engine: TestEngine) async throws {
        let bench = try await Bench(engine)
        let old = try #require(try await bench.node().catalogue[Bench.id])
        try bench.release(old.version + 1, named: "新证明")
        let node = try await bench.node()

        try await node.publications.follow(reading: [Bench.id: [old.version, old.version + 1]])

        #expect(try node.catalogue.item(Bench.id, version: old.version)?.name == old.name)
        // Something else that is offered takes nothing away from it.
        try await node.publications.publish(
            bench.files(version: old.version + 2, named: "再新"), from: bench.clock.now)
        #expect(try await node.publications.follow())
        #expect(try node.catalogue.item(Bench.id, version: old.version)?.name == old.name)
        #expect(try node.catalogue.item(Bench.id, version: old.version + 1)?.name[.mandarin] == "新证明")
    }

    /// Nodes are replaced one by one: the one that runs still reads what the other has begun.
    @Test(arguments: TestEngine.available)
    func aNodeReadsWhatANewerReleaseBrought(_ engine: TestEngine) async throws {
        let bench = try await Bench(engine)
        let older = try await bench.node()
        let old = try #require(older.catalogue[Bench.id])
        try bench.release(old.version + 1, named: "新证明")
        _ = try await bench.node()

        #expect(throws: NotYetHere.self) { try older.catalogue.item(Bench.id, version: old.version + 1) }
        #expect(try await older.publications.follow() == false)

        let newer = try older.catalogue.item(Bench.id, version: old.version + 1)
        #expect(newer?.name[.mandarin] == "新证明")
        #expect(newer?.layout?.contains("新证明") == true)
        #expect(older.catalogue[Bench.id]?.version == old.version, "and offers its own")
    }

    @Test(arguments: TestEngine.available)
    func aStartWritesOnlyWhatIsNotKept(_ engine: TestEngine) async throws {
        let bench = try await Bench(engine)
        let first = bench.clock.now
        let old = try #require(try await bench.node().catalogue[Bench.id])
        let count = try await bench.kept().count
        #expect(count == 5)
        bench.clock.advance(by: .seconds(60))
        _ = try await bench.node()
        #expect(try await bench.kept().allSatisfy { $0 == first })

        try bench.release(old.version + 1, named: "新证明")
        _ = try await bench.node()
        #expect(try await bench.kept().count == count + 1)
        #expect(try await bench.kept().count { $0 == bench.clock.now } == 1)
    }

    /// Its cases read the mended word while that release runs, and go on reading it under the next.
    @Test(arguments: TestEngine.available)
    func whatAReleaseMendedUnderTheSameNumberStaysMended(_ engine: TestEngine) async throws {
        let bench = try await Bench(engine)
        let old = try #require(try await bench.node().catalogue[Bench.id])
        try bench.release(old.version, named: "改了字的证明")
        let mending = Publications(
            engine: bench.engine, world: .frozen(bench.clock),
            catalogue: try Catalogue.load(bench.folder.url))
        let mended = try await mending.keepReleased()
        #expect(mended.map(\.service) == [Bench.id] && mended.map(\.version) == [old.version])
        #expect(try await mending.keepReleased().isEmpty, "it is told once")
        try bench.release(old.version + 1, named: "新证明")
        let node = try await bench.node()

        try await node.publications.follow(reading: [Bench.id: [old.version]])

        #expect(try node.catalogue.item(Bench.id, version: old.version)?.name[.mandarin] == "改了字的证明")
    }

    /// What the next release laid beside the service is not the older version's.
    @Test(arguments: TestEngine.available)
    func aFileThatCameLaterIsTakenOut(_ engine: TestEngine) async throws {
        let bench = try await Bench(engine)
        let old = try #require(try await bench.node().catalogue[Bench.id])
        try bench.release(old.version + 1, named: "新证明")
        _ = try bench.folder.replace(
            "spoken: guide.take-deposit-proof", with: "spoken: guide.take-new-proof", in: Bench.path)
        try bench.folder.write(
            """
            spoken:
              - key: guide.take-new-proof
                text: {zh-Hans: 请取走新证明, en: Take the new proof, nan-Hant: 請提新證明}
            """, to: "\(Bench.service)/guide/spoken.yml")
        let node = try await bench.node()

        try await node.publications.follow(reading: [Bench.id: [old.version]])

        #expect(try node.catalogue.item(Bench.id, version: old.version)?.name == old.name)
        #expect(node.publications.unreadable.isEmpty)
    }

    /// A folder may have what nobody may lay over one; a version that brought it is read all the same.
    @Test(arguments: TestEngine.available)
    func aPictureThatNoStepShowsLosesNoVersion(_ engine: TestEngine) async throws {
        let bench = try await Bench(engine)
        try bench.folder.write("<svg/>", to: "\(Bench.service)/guide/shown-nowhere.svg")
        let old = try #require(try await bench.node().catalogue[Bench.id])
        try bench.release(old.version + 1, named: "新证明")
        let node = try await bench.node()

        try await node.publications.follow(reading: [Bench.id: [old.version]])

        #expect(try node.catalogue.item(Bench.id, version: old.version)?.name == old.name)
        #expect(node.publications.unreadable.isEmpty)
    }

    /// Under whatever release comes next.
    @Test func everyServiceOfTheProjectIsReadAsItIsKept() throws {
        let catalogue = try Catalogue.load(Repository.services)
        let files = CatalogueFiles(folder: Repository.services)
        let kept = try catalogue.items.map { item in
            try #require(files.released(Catalogue.Version(service: item.id, number: item.version)))
        }

        for (item, read) in zip(catalogue.items, CatalogueCompiler(files: files).other(kept)) {
            #expect(read.defects.isEmpty, "\(item.id): \(read.defects.map(\.description))")
            #expect(read.item?.version == item.version && read.item?.layout == item.layout)
            #expect(read.item?.questions.map(\.id) == item.questions.map(\.id))
            #expect((read.item?.slots == nil) == (item.slots == nil))
            #expect(read.item?.guide.map(\.said) == item.guide.map(\.said))
        }
    }

    @Test(arguments: TestEngine.available)
    func aServiceThatWentWithAReleaseIsStillItsCases(_ engine: TestEngine) async throws {
        let bench = try await Bench(engine)
        let old = try #require(try await bench.node().catalogue[Bench.id])
        try FileManager.default.removeItem(at: bench.folder.url.appending(path: Bench.service))
        let node = try await bench.node()

        try await node.publications.follow(reading: [Bench.id: [old.version]])

        #expect(node.catalogue[Bench.id] == nil && node.catalogue.items.allSatisfy { $0.id != Bench.id })
        let kept = try node.catalogue.item(Bench.id, version: old.version)
        #expect(kept?.layout == old.layout && kept?.guide.last?.drawing != nil)
    }

    /// Somebody lays a file beside the running program that nobody can read, and something is published.
    @Test(arguments: TestEngine.available)
    func itIsReadWhereWhatIsPublishedCannotBeOffered(_ engine: TestEngine) async throws {
        let bench = try await Bench(engine)
        let old = try #require(try await bench.node().catalogue[Bench.id])
        try bench.release(old.version + 1, named: "新证明")
        let node = try await bench.node()
        try await node.publications.publish(
            bench.files(version: old.version + 2, named: "再新"), from: bench.clock.now)
        try bench.folder.write("former-word: yes\n")

        await #expect(throws: CatalogueDefects.self) {
            try await node.publications.follow(reading: [Bench.id: [old.version]])
        }

        #expect(try node.catalogue.item(Bench.id, version: old.version)?.name == old.name)
        #expect(throws: NotYetHere.self) { try node.catalogue.item(Bench.id, version: old.version + 2) }
    }

    @Test(arguments: TestEngine.available)
    func whatThisReleaseCannotReadIsLostAndToldOnce(_ engine: TestEngine) async throws {
        let bench = try await Bench(engine)
        let old = try #require(try await bench.node().catalogue[Bench.id])
        try await bench.turnOver(["service.yml": "former-word: yes\n"], isTold: true)
        try bench.release(old.version + 1, named: "新证明")
        let node = try await bench.node()

        try await node.publications.follow(reading: [Bench.id: [old.version]])

        #expect(try node.catalogue.item(Bench.id, version: old.version)?.version == old.version + 1)
        let told = node.publications.untold()
        #expect(told.map(\.version) == [old.version] && told.allSatisfy { $0.isReleased && !$0.isDue })
        #expect(told.first?.defects.defects.first?.file == Bench.path)
        #expect(try await node.publications.follow() == false)
        #expect(node.publications.untold().isEmpty && node.publications.unreadable.count == 1)
    }

    /// A byte of the disk turned over: nobody is asked by what nobody has written, though it could be read.
    @Test(arguments: TestEngine.available)
    func whatIsNotWhatWasKeptIsLost(_ engine: TestEngine) async throws {
        let bench = try await Bench(engine)
        let old = try #require(try await bench.node().catalogue[Bench.id])
        let kept = try await bench.engine.read { db in
            try ReleaseStore.find(.init(service: Bench.id, number: old.version), in: db)
        }
        let name = old.name[.mandarin]
        try await bench.turnOver(
            try #require(kept).files.mapValues { $0.replacing(name, with: "别的证明") }, isTold: false)
        try bench.release(old.version + 1, named: "新证明")
        let node = try await bench.node()

        try await node.publications.follow(reading: [Bench.id: [old.version]])

        #expect(try node.catalogue.item(Bench.id, version: old.version)?.version == old.version + 1)
        let defect = try #require(node.publications.untold().first?.defects.defects.first)
        #expect(defect.message.english.contains("is not what was kept"))
    }

    /// A layout stands in a file; the standard paper's words stand in the service.
    @Test func aLayoutThatCannotBeReadIsNamedWithItsPlace() throws {
        let catalogue = try Catalogue.load(Repository.services)
        let files = CatalogueFiles(folder: Repository.services)
        let own = try #require(catalogue[Bench.id])
        let standard = try #require(catalogue.items.first { $0.selfService && $0.paper != nil })
        let compiler = CatalogueCompiler(files: files) { ($0.paper == nil ? 7 : 0, "what", "remedy") }

        compiler.refuseUnreadableLayouts([own, standard])

        let line = LintPlace.key("paper").line(of: "\(standard.id.rawValue)/service.yml", in: files)
        #expect(
            compiler.report.defects.map { "\($0.file) \($0.line)" }
                == ["\(Bench.service)/document.yml 7", "\(standard.id.rawValue)/service.yml \(line)"])
        // What cannot be read itself is complained of once.
        compiler.refuseUnreadableLayouts([own])
        #expect(compiler.report.defects.count == 2)
    }

    /// Cases of two versions with one number could not be told apart.
    @Test(arguments: TestEngine.available)
    func aNumberThatAnotherReleaseHadIsNotPublished(_ engine: TestEngine) async throws {
        let bench = try await Bench(engine)
        let older = try await bench.node()
        let old = try #require(older.catalogue[Bench.id]?.version)
        try bench.release(old + 1, named: "新证明")
        _ = try await bench.node()

        let thrown = await #expect(throws: CatalogueDefects.self) {
            try await older.publications.publish(
                bench.files(version: old + 1, named: "别的"), from: bench.clock.now)
        }

        #expect(
            thrown?.defects.contains { $0.message.english.contains("is not above \(old + 1)") } == true)
        try await older.publications.publish(
            bench.files(version: old + 2, named: "别的"), from: bench.clock.now)
    }

    /// One database, and a folder that the test changes between the starts of two nodes.
    private struct Bench {
        static let service = "fund/deposit-proof"
        static let path = "\(service)/service.yml"
        static let id: ServiceID = {
            guard let id = ServiceID(rawValue: service) else { preconditionFailure("a service") }
            return id
        }()

        let folder: ServicesFolder
        let clock = TestClock()
        let engine: any SQLEngine

        init(_ kind: TestEngine) async throws {
            folder = try ServicesFolder()
            engine = try await kind.make(
                StorageMigrations.all + AuditMigrations.all + AuditMigrations.later + CatalogueMigrations.all)
        }

        /// Started with what the folder has now.
        func node() async throws -> (catalogue: Catalogue, publications: Publications) {
            let catalogue = try Catalogue.load(folder.url)
            let publications = Publications(engine: engine, world: .frozen(clock), catalogue: catalogue)
            try await publications.keepReleased()
            return (catalogue, publications)
        }

        /// Other files for all that is kept of the service; `isTold` as a release that brought them would have kept them.
        func turnOver(_ files: [String: String], isTold: Bool) async throws {
            let text = try #require(ServiceFiles.kept(files))
            let mark = ServicePublication.fingerprint(of: files)
            try await engine.write { db in
                _ = try db.run(
                    "UPDATE service_releases SET files = \(text) WHERE service = \(Self.service)")
                guard isTold else { return }
                _ = try db.run(
                    "UPDATE service_releases SET fingerprint = \(mark) WHERE service = \(Self.service)")
            }
        }

        func files(version: Int, named name: String) throws -> [String: String] {
            let text = try folder.text(Self.path)
            return [
                Self.path: text.replacing(/version: \d+/, with: "version: \(version)", maxReplacements: 1)
                    .replacing(
                        /name: \{zh-Hans: [^,]+,/, with: "name: {zh-Hans: \(name),", maxReplacements: 1)
            ]
        }

        /// The next release's files: the service bears another number and name, and its paper another title.
        func release(_ version: Int, named name: String) throws {
            try folder.write(try #require(files(version: version, named: name)[Self.path]), to: Self.path)
            let layout = "\(Self.service)/document.yml"
            try folder.write(
                folder.text(layout).replacing(/title: .+/, with: "title: \(name)", maxReplacements: 1),
                to: layout)
        }

        /// When each version was kept.
        func kept() async throws -> [Instant] {
            try await engine.read { db in
                try db.rows("SELECT kept_at_ms FROM service_releases").map { try $0.instant("kept_at_ms") }
            }
        }
    }
}
