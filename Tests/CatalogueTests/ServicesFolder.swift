import Foundation

/// A copy of the project's services that a test may break; removed when the test ends.
final class ServicesFolder {
    static let service = "police/temporary-identity-proof/service.yml"

    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "services-\(UUID().uuidString)")
        try FileManager.default.copyItem(at: Repository.services, to: url)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    func text(_ path: String = service) throws -> String {
        try String(contentsOf: url.appending(path: path), encoding: .utf8)
    }

    func write(_ text: String, to path: String = service) throws {
        let file = url.appending(path: path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    /// Replaces the first place where `old` stands and answers with its line.
    func replace(_ old: String, with new: String, in path: String = service) throws -> Int {
        let text = try text(path)
        guard let place = text.range(of: old) else { throw CocoaError(.formatting) }
        try write(text.replacingCharacters(in: place, with: new), to: path)
        return text[..<place.lowerBound].count { $0 == "\n" } + 1
    }
}
