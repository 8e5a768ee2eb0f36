import Base
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import Web
import Wire

/// The card reader for the page.
///
///     POST /terminal/card    read the card and hand it to the centre
struct CardRoutes: Sendable {
    let agent: Agent
    let forwarder: Forwarder

    func add(to router: Router<EgretContext>) {
        router.post("terminal/card", use: read)
    }

    @Sendable func read(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        let reading: CardReading
        do {
            reading = try await agent.devices.reader.read(wait: agent.configuration.cardWait)
        } catch {
            return problem(error)
        }
        agent.memory.touch()
        guard !reading.isExpired(on: CalendarDate(inChinaAt: agent.centre.clock.now())) else {
            return problem(.expired)
        }
        let question = Centre.Question(
            method: "POST", target: "/identification/card", body: [UInt8](try JSONEncoder().encode(reading)),
            idempotencyKey: form[IdempotencyKey.fieldName].flatMap(Token.init(rawValue:))?.rawValue,
            headers: [("Content-Type", "application/json"), ("Accept", "text/html")])
        return await forwarder.send(question, request, context)
    }

    private func problem(_ refused: CardRefused) -> Response {
        Response(status: .seeOther, headers: [.location: "/identification?problem=\(refused.rawValue)"])
    }
}
