import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Transport
import Vault
import Wire

/// Admits the terminal at the centre: once, with the code that an operator reads to the technician.
struct Enrol: Sendable {
    static let answerBytesMax = 64 * 1_024

    let http: any HTTPTransport
    let centre: String
    let state: StateFolder
    let serial: String
    let version: String

    /// The terminal's identity, from the disk or from the centre.
    func callAsFunction(code: String?) async throws -> AgentIdentity {
        let key = try state.key()
        if let record = try state.record() { return try AgentIdentity(record: record, key: key) }
        guard let code, !code.isEmpty else { throw TerminalProblem.notEnrolled }
        let record = try await ask(
            EnrolmentRequest(code: code, publicKeyPEM: key.publicKey.pem, serial: serial, version: version))
        let identity = try AgentIdentity(record: record, key: key)
        try state.keep(record)
        return identity
    }

    private func ask(_ request: EnrolmentRequest) async throws -> EnrolmentAnswer {
        var question = HTTPClientRequest(url: centre + "/terminals/enrolment")
        question.method = .POST
        question.headers.add(name: "Content-Type", value: "application/json")
        question.body = .bytes([UInt8](try JSONEncoder().encode(request)))
        let answer = try await http.answer(to: question, within: .seconds(10))
        let body = try await answer.body.collect(upTo: Self.answerBytesMax)
        guard (200...201).contains(answer.status.code) else {
            throw TerminalProblem.enrolmentRefused(status: Int(answer.status.code))
        }
        return try JSONDecoder().decode(EnrolmentAnswer.self, from: Data(body.readableBytesView))
    }
}
