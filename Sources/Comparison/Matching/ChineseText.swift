import Foundation

/// Brings names into the one form in which they are compared: simplified, without marks, same things by one word.
///
/// `Tables/traditional.txt` holds pairs of a traditional character and its simplified one (Unihan, kSimplifiedVariant);
/// `Tables/same-words.txt` what offices write differently and mean alike.
struct ChineseText: Sendable {
    private let simplified: [Unicode.Scalar: Unicode.Scalar]
    private let sameWords: [(from: String, to: String)]

    init() throws {
        let pairs = Array(try ComparisonResources.table("traditional").unicodeScalars)
        var simplified: [Unicode.Scalar: Unicode.Scalar] = [:]
        for index in stride(from: 0, to: pairs.count - 1, by: 2) {
            simplified[pairs[index]] = pairs[index + 1]
        }
        self.simplified = simplified
        sameWords = try ComparisonResources.table("same-words").split(separator: "\n")
            .filter { !$0.hasPrefix("#") }.map { line in
                let words = line.split(separator: " ", omittingEmptySubsequences: false)
                return (String(words[0]), words.count > 1 ? String(words[1]) : "")
            }
    }

    /// Simplified characters, small letters and digits; everything else is gone, full width is half.
    func folded(_ text: String) -> String {
        var folded = String.UnicodeScalarView()
        for scalar in text.lowercased().unicodeScalars {
            var scalar = scalar
            if (0xFF01...0xFF5E).contains(scalar.value) {
                scalar = Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
            }
            guard scalar.properties.isAlphabetic || scalar.properties.numericType != nil else { continue }
            folded.append(simplified[scalar] ?? scalar)
        }
        return String(folded).lowercased()
    }

    /// ``folded(_:)``, with the same things said by one word.
    func normal(_ text: String) -> String {
        sameWords.reduce(folded(text)) { $0.replacing($1.from, with: $1.to) }
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
