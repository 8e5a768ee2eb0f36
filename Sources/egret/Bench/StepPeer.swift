import Foundation

/// The other engine of `egret bench step`: SpiffWorkflow, run by the script that lies beside the services' folder.
struct StepPeer: Sendable {
    static let script = "Benchmarks/step.py"

    /// What the script printed.
    struct Outcome: Decodable, Sendable {
        let peer: String
        let n: Int
        let cpuSeconds: Double
        let restoreMicroseconds: Double
        let wrong: Int

        enum CodingKeys: String, CodingKey {
            case peer, n, wrong
            case cpuSeconds = "cpu_s"
            case restoreMicroseconds = "restore_us"
        }

        /// **Unit:** steps a second of one core.
        var rate: Double { cpuSeconds > 0 ? Double(n) / cpuSeconds : 0 }
    }

    let python: URL
    let script: URL

    /// - Parameters:
    ///   - python: An interpreter that knows the packages of `Benchmarks/requirements.txt`; nil is `.build/peer`.
    ///   - services: The folder of the services, beside which the script's lies.
    /// - Returns: Nil where one of them is not there; ``missing`` says so to a reader.
    static func find(python: String?, beside services: URL) -> StepPeer? {
        let root = services.standardizedFileURL.deletingLastPathComponent()
        let peer = StepPeer(
            python: python.map { URL(filePath: $0) } ?? root.appending(path: ".build/peer/bin/python"),
            script: root.appending(path: script))
        let files = FileManager.default
        return files.isExecutableFile(atPath: peer.python.path)
            && files.fileExists(atPath: peer.script.path)
            ? peer : nil
    }

    static let missing = "skipped: no Python with Benchmarks/requirements.txt; see docs/bench.md"

    /// - Throws: ``ChildProgram/Failed``; `DecodingError` when it printed something else.
    func run(cases: Int) throws -> Outcome {
        let words = try ChildProgram.run(python.path, [script.path, "--cases", String(cases)])
        return try JSONDecoder().decode(Outcome.self, from: Data(words.utf8))
    }
}
