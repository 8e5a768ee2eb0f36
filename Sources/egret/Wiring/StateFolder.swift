import Configuration
import Foundation

/// The folder of everything this machine keeps.
///
/// ## Configuration keys
/// - `state` (string, default `var`): an existing folder, readable by its owner only.
struct StateFolder: Sendable {
    let path: String
    private let isNamed: Bool

    init(_ config: ConfigReader) {
        let named = config.string(forKey: "state")
        path = named ?? "var"
        isNamed = named != nil
    }

    /// Refuses a folder that was named and is not there; the default one is looked for by who needs it.
    func check() throws(ConfigProblem) {
        guard isNamed, !Self.isFolder(path) else { return }
        throw ConfigProblem(key: "state", expected: "an existing folder (\(path) is none)")
    }

    static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }
}
