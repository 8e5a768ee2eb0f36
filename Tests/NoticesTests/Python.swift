import Catalogue
import Foundation
import Testing

/// Programs in Python of the folder `Tests/Foreign`, which we did not write what they check with.
enum Python {
    static func run(_ script: String, _ arguments: [String]) async throws -> (Int32, String) {
        let venv = try #require(ProcessInfo.processInfo.environment["EGRET_VENV"])
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: venv).appending(path: "bin/python3")
        process.arguments =
            [
                URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                    .appending(path: "Foreign/\(script)").path
            ] + arguments
        process.standardOutput = output
        process.standardError = output
        return try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { process in
                let text = String(
                    decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
                continuation.resume(returning: (process.terminationStatus, text))
            }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
    }
}

enum ServiceIDs {
    static let endorsement = ServiceID(rawValue: "police/residence-permit-endorsement")
}
