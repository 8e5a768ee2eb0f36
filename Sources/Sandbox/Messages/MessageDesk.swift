import Base
import Foundation
import HTTPTypes
import Hummingbird
import Vault

/// The message gateway of the sandbox, and the phones behind it.
struct MessageDesk: Sendable {
    private struct Body: Codable {
        let text: String
        let to: String
    }

    private static let skewMax = Duration.seconds(120)

    private let config: SandboxConfig
    private let city: SampleCity
    private let world: World
    private let book: MessageBook

    init(config: SandboxConfig, city: SampleCity, world: World, book: MessageBook) {
        self.config = config
        self.city = city
        self.world = world
        self.book = book
    }

    func add(to router: Router<BasicRequestContext>) {
        router.post("/messages") { request, _ in try await take(request) }
        router.get("/inbox") { _, _ in SandboxPages(city: city).inbox(book.inbox) }
        router.get("/inbox.json") { _, _ in try json() }
    }

    private func take(_ request: Request) async throws -> Response {
        let body = [UInt8](try await request.body.collect(upTo: 4_096).readableBytesView)
        guard let key = request.headers[.idempotencyKey], let time = request.headers[.messageTime],
            let signature = request.headers[.messageSignature],
            let sent = Int64(time).map({ Instant(milliseconds: $0) })
        else { return .refused(.badRequest, "malformed") }
        let expected = Digest.hmacSHA256(
            key: config.messageSecret, Array("\(time)\n\(key)\n".utf8) + body)
        let age = world.now().since(sent)
        guard expected.hex == signature, age <= Self.skewMax, age >= .zero - Self.skewMax else {
            return .refused(.unauthorized, "signature")
        }
        guard let message = try? JSONDecoder().decode(Body.self, from: Data(body)),
            let phone = Phone(message.to), message.text.count <= 500
        else { return .refused(.badRequest, "malformed") }
        switch city.citizen(phone: phone)?.behaviour.messages {
        case .down: return .refused(.serviceUnavailable, "down")
        case .slow: try await world.sleep(config.stall)
        case nil: break
        }
        let isSame = book.take(
            MessageBook.Message(phone: phone.text, text: message.text, at: world.now()), key: key,
            content: Digest.sha256(body))
        guard isSame else { return .refused(.unprocessableContent, "key-reused") }
        return .bytes(Array("{}".utf8), type: "application/json", status: .accepted)
    }

    private func json() throws -> Response {
        let messages = book.inbox.map { Body(text: $0.text, to: $0.phone) }
        return .bytes([UInt8](try JSONEncoder().encode(messages)), type: "application/json")
    }
}
