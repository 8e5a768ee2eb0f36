import Wire

/// One paper of a case: its result, or its receipt.
struct Sheet: Hashable, CustomStringConvertible {
    let number: String
    let paper: CasePaper

    var description: String { paper == .result ? number : "the receipt of \(number)" }
}
