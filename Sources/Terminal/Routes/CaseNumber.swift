/// The number of a case as it may stand in an address and on a page.
enum CaseNumber {
    /// - Returns: Nil unless it is up to 64 letters, digits and hyphens.
    static func checked(_ text: String?) -> String? {
        guard let text, (1...64).contains(text.utf8.count),
            text.utf8.allSatisfy({
                (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
                    || $0 == UInt8(ascii: "-")
            })
        else { return nil }
        return text
    }
}
