import Audit
import Base
import Foundation
import Storage
import Support
import Testing

@testable import Catalogue

@Suite struct PublicationTests {
    static let service = "fund/deposit-proof"

    @Test(arguments: TestEngine.available)
    func aNewVersionIsOfferedWhileTheOldRunsToItsEnd(_ engine: TestEngine) async throws {
        let bench = try await Bench(engine)
        let id = try #require(ServiceID(rawValue: Self.service))
        let old = try #require(bench.catalogue[id]?.version)
        let files = try bench.files(version: old + 1, named: "缴存证明（新）")

        try await bench.publications.publish(files, from: bench.clock.now)
        #expect(bench.catalogue[id]?.version == old, "nothing changes before it is followed")
        #expect(try await bench.publications.follow())

        #expect(bench.catalogue[id]?.version == old + 1)
        #expect(bench.catalogue[id]?.name[.mandarin] == "缴存证明（新）")
        #expect(bench.catalogue[id, version: old]?.name[.mandarin] == "住房公积金缴存证明")
        #expect(try await bench.publications.follow() == false)
        // Another node, or this one after a restart, comes to the same.
        let other = try bench.node()
        #expect(try await other.publications.follow())
        #expect(other.catalogue[id]?.version == old + 1)
        #expect(other.catalogue[id, version: old]?.version == old)
    }

    /// A case that was opened at another node a moment ago is drawn here by its own version or not at all.
    @Test(arguments: TestEngine.available)
    func whatAnotherNodePublishedIsWaitedFor(_ engine: TestEngine) async throws {
        let bench = try await Bench(engine)
        let id = try #require(ServiceID(rawValue: Self.service))
        let old = try #require(bench.catalogue[id]?.version)
        let other = try bench.node()
        try await bench.publications.publish(
            bench.files(version: old + 1, named: "新"), from: bench.clock.now)
        #expect(try await bench.publications.follow())
        #expect(try bench.catalogue.item(id, version: old + 1)?.name[.mandarin] == "新")

        #expect(throws: NotYetHere.self) { try other.catalogue.item(id, version: old + 1) }
        #expect(try other.catalogue.item(id, version: old)?.version == old)
        #expect(other.catalogue[id, version: old + 1]?.version == old, "it has a name meanwhile")
        #expect(try await other.publications.follow())
        #expect(try other.catalogue.item(id, version: old + 1)?.name[.mandarin] == "新")
    }

    /// What is not among everything that was published or kept is lost, and its cases go on by what is offered.
    @Test(arguments: TestEngine.available)
    func whatNobodyPublishedIsWaitedForOnce(_ engine: TestEngine) async throws {
        let bench = try await Bench(engine)
        let id = try #require(ServiceID(rawValue: Self.service))
        let gone = try #require(ServiceID(rawValue: "fund/brand-new"))
        let old = try #require(bench.catalogue[id]?.version)

        #expect(throws: NotYetHere.self) { try bench.catalogue.item(id, version: old - 1) }
        #expect(throws: NotYetHere.self) { try bench.catalogue.item(id, version: old + 5) }
        #expect(throws: NotYetHere.self) { try bench.catalogue.item(gone, version: 1) }
        #expect(try await bench.publications.follow() == false)

        #expect(try bench.catalogue.item(id, version: old - 1)?.version == old)
        #expect(try bench.catalogue.item(id, version: old + 5)?.version == old)
        #expect(try bench.catalogue.item(gone, version: 1) == nil)
        // Something else that is offered makes nobody wait again.
        try await bench.publications.publish(
            bench.files(version: old + 1, named: "新"), from: bench.clock.now)
        #expect(try await bench.publications.follow())
        #expect(try bench.catalogue.item(id, version: old + 5)?.version == old + 1)
    }

    @Test(arguments: TestEngine.available)
    func whatOneCentrePublishesIsNotOfferedByAnotherOfTheProcess(_ engine: TestEngine) async throws {
        let bench = try await Bench(engine)
        let id = try #require(ServiceID(rawValue: Self.service))
        let old = try #require(bench.catalogue[id]?.version)
        let neighbour = bench.catalogue.separate()

        try await bench.publications.publish(
            bench.files(version: old + 1, named: "新"), from: bench.clock.now)
        #expect(try await bench.publications.follow())

        #expect(bench.catalogue[id]?.version == old + 1)
        #expect(neighbour[id]?.version == old)
        #expect(bench.catalogue.separate()[id]?.version == old + 1)
    }

    @Test(arguments: TestEngine.available)
    func aVersionWaitsForItsDayAndCanBeTakenBack(_ engine: TestEngine) async throws {
        let bench = try await Bench(engine)
        let id = try #require(ServiceID(rawValue: Self.service))
        let old = try #require(bench.catalogue[id]?.version)
        let files = try bench.files(version: old + 1, named: "新")

        try await bench.publications.publish(files, from: bench.clock.now + .seconds(3_600))
        _ = try await bench.publications.follow()
        #expect(bench.catalogue[id]?.version == old)
        bench.clock.now = bench.clock.now + .seconds(3_600)
        #expect(try await bench.publications.follow())
        #expect(bench.catalogue[id]?.version == old + 1)

        try await bench.withdraw(id, old + 1)
        await #expect(throws: DraftRefused.unknown) { try await bench.withdraw(id, old + 1) }
        #expect(try await bench.publications.follow())
        #expect(bench.catalogue[id]?.version == old)
        #expect(bench.catalogue[id, version: old + 1]?.name[.mandarin] == "新", "its own cases go on")
    }

    @Test(arguments: TestEngine.available)
    func aServiceNobodyKnewIsOfferedByFilesAlone(_ engine: TestEngine) async throws {
        let bench = try await Bench(engine)
        let id = try #require(ServiceID(rawValue: "fund/brand-new"))
        let known = try bench.folder.text("\(Self.service)/service.yml")
        // Pictures come with a release, so a published service shows the shared ones.
        let source = known.replacing("3002017003001", with: "3002017998000")
            .replacing(/[ ]{2}- text: .*\n {4}picture: .*\n {4}spoken: .*\n/, with: "  - take-paper\n")
        let layout = try bench.folder.text("\(Self.service)/document.yml")

        try await bench.publications.publish(
            ["fund/brand-new/service.yml": source, "fund/brand-new/document.yml": layout],
            from: bench.clock.now)
        try await bench.publications.follow()

        #expect(bench.catalogue[id]?.selfService == true)
        #expect(bench.catalogue[id]?.layout == layout)
    }

    /// More windows from a day on: a figure of slots.yml is a version of its service like any other change.
    @Test(arguments: TestEngine.available)
    func whatCanBeBookedIsPublishedWithItsService(_ engine: TestEngine) async throws {
        let root = Repository.services
        let (clock, path) = (TestClock(), "police/household-appointment")
        let database = try await engine.make(
            StorageMigrations.all + AuditMigrations.all + AuditMigrations.later + CatalogueMigrations.all)
        let catalogue = try Catalogue.load(root)
        let id = try #require(ServiceID(rawValue: path))
        let old = try #require(catalogue[id])
        func text(_ name: String) throws -> String {
            try String(contentsOf: root.appending(path: "\(path)/\(name)"), encoding: .utf8)
        }
        let publications = Publications(engine: database, world: .frozen(clock), catalogue: catalogue)

        try await publications.publish(
            [
                "\(path)/service.yml": text("service.yml").replacing(
                    "version: \(old.version)\n", with: "version: \(old.version + 1)\n"),
                "\(path)/slots.yml": text("slots.yml").replacing("count: 2", with: "count: 5"),
            ], from: clock.now)
        try await publications.follow()

        #expect(catalogue[id]?.slots?.people == 5)
        #expect(catalogue[id, version: old.version]?.slots?.people == 2)
        try await ServiceDrafts(publications: publications, audit: AuditLog(world: .frozen(clock))).withdraw(
            id, version: old.version + 1, because: "x", by: "s-0009", requestID: "r")
        try await publications.follow()
        #expect(catalogue[id]?.slots?.people == 2)
    }

    @Test func whatIsNotRaisedOrNotAServiceIsRefusedWithItsPlace() async throws {
        let bench = try await Bench(.sqlite)
        let id = try #require(ServiceID(rawValue: Self.service))
        let old = try #require(bench.catalogue[id]?.version)
        let layout = try bench.folder.text("\(Self.service)/document.yml")
        let cases: [([String: String], String)] = [
            (try bench.files(version: old, named: "新"), "is not above \(old)"),
            (["fund/registers.yml": "registers: []"], "Only service.yml, document.yml, slots.yml, guide/"),
            (["fund/deposit-proof/service.yml": "version: many"], "A whole number is expected"),
            (["fund/deposit-proof/document.yml": layout], "The service itself is not published with it"),
            (["fund/deposit-proof/slots.yml": "places: []"], "The list has 0 entries, and 1 at least"),
            (["ghosts/haunting/service.yml": "version: 1"], "The folder belongs to no department"),
        ]
        for (files, message) in cases {
            let thrown = await #expect(throws: CatalogueDefects.self) {
                try await bench.publications.publish(files, from: bench.clock.now)
            }
            #expect(
                thrown?.defects.contains { $0.message.english.contains(message) } == true,
                "\(String(describing: thrown))")
        }
        #expect(try await bench.publications.follow() == false, "nothing of it was kept")
    }

    /// A release that brings a newer version than the desk had published brings it to the stations.
    @Test(arguments: TestEngine.available)
    func anOlderPublicationGivesWayToANewerRelease(_ engine: TestEngine) async throws {
        let bench = try await Bench(engine)
        let id = try #require(ServiceID(rawValue: Self.service))
        let old = try #require(bench.catalogue[id]?.version)
        try await bench.publications.publish(
            bench.files(version: old + 1, named: "旧"), from: bench.clock.now)
        #expect(try await bench.publications.follow())
        #expect(try await bench.publications.outdated().isEmpty)

        let path = "\(Self.service)/service.yml"
        let newer = try #require(try bench.files(version: old + 2, named: "新")[path])
        try newer.write(to: bench.folder.url.appending(path: path), atomically: true, encoding: .utf8)
        let upgraded = try bench.node()
        #expect(try await upgraded.publications.follow())

        #expect(upgraded.catalogue[id]?.version == old + 2)
        #expect(upgraded.catalogue[id, version: old + 1]?.name[.mandarin] == "旧", "its own cases go on")
        #expect(try await upgraded.publications.outdated().map(\.version) == [old + 1])
        #expect(upgraded.publications.unreadable.isEmpty)
        #expect(try await upgraded.publications.follow() == false)
        // The desk goes on from what is offered.
        let drafts = ServiceDrafts(
            publications: upgraded.publications, audit: AuditLog(world: .frozen(bench.clock)))
        #expect(try await drafts.published(id)?.source == newer)
    }

    /// What it does not bring is its release's, whatever the next one lays beside it.
    @Test(arguments: TestEngine.available)
    func aPublicationIsWholeWhenItIsMade(_ engine: TestEngine) async throws {
        let bench = try await Bench(engine)
        let id = try #require(ServiceID(rawValue: Self.service))
        let old = try #require(bench.catalogue[id]?.version)
        let path = "\(Self.service)/service.yml"
        let picture = "\(Self.service)/guide/take-deposit-proof.svg"
        let (layout, drawing) = (
            try bench.folder.text("\(Self.service)/document.yml"), try bench.folder.text(picture)
        )
        let made = try await bench.publications.publish(
            bench.files(version: old + 1, named: "旧"), from: bench.clock.now)
        #expect(made.map(\.layout) == [layout] && made.map(\.slots) == [""])
        #expect(made.first?.parts["guide/take-deposit-proof.svg"] == drawing)
        #expect(made.first?.parts[ServicePart.fixture] == nil, "no case is read by it")

        try bench.folder.write(try #require(bench.files(version: old + 2, named: "新")[path]), to: path)
        _ = try bench.folder.replace(
            "spoken: guide.take-deposit-proof", with: "spoken: guide.take-new-proof", in: path)
        try bench.folder.write(
            """
            spoken:
              - key: guide.take-new-proof
                text: {zh-Hans: 请取走新证明, en: Take the new proof, nan-Hant: 請提新證明}
            """, to: "\(Self.service)/guide/spoken.yml")
        try bench.folder.write(layout + "# 新\n", to: "\(Self.service)/document.yml")
        try bench.folder.write(drawing + "<!-- 新 -->", to: picture)
        let upgraded = try bench.node()
        #expect(try await upgraded.publications.follow())

        let kept = try upgraded.catalogue.item(id, version: old + 1)
        #expect(kept?.layout == layout && kept?.guide.last?.drawing == drawing)
        #expect(upgraded.catalogue[id]?.layout == layout + "# 新\n")
        #expect(upgraded.publications.unreadable.isEmpty)
    }

    /// What this release cannot read is not offered, and everything else is.
    @Test(arguments: TestEngine.available, [1, 2])
    func aPublicationThatCannotBeReadHarmsItsOwnServiceAlone(
        _ engine: TestEngine, broken: Int
    ) async throws {
        let bench = try await Bench(engine)
        let id = try #require(ServiceID(rawValue: Self.service))
        let old = try #require(bench.catalogue[id]?.version)
        for step in 1...2 {
            try await bench.publications.publish(
                bench.files(version: old + step, named: "新\(step)"), from: bench.clock.now)
        }
        try await bench.engine.write { db in
            _ = try db.run(
                """
                UPDATE service_publications SET source = \("version: \(old + broken)\nformer-word: yes\n")
                WHERE version = \(old + broken) AND service = \(Self.service)
                """)
        }
        let count = bench.catalogue.items.count
        #expect(try await bench.publications.follow())

        let offered = broken == 2 ? old + 1 : old + 2
        #expect(bench.catalogue[id]?.version == offered)
        #expect(bench.catalogue.items.count == count)
        let lost = bench.publications.unreadable
        #expect(lost.map(\.version) == [old + broken] && lost.allSatisfy { $0.isDue == (broken == 2) })
        #expect(lost.first?.defects.defects.first?.file == "\(Self.service)/service.yml")
        #expect(try await bench.publications.follow() == false)
        let restarted = try bench.node()
        #expect(try await restarted.publications.follow())
        #expect(restarted.catalogue[id]?.version == offered)
        // Others, and this one, are published as before; the number that is lost is not used again.
        try await bench.publications.publish(bench.files(version: old + 3, named: "好"), from: bench.clock.now)
        #expect(try await bench.publications.follow())
        #expect(bench.catalogue[id]?.name[.mandarin] == "好")
        #expect(bench.publications.unreadable.allSatisfy { !$0.isDue })
    }

    /// The defect may stand in a file of the release's, which names what the published version is without.
    @Test(arguments: TestEngine.available)
    func aPublicationThatNoLongerFitsTheReleaseIsNotOffered(_ engine: TestEngine) async throws {
        let bench = try await Bench(engine)
        let id = try #require(ServiceID(rawValue: Self.service))
        let old = try #require(bench.catalogue[id]?.version)
        let files = try bench.files(version: old + 1, named: "只在窗口")
            .mapValues { $0.replacing("selfService: true", with: "selfService: false") }
        try await bench.publications.publish(files, from: bench.clock.now)
        try bench.folder.write("featured: [\(Self.service)]", to: "home.yml")
        let node = try bench.node()
        #expect(try await node.publications.follow())

        #expect(node.catalogue[id]?.version == old)
        let lost = try #require(node.publications.unreadable.first)
        #expect(lost.version == old + 1 && lost.isDue && lost.defects.defects.first?.file == "home.yml")
    }

    /// A house with a few services.
    private struct Bench {
        let folder: ServicesFolder
        let clock = TestClock()
        let engine: any SQLEngine
        let catalogue: Catalogue
        let publications: Publications

        init(_ kind: TestEngine) async throws {
            folder = try ServicesFolder()
            engine = try await kind.make(
                StorageMigrations.all + AuditMigrations.all + AuditMigrations.later + CatalogueMigrations.all)
            catalogue = try Catalogue.load(folder.url)
            publications = Publications(engine: engine, world: .frozen(clock), catalogue: catalogue)
        }

        func withdraw(_ id: ServiceID, _ version: Int) async throws {
            try await ServiceDrafts(
                publications: publications, audit: AuditLog(world: .frozen(clock))
            ).withdraw(id, version: version, because: "x", by: "s-0009", requestID: "r")
        }

        func node() throws -> (catalogue: Catalogue, publications: Publications) {
            let catalogue = try Catalogue.load(folder.url)
            return (catalogue, Publications(engine: engine, world: .frozen(clock), catalogue: catalogue))
        }

        func files(version: Int, named name: String) throws -> [String: String] {
            let path = "\(PublicationTests.service)/service.yml"
            let text = try folder.text(path)
            return [
                path: text.replacing(/version: \d+/, with: "version: \(version)", maxReplacements: 1)
                    .replacing("name: {zh-Hans: 住房公积金缴存证明", with: "name: {zh-Hans: \(name)")
            ]
        }
    }
}
