import ArgumentParser
import AsyncHTTPClient
import Audit
import Foundation
import NIOCore
import NIOHTTP1

extension VerifyCommand {
    struct Log: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "audit", abstract: "Download a whole audit log and count it again.",
            discussion:
                """
                Exit code 1 when anything is wrong, 2 when the log could not be read, so that nothing is said about it. Keep the checkpoint with \
                --remember: only it shows a log cut short.
                """)

        @Argument(help: "The log's address, such as https://city.example/audit.") var url: String
        @Option(help: "The log's verifier key, from a source other than the log.") var key: String?
        @Option(help: "A file that keeps the last good checkpoint; the first time there is none.")
        var remember: String?

        func validate() throws {
            guard ["https://", "http://"].contains(where: url.lowercased().hasPrefix) else {
                throw ValidationError(
                    "The log's address begins with https:// or http://, such as https://city.example/audit.")
            }
        }

        func run() async throws {
            let client = HTTPClient(eventLoopGroupProvider: .singleton)
            do {
                try await verify(client)
            } catch {
                try? await client.shutdown()
                throw error
            }
            try await client.shutdown()
        }

        private func verify(_ client: HTTPClient) async throws {
            let kept = remember.map(KeptCheckpoint.init)
            let trusted = try kept?.read()
            let key = try await key(client)
            let report = await AuditVerifier(origin: key.name, keys: [key], trusted: trusted)
                .verify { path in try await fetch(path, client) }
            for finding in report.findings { print(finding) }
            print("\(report.leavesChecked) leaves, \(report.checkpointsChecked) checkpoints checked")
            if let (sentence, code) = Self.verdict(report) {
                print(sentence)
                throw code
            }
            if let kept, let checkpoint = report.checkpoint {
                try kept.write(checkpoint)
                if trusted == nil { print("first checkpoint kept in \(kept.path)") }
            }
            print("clean")
        }

        /// What is said of a log that is not clean, and the exit code; nil for one that is.
        static func verdict(_ report: AuditReport) -> (sentence: String, code: ExitCode)? {
            guard !report.isClean else { return nil }
            if report.isUnread { return (unread, ExitCode(2)) }
            return report.isOnlyUnreadable
                ? (
                    "\(report.findingCount) parts of this log could not be read, so it is not shown to be whole; try again",
                    ExitCode(1)
                ) : ("\(report.findingCount) findings: this log is not what it was", ExitCode(1))
        }

        private static let unread = "the log could not be read; nothing is said about it"

        private func key(_ client: HTTPClient) async throws -> VerifierKey {
            if let key { return try VerifyCommand.key(key) }
            let text: String
            do {
                text = String(decoding: try await fetch("key", client), as: UTF8.self)
            } catch {
                print("key: \(error)")
                print(Self.unread)
                throw ExitCode(2)
            }
            print("warning: the key came from the log itself; compare it with a copy from elsewhere: \(text)")
            return try VerifyCommand.key(text)
        }

        private func fetch(_ path: String, _ client: HTTPClient) async throws -> [UInt8] {
            let base = url.hasSuffix("/") ? String(url.dropLast()) : url
            let response: HTTPClientResponse
            do {
                response = try await client.execute(
                    HTTPClientRequest(url: "\(base)/\(path)"), timeout: .seconds(30))
            } catch {
                throw CommandProblem("no answer (\(String(describing: error).prefix(200)))")
            }
            guard response.status == .ok else { throw CommandProblem("\(response.status)") }
            return [UInt8](buffer: try await response.body.collect(upTo: 32 * 1_024 * 1_024))
        }
    }
}
