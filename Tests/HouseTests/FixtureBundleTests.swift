import Base
import Catalogue
import Foundation
import Sandbox
import Storage
import Support
import Testing
import Web

@testable import Casework
@testable import egret

/// Every event in life from its first page to its last service, made of the `fixtures/` beside the services.
///
/// Nobody is born, goes to school and dies in one visit: who walks is chosen from the fixtures of what has not been handed in
/// yet, until everything has been.
@Suite(.serialized) struct FixtureBundleTests {
    @Test(arguments: TestEngine.available) func everyLifeEventIsHandedInAsAWhole(_ engine: TestEngine)
        async throws
    {
        try await WholeHouse.run(engine) { whole, citizen in
            #expect(whole.house.catalogue.bundles.count == 7)
            for bundle in whole.house.catalogue.bundles {
                var missing = Set(bundle.services)
                var walked: Set<String> = []
                while let person = try Self.next(bundle, missing, walked) {
                    walked.insert(person)
                    do {
                        missing.subtract(
                            try await Walk(bundle: bundle, whole: whole, citizen: citizen).walk(person))
                    } catch {
                        Issue.record("\(bundle.id.rawValue) of \(person): \(error)")
                    }
                    _ = try await citizen.leave()
                    try await citizen.waitUntilReady()
                }
                #expect(missing.isEmpty, "\(bundle.id.rawValue): nobody hands in \(missing)")
            }
        }
    }

    /// Whose fixtures hold most of what is missing.
    private static func next(
        _ bundle: LifeBundle, _ missing: Set<ServiceID>, _ walked: Set<String>
    ) throws -> String? {
        let people = try bundle.services.filter(missing.contains).compactMap {
            // What is the child's is begun by a parent, whoever the fixture of the service itself is.
            bundle.forChild.contains($0) ? Walk.parent : try FixtureJourneyTests.fixture(of: $0)?.person
        }.filter { !walked.contains($0) }
        return Dictionary(grouping: people) { $0 }.mapValues(\.count)
            .max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    }
}

/// One person's way through a bundle.
private struct Walk {
    /// The one of the city who may act for a child of hers.
    static let parent = "chen-jing"

    let bundle: LifeBundle
    let whole: WholeHouse
    let citizen: Citizen

    private var today: CalendarDate { CalendarDate(inChinaAt: World.live.now()) }
    private var place: String { "/\(bundle.id.rawValue)" }

    /// What has been tried so far, and what became of it.
    private struct Way {
        var tried: Set<ServiceID> = []
        var handedIn: Set<ServiceID> = []
        var silent: Set<ServiceID> = []
    }

    /// - Returns: What she has handed in.
    func walk(_ id: String) async throws -> Set<ServiceID> {
        let person = try #require(whole.box.city.citizen(id: id))
        let shared = try shared(person)
        var told = try await come(person, shared)
        if let phone = person.phone {
            for question in bundle.item.questions where question.isOwnPhone {
                #expect(told[question.id] == nil, "\(place) asks for a telephone that is known")
                told[question.id] = phone.text
            }
        }
        #expect(Set(told.keys) == Set(bundle.item.questions.map(\.id)))
        var way = Way()
        while true {
            try await begin(bundle.services.filter { !bundle.forChild.contains($0) }, told, person, &way)
            guard id == Self.parent, try await turn(&way) else { break }
            try await begin(bundle.services.filter(bundle.forChild.contains), told, person, &way)
            // For herself she goes on in another visit, and is asked nothing again.
            _ = try await citizen.leave()
            try await citizen.waitUntilReady()
            told.merge(try await come(person, [:])) { $1 }
        }
        try await check(way.handedIn, way.silent, mayAct: id == Self.parent)
        return way.handedIn
    }

    /// To the bundle's page, through what it asks.
    private func come(_ person: SampleCitizen, _ shared: [String: String]) async throws -> [String: String] {
        var page = try await FixtureJourneyTests.look(
            citizen.identify(person, by: "face", service: "/services/\(bundle.id.rawValue)"), citizen)
        let told = try await answer(&page, bundle.item, shared, person)
        guard page.path == place else { throw lost("the bundle's page", page) }
        return told
    }

    /// Each of some services that can be begun in this visit.
    private func begin(
        _ services: [ServiceID], _ told: [String: String], _ person: SampleCitizen, _ way: inout Way
    ) async throws {
        for service in services where !way.handedIn.contains(service) && !way.silent.contains(service) {
            let whole = try await citizen.open(place)
            guard let form = whole.text.form("\(place)/services/\(service.rawValue)") else { continue }
            way.tried.insert(service)
            let fed = bundle.answers(for: service, from: told).merging(bundle.given[service] ?? [:]) { $1 }
            switch try await part(service, form, fed: fed, person) {
            case .handedIn: way.handedIn.insert(service)
            case .barred: break
            case .nothingOnRecord: way.silent.insert(service)
            }
        }
    }

    /// Goes on for the child, of whom she says only once who it is.
    ///
    /// - Returns: False where nothing of the child's is left to try.
    private func turn(_ way: inout Way) async throws -> Bool {
        let whole = try await citizen.open(place)
        for service in bundle.services where bundle.forChild.contains(service) && !way.tried.contains(service)
        {
            guard let form = whole.text.form("\(place)/services/\(service.rawValue)") else { continue }
            let isFirst = way.tried.isDisjoint(with: bundle.forChild)
            way.tried.insert(service)
            let page = try await citizen.send(form)
            #expect((page.path == "/acting") == isFirst, "\(page.path): \(page.text.words)")
            guard page.path == "/acting" else { return true }
            let list = try await citizen.press(page, "/acting", ["whom": "child"])
            let choice = try #require(
                list.text.html.firstMatch(of: /name="choice" value="([0-9a-f]{32})"/), "\(list.text.words)")
            let chosen = try await citizen.press(list, "/acting/choice", ["choice": String(choice.1)])
            guard chosen.path == place else { throw lost("the bundle's page for the child", chosen) }
            return true
        }
        return false
    }

    private enum End { case handedIn, barred, nothingOnRecord }

    private func part(
        _ service: ServiceID, _ form: PageText.PostForm, fed: [String: String], _ person: SampleCitizen
    ) async throws -> End {
        let item = try #require(whole.house.catalogue[service])
        let fixture = try #require(try FixtureJourneyTests.fixture(of: service))
        var page = try await citizen.send(form)
        // The case stands; the register knows nothing of her.
        guard page.status == 200 else { return .nothingOnRecord }
        let asked = try await answer(&page, item, fixture.answers, person)
        #expect(
            asked.keys.allSatisfy { fed[$0] == nil },
            "\(service.rawValue) asks again for \(asked.keys.filter { fed[$0] != nil })")
        if page.path.hasSuffix("/appointment") { page = try await citizen.firstSlot(page) }
        guard page.path.hasSuffix("/check") else {
            // What she has handed in for the child by another event, she goes on with.
            if try await isHandedIn(page) { return .handedIn }
            guard page.status == 200, page.text.links.contains(place),
                page.text.forms.allSatisfy({ !$0.action.hasSuffix("/submission") })
            else { throw lost("the page to check of \(service.rawValue)", page) }
            return .barred
        }
        let done = try await citizen.submit(page)
        let number = try #require(
            CaseNumber(rawValue: done.path.split(separator: "/").dropFirst().first.map(String.init) ?? ""),
            "\(service.rawValue): \(done.path) \(done.text.words)")
        #expect(done.text.links.contains(place), "\(service.rawValue): no way back at \(done.path)")
        try await settle(number, item, fed, isDecided: fixture.ends == "decision")
        return .handedIn
    }

    private func isHandedIn(_ page: Citizen.Page) async throws -> Bool {
        let place = page.path.split(separator: "/").map(String.init)
        guard let number = CaseNumber(rawValue: place.dropFirst().first ?? "") else { return false }
        let vault = whole.house.vault
        let file = try await whole.house.engine.read { db in
            try CaseStore.find(number, vault: vault, in: db)
        }
        return BundleProgress.Step.isHandedIn(file?.state)
    }

    /// Its case is the service's own, holds what was told for it, and lies with the departments that decide it.
    private func settle(
        _ number: CaseNumber, _ item: ServiceItem, _ fed: [String: String], isDecided: Bool
    ) async throws {
        let house = whole.house
        let departments = item.steps.isEmpty ? [item.department] : item.steps.map(\.department)
        for _ in 0..<500 {
            let (file, steps) = try await house.engine.read { db in
                (
                    try CaseStore.find(number, vault: house.vault, in: db),
                    try CaseStepStore.all(of: number, in: db)
                )
            }
            let found = try #require(file)
            #expect(found.service == item.id)
            #expect(fed.allSatisfy { found.answers[$0.key] == $0.value }, "\(item.id.rawValue)")
            guard isDecided else {
                #expect(steps.isEmpty && found.state == .issued, "\(item.id.rawValue): \(found.state)")
                return
            }
            // Handing in goes on in a job.
            if !steps.isEmpty {
                #expect(
                    steps.map(\.department).sorted { $0.rawValue < $1.rawValue }
                        == departments.sorted { $0.rawValue < $1.rawValue }, "\(item.id.rawValue)")
                return
            }
            try await Task.sleep(for: .milliseconds(10))
        }
        Issue.record("\(item.id.rawValue): \(number) lies with no department")
    }

    /// One page says how far everything is, and nothing waits for what she cannot have.
    private func check(
        _ handedIn: Set<ServiceID>, _ silent: Set<ServiceID>, mayAct: Bool
    ) async throws {
        let page = try await citizen.open(place)
        let phrases = whole.house.frame.words.phrases(.english)
        // What another event of hers has handed in counts here, too.
        let isSaid = (handedIn.count...bundle.services.count).contains { done in
            page.text.words.contains(
                phrases("kiosk.bundle.done", ["done": "\(done)", "all": "\(bundle.services.count)"]))
        }
        #expect(isSaid, "\(place): \(page.text.words)")
        let looked = page.text.html.matches(of: /href="\/cases\/([0-9A-Z]+)"/).count
        #expect(looked >= handedIn.subtracting(bundle.forChild).count, "\(place)")
        // Who has no child begins nothing for one, and what comes after it waits.
        let others = mayAct ? [] : bundle.forChild
        for service in bundle.services
        where !handedIn.contains(service) && silent.isDisjoint(with: before(service))
            && !others.contains(service)
        {
            #expect(
                silent.contains(service) || page.text.form("\(place)/services/\(service.rawValue)") == nil,
                "\(service.rawValue) was never begun")
        }
        if silent.isEmpty, others.isEmpty {
            #expect(!page.text.words.contains("First:"), "\(place) waits: \(page.text.words)")
        }
    }

    /// Everything that has to be handed in before a service.
    private func before(_ service: ServiceID) -> Set<ServiceID> {
        (bundle.after[service] ?? []).reduce(into: []) { $0.formUnion(before($1).union([$1])) }
    }

    /// What the fixtures of its services would have been asked, once for all of them.
    private func shared(_ person: SampleCitizen) throws -> [String: String] {
        var answers: [String: String] = [:]
        for question in bundle.item.questions {
            for feed in bundle.feeds[question.id] ?? [] where answers[question.id] == nil {
                guard
                    let answer = try FixtureJourneyTests.fixture(of: feed.service)?.answers[feed.question],
                    let kept = try? question.check(typed(answer), on: today)
                else { continue }
                answers[question.id] = question.kind == .phone ? person.phone?.text ?? kept : kept
            }
        }
        return answers
    }

    private func typed(_ answer: String) -> String {
        guard answer.hasPrefix("today"), let days = answer == "today" ? 0 : Int(answer.dropFirst(5)) else {
            return answer
        }
        return CalendarDate(daysSince1970: today.daysSince1970 + days).description
    }

    /// Answers all that is asked, each once; what a fixture does not say because its own person is not asked is made up.
    private func answer(
        _ page: inout Citizen.Page, _ item: ServiceItem, _ answers: [String: String], _ person: SampleCitizen
    ) async throws -> [String: String] {
        var asked: [String: String] = [:]
        for _ in 0..<60 {
            guard let form = page.text.forms.first(where: { $0.action.contains("/questions/") }) else {
                break
            }
            let id = form.action.split(separator: "/").last.map(String.init) ?? ""
            let question = try #require(item.question(id), "\(form.action)")
            let answer = answers[id] ?? (question.isRequired ? made(question, form) : "")
            guard asked[id] == nil else { throw lost("\(id) of \(item.id.rawValue) after \(answer)", page) }
            asked[id] = typed(answer)
            if case .files = question.kind {
                page =
                    question.isRequired
                    ? try await FixtureJourneyTests.sendFile(form, person, citizen, whole)
                    : try await citizen.send(form, [:])
                continue
            }
            page = try await citizen.send(
                form, FixtureJourneyTests.fields(question, answer, on: today))
        }
        return asked
    }

    private func made(_ question: Question, _ form: PageText.PostForm) -> String {
        switch question.kind {
        case .date: "today"
        case .phone: "13800138000"
        case .person: "苏秀英 350205195001049902"
        case .bankAccount: "6200001234567890011"
        case .address: "350205 样板里2号101室"
        case .number, .money: "1"
        default: form.choices["answer"]?.first ?? "样板"
        }
    }

    private func lost(_ what: String, _ page: Citizen.Page) -> Citizen.Lost {
        Citizen.Lost(description: "not \(what) at \(page.path) (\(page.status)): \(page.text.words)")
    }
}
