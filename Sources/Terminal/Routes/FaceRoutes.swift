import Base
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import Web
import Wire

/// The camera for the page.
///
///     GET  /terminal/camera/challenge    a word that lives five seconds and serves once
///     POST /terminal/face                form: `challenge`, `image` (base64 JPEG), `idempotency_key`
struct FaceRoutes: Sendable {
    /// Base64 makes four bytes of three, and a form writes some of them as three.
    static let formBytesMax = 160 * 1_024

    let agent: Agent
    let forwarder: Forwarder

    func add(to router: Router<EgretContext>) {
        router.get("terminal/camera/challenge", use: challenge)
        router.group("terminal/face").add(middleware: BodyLimit(bytes: Self.formBytesMax)).post(use: send)
    }

    struct Challenge: Encodable {
        let challenge: String
        /// `agent` when the terminal takes the picture itself, so that the page need not.
        let source: String
    }

    @Sendable func challenge(_ request: Request, _ context: EgretContext) async throws -> Response {
        let source = agent.devices.simulator?.camera?.faceID == nil ? "page" : "agent"
        let body = try JSONEncoder().encode(Challenge(challenge: agent.challenges.issue(), source: source))
        return Response(
            status: .ok, headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(bytes: body)))
    }

    @Sendable func send(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        let picture: FacePicture
        do {
            picture = try await self.picture(form)
            try agent.pictures.meet(picture)
        } catch {
            return Self.problem(error)
        }
        let capture = FaceCapture(
            jpegBase64: Data(picture.jpeg).base64EncodedString(),
            takenAtMs: agent.centre.clock.now().milliseconds)
        let question = Centre.Question(
            method: "POST", target: "/identification/face", body: [UInt8](try JSONEncoder().encode(capture)),
            idempotencyKey: form[IdempotencyKey.fieldName].flatMap(Token.init(rawValue:))?.rawValue,
            headers: [("Content-Type", "application/json"), ("Accept", "text/html")])
        let answer = await agent.challenges.alone(for: context.sessionToken ?? "") {
            await forwarder.send(question, request, context)
        }
        return answer ?? Self.problem(.stale)
    }

    private static func problem(_ refused: FaceRefused) -> Response {
        Response(status: .seeOther, headers: [.location: "/identification?problem=\(refused.rawValue)"])
    }

    /// A camera of the terminal takes its picture now; a page's picture must answer a fresh challenge.
    private func picture(_ form: Form) async throws(FaceRefused) -> FacePicture {
        guard let challenge = form["challenge"], !challenge.isEmpty else {
            let challenge = agent.challenges.issue()
            guard let jpeg = try await agent.devices.camera.take() else { throw .stale }
            try agent.challenges.spend(challenge)
            return try FacePicture(jpeg: jpeg)
        }
        try agent.challenges.spend(challenge)
        if let jpeg = try await agent.devices.camera.take() { return try FacePicture(jpeg: jpeg) }
        guard let photo = form["image"] else { throw .out }
        return try FacePicture(base64: photo)
    }
}
