import ArgumentParser
import AsyncHTTPClient
import Audit
import Casework
import Foundation
import Logging
import NIOCore
import NIOHTTP1
import Storage

/// `egret verify`: what anybody may check without asking us.
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Check a log, a receipt, or the cases against the log.",
        subcommands: [Log.self, Receipt.self, Cases.self])

    struct Log: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "audit", abstract: "Download a whole audit log and count it again.",
            discussion:
                "Exit code 1 when anything is wrong. Keep the checkpoint with --remember: only it shows a log cut short."
        )

        @Argument(help: "The log's address, such as https://city.example/audit.") var url: String
        @Option(help: "The log's verifier key, from a source other than the log.") var key: String?
        @Option(help: "A file that keeps the last good checkpoint.") var remember: String?

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
            let text: String
            if let key {
                text = key
            } else {
                text = String(decoding: try await fetch("key", client), as: UTF8.self)
                print(
                    "warning: the key came from the log itself; compare it with a copy from elsewhere: \(text)"
                )
            }
            guard let key = VerifierKey(text.trimmingCharacters(in: .whitespacesAndNewlines)) else {
                throw ValidationError("that is no verifier key: name+hash+key is expected")
            }
            let trusted = remember.flatMap { try? String(contentsOfFile: $0, encoding: .utf8) }
                .flatMap(Checkpoint.init)
            let report = await AuditVerifier(origin: key.name, keys: [key], trusted: trusted)
                .verify { path in try await fetch(path, client) }
            for finding in report.findings { print(finding) }
            print("\(report.leavesChecked) leaves, \(report.checkpointsChecked) checkpoints checked")
            guard report.isClean else {
                print("\(report.findingCount) findings: this log is not what it was")
                throw ExitCode(1)
            }
            if let remember, let checkpoint = report.checkpoint {
                try checkpoint.wire.write(toFile: remember, atomically: true, encoding: .utf8)
            }
            print("clean")
        }

        private func fetch(_ path: String, _ client: HTTPClient) async throws -> [UInt8] {
            let base = url.hasSuffix("/") ? String(url.dropLast()) : url
            let response = try await client.execute(
                HTTPClientRequest(url: "\(base)/\(path)"), timeout: .seconds(30))
            guard response.status == .ok else { throw ValidationError("\(path): \(response.status)") }
            return [UInt8](buffer: try await response.body.collect(upTo: 32 * 1_024 * 1_024))
        }
    }

    struct Receipt: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Check a receipt offline.")

        @Argument(help: "A .tlog-proof file.") var file: String
        @Option(help: "The log's verifier key.") var key: String

        func run() async throws {
            guard let key = VerifierKey(key) else {
                throw ValidationError("that is no verifier key: name+hash+key is expected")
            }
            let receipt = try AuditReceipt(String(contentsOfFile: file, encoding: .utf8))
            try receipt.verify(keys: [key], origin: key.name)
            print("The act is in the log.")
        }
    }

    struct Cases: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Hold what clerks did, as the database tells it, against the audit log.",
            discussion:
                "Finds what was written into the database past the house. Exit code 1 when anything is wrong. The log itself is checked by 'egret verify audit'."
        )

        @OptionGroup var shared: SharedOptions

        func run() async throws {
            let house = try await House(await shared.reader(), logger: Logger(label: "egret"))
            let report: VerifyActs.Report
            do {
                try await Migrator(engine: house.engine, migrations: House.migrations, world: house.world)
                    .requireCurrent()
                report = try await VerifyActs(house.engine)()
            } catch {
                await house.close()
                throw error
            }
            await house.close()
            for finding in report.findings { print(finding) }
            print("\(report.acts) acts in \(report.cases) cases checked")
            guard report.findingCount == 0 else {
                print("\(report.findingCount) findings: these cases are not what the log says")
                throw ExitCode(1)
            }
            print("clean")
        }
    }
}
