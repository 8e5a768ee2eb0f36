import Catalogue
import Foundation

/// Brings names into the one form in which they are compared: simplified, without marks, same things by one word.
///
/// `Tables/same-words.txt` holds what offices write differently and mean alike.
struct ChineseText: Sendable {
    private let sameWords: [(from: String, to: String)]

    init() throws {
        sameWords = try ComparisonResources.table("same-words").split(separator: "\n")
            .filter { !$0.hasPrefix("#") }.map { line in
                let words = line.split(separator: " ", omittingEmptySubsequences: false)
                return (String(words[0]), words.count > 1 ? String(words[1]) : "")
            }
    }

    /// ``FoldedText``, with the same things said by one word.
    func normal(_ text: String) -> String {
        sameWords.reduce(FoldedText.of(text)) { $0.replacing($1.from, with: $1.to) }
    }

    /// What a name lists: its parts, and what stands in brackets.
    static func parts(_ name: String) -> (parts: [String], brackets: [String]) {
        var parts = [""]
        var brackets: [String] = []
        var depth = 0
        for character in name {
            if "（(".contains(character) {
                depth += 1
                brackets.append("")
            } else if "）)".contains(character) {
                depth -= 1
            } else if depth > 0 {
                brackets[brackets.count - 1].append(character)
            } else if "、，；/及与和或".contains(character) {
                parts.append("")
            } else {
                parts[parts.count - 1].append(character)
            }
        }
        return (parts.filter { !$0.isEmpty }, brackets.filter { !$0.isEmpty })
    }
}
