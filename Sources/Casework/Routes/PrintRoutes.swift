public import Hummingbird
public import Identity
public import Web
import Base
import Foundation
import HTTPTypes
import NIOCore
import Wire

/// What the agent asks for when a person presses print; machines only.
///
///     POST /cases/{number}/print-tickets      a ticket
///     POST /papers/{ticket}                   its paper, once
///     POST /print-tickets/{ticket}/outcome    how it ended; also after the visit
public struct PrintRoutes: Sendable {
    let identity: IdentityVerbs
    let print: PrintPaper
    let idempotency: Idempotency

    public init(identity: IdentityVerbs, print: PrintPaper, idempotency: Idempotency) {
        self.identity = identity
        self.print = print
        self.idempotency = idempotency
    }

    public func add(to router: Router<EgretContext>) {
        router.post("cases/{number}/print-tickets", use: ticket)
        router.post("papers/{ticket}", use: paper)
        router.post("print-tickets/{ticket}/outcome", use: outcome)
    }

    @Sendable func ticket(_ request: Request, _ context: EgretContext) async throws -> Response {
        let bytes = try await body(of: request, context)
        let question =
            bytes.isEmpty ? nil : try JSONDecoder().decode(TicketQuestion.self, from: Data(bytes))
        return try await idempotency(request, context, body: bytes) { _ in
            guard let number = context.parameters.get("number").flatMap(CaseNumber.init) else {
                throw CaseRefused.unknownCase
            }
            let answer = try await print.ticket(
                number, paper: question?.paper ?? .result, again: question?.again ?? false,
                for: session(context),
                requestID: context.requestID)
            return try Self.json(answer)
        }
    }

    @Sendable func paper(_ request: Request, _ context: EgretContext) async throws -> Response {
        let pdf = try await print.paper(
            ticket: ticketID(context), for: session(context), requestID: context.requestID)
        return Response(
            status: .ok, headers: [.contentType: "application/pdf"],
            body: .init(byteBuffer: ByteBuffer(bytes: pdf)))
    }

    /// Needs no session: the power may have been out meanwhile.
    @Sendable func outcome(_ request: Request, _ context: EgretContext) async throws -> Response {
        guard let terminal = context.terminalID else { throw IdentityRefused.sessionOver }
        let outcome = try JSONDecoder().decode(
            PrintOutcome.self, from: Data(try await body(of: request, context)))
        try await print.ended(
            ticket: ticketID(context), terminal: terminal, outcome: outcome, requestID: context.requestID)
        return Response(status: .noContent)
    }

    private func session(_ context: EgretContext) async throws -> IdentifiedSession {
        try await identity.current.identified(token: context.sessionToken, terminal: context.terminalID)
    }

    private func ticketID(_ context: EgretContext) throws(Problem) -> Token {
        guard let id = context.parameters.get("ticket").flatMap(Token.init) else { throw .notFound }
        return id
    }

    private static func json(_ value: some Encodable) throws -> Response {
        Response(
            status: .ok, headers: [.contentType: "application/json; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(bytes: try JSONEncoder().encode(value))))
    }
}
