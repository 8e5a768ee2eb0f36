import Base
import Catalogue
import Documents
import Foundation
import Storage
import Support
import Testing

@testable import Casework

/// A release replaces the files of a service; its cases go on by those that they were opened under.
@Suite struct FormerReleaseTests {
    /// The next release leaves one question out and asks another, is for others, and its paper has another title.
    @Test(arguments: TestEngine.available)
    func aCaseIsAskedDecidedAndDrawnByTheReleaseItWasOpenedUnder(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        try await Publications(engine: house.engine, world: house.world, catalogue: house.catalogue)
            .keepReleased()
        let session = try await house.visit(for: CaseHouse.insurance)
        let number = try await house.open(CaseHouse.insurance, for: session)
        try await house.verbs.fetch(number, of: session, requestID: "r")
        try await house.answer(number, ["receiver": "样板小学"], of: session)
        let version = try await house.file(number).serviceVersion

        let release = try NextRelease(after: version)
        let next = try Catalogue.load(release.folder)
        let publications = Publications(engine: house.engine, world: house.world, catalogue: next)
        try await publications.keepReleased()
        let now = house.world.now()
        let running = try await house.engine.read { db in try CaseUsesStore.running(at: now, in: db) }
        #expect(running == [CaseHouse.insurance: [version]])
        try await publications.follow(reading: running)
        let parts = try house.parts(under: next)
        let verbs = CaseVerbs(parts)

        let form = try await verbs.owned.form(number, of: session)
        #expect(form.item.version == version && form.change == nil)
        #expect(form.route.map(\.id) == ["purpose", "receiver"])
        #expect(form.answers == ["receiver": "样板小学"])
        try await verbs.answer("purpose", with: "housing", in: number, of: session)
        let paper = try #require(try await IssuePaper(parts).draw(number))
        let text = paper.drawn.map(\.text).joined().filter { !$0.isWhitespace }
        #expect(text.contains("社会保险参保证明") && text.contains("样板小学"))
        #expect(!text.contains(NextRelease.title))
        try await verbs.submit(number, of: session, requestID: "r")
        #expect(try await house.state(number) == .issued)

        // Who begins now is asked by what is offered.
        let other = try await house.visit(.two, at: 1, for: CaseHouse.insurance)
        let begun = try await verbs.open(CaseHouse.insurance, for: other, requestID: "r")
        let fresh = try await verbs.owned.form(begun, of: other)
        #expect(fresh.item.version == version + 1 && fresh.item.eligibility.count == 1)
        #expect(fresh.route.map(\.id) == ["purpose", "office"])
    }

    /// What departments decide: the clerk's yes at a centre of the next release makes the paper of the former.
    @Test(arguments: TestEngine.available)
    func whatWasHandedInIsDecidedByTheReleaseItWasOpenedUnder(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        try await Publications(engine: house.engine, world: house.world, catalogue: house.catalogue)
            .keepReleased()
        let number = try await house.handedIn(for: house.visit(for: CaseHouse.endorsement))
        let file = try await house.file(number)
        let name = house.catalogue[CaseHouse.endorsement]?.name[.mandarin]

        let release = try NextRelease(of: CaseHouse.endorsement, after: file.serviceVersion)
        let next = try Catalogue.load(release.folder)
        let parts = try house.parts(under: next)
        let (desk, clerk) = (DeskVerbs(parts), try house.clerk())
        let review = CaseStep.Key(number, "review")
        // Nobody takes it by another version, not for the seconds until its own is read either.
        await #expect(throws: NotYetHere.self) {
            try await desk.claim.claim(review, by: clerk, requestID: "r")
        }
        try await Publications(engine: house.engine, world: house.world, catalogue: next).follow()
        try await desk.claim.claim(review, by: clerk, requestID: "r")
        try await desk.decide.approve(review, by: clerk, requestID: "r")
        let issue = CaseStep.Key(number, "issue")
        try await desk.claim.claim(issue, by: clerk, requestID: "r")
        try await desk.decide.approve(issue, by: clerk, requestID: "r")
        try await IssuePaper(parts)(number)

        #expect(try await house.state(number) == .issued)
        let names = try await house.engine.read { db in
            try db.rows("SELECT service_name FROM documents").map { try $0.text("service_name") }
        }
        #expect(names == [name].compactMap(\.self))
        #expect(next[CaseHouse.endorsement]?.name[.mandarin] == NextRelease.name)
    }

    /// Its paper is out, so no case of it runs; the office of the place expects her all the same, and nobody else's opens it.
    @Test(arguments: TestEngine.available)
    func aVisitIsExpectedAndOpenedByTheReleaseItWasBookedUnder(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        try await Publications(engine: house.engine, world: house.world, catalogue: house.catalogue)
            .keepReleased()
        let session = try await house.visit(for: AppointmentTests.household)
        let tomorrow = CalendarDate.tomorrow(at: house.world.now())
        let day = CalendarDate(inChinaAt: tomorrow)
        let number = try await house.booked(.init(place: "siming", day: day, minute: 9 * 60), by: session)
        let old = try #require(house.catalogue[AppointmentTests.household])
        #expect(try await house.state(number) == .issued)

        let release = try NextRelease(bookingNothingAfter: old.version)
        let next = try Catalogue.load(release.folder)
        #expect(next[old.id]?.version == old.version + 1 && next[old.id]?.slots == nil)
        let here = try house.clerk(queue: "police/4/350203")
        let city = try house.clerk(queue: "police/3")
        // By what is offered it would be the whole city's.
        let unread = OpenVisit(try house.parts(under: next.separate()))
        await #expect(throws: NotYetHere.self) { try await unread(number, for: city) }
        let now = house.world.now()
        let running = try await house.engine.read { db in try CaseUsesStore.running(at: now, in: db) }
        #expect(running == [old.id: [old.version]])
        try await Publications(engine: house.engine, world: house.world, catalogue: next)
            .follow(reading: running)
        let parts = try house.parts(under: next)

        let expected = try await MarkVisit(parts).expected(on: day) { _ in true }
        let visit = try #require(expected.flatMap(\.visits).first)
        #expect(visit.appointment.number == number && visit.item.slots?.place("siming") != nil)
        #expect(expected.allSatisfy { $0.plan == nil || $0.visits.isEmpty })
        let opened = try await OpenVisit(parts)(number, for: here)
        #expect(opened.form.item.version == old.version)
        await #expect(throws: AppointmentRefused.unknown) { try await OpenVisit(parts)(number, for: city) }
        let after = tomorrow + .seconds((OpenVisit.daysAfter + 1) * 86_400)
        let later = try await house.engine.read { db in try CaseUsesStore.running(at: after, in: db) }
        #expect(later.isEmpty, "whose day is over is read when somebody asks")
    }

    /// Were it known, its cases would be put aside when their papers are drawn.
    @Test(arguments: TestEngine.available)
    func aVersionWhoseLayoutIsReadNoMoreIsLost(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        try await Publications(engine: house.engine, world: house.world, catalogue: house.catalogue)
            .keepReleased()
        let id = CaseHouse.insurance
        let version = try #require(house.catalogue[id]?.version)
        try await house.engine.write { db in
            let row = try #require(
                try db.rows("SELECT files FROM service_releases WHERE service = \(id)").first)
            let files = try JSONDecoder().decode([String: String].self, from: Data(row.text("files").utf8))
                .mapValues { $0.replacing("paper: A4", with: "paper: A3") }
            let text = String(decoding: try JSONEncoder().encode(files), as: UTF8.self)
            let mark = ServicePublication.fingerprint(of: files)
            _ = try db.run(
                "UPDATE service_releases SET files = \(text), fingerprint = \(mark) WHERE service = \(id)")
        }
        let release = try NextRelease(of: id, after: version)
        let next = try Catalogue.load(release.folder)
        let publications = Publications(
            engine: house.engine, world: house.world, catalogue: next, layouts: try PaperLayouts(next).fault)

        try await publications.follow(reading: [id: [version]])

        #expect(try next.item(id, version: version)?.version == version + 1)
        let lost = try #require(publications.untold().first)
        let defect = try #require(lost.defects.defects.first)
        #expect(lost.version == version && lost.isReleased)
        #expect(defect.file == "\(id.rawValue)/document.yml" && defect.line == 2)
    }

    /// What was published is offered no more, and the line says where it fails.
    @Test(arguments: TestEngine.available)
    func aPublicationWhoseLayoutIsReadNoMoreIsNotOffered(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let old = try #require(house.catalogue[CaseHouse.insurance])
        let (path, layout) = (CaseHouse.insurance.rawValue, try #require(old.layout))
        let release = try NextRelease(of: CaseHouse.insurance, after: old.version)
        let source = try String(
            contentsOf: release.folder.appending(path: "\(path)/service.yml"), encoding: .utf8)
        let publications = Publications(
            engine: house.engine, world: house.world, catalogue: house.catalogue,
            layouts: try PaperLayouts(house.catalogue).fault)
        try await publications.publish(
            [
                "\(path)/service.yml": source,
                "\(path)/document.yml": layout.replacing("paper: A4", with: "paper: A3"),
            ], from: house.world.now())

        try await publications.follow()

        #expect(house.catalogue[CaseHouse.insurance]?.version == old.version)
        let lost = try #require(publications.untold().first)
        let defect = try #require(lost.defects.defects.first)
        #expect(lost.version == old.version + 1 && lost.isDue)
        #expect(defect.file == "\(path)/document.yml" && defect.line == 2)
    }

    /// An event in life is not kept, and nobody waits for it.
    @Test func anOlderEventInLifeGoesOnAsItIsOffered() async throws {
        let house = try await CaseHouse(.sqlite)
        let newborn = try #require(house.catalogue.bundles.first?.item)
        #expect(try house.catalogue.item(newborn.id, version: newborn.version - 1)?.id == newborn.id)
    }
}

/// A copy of the project's services in which one is a version further; removed when the test ends.
private final class NextRelease {
    static let title = "社会保险参保凭据"
    static let name = "下一版"

    let folder = FileManager.default.temporaryDirectory.appending(path: "release-\(UUID().uuidString)")

    /// The next version of the proof of insurance.
    convenience init(after version: Int) throws {
        try self.init(of: CaseHouse.insurance, after: version)
        try edit("\(CaseHouse.insurance.rawValue)/service.yml") { text in
            let questions = try #require(text.range(of: "questions:\n"))
            let receiver = try #require(text.range(of: "  - id: receiver\n"))
            let assurance = try #require(text.range(of: "assurance:"))
            text.replaceSubrange(
                receiver.lowerBound..<assurance.lowerBound,
                with: """
                      - id: office
                        kind: text
                        required: true
                        label: {zh-Hans: "哪个单位要？", en: "Which office wants it?", nan-Hant: 佗一个單位欲愛？}
                        hint: {zh-Hans: 单位名称, en: The name of the office, nan-Hant: 單位的名}
                        why: {zh-Hans: 只对它有效, en: It is good there only, nan-Hant: 干焦對伊有效}
                        max: 40

                    """)
            text.insert(
                contentsOf: """
                    eligibility:
                      - rule: "empty(insurance/participation.employer)"
                        otherwise: {zh-Hans: 单位职工请找单位开, en: Ask your employer, nan-Hant: 請揣恁單位開}

                    """, at: questions.lowerBound)
        }
        try edit("\(CaseHouse.insurance.rawValue)/document.yml") { text in
            text.replace("title: 社会保险参保证明", with: "title: \(Self.title)")
            text.replace(/.*answer\.receiver.*\n/, with: "")
        }
    }

    /// The household visits say nothing of any slot any more, nor does what gives them back.
    convenience init(bookingNothingAfter version: Int) throws {
        let service = AppointmentTests.household
        try self.init(of: service, after: version)
        try FileManager.default.removeItem(at: folder.appending(path: "\(service.rawValue)/slots.yml"))
        for service in [service, AppointmentTests.cancelling] {
            try edit("\(service.rawValue)/service.yml") { text in
                text.replace(/\{appointment\.[a-z|]+\}/, with: "")
            }
        }
    }

    init(of service: ServiceID, after version: Int) throws {
        let own = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Services")
        try FileManager.default.copyItem(at: own, to: folder)
        try edit("\(service.rawValue)/service.yml") { text in
            text.replace("version: \(version)\n", with: "version: \(version + 1)\n", maxReplacements: 1)
            text.replace(/name: \{zh-Hans: [^,]+,/, with: "name: {zh-Hans: \(Self.name),", maxReplacements: 1)
        }
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    private func edit(_ path: String, _ change: (inout String) throws -> Void) throws {
        let file = folder.appending(path: path)
        var text = try String(contentsOf: file, encoding: .utf8)
        try change(&text)
        try Data(text.utf8).write(to: file)
    }
}

extension CaseHouse {
    /// As a centre of another release has them, on the same database.
    fileprivate func parts(under catalogue: Catalogue) throws -> CaseParts {
        CaseParts(
            engine: engine, vault: vault, audit: parts.audit, world: world, catalogue: catalogue,
            layouts: try PaperLayouts(catalogue), register: parts.register, documents: parts.documents,
            stop: parts.stop, stopService: parts.stopService, intake: parts.intake)
    }
}
