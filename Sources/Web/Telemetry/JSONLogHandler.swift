public import Base
import Foundation
public import Logging

/// Writes each log event as one JSON line, without what could name a person.
///
/// A metadata key says the class of its value: the classes in ``closed`` are never written, and runs of eleven or more
/// digits (telephones, identity numbers, cards) are struck out of every text.
public struct JSONLogHandler: LogHandler {
    /// Values under these keys belong to a person and stay out of the log.
    static let closed: Set<String> = [
        "name", "phone", "citizen_number", "address", "answer", "answers", "body", "session", "token",
        "cookie",
        "password", "code", "photo", "query", "path", "uri",
    ]
    static let valueMax = 2_000

    public var logLevel: Logger.Level = .info
    public var metadata: Logger.Metadata = [:]
    public var metadataProvider: Logger.MetadataProvider?
    private let label: String
    private let world: World
    private let write: @Sendable (String) -> Void

    /// Writes each line, with its line end, through `write`; by default to standard output.
    public init(
        label: String, world: World, write: @escaping @Sendable (String) -> Void = Self.writeToOutput
    ) {
        self.label = label
        self.world = world
        self.write = write
    }

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    public func log(event: LogEvent) {
        var fields = metadata
        fields.merge(metadataProvider?.get() ?? [:]) { $1 }
        fields.merge(event.metadata ?? [:]) { $1 }
        var line: [(String, String)] = [
            ("time", Self.time(world.now())), ("level", event.level.rawValue), ("logger", label),
            ("message", Self.open(event.message.description)),
        ]
        if let error = event.error { line.append(("error", Self.open("\(error)"))) }
        line += fields.sorted { $0.key < $1.key }.map { key, value in
            (key, Self.closed.contains(key) ? "[closed]" : Self.open(value.description))
        }
        write("{" + line.map { "\(Self.quoted($0.0)):\(Self.quoted($0.1))" }.joined(separator: ",") + "}\n")
    }

    public static let writeToOutput: @Sendable (String) -> Void = { line in
        // A full disk or a reader that has gone costs the line, not the program.
        try? FileHandle.standardOutput.write(contentsOf: Data(line.utf8))
    }

    /// A text with long runs of digits struck out and its length bounded.
    static func open(_ text: String) -> String {
        if isOpen(text) { return text }
        var open = ""
        var digits = ""
        for character in text.prefix(valueMax) {
            if character.isASCII && character.isNumber {
                digits.append(character)
                continue
            }
            open += digits.count >= 11 ? "[number]" : digits
            digits = ""
            open.append(character)
        }
        return open + (digits.count >= 11 ? "[number]" : digits)
    }

    /// Whether a text is short, of one line of ASCII, and has no run of digits to strike out.
    private static func isOpen(_ text: String) -> Bool {
        guard text.utf8.count <= valueMax else { return false }
        var digits = 0
        for byte in text.utf8 {
            guard byte < 0x80 else { return false }
            digits = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) ? digits + 1 : 0
            if digits >= 11 { return false }
        }
        return true
    }

    private static func time(_ instant: Instant) -> String {
        let day = CalendarDate(daysSince1970: Int(instant.milliseconds / 86_400_000))
        let rest = instant.milliseconds % 86_400_000
        let parts = [rest / 3_600_000, rest / 60_000 % 60, rest / 1_000 % 60].map { digits($0, 2) }
        return "\(day)T\(parts[0]):\(parts[1]):\(parts[2]).\(digits(rest % 1_000, 3))Z"
    }

    private static func digits(_ number: Int64, _ count: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, count - text.utf8.count)) + text
    }

    private static func quoted(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy {
            (0x20..<0x80).contains($0) && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
        }
        if isPlain { return "\"\(text)\"" }
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case _ where scalar.value < 0x20 || scalar == "\u{2028}" || scalar == "\u{2029}":
                let hex = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
