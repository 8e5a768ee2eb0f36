import Documents
import Foundation
import Testing

/// Programs that we did not write, which read our papers.
enum Tool {
    static let isRequired = ProcessInfo.processInfo.environment["EGRET_REQUIRE_FOREIGN"] == "1"

    /// Whether every tool is installed; a missing one is a failure when `EGRET_REQUIRE_FOREIGN=1`.
    static func has(_ names: String...) -> Bool {
        isRequired || names.allSatisfy { FileManager.default.isExecutableFile(atPath: "/usr/bin/\($0)") }
    }

    /// The Python of the virtual environment with the foreign packages.
    static var python: String? {
        ProcessInfo.processInfo.environment["EGRET_VENV"].map { "\($0)/bin/python" }
    }

    /// What `scripts/fonts` made in the build folder.
    static var typefaces: Typefaces? {
        Typefaces.beside(URL(filePath: "/proc/self/exe").resolvingSymlinksInPath())
    }

    struct Result {
        let status: Int32
        let output: String
    }

    static func run(_ path: String, _ arguments: [String]) throws -> Result {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path.hasPrefix("/") ? path : "/usr/bin/\(path)")
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Result(status: process.terminationStatus, output: String(decoding: data, as: UTF8.self))
    }

    /// A folder for one test, removed at its end.
    static func folder<T>(_ body: (URL) async throws -> T) async throws -> T {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "egret-paper-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await body(folder)
    }

    static func write(_ bytes: [UInt8], to file: URL) throws -> String {
        try Data(bytes).write(to: file)
        return file.path
    }
}
