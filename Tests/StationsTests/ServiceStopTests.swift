import Audit
import Base
import Stations
import Storage
import Support
import Testing
import Vault
import Wire

/// A service that is stopped at one terminal.
@Suite struct ServiceStopTests {
    private let service = "police/temporary-identity-proof"
    private let other = "insurance/participation-proof"

    @Test(arguments: TestEngine.available)
    func aStopOnOneNodeHoldsOnTheOtherWithItsNextTransaction(_ engine: TestEngine) async throws {
        let house = try await StationsHouse(engine)
        let machine = try await house.machine()
        let node = house.node()
        try await node.queries.requireService(service, at: machine.id)

        try await house.verbs.stopService(
            service, at: machine.id, reason: "register-other-subject", by: .system("casework"))

        await #expect(throws: TerminalRefused.serviceStopped) {
            try await node.queries.requireService(service, at: machine.id)
        }
        await #expect(throws: TerminalRefused.serviceStopped) {
            _ = try await house.engine.write { db in
                try ServiceGate.require(service, at: machine.id, in: db)
            }
        }
        #expect(try await node.queries.servicesStopped(at: machine.id) == [service])
    }

    /// What was left out of a page of stops would be offered.
    @Test(arguments: TestEngine.available)
    func aStopHoldsHoweverManyCameLater(_ engine: TestEngine) async throws {
        let house = try await StationsHouse(engine)
        let machine = try await house.machine()
        _ = try await house.verbs.reportHealth(house.report(), from: machine.id)
        let queries = house.verbs.queries
        #expect(try await queries.serving(service) { _ in true }.count == 1)
        try await house.verbs.stopService(
            service, at: machine.id, reason: "register-other-subject", by: .system("casework"))
        let later = house.clock.now + .seconds(1)

        try await house.engine.write { db in
            for (terminal, count) in [(machine.id, 1), ("terminal-9", 2)] {
                for number in 1...600 {
                    try db.run(
                        """
                        INSERT INTO stopped_services (terminal_id, service, reason, stopped_at_ms, stopped_by)
                        VALUES (\(terminal), \("police/a\(count)-\(number)"), 'x', \(later), 'x')
                        """)
                }
            }
        }

        #expect(try await queries.serving(service) { _ in true }.isEmpty)
        let stopped = try await queries.servicesStopped(at: machine.id)
        #expect(stopped.count == 601 && stopped.contains(service))
    }

    @Test(arguments: TestEngine.available)
    func everythingElseGoesOn(_ engine: TestEngine) async throws {
        let house = try await StationsHouse(engine)
        let machine = try await house.machine()
        let neighbour = try await house.machine(serial: "SN-2")

        try await house.verbs.stopService(
            service, at: machine.id, reason: "register-other-subject", by: .system("casework"))

        try await house.verbs.queries.requireService(other, at: machine.id)
        try await house.verbs.queries.requireService(service, at: neighbour.id)
        #expect(try await house.verbs.queries.terminal(machine.id)?.state == .enrolled)
        #expect(try await house.verbs.reportHealth(house.report(), from: machine.id).serve)
    }

    @Test(arguments: TestEngine.available)
    func stoppingTwiceKeepsTheFirstReasonAndCountsTheAlarm(_ engine: TestEngine) async throws {
        let house = try await StationsHouse(engine)
        let machine = try await house.machine()
        let at = house.clock.now

        for _ in 1...2 {
            try await house.verbs.stopService(
                service, at: machine.id, reason: "register-other-subject", by: .system("casework"))
            house.clock.advance(by: .seconds(9))
        }
        try await house.verbs.stopService(
            service, at: machine.id, reason: "document-other-subject", by: .system("casework"))

        let stops = try await house.verbs.queries.serviceStops()
        #expect(stops.map(\.reason) == ["register-other-subject"])
        #expect(stops.map(\.at) == [at])
        #expect(stops.map(\.by) == ["system casework"])
        let alarms = try await house.verbs.queries.openAlarms()
        #expect(
            alarms.map(\.detail) == [
                "\(service) document-other-subject", "\(service) register-other-subject",
            ])
        #expect(alarms.allSatisfy { $0.kind == .serviceStopped && $0.terminal == machine.id })
        #expect(alarms.map(\.count) == [1, 2])
        #expect(try await house.acts("service.stopped") == 1)
    }

    @Test(arguments: TestEngine.available)
    func aReadmittedServiceGoesOnEverywhere(_ engine: TestEngine) async throws {
        let house = try await StationsHouse(engine)
        let machine = try await house.machine()
        let node = house.node()
        try await house.verbs.stopService(
            service, at: machine.id, reason: "register-other-subject", by: .system("casework"))

        let wasStopped = try await node.readmitService(service, at: machine.id, by: house.operatorAccount)
        let again = try await node.readmitService(service, at: machine.id, by: house.operatorAccount)

        #expect(wasStopped && !again)
        try await house.verbs.queries.requireService(service, at: machine.id)
        #expect(try await house.verbs.queries.serviceStops().isEmpty)
        #expect(try await house.acts("service.readmitted") == 1)
    }

    @Test(arguments: TestEngine.available)
    func aStopThatTheDatabaseDidNotTakeIsTakenWithTheNextReport(_ engine: TestEngine) async throws {
        let house = try await StationsHouse(engine)
        let machine = try await house.machine()
        let neighbour = try await house.machine(serial: "SN-2")
        let failing = FailingEngine(house.engine)
        let node = house.node(on: failing)
        let at = house.clock.now
        failing.fail(true)
        for _ in 1...2 {
            await #expect(throws: SQLError.busy) {
                try await node.stopService(
                    service, at: machine.id, reason: "register-other-subject", caseNumber: "1",
                    by: .system("casework"))
            }
            await #expect(throws: SQLError.busy) {
                try await node.reportHealth(house.report(), from: neighbour.id)
            }
            house.clock.advance(by: .seconds(9))
        }
        #expect(try await house.verbs.queries.serviceStops().isEmpty)
        failing.fail(false)

        #expect(try await node.reportHealth(house.report(), from: neighbour.id).serve)

        let stops = try await house.verbs.queries.serviceStops()
        #expect(stops.map(\.terminal) == [machine.id] && stops.map(\.service) == [service])
        #expect(stops.map(\.at) == [at])
        #expect(try await house.verbs.queries.openAlarms().map(\.count) == [1])
        #expect(try await house.acts("service.stopped") == 1)

        // Nothing is owed any more, nor what was refused.
        _ = try await node.readmitService(service, at: machine.id, by: house.operatorAccount)
        await #expect(throws: TerminalRefused.unknownTerminal) {
            try await node.stopService(other, at: "nowhere", reason: "x", by: .system("casework"))
        }
        _ = try await node.reportHealth(house.report(), from: neighbour.id)
        #expect(try await house.verbs.queries.serviceStops().isEmpty)
        #expect(try await house.verbs.queries.openAlarms().map(\.count) == [1])
    }

    @Test(arguments: ["", "police", "police/", "Police/x", "police/x y", "police/x/y", "陈静/x"])
    func onlyServiceIDsAreKept(_ service: String) async throws {
        let house = try await StationsHouse(.sqlite)
        let machine = try await house.machine()

        await #expect(throws: TerminalRefused.malformed) {
            try await house.verbs.stopService(service, at: machine.id, reason: "x", by: .system("casework"))
        }
        await #expect(throws: TerminalRefused.unknownTerminal) {
            try await house.verbs.stopService(
                "police/x", at: "nowhere", reason: "x", by: .system("casework"))
        }
        #expect(try await house.verbs.queries.openAlarms().isEmpty)
    }
}
