import AsyncHTTPClient
import Transport

/// The line of a machine: dead when the machine is.
struct MixupPoweredLink: HTTPTransport {
    let link: MixupLink
    let power: MixupPower

    func answer(to request: HTTPClientRequest, within limit: Duration) async throws -> HTTPClientResponse {
        guard power.on else { throw MixupPower.Off() }
        let answer = try await link.answer(to: request, within: limit)
        guard power.on else { throw MixupPower.Off() }
        return answer
    }
}
