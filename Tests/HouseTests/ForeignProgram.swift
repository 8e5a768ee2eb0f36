import Foundation

/// Programs that we did not write, which judge what we made.
enum ForeignProgram {
    static let isRequired = ProcessInfo.processInfo.environment["EGRET_REQUIRE_FOREIGN"] == "1"

    static var python: String? {
        ProcessInfo.processInfo.environment["EGRET_VENV"].map { "\($0)/bin/python" }
    }

    static func has(_ names: String...) -> Bool {
        isRequired || names.allSatisfy { FileManager.default.isExecutableFile(atPath: "/usr/bin/\($0)") }
    }

    struct Answer {
        let status: Int32
        let output: String
    }

    static func run(_ name: String, _ arguments: [String], input: String? = nil) throws -> Answer {
        let process = Process()
        process.executableURL = URL(filePath: name.hasPrefix("/") ? name : "/usr/bin/\(name)")
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        let question = Pipe()
        process.standardInput = question
        try process.run()
        try question.fileHandleForWriting.write(contentsOf: Data((input ?? "").utf8))
        try question.fileHandleForWriting.close()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Answer(status: process.terminationStatus, output: String(decoding: data, as: UTF8.self))
    }

    /// What a camera reads from the QR code on a picture: nothing but QR codes, for grey dots pass for a bar code now and then.
    static func qrCode(on picture: String) throws -> String {
        try run("zbarimg", ["-q", "--raw", "--nodbus", "-Sdisable", "-Sqrcode.enable", picture]).output
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
