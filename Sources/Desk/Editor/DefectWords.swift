import Base
import Foundation

/// What is said of a service's files in the languages that its compiler does not speak: `Defects/<locale>.json`.
///
/// A key is the English sentence with its places numbered, ``DefectText/template``; a table may use the places in any order.
enum DefectWords {
    /// Read when it is first wanted; a start need not wait for it.
    private static let mandarin = read(.mandarin)
    private static let minnan = read(.minnan)

    static func table(_ language: Language) -> [String: String] {
        switch language {
        case .mandarin: mandarin
        case .minnan: minnan
        case .english: [:]
        }
    }

    private static func read(_ language: Language) -> [String: String] {
        let file = DeskResources.bundle.bundleURL.appendingPathComponent("Defects/\(language.rawValue).json")
        // A clerk to whom the table is lost reads English, as the shell does.
        return (try? JSONDecoder().decode([String: String].self, from: Data(contentsOf: file))) ?? [:]
    }
}
