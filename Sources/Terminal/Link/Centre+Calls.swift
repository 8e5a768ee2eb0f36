import Base
import Foundation
import Web
import Wire

extension Centre {
    enum Refused: Error, Hashable, Sendable {
        /// The centre said no; with the slug of its problem, where it named one.
        case status(Int, problem: String? = nil)
        case nonsense
        case unreachable
    }

    /// Ends one session, or with nil every session that this terminal has.
    func endSession(_ token: String?) async throws(Refused) {
        try await call(Question(method: "POST", target: "/session/end", session: token, timeout: .seconds(5)))
    }

    func ticket(_ order: PrintDesk.Order) async throws(Refused) -> TicketAnswer {
        let asked = clock.uptimeNow
        var question = try json(
            "/cases/\(order.caseNumber)/print-tickets",
            TicketQuestion(again: order.again, paper: order.paper))
        question.session = order.session.token
        question.idempotencyKey = order.key
        question.timeout = .seconds(20)
        let body = try await call(question)
        let answer = try decode(TicketAnswer.self, body)
        clock.learn(nowMs: answer.nowMs, askedAt: asked)
        return answer
    }

    func paper(ticketID: String, session: String) async throws(Refused) -> [UInt8] {
        try await call(
            Question(
                method: "POST", target: "/papers/\(ticketID)", session: session,
                headers: [("Accept", "application/pdf")], timeout: Self.paperMax), upTo: Self.paperBytesMax)
    }

    func report(_ outcome: PrintOutcome, ticketID: String) async throws(Refused) {
        try await call(json("/print-tickets/\(ticketID)/outcome", outcome))
    }

    func health(_ report: HealthReport) async throws(Refused) -> HealthAnswer {
        let asked = clock.uptimeNow
        let answer = try decode(HealthAnswer.self, try await call(json("/terminals/health", report)))
        clock.learn(nowMs: answer.nowMs, askedAt: asked)
        return answer
    }

    /// A thin line takes its time; after the ticket's minute the paper would be of no use.
    static let paperMax = Duration.seconds(55)
    static let paperBytesMax = 20 * 1_024 * 1_024

    private func json(_ target: String, _ value: some Encodable) throws(Refused) -> Question {
        guard let body = try? JSONEncoder().encode(value) else { throw .nonsense }
        return Question(
            method: "POST", target: target, body: [UInt8](body),
            headers: [("Content-Type", "application/json"), ("Accept", "application/json")])
    }

    @discardableResult
    private func call(_ question: Question, upTo bytes: Int = 64 * 1_024) async throws(Refused) -> [UInt8] {
        let answer: (status: Int, body: [UInt8])
        do {
            answer = try await ask(question, upTo: bytes)
        } catch {
            throw .unreachable
        }
        guard (200...299).contains(answer.status) || answer.status == 303 else {
            throw .status(answer.status, problem: Self.problem(answer.body))
        }
        return answer.body
    }

    private static func problem(_ body: [UInt8]) -> String? {
        let document = try? JSONDecoder().decode(ProblemDocument.self, from: Data(body))
        return document?.type.split(separator: "/").last.map(String.init)
    }

    private func decode<Value: Decodable>(_ type: Value.Type, _ body: [UInt8]) throws(Refused) -> Value {
        guard let value = try? JSONDecoder().decode(type, from: Data(body)) else { throw .nonsense }
        return value
    }
}
