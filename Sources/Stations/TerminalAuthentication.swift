public import Base
public import Hummingbird
public import Web
import HTTPTypes
import NIOCore
import Wire

/// Lets only admitted terminals through, by the signature of each request, and says which one is asking.
///
/// Stands before every route of the terminal listener but the enrolment, which has no key yet. The whole body is read
/// here, because the signature covers it; the routes behind read it again from memory.
public struct TerminalAuthentication: RouterMiddleware {
    /// A face capture in base 64 with its envelope is below half of it.
    static let bodyMaxBytes = 262_144
    static let enrolmentPath = "/terminals/enrolment"

    private let gate: TerminalGate
    private let raiseAlarm: RaiseAlarm
    private let world: World
    private let seen = SeenSignatures()

    public init(gate: TerminalGate, raiseAlarm: RaiseAlarm, world: World) {
        self.gate = gate
        self.raiseAlarm = raiseAlarm
        self.world = world
    }

    public func handle(
        _ request: Request, context: EgretContext, next: (Request, EgretContext) async throws -> Response
    ) async throws -> Response {
        guard request.uri.path != Self.enrolmentPath else { return try await next(request, context) }
        let input = request.headers[Header.signatureInput]
        guard let id = RequestSignature.terminalID(signatureInput: input),
            let pass = try await gate.pass(id)
        else { throw TerminalRefused.signature }
        guard pass.state != .revoked else { throw TerminalRefused.revoked }

        let (request, bytes) = try await collected(request, context)
        do {
            try verify(request, bytes, by: pass)
        } catch TerminalRefused.clock {
            throw Self.problem(.clock, Header.now, String(world.now().milliseconds))
        }
        guard seen.note(input ?? "", at: world.now()) else {
            try await raiseAlarm(.requestReplayed, terminal: id, detail: "signature")
            throw Self.problem(.replayed, Header.replayed, "1")
        }
        guard pass.state == .enrolled || Self.isOpenToStopped(request) else { throw TerminalRefused.stopped }
        var context = context
        context.terminalID = id
        context.bodyBytes = bytes
        return try await next(request, context)
    }

    private func collected(
        _ request: Request, _ context: EgretContext
    ) async throws -> (Request, [UInt8]) {
        var reading = context
        reading.bodyLimitBytes = Self.bodyMaxBytes
        let bytes = try await body(of: request, reading)
        var request = request
        request.body = RequestBody(buffer: ByteBuffer(bytes: bytes))
        return (request, bytes)
    }

    private func verify(
        _ request: Request, _ bytes: [UInt8], by pass: TerminalGate.Pass
    ) throws(TerminalRefused) {
        let covered = RequestSignature.Covered(
            method: request.method.rawValue, target: request.head.path ?? "/", body: bytes,
            session: request.headers[Header.session], idempotencyKey: request.headers[Header.idempotencyKey])
        do {
            try RequestSignature.verify(
                covered, contentDigest: request.headers[Header.contentDigest],
                signatureInput: request.headers[Header.signatureInput],
                signature: request.headers[Header.signature], key: pass.key, now: world.now())
        } catch {
            throw error == .clock ? .clock : .signature
        }
    }

    /// A refusal that the agent understands: told the time, or that a copy went ahead, it asks again under a new signature.
    private static func problem(
        _ refused: TerminalRefused, _ name: HTTPField.Name, _ value: String
    ) -> Problem {
        Problem(refused.slug, refused.status, headers: [name: value])
    }

    /// A stopped terminal may say how it is, how its printing ended, and end the visits it began; nothing else.
    private static func isOpenToStopped(_ request: Request) -> Bool {
        guard request.method == .post else { return false }
        let parts = request.uri.path.split(separator: "/")
        return switch parts.first {
        case "terminals": parts == ["terminals", "health"]
        case "session": parts == ["session", "end"]
        case "print-tickets": parts.count == 3 && parts.last == "outcome"
        default: false
        }
    }

    private enum Header {
        static let signatureInput = name(WireHeader.signatureInput)
        static let signature = name(WireHeader.signature)
        static let contentDigest = name(WireHeader.contentDigest)
        static let session = name(WireHeader.session)
        static let idempotencyKey = name(WireHeader.idempotencyKey)
        static let now = name(WireHeader.now)
        static let replayed = name(WireHeader.replayed)

        private static func name(_ text: String) -> HTTPField.Name {
            guard let name = HTTPField.Name(text) else { preconditionFailure("\(text) is a header's name") }
            return name
        }
    }
}
