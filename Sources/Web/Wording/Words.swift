public import Base
public import Foundation
import Synchronization

/// Every word a person can read on a screen, in every language, from the rooms' `Words/<locale>.json`.
///
/// A file is one flat object, its keys dotted and sorted; `{name}` marks a place for a value, and a key that
/// depends on a number exists as `….one` and `….other`.
public final class Words: Sendable {
    private typealias Tables = [Language: [String: Phrase]]

    private let tables: Tables
    private let unknown = Mutex<Set<String>>([])

    /// What was read from bundles, which are parts of the program and change as little as it does.
    private static let read = Mutex<[[URL]: Tables]>([:])

    /// Reads `Words/` of each bundle, the first time that these are asked for.
    ///
    /// **Errors:** ``WordsProblem`` when a file is missing, unsorted or unlike its sisters.
    public convenience init(bundles: [Bundle]) throws {
        let folders = bundles.map { $0.bundleURL.appendingPathComponent("Words") }
        if let tables = Self.read.withLock({ $0[folders] }) {
            self.init(tables: tables)
        } else {
            try self.init(folders: folders)
            Self.read.withLock { $0[folders] = tables }
        }
    }

    private init(tables: Tables) {
        self.tables = tables
    }

    public init(folders: [URL]) throws {
        var tables: Tables = [:]
        for folder in folders {
            for language in Language.allCases {
                let file = folder.appendingPathComponent("\(language.rawValue).json")
                let entries = try WordsFile(contentsOf: file).entries
                for (key, text) in entries {
                    guard tables[language, default: [:]].updateValue(Phrase(text), forKey: key) == nil else {
                        throw WordsProblem.repeated(key: key, file: file.path)
                    }
                }
            }
        }
        self.tables = tables
        try checkSameness()
    }

    public func phrases(_ language: Language) -> Phrases {
        Phrases(language: language, words: self)
    }

    public var keys: Set<String> { Set(tables[.mandarin, default: [:]].keys) }

    /// The keys that were asked for and do not exist: a fault of ours that a test looks for.
    public var unknownKeys: Set<String> { unknown.withLock { $0 } }

    func phrase(_ key: String, _ language: Language) -> Phrase? {
        if let phrase = tables[language]?[key] { return phrase }
        _ = unknown.withLock { $0.insert(key) }
        return nil
    }

    func has(_ key: String) -> Bool { tables[.mandarin]?[key] != nil }

    private func checkSameness() throws(WordsProblem) {
        let first = tables[.mandarin, default: [:]]
        for language in Language.allCases {
            let other = tables[language, default: [:]]
            let difference = Set(first.keys).symmetricDifference(other.keys)
            guard difference.isEmpty else {
                throw .keysDiffer(language, keys: difference.sorted())
            }
            for (key, phrase) in first where other[key]?.places != phrase.places {
                throw .placesDiffer(language, key: key)
            }
        }
    }
}
