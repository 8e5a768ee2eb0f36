import AsyncHTTPClient
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Transport
import NIOHTTP1
import Serving

/// Somebody on the line: hands every question on and may change the answer.
struct Meddler: Sendable {
    typealias Change = @Sendable (_ path: String, _ answer: [UInt8]) -> [UInt8]

    let target: String
    let client: any HTTPTransport
    let change: Change

    func application(logger: Logger) -> some ApplicationProtocol {
        let router = Router()
        router.post("**") { request, _ in try await pass(request) }
        return Application(
            router: router, server: .onceTaken(),
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)), logger: logger)
    }

    private func pass(_ request: Request) async throws -> Response {
        let question = try await request.body.collect(upTo: 1_000_000)
        var onward = HTTPClientRequest(url: target + request.uri.path)
        onward.method = .POST
        for field in request.headers { onward.headers.add(name: field.name.rawName, value: field.value) }
        onward.body = .bytes(question)
        let answer = try await client.answer(to: onward, within: .seconds(30))
        let body = try await answer.body.collect(upTo: 2_000_000)
        var headers = HTTPFields()
        for (name, value) in answer.headers where name.lowercased() != "content-length" {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        return Response(
            status: HTTPResponse.Status(code: Int(answer.status.code)), headers: headers,
            body: ResponseBody(
                byteBuffer: ByteBuffer(bytes: change(request.uri.path, Array(body.readableBytesView)))))
    }
}
