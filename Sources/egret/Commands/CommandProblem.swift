import Foundation

/// Why a command does not do what was asked, in a sentence for whoever typed it.
///
/// What is wrong with the command line itself is a `ValidationError` of `validate()`, which shows how to write it.
struct CommandProblem: Error, Hashable, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }

    /// The folder that an option or argument names, which is there.
    static func folder(_ path: String, of name: String) throws(CommandProblem) -> URL {
        guard StateFolder.isFolder(path) else {
            throw CommandProblem("\(name): there is no folder \(path)")
        }
        return URL(filePath: path)
    }
}
