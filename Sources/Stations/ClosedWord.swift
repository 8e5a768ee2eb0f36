/// Words that machines say about themselves: short, plain and without anything a person could have typed.
enum ClosedWord {
    static let lengthMax = 40

    /// Whether a text is 1 to 40 of `a-z`, `0-9` and hyphens.
    static func holds(_ text: String) -> Bool {
        (1...lengthMax).contains(text.utf8.count)
            && text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
    }
}
