import Base
import Stations
import Support
import Testing
import Vault
import Wire

@Suite struct TerminalStateTests {
    @Test(arguments: TestEngine.available)
    func aStoppedTerminalIsToldSoAndServesAgainWhenLetIn(_ engine: TestEngine) async throws {
        let house = try await StationsHouse(engine)
        let machine = try await house.machine()

        try await house.verbs.stop(machine.id, reason: "door-open", by: house.operatorAccount)
        let stopped = try await house.verbs.reportHealth(house.report(), from: machine.id)
        try await house.verbs.readmit(machine.id, by: house.operatorAccount)
        let readmitted = try await house.verbs.reportHealth(house.report(), from: machine.id)

        #expect(!stopped.serve)
        #expect(readmitted.serve)
        #expect(readmitted.nowMs == house.clock.now.milliseconds)
        #expect(try await house.acts("terminal.stopped") == 1)
        #expect(try await house.acts("terminal.readmitted") == 1)
        #expect(try await house.verbs.queries.openAlarms().map(\.detail) == ["door-open"])
    }

    @Test(arguments: TestEngine.available)
    func aTerminalThatStopsItselfIsStoppedHereOnce(_ engine: TestEngine) async throws {
        let house = try await StationsHouse(engine)
        let machine = try await house.machine()
        let report = house.report(stopped: "print-mismatch")

        let first = try await house.verbs.reportHealth(report, from: machine.id)
        try await house.verbs.readmit(machine.id, by: house.operatorAccount)
        let second = try await house.verbs.reportHealth(report, from: machine.id)

        #expect(!first.serve)
        #expect(second.serve)
        let alarms = try await house.verbs.queries.openAlarms()
        #expect(alarms.map(\.kind) == [.selfStopped])
        #expect(alarms.map(\.detail) == ["print-mismatch"])
    }

    @Test(arguments: TestEngine.available)
    func aSecondStopForTheSameReasonIsHeardOf(_ engine: TestEngine) async throws {
        let house = try await StationsHouse(engine)
        let machine = try await house.machine()
        func hear(_ stop: String) async throws -> Bool {
            let id = "0000000000000000000000000\(stop)"
            let report = house.report(stopped: "agent-disk", stopID: id)
            let answer = try await house.verbs.reportHealth(report, from: machine.id)
            #expect(answer.stopID == id)
            return answer.serve
        }

        #expect(try await !hear("1"))
        try await house.verbs.readmit(machine.id, by: house.operatorAccount)
        // Switched off before it heard that the centre knew, it names the same stop again.
        #expect(try await hear("1"))
        #expect(try await !hear("2"))

        #expect(try await house.acts("terminal.stopped") == 2)
        #expect(try await house.verbs.queries.openAlarms().map(\.count) == [2])
        try await house.verbs.readmit(machine.id, by: house.operatorAccount)
        #expect(try await hear("2"))
        await #expect(throws: TerminalRefused.malformed) { try await hear("?") }
    }

    @Test(arguments: TestEngine.available)
    func anOvertakenReportOpensNoStopThatIsNews(_ engine: TestEngine) async throws {
        let house = try await StationsHouse(engine)
        let machine = try await house.machine()
        func hear(_ count: Int64, stop: String?) async throws -> HealthAnswer {
            let run = HealthReport.Run(
                boot: "00000000000000000000000001", count: count, sentAtMs: house.clock.now.milliseconds)
            let report = HealthReport(
                version: "0.2.0", cardReader: .ready, camera: .ready, printer: .ready, printerReasons: [],
                stopped: stop, stopID: stop.map { _ in "00000000000000000000000002" },
                clockMs: house.clock.now.milliseconds, run: run)
            return try await house.verbs.reportHealth(report, from: machine.id)
        }

        #expect(try await hear(2, stop: nil).serve)
        let overtaken = try await hear(1, stop: "agent-disk")

        #expect(overtaken.serve && overtaken.stopID == nil)
        #expect(try await house.verbs.queries.openAlarms().isEmpty)
    }

    @Test(arguments: TestEngine.available)
    func stoppingTwiceKeepsTheFirstReasonAndCountsTheAlarm(_ engine: TestEngine) async throws {
        let house = try await StationsHouse(engine)
        let machine = try await house.machine()

        try await house.verbs.stop(machine.id, reason: "door-open", by: house.operatorAccount)
        house.clock.advance(by: .seconds(9))
        try await house.verbs.stop(machine.id, reason: "door-open", by: house.operatorAccount)

        let alarm = try #require(try await house.verbs.queries.openAlarms().first)
        #expect(alarm.count == 2)
        #expect(alarm.lastAt.since(alarm.firstAt) == .seconds(9))
        #expect(try await house.verbs.queries.terminal(machine.id)?.stopReason == "door-open")
        #expect(try await house.acts("terminal.stopped") == 1)
    }

    @Test(arguments: TestEngine.available)
    func aRevokedTerminalStaysOut(_ engine: TestEngine) async throws {
        let house = try await StationsHouse(engine)
        let machine = try await house.machine()
        try await house.verbs.revoke(machine.id, reason: "stolen", by: house.operatorAccount)

        await #expect(throws: TerminalRefused.revoked) {
            try await house.verbs.readmit(machine.id, by: house.operatorAccount)
        }
        await #expect(throws: TerminalRefused.revoked) {
            try await house.verbs.stop(machine.id, reason: "again", by: house.operatorAccount)
        }
        #expect(try await house.verbs.queries.terminal(machine.id)?.state == .revoked)
        #expect(try await house.acts("terminal.revoked") == 1)
    }

    @Test(arguments: TestEngine.available)
    func anAcknowledgedAlarmIsRaisedAnewNextTime(_ engine: TestEngine) async throws {
        let house = try await StationsHouse(engine)
        try await house.verbs.raiseAlarm(.printMismatch, terminal: nil, detail: "other-document")
        let alarm = try #require(try await house.verbs.queries.openAlarms().first)
        try await house.verbs.acknowledgeAlarm(alarm.id, by: "operator-1")
        #expect(try await house.verbs.queries.openAlarms().isEmpty)

        try await house.verbs.raiseAlarm(.printMismatch, terminal: nil, detail: "other-document")

        #expect(try await house.verbs.queries.openAlarms().map(\.count) == [1])
        await #expect(throws: TerminalRefused.unknownAlarm) {
            try await house.verbs.acknowledgeAlarm(alarm.id, by: "operator-1")
        }
    }

    @Test(arguments: ["", "Print Mismatch", "张三 35020319900101001X", String(repeating: "a", count: 41)])
    func onlyClosedWordsAreKept(_ word: String) async throws {
        let house = try await StationsHouse(.sqlite)
        let machine = try await house.machine()

        await #expect(throws: TerminalRefused.malformed) {
            try await house.verbs.stop(machine.id, reason: word, by: house.operatorAccount)
        }
        await #expect(throws: TerminalRefused.malformed) {
            try await house.verbs.reportHealth(house.report(stopped: word), from: machine.id)
        }
        await #expect(throws: TerminalRefused.malformed) {
            try await house.verbs.raiseAlarm(.stopped, terminal: machine.id, detail: word)
        }
    }

    @Test(arguments: TestEngine.available)
    func theListingSaysHowOldItsKnowledgeIs(_ engine: TestEngine) async throws {
        let house = try await StationsHouse(engine)
        func state() async throws -> StationListing? { try await house.verbs.queries.listings().first }
        #expect(try await state()?.state == .empty)
        let machine = try await house.machine()
        #expect(try await state()?.state == .silent)

        _ = try await house.verbs.reportHealth(house.report(), from: machine.id)
        let seen = house.clock.now
        #expect(try await state()?.state == .serving)
        _ = try await house.verbs.reportHealth(house.report(printer: .out), from: machine.id)
        #expect(try await state()?.state == .limited)
        house.clock.advance(by: .seconds(121))
        #expect(try await state()?.state == .silent)
        #expect(try await state()?.lastSeen == seen)
        try await house.verbs.stop(machine.id, reason: "moved", by: house.operatorAccount)
        #expect(try await state()?.state == .stopped)
        try await house.verbs.revoke(machine.id, reason: "moved", by: house.operatorAccount)
        #expect(try await state()?.state == .empty)
    }

    @Test(arguments: TestEngine.available)
    func seedingTwiceChangesWhatChanged(_ engine: TestEngine) async throws {
        let house = try await StationsHouse(engine)
        let old = StationsHouse.station
        let moved = Station(
            id: old.id, name: PlaceText(mandarin: "新店"), address: old.address, division: old.division,
            latitudeMicrodegrees: old.latitudeMicrodegrees, longitudeMicrodegrees: old.longitudeMicrodegrees,
            hours: "07:00-22:00", owner: old.owner)

        try await house.verbs.seed([moved])

        #expect(try await house.verbs.queries.listings().map(\.station) == [moved])
    }
}
