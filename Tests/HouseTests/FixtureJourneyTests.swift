import Base
import Catalogue
import Foundation
import Sandbox
import Storage
import Support
import Testing
import Uploads
import Yams

@testable import Casework
@testable import Identity
@testable import egret

/// A journey for every service, made of the `fixtures/` beside it: what its writer says an ordinary person answers.
///
/// What departments decide is decided by clerks of theirs, so that every paper there is comes out and is looked at.
@Suite(.serialized) struct FixtureJourneyTests {
    struct Fixture: Sendable {
        let service: ServiceID
        let person: String
        let answers: [String: String]
        /// What is typed first, and refused.
        let refused: [String: String]
        let ends: String
    }

    /// Who writes a service walks it alone: `FIXTURES=water/repair,power/` names beginnings of services; none: all.
    private static let wanted = (ProcessInfo.processInfo.environment["FIXTURES"] ?? "")
        .split(separator: ",").map(String.init)

    @Test func everyServiceHasAnOrdinaryJourney() throws {
        let catalogue = try Catalogue.load(Repository.root.appending(path: "Services"))
        for item in catalogue.items {
            #expect(try Self.fixture(of: item.id) != nil, "\(item.id.rawValue) has no fixtures/ordinary.yml")
        }
    }

    @Test(arguments: TestEngine.available) func everyOrdinaryJourneyEndsAsItsWriterSays(_ engine: TestEngine)
        async throws
    {
        try await WholeHouse.run(engine) { whole, citizen in
            for item in whole.house.catalogue.items
            where Self.wanted.isEmpty || Self.wanted.contains(where: item.id.rawValue.hasPrefix) {
                guard let fixture = try Self.fixture(of: item.id) else { continue }
                do {
                    try await Self.play(fixture, item, whole, citizen)
                } catch {
                    Issue.record("\(item.id.rawValue): \(error)")
                }
                _ = try await citizen.leave()
                try await citizen.waitUntilReady()
            }
        }
    }

    private static func play(
        _ fixture: Fixture, _ item: ServiceItem, _ whole: WholeHouse, _ citizen: Citizen
    ) async throws {
        let person = try #require(whole.box.city.citizen(id: fixture.person))
        let before = try whole.printed().count
        var page = try await look(
            citizen.identify(person, by: "face", service: "/services/\(item.id.rawValue)"), citizen)
        var asked: Set<String> = []
        for _ in 0..<60 {
            guard var form = page.text.forms.first(where: { $0.action.contains("/questions/") }) else {
                break
            }
            let id = form.action.split(separator: "/").last.map(String.init) ?? ""
            let question = try #require(item.question(id))
            guard let answer = fixture.answers[id] ?? (question.isRequired ? nil : "") else {
                throw Citizen.Lost(description: "\(id) is asked, and the fixture does not answer it")
            }
            guard asked.insert(id).inserted else {
                throw Citizen.Lost(description: "\(id) does not take \(answer): \(page.text.words)")
            }
            if let refused = fixture.refused[id] {
                page = try await citizen.send(form, fields(question, refused, on: whole.today))
                form = try #require(page.text.form(form.action), "\(id) takes \(refused)")
                #expect(page.status == 422, "\(item.id.rawValue): \(page.text.words)")
            }
            if case .files = question.kind, !answer.isEmpty {
                page = try await sendFile(form, person, citizen, whole)
                continue
            }
            page = try await citizen.send(form, fields(question, answer, on: whole.today))
        }
        if fixture.answers["slot"] == "first", page.path.hasSuffix("/appointment") {
            asked.insert("slot")
            page = try await citizen.firstSlot(page)
        }
        guard fixture.ends == "not-eligible" || page.path.hasSuffix("/check") else {
            throw Citizen.Lost(description: "no page to check at \(page.path): \(page.text.words)")
        }
        // What the day alone decides is asked on some days; a telephone, of who has left none.
        for id in fixture.answers.keys
        where !asked.contains(id) && item.question(id)?.source == nil
            && item.question(id)?.isOwnPhone != true && item.question(id)?.when?.names.isEmpty != true
        {
            Issue.record("\(item.id.rawValue): the fixture answers \(id), which is not asked")
        }
        guard fixture.ends != "not-eligible" else {
            #expect(page.text.forms.allSatisfy { !$0.action.hasSuffix("/submission") }, "\(item.id.rawValue)")
            return
        }
        var submitted = try await citizen.submit(page)
        if fixture.ends == "decision" {
            let place = submitted.path.split(separator: "/").dropFirst().first.map(String.init)
            let number = try #require(CaseNumber(rawValue: place ?? ""), "\(submitted.path)")
            try await decide(number, whole)
            submitted = try await comeBack(person, item, citizen)
            #expect(
                submitted.path == "/cases/\(number)/paper", "\(item.id.rawValue): \(submitted.text.words)")
        }
        var tray = try await citizen.print(submitted)
        // A report that came late is asked for again, as the page says.
        if try whole.printed().count == before, tray.text.form("/terminal/print") != nil {
            tray = try await citizen.print(tray)
        }
        let papers = try whole.printed()
        #expect(papers.count == before + 1, "\(item.id.rawValue): \(tray.text.words)")
        guard fixture.ends == "decision", let paper = try newest(papers) else { return }
        let text = try ForeignProgram.run("pdftotext", ["-layout", paper.path, "-"]).output
        #expect(
            text.contains(person.name) && text.contains(person.number.text),
            "\(item.id.rawValue): the paper is not \(person.id)'s: \(text)")
    }

    /// Somebody has answered everything, as the service's fixture says or otherwise.
    static func fill(
        _ id: ServiceID, as person: String? = nil, saying answers: [String: String] = [:],
        _ whole: WholeHouse,
        _ citizen: Citizen
    ) async throws -> Citizen.Page {
        let item = try #require(whole.house.catalogue[id])
        let fixture = try #require(try fixture(of: id))
        let person = try #require(whole.box.city.citizen(id: person ?? fixture.person))
        var page = try await look(
            citizen.identify(person, by: "face", service: "/services/\(id.rawValue)"), citizen)
        for _ in item.questions {
            guard let form = page.text.forms.first(where: { $0.action.contains("/questions/") }) else {
                break
            }
            let question = try #require(
                form.action.split(separator: "/").last.flatMap { item.question(String($0)) })
            let answer = answers[question.id] ?? fixture.answers[question.id] ?? ""
            page = try await citizen.send(form, fields(question, answer, on: whole.today))
        }
        return page
    }

    private static func newest(_ papers: [URL]) throws -> URL? {
        try papers.max { a, b in
            let dates = try [a, b].map {
                try $0.resourceValues(forKeys: [.contentModificationDateKey]).contentModificationDate
            }
            return (dates[0] ?? .distantPast) < (dates[1] ?? .distantPast)
        }
    }

    /// A clerk of each queue says yes to each step as soon as it may begin, until the paper is made.
    static func decide(_ number: CaseNumber, _ whole: WholeHouse) async throws {
        let (house, desk) = (whole.house, DeskVerbs(whole.house.caseParts))
        for _ in 0..<6_000 {
            let (state, steps) = try await house.engine.read { db in
                (
                    try CaseStore.find(number, vault: house.vault, in: db)?.state,
                    try CaseStepStore.all(of: number, in: db)
                )
            }
            if state == .issued { return }
            for step in steps where step.state == .ready {
                let clerk = Clerk(account: "s-0900", queue: step.queue, isHer: { _ in false })
                try await desk.claim.claim(step.key, by: clerk, requestID: "r")
                try await desk.decide.approve(step.key, reply: "已经办好。", by: clerk, requestID: "r")
            }
            // Between hand-in, decision and paper lie jobs of the running house.
            if !steps.contains(where: { $0.state == .ready }) { try await Task.sleep(for: .milliseconds(10)) }
        }
        throw Citizen.Lost(description: "\(number) was not decided, or no paper was made")
    }

    /// Once in a while a picture is not good enough, and she looks again; three times she may.
    static func look(_ page: Citizen.Page, _ citizen: Citizen) async throws -> Citizen.Page {
        var page = page
        for _ in 0..<2 where page.text.form("/terminal/face") != nil {
            page = try await citizen.press(page, "/terminal/face")
        }
        return page
    }

    private static func comeBack(
        _ person: SampleCitizen, _ item: ServiceItem, _ citizen: Citizen
    ) async throws -> Citizen.Page {
        _ = try await citizen.leave()
        try await citizen.waitUntilReady()
        return try await look(
            citizen.identify(person, by: "face", service: "/services/\(item.id.rawValue)"), citizen)
    }

    /// Answers a question of files: the phone sends one, and the terminal goes on.
    static func sendFile(
        _ form: PageText.PostForm, _ person: SampleCitizen, _ citizen: Citizen, _ whole: WholeHouse
    ) async throws -> Citizen.Page {
        let place = form.action.split(separator: "/").map(String.init)
        let number = try #require(CaseNumber(rawValue: place.dropFirst().first ?? ""))
        let question = try #require(place.last)
        try await sendByPhone(person, number, question, whole)
        let page = try await citizen.open("/cases/\(number)/questions/\(question)")
        return try await citizen.send(try #require(page.text.form(form.action)), [:])
    }

    /// A picture from the phone on which she has gone on with the same form.
    private static func sendByPhone(
        _ person: SampleCitizen, _ number: CaseNumber, _ question: String, _ whole: WholeHouse
    ) async throws {
        let (house, now) = (whole.house, World.live.now())
        let citizen = try await house.engine.read { db in
            try CitizenStore.find(person.number, vault: house.vault, in: db)?.id
        }
        let account = AccountSession(
            id: Token(.live), citizen: try #require(citizen), state: .open, factors: [.password, .totp],
            level: .substantial, language: .mandarin, startedAt: now, lastSeenAt: now, authenticatedAt: now,
            tokenHash: World.live.random(32))
        try await house.engine.write { db in try AccountSessionStore.insert(account, in: db) }
        try await house.cases.files(
            [SampleFiles.png], to: question, in: number, of: house.cases.own.session(number, of: account))
    }

    /// As a person types it into the one or two fields of its page.
    static func fields(_ question: Question, _ answer: String, on today: CalendarDate) -> [String:
        String]
    {
        var typed = answer
        if answer.hasPrefix("today"), let days = answer == "today" ? 0 : Int(answer.dropFirst(5)) {
            typed = CalendarDate(daysSince1970: today.daysSince1970 + days).description
        }
        switch question.kind {
        case .person, .company:
            let (name, number) = Question.halves(typed)
            return ["answer": name, "answer-rest": number]
        case .address:
            let code = String(typed.prefix { $0 != " " })
            return ["answer": code, "answer-rest": String(typed.dropFirst(code.count + 1))]
        case .table(let table):
            let cells = table.cells(typed).enumerated().flatMap { row, cells in
                zip(table.columns, cells).map { ("answer-\(row + 1)-\($0.id)", $1) }
            }
            return Dictionary(uniqueKeysWithValues: cells)
        default: return ["answer": typed]
        }
    }

    static func fixture(of id: ServiceID) throws -> Fixture? {
        let file = Repository.root.appending(path: "Services/\(id.rawValue)/fixtures/ordinary.yml")
        guard let text = try? String(contentsOf: file, encoding: .utf8) else { return nil }
        let node = try #require(try Yams.compose(yaml: text))
        func texts(_ key: String) -> [String: String] {
            guard let mapping = node[key]?.mapping else { return [:] }
            return Dictionary(
                uniqueKeysWithValues: mapping.map { ($0.key.string ?? "", $0.value.string ?? "") })
        }
        return Fixture(
            service: id, person: node["person"]?.string ?? "", answers: texts("answers"),
            refused: texts("refused"), ends: node["ends"]?.string ?? "")
    }
}

extension WholeHouse {
    fileprivate var today: CalendarDate { CalendarDate(inChinaAt: World.live.now()) }
}
