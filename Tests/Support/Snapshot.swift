import Foundation
public import Testing

/// Expects the text to be the one kept in `Tests/__Snapshots__/<name>`.
///
/// With `SNAPSHOT=record` in the environment the text is written there instead, for a person to review as a diff.
public func expectSnapshot(
    _ text: String, named name: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let file = tests.appending(path: "__Snapshots__/\(name)")
    if ProcessInfo.processInfo.environment["SNAPSHOT"] == "record" {
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: file, atomically: true, encoding: .utf8)
        return
    }
    guard let kept = try? String(contentsOf: file, encoding: .utf8) else {
        Issue.record("no snapshot \(name): record it with SNAPSHOT=record", sourceLocation: sourceLocation)
        return
    }
    guard kept != text else { return }
    Issue.record("\(name) differs:\n\(lineDifference(from: kept, to: text))", sourceLocation: sourceLocation)
}

/// The lines that went (`-`) and came (`+`), each with its number, at most forty.
func lineDifference(from old: String, to new: String) -> String {
    let difference = new.split(separator: "\n", omittingEmptySubsequences: false)
        .difference(from: old.split(separator: "\n", omittingEmptySubsequences: false))
    let lines = difference.map { change in
        switch change {
        case .remove(let offset, let line, _): (offset, 0, "- \(offset + 1): \(line)")
        case .insert(let offset, let line, _): (offset, 1, "+ \(offset + 1): \(line)")
        }
    }
    .sorted { ($0.0, $0.1) < ($1.0, $1.1) }
    .map(\.2)
    let rest = lines.count > 40 ? ["… and \(lines.count - 40) more"] : []
    return (lines.prefix(40) + rest).joined(separator: "\n")
}
