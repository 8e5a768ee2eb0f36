import Base
import Stations
import Storage
import Support
import Synchronization
import Testing

@testable import Staff

/// What somebody at the desk might try, one script each: it is refused, or stands on the security officer's page with the
/// act itself, and what she did is in the log under her name.
@Suite struct RogueClerkTests {
    enum Ends: Hashable, Sendable {
        case refused(StaffRefused)
        case asked(ConductRule)
        /// Another person decides.
        case waits
    }

    struct Script: CustomTestStringConvertible, Sendable {
        let what: String
        /// What the log calls the act.
        let act: String
        let ends: Ends
        var name = "陈样本"
        let run: @Sendable (Scene) async throws -> Void

        var testDescription: String { what }
    }

    /// The clerk at her desk, and the officer who watches.
    struct Scene: Sendable {
        let house: LookHouse
        let clerk: StaffPresence
        let officer: StaffPresence

        var verbs: StaffVerbs { house.desk.verbs }

        func look(_ number: String) async throws {
            _ = try await verbs.look(number, for: .handling, by: clerk, requestID: "r")
        }

        /// A person of case 2 whom two people have put on a list.
        func watch(as kind: WatchedPerson.Kind) async throws {
            let system = try await house.desk.invite(by: house.officer, seat: .system)
            try await verbs.watchPersons(
                CitizenNumber(LookHouse.person), as: kind, reason: "x", by: officer, requestID: "r")
            let waiting = try #require(try await verbs.queries.approvals().first)
            try await verbs.decideApproval(
                waiting.id, .approved, by: try await house.desk.presence(system), requestID: "r")
        }

        func export(_ count: Int) async throws -> ExportCases.Outcome {
            house.desk.listed.numbers.withLock { $0 = Array(1...count) }
            return try await verbs.export(
                ExportTests.selection(), reason: "meeting", by: house.again(clerk), requestID: "r")
        }
    }

    static let scripts = [
        Script(
            what: "looks up a neighbour who asked for nothing", act: "case.look-refused",
            ends: .refused(.noOpenCase)
        ) {
            try await $0.look(LookHouse.person)
        },
        Script(
            what: "looks again at a case that is over", act: "case.look-refused", ends: .refused(.noOpenCase)
        ) {
            try await $0.look(LookHouse.closed)
        },
        Script(
            what: "looks at somebody whom many are curious about", act: "case.looked",
            ends: .asked(.publicFigure)
        ) {
            try await $0.watch(as: .publicFigure)
            try await $0.look(LookHouse.number(2))
        },
        Script(what: "looks at who was planted", act: "case.looked", ends: .asked(.canary)) {
            try await $0.watch(as: .canary)
            try await $0.look(LookHouse.number(2))
        },
        Script(what: "looks at whom she lives with", act: "case.looked", ends: .asked(.sameAddress)) {
            try await $0.verbs.setAddress("样板南路12号", of: $0.clerk.account.id, by: $0.officer, requestID: "r")
            let now = try await $0.house.again($0.clerk)
            _ = try await $0.verbs.look(LookHouse.number(2), for: .handling, by: now, requestID: "r")
        },
        Script(what: "looks at a relative", act: "case.looked", ends: .asked(.sameSurname), name: "欧样本") {
            try await $0.look(LookHouse.number(1))
        },
        Script(what: "leafs through the numbers", act: "case.looked", ends: .asked(.run)) {
            for index in 1...5 { try await $0.look(LookHouse.number(1_000 + index)) }
        },
        Script(what: "guesses numbers", act: "case.look-refused", ends: .asked(.refusals)) {
            for index in 1...6 { try? await $0.look(LookHouse.number(7_000 + 10 * index)) }
        },
        Script(what: "searches for acquaintances all morning", act: "work.searched", ends: .asked(.searches))
        {
            for _ in 0...20 { try await $0.verbs.noteSearch("name", found: 1, by: $0.clerk, requestID: "r") }
        },
        Script(what: "reads more than anybody handles", act: "case.looked", ends: .asked(.many)) {
            for index in 1...41 { try await $0.look(LookHouse.number(1_000 + 2 * index)) }
        },
        Script(what: "comes back at night", act: "case.looked", ends: .asked(.afterHours)) {
            $0.house.desk.clock.advance(by: .seconds(14 * 3_600))
            try await $0.look(LookHouse.number(1))
        },
        Script(
            what: "breaks the glass for a case that is over", act: "glass.broken", ends: .asked(.outsideCase)
        ) {
            try await $0.verbs.breakGlass(.order, text: "court", by: $0.clerk, requestID: "r")
            try await $0.look(LookHouse.closed)
        },
        Script(what: "takes out a long list", act: "approval.requested", ends: .waits) {
            _ = try await $0.export(51)
        },
        Script(what: "takes out many short lists", act: "approval.requested", ends: .waits) {
            guard case .taken = try await $0.export(30) else { throw StaffRefused.exportTooLong }
            _ = try await $0.export(30)
        },
        Script(what: "agrees to her own list", act: "approval.requested", ends: .refused(.rightMissing)) {
            _ = try await $0.export(51)
            let waiting = try #require(try await $0.verbs.queries.approvals().first)
            try await $0.verbs.decideApproval(
                waiting.id, .approved, by: $0.house.again($0.clerk), requestID: "r")
        },
        Script(what: "looks on after she was shut out", act: "staff.ended", ends: .refused(.rightMissing)) {
            try await $0.verbs.end($0.clerk.account.id, by: $0.officer, requestID: "r")
            let now = try await $0.house.again($0.clerk)
            _ = try await $0.verbs.look(LookHouse.number(1), for: .handling, by: now, requestID: "r")
        },
    ]

    @Test("Row 68: a rogue clerk is refused or asked about", arguments: TestEngine.available, scripts)
    func eachIsRefusedOrAskedAbout(_ engine: TestEngine, _ script: Script) async throws {
        let house = try await LookHouse(engine)
        let clerk = try await house.clerk(name: script.name)
        let scene = Scene(
            house: house, clerk: clerk, officer: try await house.desk.presence(house.officer))

        var refused: StaffRefused?
        do {
            try await script.run(scene)
        } catch let error as StaffRefused {
            refused = error
        }

        let queries = house.desk.verbs.queries
        switch script.ends {
        case .refused(let expected): #expect(refused == expected)
        case .asked(let rule):
            #expect(refused == nil)
            let alert = try #require(try await queries.alerts().first { $0.rule == rule })
            #expect(alert.account == clerk.account.id)
            #expect(house.desk.clock.now.since(alert.at) < house.desk.verbs.conduct.alertWithin)
        case .waits:
            #expect(refused == nil)
            #expect(try await queries.approvals().map(\.kind) == [.export])
        }
        let leaves = try await house.leaves().filter { $0.contains("\"\(script.act)\"") }
        #expect(leaves.contains { $0.contains(clerk.account.id) }, "the log names her")
    }
}
