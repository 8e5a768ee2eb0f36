import AsyncHTTPClient
import Base
import Foundation
import HTTPTypes
import NIOCore
import Synchronization
import Transport
import Wire

/// The way from one terminal to the centres: requests are lost, cut, doubled and kept, answers late; and every ticket
/// that comes through is remembered until its paper has been checked.
final class MixupLink: HTTPTransport {
    struct Lost: Error {}

    private struct State {
        /// As they came, and the session that asked.
        var tickets: [String: (wire: String, session: String)] = [:]
        var held: [MixupMessage] = []
    }

    private static let ticketsMax = 200

    private let nodes: [MixupNode]
    private let faults: MixupFaults
    private let chance: MixupChance
    private let world: World
    private let state = Mutex(State())

    init(nodes: [MixupNode], faults: MixupFaults, chance: MixupChance, world: World) {
        self.nodes = nodes
        self.faults = faults
        self.chance = chance
        self.world = world
    }

    func ticket(_ id: String) -> (wire: String, session: String)? { state.withLock { $0.tickets[id] } }

    /// Lets go of what was kept on the way; nobody waits for the answers any more.
    func releaseHeld() {
        for message in state.withLock({ state in
            defer { state.held = [] }
            return state.held
        }) {
            faults.note("request-late.\(Self.wait(message))")
            send(message)
        }
    }

    func answer(to request: HTTPClientRequest, within limit: Duration) async throws -> HTTPClientResponse {
        let message = try await MixupMessage(request)
        let wait = Self.wait(message)
        guard wait != "enrolment" else { return try await chosen().answer(message).response }
        if faults.comes(\.requestLost, "request-lost.\(wait)", chance) { throw Lost() }
        if faults.comes(\.requestHeld, "request-held.\(wait)", chance) {
            state.withLock { $0.held.append(message) }
            throw HTTPClientError.deadlineExceeded
        }
        if faults.comes(\.answerLost, "time-out.\(wait)", chance) {
            send(message)
            try await world.sleep(chance.upTo(.milliseconds(20)))
            throw HTTPClientError.deadlineExceeded
        }
        if faults.comes(\.requestCut, "cut.\(wait)", chance) {
            try await cut(message)
            throw HTTPClientError.deadlineExceeded
        }
        let isDoubled = faults.comes(\.requestDoubled, "doubled.\(wait)", chance)
        if isDoubled, chance.happens(500) { send(message) }
        let answer = try await chosen().answer(message)
        if isDoubled { send(message) }
        if faults.comes(\.answerSlow, "answer-slow.\(wait)", chance) {
            try await world.sleep(chance.upTo(.milliseconds(80)))
        }
        remember(answer, to: message, wait)
        return answer.response
    }

    private func chosen() -> MixupNode { chance.pick(nodes) }

    /// Sends without anybody waiting.
    private func send(_ message: MixupMessage) {
        let node = chosen()
        Task { _ = try? await node.answer(message) }
    }

    /// The work is cancelled somewhere in its middle, as when a connection breaks.
    private func cut(_ message: MixupMessage) async throws {
        let node = chosen()
        let work = Task { _ = try? await node.answer(message) }
        try await world.sleep(chance.upTo(.milliseconds(60)))
        work.cancel()
    }

    private func remember(_ answer: MixupAnswer, to message: MixupMessage, _ wait: String) {
        guard wait == "ticket", answer.status == 200,
            let ticket = try? JSONDecoder().decode(
                TicketAnswer.self, from: Data(answer.body.readableBytesView)),
            let session = message.header(WireHeader.session)
        else { return }
        state.withLock { state in
            if state.tickets.count >= Self.ticketsMax { state.tickets = [:] }
            state.tickets[ticket.ticketID] = (ticket.ticket, session)
        }
    }

    /// What the terminal waits for with a request: a short word for the counts.
    static func wait(_ message: MixupMessage) -> String {
        let parts = message.path.split(separator: "/")
        guard message.method != .get else { return "page" }
        return switch (parts.first, parts.last) {
        case ("terminals", "enrolment"): "enrolment"
        case ("terminals", _): "health"
        case ("services", _): "session"
        case ("session", _): "end"
        // The answer to a code opens the case and asks the register.
        case ("identification", "code"): "case-and-register"
        case ("identification", "card"): "card"
        case ("identification", _): "identification"
        case ("papers", _): "fetch"
        case ("print-tickets", _): "outcome"
        case (_, "print-tickets"): "ticket"
        case (_, "submission"): "drawing-and-commit"
        case (_, "record"): "register"
        case ("cases", "cases"): "case-and-register"
        default: "answer"
        }
    }
}
