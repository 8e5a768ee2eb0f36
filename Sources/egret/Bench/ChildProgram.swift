import Base
import Foundation

/// A short-lived program of the machine.
enum ChildProgram {
    struct Failed: Error, CustomStringConvertible {
        let program: String
        let status: Int32
        let words: String

        var description: String { "\(program) ended with \(status): \(words)" }
    }

    /// Runs a program to its end; nothing of this process stays open in what it starts.
    ///
    /// - Throws: ``Failed`` with what the program said, when it does not end well.
    static func run(_ path: String, _ arguments: [String], in folder: URL? = nil) throws {
        let words = FileManager.default.temporaryDirectory.appending(path: "egret-child-\(Token(.live))")
        try Data().write(to: words)
        defer { try? FileManager.default.removeItem(at: words) }
        let output = try FileHandle(forWritingTo: words)
        defer { try? output.close() }
        let child = Process()
        child.executableURL = URL(filePath: path)
        child.arguments = arguments
        if let folder { child.currentDirectoryURL = folder }
        child.standardInput = FileHandle.nullDevice
        child.standardOutput = output
        child.standardError = output
        try child.run()
        child.waitUntilExit()
        guard child.terminationStatus == 0 else {
            throw Failed(
                program: path, status: child.terminationStatus,
                words: (try? String(contentsOf: words, encoding: .utf8)) ?? "")
        }
    }
}
