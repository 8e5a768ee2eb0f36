import Base
import Yams

/// Where something stands in a file: the way to it from the top.
///
/// What is not there stands where the way ends.
struct LintPlace: Sendable {
    private enum Step: Sendable {
        case key(String)
        /// The entry of a list that says this under the key.
        case entry(String, String)
        /// The first value that says this, however it is written, and not below the key.
        case text(String, outside: String?)
    }

    private var steps: [Step] = []

    static func key(_ name: String) -> LintPlace { LintPlace().key(name) }
    static func text(_ text: String, outside key: String? = nil) -> LintPlace {
        LintPlace().adding(.text(text, outside: key))
    }
    static func question(_ id: String) -> LintPlace { key("questions").entry("id", id) }
    /// Of those that an event in life shares.
    static func shared(_ id: String) -> LintPlace { key("shared").entry("question", id) }

    func key(_ name: String) -> LintPlace { adding(.key(name)) }
    func entry(_ key: String, _ value: String) -> LintPlace { adding(.entry(key, value)) }
    func text(_ text: String) -> LintPlace { adding(.text(text, outside: nil)) }

    private func adding(_ step: Step) -> LintPlace {
        var next = self
        next.steps.append(step)
        return next
    }

    /// - Parameter root: the file; nil where it cannot be read.
    /// - Returns: The line, 1 and up.
    func line(in root: Node?) -> Int {
        var (node, line) = (root, 1)
        for step in steps {
            guard let found = node.flatMap({ Self.find(step, in: $0) }) else { break }
            node = found.value
            line = found.name.mark?.line ?? line
        }
        return line
    }

    /// The same in a file by its path.
    func line(of path: String, in files: CatalogueFiles) -> Int { line(in: Self.root(of: path, in: files)) }

    static func root(of path: String, in files: CatalogueFiles) -> Node? {
        files.text(path).flatMap { try? Yams.compose(yaml: $0, .basic) }
    }

    /// What a step leads to, and what stands on the line of it.
    private static func find(_ step: Step, in node: Node) -> (name: Node, value: Node)? {
        switch step {
        case .key(let name):
            return node.mapping?.first { $0.key.string == name }.map { ($0.key, $0.value) }
        case .entry(let key, let value):
            for entry in node.sequence ?? [] {
                if let pair = entry.mapping?.first(where: { $0.key.string == key && says($0.value, value) }) {
                    return (pair.key, entry)
                }
            }
            return nil
        case .text(let text, let key): return first(text, in: node, outside: key).map { ($0, $0) }
        }
    }

    private static func first(_ text: String, in node: Node, outside key: String?) -> Node? {
        if says(node, text) { return node }
        for (name, value) in node.mapping ?? [:] where key == nil || name.string != key {
            if let found = first(text, in: value, outside: key) { return found }
        }
        for entry in node.sequence ?? [] {
            if let found = first(text, in: entry, outside: key) { return found }
        }
        return nil
    }

    /// As the readers of the catalogue read a text.
    private static func says(_ node: Node, _ text: String) -> Bool {
        node.scalar?.string.trimmingSpaces() == text
    }
}
