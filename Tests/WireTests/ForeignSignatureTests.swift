import Base
import Foundation
import Support
import Testing
import Vault

@testable import Wire

/// Another implementation of RFC 9421 must compute the same base and accept the same signature.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["EGRET_VENV"] != nil)) struct ForeignSignatures {
    private static let script = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent()
        .appending(path: "Foreign/wire/verify.py")

    struct Sent: Encodable, Sendable {
        var method: String
        var url: String
        var headers: [String: String]
        var body: String
        var key: String
    }

    struct Verdict: Sendable {
        let isAccepted: Bool
        let base: String
    }

    private func sent(
        _ method: String, _ target: String, body: String, session: String?, key idempotencyKey: String?
    ) throws -> (Sent, base: String) {
        let key = try SigningKey.generate(.ed25519)
        let covered = RequestSignature.Covered(
            method: method, target: target, body: Array(body.utf8), session: session,
            idempotencyKey: idempotencyKey)
        let headers = Dictionary(
            uniqueKeysWithValues: try RequestSignature.headers(
                for: covered, terminalID: "t-0001", key: key, world: .frozen()))
        let parameters = try #require(headers[WireHeader.signatureInput]).dropFirst("egret=".count)
        let base = covered.base(parameters: String(parameters))
        let sent = Sent(
            method: method, url: "http://127.0.0.1:8082" + target, headers: headers,
            body: Data(body.utf8).base64EncodedString(), key: key.publicKey.pem)
        return (sent, String(decoding: base, as: UTF8.self))
    }

    private func verdict(_ sent: Sent) throws -> Verdict {
        let environment = try #require(ProcessInfo.processInfo.environment["EGRET_VENV"])
        let file = FileManager.default.temporaryDirectory.appending(path: "egret-wire-\(Token(.live)).json")
        try JSONEncoder().encode(sent).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: environment).appending(path: "bin/python3")
        process.arguments = [Self.script.path, file.path]
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let base = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Verdict(
            isAccepted: process.terminationStatus == 0, base: String(decoding: base, as: UTF8.self))
    }

    @Test(arguments: [
        ("POST", "/cases/35020026030200001/print-tickets", "case=1", "session", "press"),
        ("GET", "/services?q=%E7%A4%BE%E4%BF%9D&page=2", "", "session", nil),
        ("GET", "/", "", nil, nil),
        ("POST", "/terminals/health", "{\"a\":\"中文\"}", nil, nil),
    ])
    func theForeignBaseIsOursByteForByte(
        _ method: String, _ target: String, _ body: String, _ session: String?, _ key: String?
    ) throws {
        let (sent, base) = try sent(method, target, body: body, session: session, key: key)

        let verdict = try verdict(sent)

        #expect(verdict.isAccepted)
        #expect(verdict.base == base)
    }

    @Test(arguments: [
        WireHeader.session, WireHeader.idempotencyKey, WireHeader.contentDigest, "method", "url", "body",
    ])
    func whatWasChangedIsRefusedThereToo(_ part: String) throws {
        var (sent, _) = try sent("POST", "/a?b=1", body: "c", session: "s", key: "k")
        switch part {
        case "method": sent.method = "PUT"
        case "url": sent.url += "2"
        case "body": sent.body = Data("d".utf8).base64EncodedString()
        default: sent.headers[part, default: ""] += "x"
        }

        #expect(try !verdict(sent).isAccepted)
    }
}
