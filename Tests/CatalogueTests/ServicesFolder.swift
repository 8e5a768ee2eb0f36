import Foundation

/// A copy of a few of the project's services that a test may break; removed when the test ends.
final class ServicesFolder {
    static let service = "police/temporary-identity-proof/service.yml"

    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "services-\(UUID().uuidString)")
        let files = FileManager.default
        try files.createDirectory(at: url, withIntermediateDirectories: true)
        let shared = try files.contentsOfDirectory(atPath: Repository.services.path).filter {
            $0.hasSuffix(".yml")
        }
        let registers = ["fund", "insurance", "platform", "police"].map { "\($0)/registers.yml" }
        for path in shared + ["guide"] + registers + Self.services {
            let place = url.appending(path: path)
            try files.createDirectory(
                at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
            try files.copyItem(at: Repository.services.appending(path: path), to: place)
        }
        try write("featured: [police/temporary-identity-proof]", to: "home.yml")
    }

    private static let services = [
        "fund/deposit-proof", "insurance/participation-proof", "platform/data-copy", "platform/looks-record",
        "police/temporary-identity-proof",
    ]

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
