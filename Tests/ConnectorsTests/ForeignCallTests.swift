import AsyncHTTPClient
import Base
@testable import Connectors
import Exchange
import Support
import Testing

/// Deadlines, breaker and bulkhead around a foreign system.
@Suite(.serialized) struct ForeignCallTests {
    @Test func breakerOpensAfterConsecutiveFaultsAndClosesAgain() async throws {
        let house = try SandboxHouse()
        let down = try house.citizen("trouble-down")
        let well = try house.citizen("chen-jing")
        var limits = ForeignCall.Limits()
        limits.faultsMax = 3
        limits.rest = .seconds(10)

        try await house.open(limits: limits) { doors in
            for _ in 1...3 {
                await #expect(throws: PortError.failed(system: "police", code: "503")) {
                    try await doors.registers.record(for: .about(down, ["name"]))
                }
            }
            await #expect(throws: PortError.resting(system: "police")) {
                try await doors.registers.record(for: .about(well, ["name"]))
            }
            _ = try await doors.registers.record(for: .about(well, ["name"], "fund/contributions"))

            house.clock.advance(by: .seconds(10))
            await #expect(throws: PortError.failed(system: "police", code: "503")) {
                try await doors.registers.record(for: .about(down, ["name"]))
            }
            await #expect(throws: PortError.resting(system: "police")) {
                try await doors.registers.record(for: .about(well, ["name"]))
            }

            house.clock.advance(by: .seconds(10))
            _ = try await doors.registers.record(for: .about(well, ["name"]))
            await #expect(throws: PortError.failed(system: "police", code: "503")) {
                try await doors.registers.record(for: .about(down, ["name"]))
            }
            _ = try await doors.registers.record(for: .about(well, ["name"]))
        }
    }

    @Test func fullBulkheadRefusesInsteadOfQueueing() {
        var limits = ForeignCall.Limits()
        limits.concurrentMax = 2
        let gate = CallGate(limits: limits, world: .frozen())

        #expect(gate.enter() == .open)
        #expect(gate.enter() == .open)
        #expect(gate.enter() == .full)
        gate.leave(.answered)
        #expect(gate.enter() == .open)
    }

    @Test func oneProbeTriesARestingSystem() {
        let clock = TestClock()
        var limits = ForeignCall.Limits()
        limits.faultsMax = 1
        let gate = CallGate(limits: limits, world: .frozen(clock))

        #expect(gate.enter() == .open)
        #expect(!gate.isSilent)
        gate.leave(.fault)
        #expect(gate.enter() == .resting)
        #expect(gate.isSilent)
        clock.advance(by: limits.rest)
        #expect(gate.enter() == .open)
        #expect(gate.isSilent, "nobody has heard it yet")
        #expect(gate.enter() == .resting)
        gate.leave(.abandoned)
        #expect(gate.enter() == .open)
        gate.leave(.answered)
        #expect(!gate.isSilent)
        #expect(gate.enter() == .open)
        #expect(gate.enter() == .open)
    }

    @Test func aClockThatIsSetBackLengthensNoRest() {
        let clock = TestClock()
        var limits = ForeignCall.Limits()
        limits.faultsMax = 1
        let gate = CallGate(limits: limits, world: .frozen(clock))
        #expect(gate.enter() == .open)
        gate.leave(.fault)

        clock.advance(by: .seconds(-3_600))

        #expect(gate.enter() == .open)
    }

    @Test func refusedQuestionsDoNotOpenTheBreaker() async throws {
        let house = try SandboxHouse()
        let citizen = try house.citizen("chen-jing")
        var limits = ForeignCall.Limits()
        limits.faultsMax = 2

        try await house.open(limits: limits) { doors in
            for _ in 1...4 {
                await #expect(throws: PortError.failed(system: "police", code: "400")) {
                    try await doors.registers.record(for: .about(citizen, ["salary"]))
                }
            }
        }
    }

    /// The library's own client would end the program, and every other test with it.
    @Test func aClientThatIsForgottenWhileItIsOpenIsClosed() async throws {
        weak var forgotten: ForeignClient?
        do {
            let client = ForeignClient()
            forgotten = client
            let request = HTTPClientRequest(url: "http://127.0.0.1:1/x")
            await #expect(throws: (any Error).self) {
                try await client.answer(to: request, within: .seconds(5))
            }
        }
        #expect(forgotten == nil)
        let closed = ForeignClient()
        try await closed.shutdown()
        await #expect(throws: HTTPClientError.alreadyShutdown) { try await closed.shutdown() }
    }

    @Test func closedPortIsUnreachable() async throws {
        let client = ForeignClient()
        let call = ForeignCall(system: "gone", client: client, world: .frozen())

        await #expect(throws: PortError.unreachable(system: "gone")) {
            try await call.run(within: .seconds(5)) { call in
                try await call.post("http://127.0.0.1:1/x", headers: [], body: [], repeatable: true)
            }
        }
        try await client.shutdown()
    }

    @Test func answerBeyondTheLimitIsNotRead() async throws {
        let house = try SandboxHouse()
        let citizen = try house.citizen("chen-jing")
        var limits = ForeignCall.Limits()
        limits.answerBytesMax = 64

        try await house.open(limits: limits) { doors in
            await #expect(throws: PortError.untrustworthy(system: "police", reason: "answer too large")) {
                try await doors.registers.record(for: .about(citizen, ["name"]))
            }
        }
    }
}
