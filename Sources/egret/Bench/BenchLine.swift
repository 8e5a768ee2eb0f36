import Foundation

/// One line of a bench's outcome: a JSON object with its keys in the order they were added.
///
/// Keys are in snake case and end in their unit; see `docs/bench.md` for those that every bench shares.
struct BenchLine: Sendable {
    enum Value: Sendable, Equatable {
        case text(String)
        case count(Int)
        /// Written with at most three decimals.
        case figure(Double)
        /// An object, its keys sorted.
        case counts([String: Int])
    }

    /// More errors than one request in a hundred, and the figures say nothing.
    static let errorsMaxShare = 0.01

    private(set) var fields: [(key: String, value: Value)] = []

    init(bench: String, engine: String) {
        self["bench"] = .text(bench)
        self["engine"] = .text(engine)
    }

    subscript(key: String) -> Value? {
        get { fields.first { $0.key == key }?.value }
        set {
            fields.removeAll { $0.key == key }
            if let newValue { fields.append((key, newValue)) }
        }
    }

    /// False when something was wrong, or when too much failed for the figures to mean anything.
    var isSound: Bool {
        guard count("wrong") == 0 else { return false }
        let errors = count("errors")
        return errors == 0 || Double(errors) <= Double(count("n")) * Self.errorsMaxShare
    }

    private func count(_ key: String) -> Int {
        if case .count(let count) = self[key] { count } else { 0 }
    }

    var json: String {
        "{" + fields.map { "\(Self.quoted($0.key)):\($0.value.json)" }.joined(separator: ",") + "}"
    }

    fileprivate static func quoted(_ text: String) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        return (try? encoder.encode(text)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
    }
}

extension BenchLine.Value {
    fileprivate var json: String {
        switch self {
        case .text(let text): BenchLine.quoted(text)
        case .count(let count): String(count)
        case .figure(let figure): String((figure * 1_000).rounded() / 1_000)
        case .counts(let counts):
            "{"
                + counts.sorted { $0.key < $1.key }.map { "\(BenchLine.quoted($0.key)):\($0.value)" }
                .joined(separator: ",") + "}"
        }
    }
}
