import Configuration

/// The folder of everything this machine keeps.
///
/// ## Configuration keys
/// - `state` (string, default `var`): an existing folder, readable by its owner only.
struct StateFolder: Sendable {
    let path: String

    init(_ config: ConfigReader) {
        path = config.string(forKey: "state", default: "var")
    }
}
