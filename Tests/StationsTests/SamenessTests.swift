import Base
import Stations
import Support
import Testing
import Wire

/// One terminal is one machine with its own devices.
@Suite struct SamenessTests {
    private static let first = "00000000000000000000000001"
    private static let second = "00000000000000000000000002"

    private func report(
        _ house: StationsHouse, _ boot: String, _ count: Int64, sent: Instant? = nil,
        serials: [String: String] = [:], reasons: [String] = []
    ) -> HealthReport {
        HealthReport(
            version: "0.1.0", cardReader: .ready, camera: .ready, printer: .ready, printerReasons: reasons,
            stopped: nil, clockMs: 0,
            run: .init(boot: boot, count: count, sentAtMs: (sent ?? house.clock.now).milliseconds),
            serials: serials)
    }

    @Test(
        "Row 63: two machines with one key are frozen with the third report", arguments: TestEngine.available)
    func twoMachinesWithOneKeyAreFrozen(_ engine: TestEngine) async throws {
        let house = try await StationsHouse(engine)
        let machine = try await house.machine()
        func hear(_ boot: String, _ count: Int64) async throws -> Bool {
            house.clock.advance(by: .seconds(15))
            return try await house.verbs.reportHealth(report(house, boot, count), from: machine.id).serve
        }

        #expect(try await hear(Self.first, 1))
        #expect(try await hear(Self.second, 1))
        #expect(try await !hear(Self.first, 2))
        #expect(try await !hear(Self.second, 2))

        #expect(try await house.verbs.queries.terminal(machine.id)?.state == .stopped)
        let alarms = try await house.verbs.queries.openAlarms()
        #expect(alarms.map(\.kind) == [.identityReused] && alarms.map(\.detail) == ["two-machines"])
        #expect(try await house.acts("terminal.stopped") == 1)
    }

    @Test(arguments: TestEngine.available)
    func aCopyOfARunningMachineCountsTwice(_ engine: TestEngine) async throws {
        let house = try await StationsHouse(engine)
        let machine = try await house.machine()
        _ = try await house.verbs.reportHealth(report(house, Self.first, 1), from: machine.id)
        house.clock.advance(by: .seconds(20))
        _ = try await house.verbs.reportHealth(report(house, Self.first, 2), from: machine.id)
        house.clock.advance(by: .seconds(5))

        let copy = try await house.verbs.reportHealth(report(house, Self.first, 2), from: machine.id)

        #expect(!copy.serve)
    }

    @Test func aReportThatAnotherCentreHearsAgainFreezesNobody() async throws {
        let house = try await StationsHouse(.sqlite)
        let machine = try await house.machine()
        let sent = house.clock.now + .seconds(1)
        let same = report(house, Self.first, 1, sent: sent)
        let former = report(house, Self.second, 1, sent: sent)

        for report in [former, same, same, former] {
            #expect(try await house.verbs.reportHealth(report, from: machine.id).serve)
        }
        #expect(try await house.verbs.queries.openAlarms().isEmpty)
    }

    @Test(arguments: TestEngine.available)
    func aReportHeldUpFromALifeThatNobodyHeardFreezesNobody(_ engine: TestEngine) async throws {
        let house = try await StationsHouse(engine)
        let machine = try await house.machine()
        let start = house.clock.now
        var count: Int64 = 1
        func hear(_ boot: String, _ count: Int64, sent: Instant? = nil) async throws -> Bool {
            house.clock.advance(by: .seconds(15))
            return try await house.verbs.reportHealth(
                report(house, boot, count, sent: sent), from: machine.id
            ).serve
        }

        #expect(try await hear(Self.first, count))
        for held in [Instant(milliseconds: 0), start + .seconds(1)] {
            #expect(try await hear(Self.second, 1, sent: held))
            count += 1
            #expect(try await hear(Self.first, count))
        }
        #expect(try await house.verbs.queries.openAlarms().isEmpty)
    }

    @Test(arguments: TestEngine.available)
    func restartsAndReportsThatCameLateFreezeNobody(_ engine: TestEngine) async throws {
        let house = try await StationsHouse(engine)
        let machine = try await house.machine()
        func hear(_ boot: String, _ count: Int64, sent: Instant? = nil) async throws -> Bool {
            try await house.verbs.reportHealth(report(house, boot, count, sent: sent), from: machine.id).serve
        }
        let start = house.clock.now
        #expect(try await hear(Self.first, 1))
        house.clock.advance(by: .seconds(20))
        #expect(try await hear(Self.first, 3))
        #expect(try await hear(Self.first, 2, sent: start + .seconds(10)))
        for boot in 2...20 {
            house.clock.advance(by: .seconds(30))
            #expect(try await hear(String(boot).leftPadded(to: 26), 1))
        }
        #expect(try await hear(String(19).leftPadded(to: 26), 2, sent: house.clock.now - .seconds(1)))

        #expect(try await house.verbs.queries.openAlarms().isEmpty)
    }

    @Test(
        "Row 61: a swapped camera or reader takes the terminal out of service",
        arguments: ["camera", "card-reader"])
    func aSwappedDeviceTakesTheTerminalOutOfService(_ device: String) async throws {
        let house = try await StationsHouse(.sqlite)
        let machine = try await house.machine()
        let own = ["camera": "C-1", "card-reader": "R-1"]
        func hear(_ count: Int64, _ serials: [String: String]) async throws -> Bool {
            house.clock.advance(by: .seconds(20))
            return try await house.verbs.reportHealth(
                report(house, Self.first, count, serials: serials), from: machine.id
            ).serve
        }

        #expect(try await hear(1, own))
        #expect(try await hear(2, [:]), "a device that is silent for a while is not another")
        #expect(try await !hear(3, own.merging([device: "X-9"]) { $1 }))
        let alarms = try await house.verbs.queries.openAlarms()
        #expect(alarms.map(\.kind) == [.deviceSwapped] && alarms.map(\.detail) == [device])

        try await house.verbs.readmit(machine.id, by: house.operatorAccount)
        #expect(try await hear(4, own.merging([device: "X-9"]) { $1 }), "an operator has looked")
        #expect(try await !hear(5, own))
    }

    @Test("Row 58: a paper that was left in the tray calls the staff once")
    func aPaperLeftInTheTrayCallsTheStaffOnce() async throws {
        let house = try await StationsHouse(.sqlite)
        let machine = try await house.machine()
        for (count, reasons) in [(1, []), (2, ["paper-left"]), (3, ["paper-left"]), (4, [])] {
            _ = try await house.verbs.reportHealth(
                report(house, Self.first, Int64(count), reasons: reasons), from: machine.id)
        }

        let alarms = try await house.verbs.queries.openAlarms()
        #expect(alarms.map(\.kind) == [.paperLeft] && alarms.map(\.count) == [1])
        #expect(try await house.verbs.queries.terminal(machine.id)?.state == .enrolled)
    }

    @Test func aReportThatBreaksTheFormIsRefused() async throws {
        let house = try await StationsHouse(.sqlite)
        let machine = try await house.machine()
        for broken in [
            report(house, "x", 1), report(house, Self.first, 0),
            report(house, Self.first, 1, serials: ["Camera": "1"]),
            report(house, Self.first, 1, serials: ["camera": "a b"]),
            report(house, Self.first, 1, serials: ["camera": ""]),
        ] {
            await #expect(throws: TerminalRefused.malformed) {
                try await house.verbs.reportHealth(broken, from: machine.id)
            }
        }
    }
}
