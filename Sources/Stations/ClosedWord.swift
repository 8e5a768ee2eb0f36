/// Words that machines say about themselves: short, plain and without anything a person could have typed.
enum ClosedWord {
    static let lengthMax = 40

    /// Whether a text is 1 to 40 of `a-z`, `0-9` and hyphens.
    static func holds(_ text: String) -> Bool {
        (1...lengthMax).contains(text.utf8.count)
            && text.utf8.allSatisfy(isPlain)
    }

    /// Whether a text can be a service's id: two words with a slash between them, 1 to 60 bytes each.
    static func namesService(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { (1...60).contains($0.count) && $0.allSatisfy(isPlain) }
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        (97...122).contains(byte) || (48...57).contains(byte) || byte == 45
    }
}
