import AsyncHTTPClient
public import Base
public import Transport
import Foundation
import NIOCore
import NIOHTTP1

/// The way to one foreign system: every call has a deadline, every answer a size, and a system that is slow or broken
/// neither slows another nor is called for ever.
///
/// Personal data travels in bodies only; addresses, errors and logs carry none. Copies share one gate.
public struct ForeignCall: Sendable {
    /// Limits of the way.
    public struct Limits: Sendable {
        /// Calls at one time; one more is refused with the code `busy`.
        public var concurrentMax = 8
        /// Consecutive faults after which the system is left alone.
        public var faultsMax = 5
        /// How long it is left alone before one call may try it again.
        public var rest = Duration.seconds(10)
        /// Bytes of one answer.
        public var answerBytesMax = 1_048_576

        public init() {}
    }

    public let system: String
    private let client: any HTTPTransport
    private let limits: Limits
    private let gate: CallGate
    private let steady: SteadyClock

    /// The way to a system, whose short name stands in logs and errors, such as `ctid` or `police`.
    public init(
        system: String, client: any HTTPTransport, world: World, limits: Limits = Limits()
    ) {
        self.system = system
        self.client = client
        self.limits = limits
        gate = CallGate(limits: limits, world: world)
        steady = world.steady
    }

    /// Whether the system has failed so often that it is left alone, and has not answered since.
    var isSilent: Bool { gate.isSilent }

    /// Runs one exchange of one or more requests through the gate, within a deadline.
    ///
    /// The deadline is measured by the machine's steady clock, for it is about sockets; the pause of the breaker by
    /// the `World`.
    ///
    /// - Throws: ``PortError``; `resting` or the code `busy` when nothing was sent.
    func run<Answer: Sendable>(
        within deadline: Duration,
        _ exchange: @escaping @Sendable (ForeignCall) async throws -> Answer
    ) async throws(PortError) -> Answer {
        switch gate.enter() {
        case .open: break
        case .resting: throw .resting(system: system)
        case .full: throw .failed(system: system, code: "busy")
        }
        do {
            let answer = try await race(deadline, exchange)
            gate.leave(.answered)
            return answer
        } catch let error as PortError {
            gate.leave(error.isFault ? .fault : .answered)
            throw error
        } catch is CancellationError {
            gate.leave(.abandoned)
            throw .timedOut(system: system)
        } catch {
            gate.leave(.fault)
            throw .unreachable(system: system)
        }
    }

    /// Posts a body and reads the whole answer, whatever its status.
    ///
    /// A `repeatable` request is sent once more when the connection broke.
    func post(
        _ url: String, headers: [(String, String)], body: [UInt8], type: String = "application/json",
        repeatable: Bool
    ) async throws(PortError) -> ForeignAnswer {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: type)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        request.body = .bytes(body)
        return try await send(request, repeatable: repeatable)
    }

    /// Reads what lies at an address; it is asked for once more when the connection broke.
    func get(_ url: String, accept: String) async throws(PortError) -> ForeignAnswer {
        var request = HTTPClientRequest(url: url)
        request.headers.add(name: "Accept", value: accept)
        return try await send(request, repeatable: true)
    }

    private func send(
        _ request: HTTPClientRequest, repeatable: Bool
    ) async throws(PortError) -> ForeignAnswer {
        do {
            return try await sendOnce(request)
        } catch  where repeatable && error == .unreachable(system: system) && !Task.isCancelled {
            return try await sendOnce(request)
        }
    }

    private func sendOnce(_ request: HTTPClientRequest) async throws(PortError) -> ForeignAnswer {
        do {
            // The race in `run` ends the call; this bound only keeps the client from waiting longer.
            let response = try await client.answer(to: request, within: .seconds(60))
            let buffer = try await response.body.collect(upTo: limits.answerBytesMax)
            return ForeignAnswer(
                status: Int(response.status.code), body: Array(buffer.readableBytesView),
                headers: Dictionary(
                    response.headers.map { ($0.name.lowercased(), $0.value) },
                    uniquingKeysWith: { first, _ in first }))
        } catch is NIOTooManyBytesError {
            throw .untrustworthy(system: system, reason: "answer too large")
        } catch {
            throw .unreachable(system: system)
        }
    }

    private func race<Answer: Sendable>(
        _ deadline: Duration, _ exchange: @escaping @Sendable (ForeignCall) async throws -> Answer
    ) async throws -> Answer {
        try await withThrowingTaskGroup(of: Answer?.self) { group in
            group.addTask { try await exchange(self) }
            group.addTask {
                try await steady.sleep(deadline)
                return nil
            }
            defer { group.cancelAll() }
            guard let first = try await group.next(), let answer = first else {
                throw Task.isCancelled ? CancellationError() : PortError.timedOut(system: system)
            }
            return answer
        }
    }
}

extension PortError {
    /// Whether the system, rather than our question, is to blame; a refusal with a status below 500 is not.
    fileprivate var isFault: Bool {
        if case .failed(_, let code) = self { return code.hasPrefix("5") }
        return true
    }
}
